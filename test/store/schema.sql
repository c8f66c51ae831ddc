-- What the migrations make (read from the catalog). Do not edit; write it anew with
-- UPDATE_SCHEMA=1 npx vitest run test/store/schema.test.ts

create table audit_entry (
  id bigint not null generated always as identity,
  at timestamp with time zone not null,
  who text,
  what text not null,
  shop text,
  inquiry text,
  about jsonb not null default '{}'::jsonb,
  constraint audit_entry_pkey PRIMARY KEY (id)
);
CREATE INDEX audit_entry_at ON public.audit_entry USING btree (at, id);
CREATE INDEX audit_entry_who ON public.audit_entry USING btree (who, at, id);
CREATE TRIGGER audit_entry_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table calendar_look (
  shop text not null,
  next_look_at timestamp with time zone not null,
  constraint calendar_look_pkey PRIMARY KEY (shop)
);
CREATE INDEX calendar_look_due ON public.calendar_look USING btree (next_look_at);

create table calendar_notice (
  shop text not null,
  kind text not null,
  key text not null,
  made_at timestamp with time zone not null,
  outbox_id bigint,
  told_at timestamp with time zone,
  constraint calendar_notice_pkey PRIMARY KEY (shop, kind, key),
  constraint calendar_notice_kind_check CHECK ((kind = ANY (ARRAY['season'::text, 'drift'::text, 'held'::text])))
);
CREATE INDEX calendar_notice_outbox ON public.calendar_notice USING btree (outbox_id) WHERE (outbox_id IS NOT NULL);
CREATE INDEX calendar_notice_untold ON public.calendar_notice USING btree (made_at) WHERE (told_at IS NULL);

create table canary (
  day date not null,
  began_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  raised_at timestamp with time zone,
  accepted_at timestamp with time zone,
  arrived_at timestamp with time zone,
  told_at timestamp with time zone,
  constraint canary_pkey PRIMARY KEY (day)
);

create table chat_turn (
  place text not null,
  free_at timestamp with time zone not null,
  constraint chat_turn_pkey PRIMARY KEY (place)
) with (fillfactor=50);

create table config_revision (
  number bigint not null generated always as identity,
  shop text not null,
  hash text not null,
  revision text not null,
  at timestamp with time zone not null,
  who text,
  cause text not null,
  difference jsonb not null,
  spec jsonb,
  constraint config_revision_pkey PRIMARY KEY (number),
  constraint config_revision_cause_check CHECK ((cause = ANY (ARRAY['start'::text, 'edit'::text, 'apply'::text, 'source'::text])))
);
CREATE INDEX config_revision_at ON public.config_revision USING btree (at, number);
CREATE INDEX config_revision_shop ON public.config_revision USING btree (shop, number DESC);

create table config_state (
  one boolean not null default true,
  service_hash text not null,
  read_at timestamp with time zone not null,
  broken_since timestamp with time zone,
  faults jsonb,
  held_since timestamp with time zone,
  held jsonb,
  constraint config_state_pkey PRIMARY KEY (one),
  constraint config_state_one_check CHECK (one)
);

create table counter (
  name text not null,
  kind text not null,
  detail text not null,
  value double precision not null,
  constraint counter_pkey PRIMARY KEY (name, kind, detail)
);

create table customer_key (
  shop text not null,
  key bytea,
  made_at timestamp with time zone not null,
  constraint customer_key_pkey PRIMARY KEY (shop)
);

create table daily_proof (
  day date not null,
  claimed_until timestamp with time zone,
  made_at timestamp with time zone,
  expected integer not null default 0,
  raised integer not null default 0,
  late integer not null default 0,
  missing integer not null default 0,
  surplus integer not null default 0,
  learned_late integer not null default 0,
  recounted integer not null default 0,
  slowest_ms double precision not null default 0,
  examples jsonb not null default '[]'::jsonb,
  canary_ms double precision,
  constraint daily_proof_pkey PRIMARY KEY (day)
);

create table delivery (
  outbox_id bigint not null,
  address text not null,
  state text not null,
  response text not null,
  at timestamp with time zone not null,
  way text,
  since timestamp with time zone,
  policy boolean not null default false,
  constraint delivery_pkey PRIMARY KEY (outbox_id, address),
  constraint delivery_state_check CHECK ((state = ANY (ARRAY['accepted'::text, 'refused'::text, 'deferred'::text]))),
  constraint delivery_way_check CHECK ((way = ANY (ARRAY['smtp'::text, 'files'::text]))),
  constraint delivery_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES outbox(id)
);
CREATE INDEX delivery_policy ON public.delivery USING btree (at) WHERE policy;

create table episode (
  id bigint not null generated always as identity,
  inquiry_id bigint not null,
  shop text not null,
  opener text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  ended_learned_at timestamp with time zone,
  flag_at timestamp with time zone,
  mail_owner_at timestamp with time zone,
  breach_at timestamp with time zone,
  provisional boolean not null,
  flag_due_at timestamp with time zone,
  owner_alert_due_at timestamp with time zone,
  breach_due_at timestamp with time zone,
  next_due_at timestamp with time zone,
  revision text not null,
  constraint episode_pkey PRIMARY KEY (id),
  constraint episode_inquiry_id_opener_key UNIQUE (inquiry_id, opener),
  constraint episode_check CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint episode_check1 CHECK (((ended_at IS NULL) OR (next_due_at IS NULL))),
  constraint episode_ended_by_check CHECK ((ended_by = ANY (ARRAY['shop_reply'::text, 'answered_elsewhere'::text, 'completed'::text, 'message_deleted'::text, 'superseded'::text]))) NOT VALID
) with (autovacuum_analyze_scale_factor=0.02, autovacuum_vacuum_scale_factor=0.02);
CREATE INDEX episode_due ON public.episode USING btree (next_due_at) WHERE (next_due_at IS NOT NULL);
CREATE INDEX episode_ended ON public.episode USING btree (shop, ended_at, id) WHERE ((ended_at IS NOT NULL) AND (ended_by <> 'superseded'::text));
CREATE INDEX episode_ended_all ON public.episode USING btree (ended_at, id) WHERE ((ended_at IS NOT NULL) AND (ended_by <> 'superseded'::text));
CREATE INDEX episode_long ON public.episode USING btree (shop, ended_at) WHERE ((ended_at - started_at) > '27 days'::interval);
CREATE INDEX episode_open ON public.episode USING btree (shop, breach_at, id) INCLUDE (flag_due_at, owner_alert_due_at, breach_due_at, started_at) WHERE (ended_at IS NULL);
CREATE INDEX episode_open_all ON public.episode USING btree (breach_at, id) WHERE (ended_at IS NULL);
CREATE INDEX episode_started ON public.episode USING brin (started_at) WITH (pages_per_range='32', autosummarize='on');

create table event (
  inquiry_id bigint not null,
  id text not null,
  type text not null,
  at timestamp with time zone not null,
  message text,
  learned_at timestamp with time zone not null,
  source text not null,
  seq bigint,
  more jsonb,
  constraint event_pkey PRIMARY KEY (inquiry_id, id),
  constraint event_type_check CHECK ((type = ANY (ARRAY['customer_message'::text, 'shop_reply'::text, 'auto_reply'::text, 'completed'::text, 'reopened'::text, 'message_deleted'::text, 'answered_elsewhere'::text, 'answer_withdrawn'::text, 'promised'::text, 'promise_withdrawn'::text]))) NOT VALID
);
CREATE INDEX event_auto_reply ON public.event USING btree (inquiry_id) WHERE (type = 'auto_reply'::text);
CREATE INDEX event_learned ON public.event USING brin (learned_at) WITH (pages_per_range='32', autosummarize='on');
CREATE INDEX event_promised ON public.event USING btree (inquiry_id) WHERE (type = 'promised'::text);
CREATE INDEX event_reopened ON public.event USING btree (inquiry_id) WHERE (type = 'reopened'::text);
CREATE TRIGGER event_append_only BEFORE UPDATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table event_copy (
  inquiry_id bigint not null,
  id text not null,
  type text not null,
  at timestamp with time zone not null,
  message text,
  learned_at timestamp with time zone not null,
  source text not null,
  seq bigint,
  more jsonb
);
CREATE INDEX event_copy_inquiry ON public.event_copy USING btree (inquiry_id);
CREATE TRIGGER event_copy_append_only BEFORE UPDATE ON public.event_copy FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table feed_address (
  shop text not null,
  hash bytea not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  last_used_at timestamp with time zone,
  constraint feed_address_pkey PRIMARY KEY (shop),
  constraint feed_address_hash_key UNIQUE (hash)
);

create table first_read (
  shop text not null,
  back_to integer not null,
  read_at timestamp with time zone not null,
  inquiries integer not null,
  constraint first_read_pkey PRIMARY KEY (shop)
);

create table goal_day (
  shop text not null,
  day integer not null,
  flag_met integer not null,
  flag_late integer not null,
  owner_alert_met integer not null,
  owner_alert_late integer not null,
  breach_met integer not null,
  breach_late integer not null,
  answered integer not null,
  answer_ms bigint not null,
  episodes bigint[] not null,
  constraint goal_day_pkey PRIMARY KEY (shop, day) INCLUDE (flag_met, flag_late, owner_alert_met, owner_alert_late, breach_met, breach_late, answered, answer_ms)
) with (autovacuum_vacuum_insert_scale_factor=0.02, autovacuum_vacuum_scale_factor=0.02);

create table goal_mark (
  shop text not null,
  id bigint not null generated always as identity,
  episode_id bigint not null,
  started_at timestamp with time zone not null,
  constraint goal_mark_pkey PRIMARY KEY (shop, id)
) with (autovacuum_analyze_scale_factor=0.02, autovacuum_vacuum_scale_factor=0.02);

create table goal_warning (
  shop text not null,
  goal text not null,
  kind text not null,
  made_at timestamp with time zone not null,
  over_at timestamp with time zone,
  constraint goal_warning_pkey PRIMARY KEY (shop, goal, kind),
  constraint goal_warning_kind_check CHECK ((kind = ANY (ARRAY['spent'::text, 'fast'::text])))
);

create table goal_zone (
  shop text not null,
  zone text not null,
  constraint goal_zone_pkey PRIMARY KEY (shop)
);

create table hook_item (
  hook text not null,
  episode_id bigint not null,
  step text not null,
  slot_at timestamp with time zone not null,
  state text not null,
  told_at timestamp with time zone,
  constraint hook_item_pkey PRIMARY KEY (hook, episode_id, step),
  constraint hook_item_state_check CHECK ((state = ANY (ARRAY['owed'::text, 'told'::text, 'dropped'::text])))
);
CREATE INDEX hook_item_owed ON public.hook_item USING btree (hook) WHERE (state = 'owed'::text);

create table hook_promise (
  promise_id bigint not null,
  shop text not null,
  outbox_id bigint,
  constraint hook_promise_pkey PRIMARY KEY (promise_id)
);
CREATE INDEX hook_promise_outbox ON public.hook_promise USING btree (outbox_id) WHERE (outbox_id IS NOT NULL);
CREATE INDEX hook_promise_shop ON public.hook_promise USING btree (shop);

create table hook_stop (
  hook text not null,
  url_hash text not null,
  at timestamp with time zone not null,
  constraint hook_stop_pkey PRIMARY KEY (hook)
);

create table inquiry (
  id bigint not null generated always as identity,
  shop text not null,
  external_id text not null,
  channel text not null,
  type text,
  category text,
  item text,
  order_tail text,
  url text,
  status text not null,
  first_seen_at timestamp with time zone not null,
  past_until timestamp with time zone,
  past_waits integer not null default 0,
  item_number text,
  item_url text,
  read_at timestamp with time zone,
  asked_at timestamp with time zone,
  answered_at timestamp with time zone,
  constraint inquiry_pkey PRIMARY KEY (id),
  constraint inquiry_shop_external_id_key UNIQUE (shop, external_id),
  constraint inquiry_status_check CHECK ((status = ANY (ARRAY['unanswered'::text, 'answered'::text, 'completed'::text])))
);
CREATE INDEX inquiry_asked ON public.inquiry USING btree (shop, asked_at, id) WHERE ((status = 'answered'::text) AND (asked_at IS NOT NULL));
CREATE INDEX inquiry_read ON public.inquiry USING btree (shop, id) WHERE ((status = 'unanswered'::text) AND (read_at IS NOT NULL));
CREATE INDEX inquiry_uncompleted ON public.inquiry USING btree (shop, answered_at, id) WHERE ((status = 'answered'::text) AND (answered_at IS NOT NULL));

create table list_slot (
  kind text not null,
  subject text not null,
  since timestamp with time zone not null,
  next_at timestamp with time zone not null,
  done date,
  told_on date,
  told_week date,
  constraint list_slot_pkey PRIMARY KEY (kind, subject),
  constraint list_slot_kind_check CHECK ((kind = ANY (ARRAY['morning'::text, 'weekly'::text, 'group'::text])))
);
CREATE INDEX list_slot_due ON public.list_slot USING btree (next_at);

create table mail_health (
  one boolean not null default true,
  transport text not null,
  answered_at timestamp with time zone not null,
  ok boolean not null,
  reason text,
  failing_since timestamp with time zone,
  failures integer not null default 0,
  next_look_at timestamp with time zone not null,
  paused_until timestamp with time zone,
  constraint mail_health_pkey PRIMARY KEY (one),
  constraint mail_health_one_check CHECK (one),
  constraint mail_health_transport_check CHECK ((transport = ANY (ARRAY['smtp'::text, 'files'::text])))
);

create table mail_item (
  outbox_id bigint not null,
  episode_id bigint not null,
  step text not null,
  constraint mail_item_pkey PRIMARY KEY (outbox_id, episode_id, step),
  constraint mail_item_outbox_id_fkey FOREIGN KEY (outbox_id) REFERENCES outbox(id)
);
CREATE INDEX mail_item_episode ON public.mail_item USING btree (episode_id);

create table migration_checksum (
  name text not null,
  sha256 text not null,
  constraint migration_checksum_pkey PRIMARY KEY (name)
);

create table mute (
  id bigint not null generated always as identity,
  kind text not null,
  shop text not null,
  inquiry_id bigint,
  made_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  why text not null,
  by_whom text not null,
  lifted_at timestamp with time zone,
  lifted_by text,
  given_by text,
  constraint mute_pkey PRIMARY KEY (id),
  constraint mute_check CHECK (((until_at > made_at) AND (until_at <= (made_at + '2160:00:00'::interval)))),
  constraint mute_check1 CHECK (((kind = 'mute'::text) OR (inquiry_id IS NOT NULL))),
  constraint mute_check2 CHECK (((lifted_at IS NULL) = (lifted_by IS NULL))),
  constraint mute_kind_check CHECK ((kind = ANY (ARRAY['mute'::text, 'in_hand'::text])))
);
CREATE INDEX mute_in_hand ON public.mute USING btree (inquiry_id) WHERE (kind = 'in_hand'::text);
CREATE INDEX mute_until ON public.mute USING btree (until_at) WHERE (lifted_at IS NULL);
CREATE UNIQUE INDEX mute_standing ON public.mute USING btree (shop, kind, COALESCE(inquiry_id, (0)::bigint)) WHERE (lifted_at IS NULL);

create table no_reply_needed (
  id bigint not null generated always as identity,
  shop text not null,
  inquiry_id bigint not null,
  made_at timestamp with time zone not null,
  by_whom text not null,
  why text,
  messages integer not null,
  undone_at timestamp with time zone,
  undone_by text,
  constraint no_reply_needed_pkey PRIMARY KEY (id),
  constraint no_reply_needed_check CHECK (((undone_at IS NULL) = (undone_by IS NULL)))
);
CREATE INDEX no_reply_needed_inquiry ON public.no_reply_needed USING btree (inquiry_id);
CREATE INDEX no_reply_needed_made ON public.no_reply_needed USING btree (shop, made_at);

create table notice (
  episode_id bigint not null,
  key text not null,
  contact text not null,
  way text not null,
  shop text not null,
  due_at timestamp with time zone not null,
  send_at timestamp with time zone not null,
  until_at timestamp with time zone,
  owed boolean not null,
  outbox_id bigint,
  told_at timestamp with time zone,
  dropped_at timestamp with time zone,
  dropped_why text,
  withdrawn_at timestamp with time zone,
  withdrawn_why text,
  constraint notice_pkey PRIMARY KEY (episode_id, key, contact, way),
  constraint notice_check CHECK ((NOT (owed AND (told_at IS NOT NULL)))),
  constraint notice_dropped_why_check CHECK ((dropped_why = ANY (ARRAY['late'::text, 'while-completed'::text, 'refused'::text, 'unknown'::text, 'nobody'::text])))
) with (autovacuum_analyze_scale_factor=0.02, autovacuum_vacuum_scale_factor=0.02);
CREATE INDEX notice_message ON public.notice USING btree (outbox_id) WHERE (outbox_id IS NOT NULL);
CREATE INDEX notice_owed ON public.notice USING btree (send_at) WHERE owed;
CREATE INDEX notice_owed_shop ON public.notice USING btree (shop, contact) WHERE owed;

create table outbox (
  id bigint not null generated always as identity,
  kind text not null,
  shop text not null default ''::text,
  cause text not null default ''::text,
  slot_at timestamp with time zone not null,
  state text not null,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone,
  claimed_at timestamp with time zone,
  sent_at timestamp with time zone,
  last_error text,
  possibly_twice boolean not null default false,
  subject text,
  body_text text,
  body_html text,
  way text,
  retried_at timestamp with time zone,
  again integer not null default 0,
  body bytea,
  constraint outbox_pkey PRIMARY KEY (id),
  constraint outbox_kind_shop_cause_slot_at_key UNIQUE (kind, shop, cause, slot_at),
  constraint outbox_kind_check CHECK ((kind = ANY (ARRAY['owner'::text, 'ops'::text, 'blind'::text, 'season'::text, 'digest'::text, 'calendar'::text, 'clear'::text, 'hook'::text, 'contact'::text, 'person'::text, 'chat'::text, 'morning'::text, 'weekly'::text, 'group'::text, 'morning_chat'::text, 'weekly_chat'::text, 'goal'::text]))),
  constraint outbox_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'sending'::text, 'unknown'::text, 'sent'::text, 'empty'::text, 'undeliverable'::text]))),
  constraint outbox_way_check CHECK ((way = ANY (ARRAY['smtp'::text, 'files'::text])))
);
CREATE INDEX outbox_due ON public.outbox USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);
CREATE INDEX outbox_shop ON public.outbox USING btree (shop, id);
CREATE INDEX outbox_state ON public.outbox USING btree (state, id) WHERE (state <> 'sent'::text);
CREATE INDEX outbox_unpacked ON public.outbox USING btree (id) WHERE ((state = 'sent'::text) AND (body_text IS NOT NULL));
CREATE UNIQUE INDEX outbox_open ON public.outbox USING btree (kind, shop, cause) WHERE ((state = ANY (ARRAY['pending'::text, 'sending'::text, 'unknown'::text])) AND (sent_at IS NULL) AND (retried_at IS NULL));

create table outside_answer (
  id bigint not null generated always as identity,
  shop text not null,
  source text not null,
  read_at timestamp with time zone not null,
  hash text not null,
  answer jsonb,
  constraint outside_answer_pkey PRIMARY KEY (id)
);
CREATE INDEX outside_answer_shop ON public.outside_answer USING btree (shop, source, read_at);
CREATE TRIGGER outside_answer_append_only BEFORE UPDATE ON public.outside_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table outside_calendar (
  shop text not null,
  source text not null,
  name text not null,
  next_read_at timestamp with time zone not null,
  claimed_until timestamp with time zone,
  fresh_at timestamp with time zone not null,
  read_at timestamp with time zone,
  failing_since timestamp with time zone,
  failure text,
  answer_hash text,
  in_force jsonb,
  changed_at timestamp with time zone,
  held jsonb,
  held_since timestamp with time zone,
  held_why text,
  remarks jsonb not null default '[]'::jsonb,
  constraint outside_calendar_pkey PRIMARY KEY (shop, source),
  constraint outside_calendar_check CHECK ((((held IS NULL) = (held_since IS NULL)) AND ((held IS NULL) = (held_why IS NULL)))),
  constraint outside_calendar_held_why_check CHECK ((held_why = ANY (ARRAY['wipe'::text, 'many'::text, 'unread'::text])))
);
CREATE INDEX outside_calendar_changed ON public.outside_calendar USING btree (changed_at) WHERE (changed_at IS NOT NULL);
CREATE INDEX outside_calendar_due ON public.outside_calendar USING btree (next_read_at);
CREATE INDEX outside_calendar_fresh ON public.outside_calendar USING btree (fresh_at);

create table past_episode (
  shop text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  ended_by text not null,
  flag_due_at timestamp with time zone,
  owner_alert_due_at timestamp with time zone,
  breach_due_at timestamp with time zone,
  no_deadline boolean not null,
  provisional boolean not null,
  no_reply_needed boolean not null,
  channel text not null,
  type text,
  category text,
  shown jsonb
);
CREATE INDEX past_episode_long ON public.past_episode USING btree (shop, ended_at) WHERE ((ended_at - started_at) > '27 days'::interval);
CREATE INDEX past_episode_shop ON public.past_episode USING btree (shop, started_at);
CREATE INDEX past_episode_started ON public.past_episode USING brin (started_at) WITH (pages_per_range='32', autosummarize='on');

create table past_left (
  inquiry_id bigint not null,
  constraint past_left_pkey PRIMARY KEY (inquiry_id)
);

create table past_walk (
  one boolean not null default true,
  after_id bigint not null,
  constraint past_walk_pkey PRIMARY KEY (one),
  constraint past_walk_one_check CHECK (one)
);

create table presence (
  shop text not null,
  channel text not null,
  is_accepting boolean not null,
  said_at timestamp with time zone not null,
  by_whom text not null,
  constraint presence_pkey PRIMARY KEY (shop, channel)
);

create table promise (
  id bigint not null default nextval('episode_id_seq'::regclass),
  inquiry_id bigint not null,
  event text not null,
  shop text not null,
  made_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  by_whom text,
  reason text,
  ended_at timestamp with time zone,
  ended_by text,
  extends text,
  is_extended boolean not null,
  stands boolean not null,
  revision text not null,
  next_due_at timestamp with time zone,
  detected_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  constraint promise_pkey PRIMARY KEY (id),
  constraint promise_inquiry_id_event_key UNIQUE (inquiry_id, event),
  constraint promise_check CHECK ((until_at > made_at)),
  constraint promise_check1 CHECK ((NOT (stands AND (is_extended OR (ended_at IS NOT NULL))))),
  constraint promise_ended_by_check CHECK ((ended_by = ANY (ARRAY['shop_reply'::text, 'answered_elsewhere'::text, 'completed'::text, 'withdrawn'::text])))
) with (autovacuum_analyze_scale_factor=0.02, autovacuum_vacuum_scale_factor=0.02);
CREATE INDEX promise_due ON public.promise USING btree (next_due_at) WHERE (next_due_at IS NOT NULL);
CREATE INDEX promise_made ON public.promise USING btree (shop, made_at);
CREATE INDEX promise_standing ON public.promise USING btree (shop, until_at, id) WHERE stands;
CREATE INDEX promise_standing_all ON public.promise USING btree (until_at, id) WHERE stands;

create table refusal (
  id bigint not null generated always as identity,
  source text not null,
  shop text not null,
  inquiry text not null,
  event text not null,
  code text not null,
  message text not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  times integer not null default 1,
  constraint refusal_pkey PRIMARY KEY (id),
  constraint refusal_source_shop_inquiry_event_code_key UNIQUE (source, shop, inquiry, event, code)
);

create table reminder (
  episode_id bigint not null,
  number smallint not null,
  shop text not null,
  day date not null,
  slot_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  outbox_id bigint,
  told_at timestamp with time zone,
  constraint reminder_pkey PRIMARY KEY (episode_id, number),
  constraint reminder_episode_id_day_key UNIQUE (episode_id, day),
  constraint reminder_number_check CHECK (((number >= 1) AND (number <= 5)))
);
CREATE INDEX reminder_untold ON public.reminder USING btree (shop) WHERE (told_at IS NULL);

create table reminder_look (
  shop text not null,
  day date not null,
  constraint reminder_look_pkey PRIMARY KEY (shop)
);

create table same_customer (
  inquiry_id bigint not null,
  shop text not null,
  mark bytea not null,
  constraint same_customer_pkey PRIMARY KEY (inquiry_id)
);
CREATE INDEX same_customer_mark ON public.same_customer USING btree (shop, mark);

create table service_sign (
  name text not null,
  at timestamp with time zone not null,
  constraint service_sign_pkey PRIMARY KEY (name)
);

create table session (
  hash bytea not null,
  token_id bigint not null,
  made_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  stays boolean not null default false,
  constraint session_pkey PRIMARY KEY (hash)
);
CREATE INDEX session_seen ON public.session USING btree (seen_at);

create table shop (
  id text not null,
  revision text not null,
  watched_since timestamp with time zone not null,
  recomputed_at timestamp with time zone not null,
  config_hash text not null default ''::text,
  removed_at timestamp with time zone,
  recounts_wanted integer not null default 0,
  recounts_done integer not null default 0,
  recount_asked_at timestamp with time zone,
  first_read_at timestamp with time zone,
  text_key text not null default ''::text,
  constraint shop_pkey PRIMARY KEY (id)
);
CREATE INDEX shop_recount ON public.shop USING btree (id) WHERE (recounts_wanted <> recounts_done);

create table source (
  shop text not null,
  next_poll_at timestamp with time zone not null,
  claimed_until timestamp with time zone,
  last_complete_at timestamp with time zone,
  failing_since timestamp with time zone,
  failure_kind text,
  failure text,
  licence_expires_at timestamp with time zone,
  licence_checked_at timestamp with time zone,
  licence_warned integer,
  older_due_at timestamp with time zone,
  rows_at timestamp with time zone,
  claims bigint not null default 0,
  constraint source_pkey PRIMARY KEY (shop)
);
CREATE INDEX source_due ON public.source USING btree (next_poll_at);
CREATE INDEX source_failing ON public.source USING btree (failing_since) WHERE (failing_since IS NOT NULL);

create table source_day (
  shop text not null,
  day integer not null,
  rows bytea not null,
  constraint source_day_pkey PRIMARY KEY (shop, day)
) with (autovacuum_vacuum_scale_factor=0.05, fillfactor=80);

create table step (
  episode_id bigint not null,
  step text not null,
  shop text not null,
  due_at timestamp with time zone not null,
  detected_at timestamp with time zone not null,
  cause text not null,
  slot_at timestamp with time zone,
  owner_owed boolean not null,
  ops_owed boolean not null,
  notified_at timestamp with time zone,
  ops_notified_at timestamp with time zone,
  lowered_at timestamp with time zone,
  lowered_why text,
  withdrawn_at timestamp with time zone,
  withdrawn_why text,
  while_completed boolean not null default false,
  owner_given_up text,
  ops_given_up text,
  constraint step_pkey PRIMARY KEY (episode_id, step),
  constraint step_cause_check CHECK ((cause = ANY (ARRAY['due'::text, 'calendar'::text, 'event'::text]))),
  constraint step_ops_given_up_check CHECK ((ops_given_up = ANY (ARRAY['unknown'::text, 'refused'::text]))),
  constraint step_owner_given_up_check CHECK ((owner_given_up = ANY (ARRAY['unknown'::text, 'refused'::text]))),
  constraint step_step_check CHECK ((step = ANY (ARRAY['flag'::text, 'owner_alert'::text, 'breach'::text])))
) with (autovacuum_analyze_scale_factor=0.02, autovacuum_vacuum_scale_factor=0.02);
CREATE INDEX step_owed_shop ON public.step USING btree (shop) WHERE owner_owed;
CREATE INDEX step_owed_slot ON public.step USING btree (slot_at) WHERE (owner_owed OR ops_owed);

create table step_withdrawal (
  id bigint not null generated always as identity,
  episode_id bigint not null,
  step text not null,
  due_at timestamp with time zone not null,
  detected_at timestamp with time zone not null,
  notified_at timestamp with time zone,
  withdrawn_at timestamp with time zone not null,
  why text not null,
  revision text not null,
  constraint step_withdrawal_pkey PRIMARY KEY (id)
);
CREATE INDEX step_withdrawal_episode ON public.step_withdrawal USING btree (episode_id);

create table token (
  id bigint not null generated always as identity,
  hash bytea not null,
  name text not null,
  scopes text[] not null,
  shops text[],
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  person text,
  groups text[],
  constraint token_pkey PRIMARY KEY (id),
  constraint token_hash_key UNIQUE (hash),
  constraint token_check CHECK ((expires_at > made_at)),
  constraint token_groups_check CHECK ((groups <> '{}'::text[])),
  constraint token_scopes_check CHECK (((scopes <> '{}'::text[]) AND (scopes <@ ARRAY['ingest'::text, 'read'::text, 'act'::text, 'admin'::text]))),
  constraint token_shops_check CHECK ((shops <> '{}'::text[]))
);

create table worker_gap (
  from_at timestamp with time zone not null,
  to_at timestamp with time zone not null,
  constraint worker_gap_pkey PRIMARY KEY (from_at),
  constraint worker_gap_check CHECK ((to_at > from_at))
);

create table worker_tick (
  one boolean not null default true,
  at timestamp with time zone not null,
  constraint worker_tick_pkey PRIMARY KEY (one),
  constraint worker_tick_one_check CHECK (one)
);

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $function$;
