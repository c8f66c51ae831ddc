-- Instants are timestamptz. No foreign keys on the hot tables: they cost 1.3 to 1.9 x when 100,000 fall due at once,
-- and rows are only ever written through src/store.

-- The configuration revision a shop's open episodes were last computed with.
create table shop (
  id            text primary key,
  revision      text not null,
  watched_since timestamptz not null,
  recomputed_at timestamptz not null
);

create table inquiry (
  id            bigint generated always as identity primary key,
  shop          text not null,
  external_id   text not null,
  channel       text not null,
  type          text,
  category      text,
  item          text,
  order_tail    text,
  url           text,
  status        text not null check (status in ('unanswered', 'answered', 'completed')),
  first_seen_at timestamptz not null,
  unique (shop, external_id)
);

-- Append-only. State is a function of the set of these rows (domain.md 2).
create table event (
  inquiry_id bigint not null,
  id         text not null,
  type       text not null check (type in ('customer_message', 'shop_reply', 'auto_reply', 'completed', 'reopened', 'message_deleted')),
  at         timestamptz not null,
  message    text,
  learned_at timestamptz not null,
  source     text not null,
  primary key (inquiry_id, id)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger event_append_only before update on event for each statement execute function refuse_change();

-- One stretch in which the customer waits. `opener` is the first customer message the row was made for and never
-- changes: it ties the row to the stretch whatever is learned later, so that nothing is announced twice.
create table episode (
  id                 bigint generated always as identity primary key,
  inquiry_id         bigint not null,
  shop               text not null,
  opener             text not null,
  started_at         timestamptz not null,
  ended_at           timestamptz,
  ended_by           text check (ended_by in ('shop_reply', 'completed', 'message_deleted', 'superseded')),
  ended_learned_at   timestamptz,
  -- The deadlines as counted; null when the calendar has no business day within 400 days.
  flag_at            timestamptz,
  mail_owner_at      timestamptz,
  breach_at          timestamptz,
  provisional        boolean not null,
  -- The same as they take effect: moved to a reopening, null for a breach that passed while completed (domain.md 2.4).
  flag_due_at        timestamptz,
  owner_alert_due_at timestamptz,
  breach_due_at      timestamptz,
  -- The earliest step that is not raised yet; null when nothing is left or the episode has ended.
  next_due_at        timestamptz,
  revision           text not null,
  unique (inquiry_id, opener),
  check ((ended_at is null) = (ended_by is null)),
  check (ended_at is null or next_due_at is null)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- The only index that firing needs.
create index episode_due on episode (next_due_at) where next_due_at is not null;
create index episode_open on episode (shop, breach_at) where ended_at is null;

-- (episode, step) decides: it is raised once, announced once.
create table step (
  episode_id      bigint not null,
  step            text not null check (step in ('flag', 'owner_alert', 'breach')),
  shop            text not null,
  due_at          timestamptz not null,
  detected_at     timestamptz not null,
  cause           text not null check (cause in ('due', 'calendar', 'event')),
  -- From when a mail may tell it (send window); null for a flag.
  slot_at         timestamptz,
  owner_owed      boolean not null,
  ops_owed        boolean not null,
  notified_at     timestamptz,
  ops_notified_at timestamptz,
  lowered_at      timestamptz,
  lowered_why     text,
  withdrawn_at    timestamptz,
  withdrawn_why   text,
  while_completed boolean not null default false,
  primary key (episode_id, step)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index step_owed_slot on step (slot_at) where owner_owed or ops_owed;
create index step_owed_shop on step (shop) where owner_owed;

-- Each raising that was taken back, with the reason; the row in `step` may be raised again later.
create table step_withdrawal (
  id           bigint generated always as identity primary key,
  episode_id   bigint not null,
  step         text not null,
  due_at       timestamptz not null,
  detected_at  timestamptz not null,
  notified_at  timestamptz,
  withdrawn_at timestamptz not null,
  why          text not null,
  revision     text not null
);
create index step_withdrawal_episode on step_withdrawal (episode_id);

-- A mail that is owed, being sent, or told. `shop` is '' for ops; `cause` only names what a 'blind' mail is about.
create table outbox (
  id              bigint generated always as identity primary key,
  kind            text not null check (kind in ('owner', 'ops', 'blind')),
  shop            text not null default '',
  cause           text not null default '',
  slot_at         timestamptz not null,
  state           text not null check (state in ('pending', 'sending', 'unknown', 'sent', 'empty', 'undeliverable')),
  attempts        integer not null default 0,
  next_attempt_at timestamptz,
  claimed_at      timestamptz,
  sent_at         timestamptz,
  last_error      text,
  possibly_twice  boolean not null default false,
  subject         text,
  body_text       text,
  body_html       text,
  unique (kind, shop, cause, slot_at)
);
create unique index outbox_open on outbox (kind, shop, cause) where state in ('pending', 'sending', 'unknown');
create index outbox_due on outbox (next_attempt_at) where next_attempt_at is not null;

-- What a mail told: facts, whatever becomes of the step later.
create table mail_item (
  outbox_id  bigint not null references outbox (id),
  episode_id bigint not null,
  step       text not null,
  primary key (outbox_id, episode_id, step)
);

create table delivery (
  outbox_id bigint not null references outbox (id),
  address   text not null,
  state     text not null check (state in ('accepted', 'refused', 'deferred')),
  response  text not null,
  at        timestamptz not null,
  primary key (outbox_id, address)
);

-- One source per shop that is polled, and what we know of its health.
create table source (
  shop               text primary key,
  next_poll_at       timestamptz not null,
  claimed_until      timestamptz,
  last_complete_at   timestamptz,
  failing_since      timestamptz,
  failure_kind       text,
  failure            text,
  licence_expires_at timestamptz,
  licence_checked_at timestamptz,
  licence_warned     integer
);
create index source_due on source (next_poll_at);
create index source_failing on source (failing_since) where failing_since is not null;

-- What was not taken in, and why; the same refusal again only counts up.
create table refusal (
  id       bigint generated always as identity primary key,
  source   text not null,
  shop     text not null,
  inquiry  text not null,
  event    text not null,
  code     text not null,
  message  text not null,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  times    integer not null default 1,
  unique (source, shop, inquiry, event, code)
);
