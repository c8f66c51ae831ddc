-- Promises and answers given elsewhere (RULES.md 10): their events say more than those of marketplaces: until when, of what
-- they take back the id, how, who, why.
alter table event add column more jsonb;
alter table event_copy add column more jsonb;
alter table event drop constraint event_type_check;
alter table event add constraint event_type_check check (type in ('customer_message', 'shop_reply', 'auto_reply',
  'completed', 'reopened', 'message_deleted', 'answered_elsewhere', 'answer_withdrawn', 'promised', 'promise_withdrawn'))
  -- All that is there passed a narrower one: reading it again would keep writers out for minutes.
  not valid;
alter table episode drop constraint episode_ended_by_check;
alter table episode add constraint episode_ended_by_check check (ended_by in ('shop_reply', 'answered_elsewhere',
  'completed', 'message_deleted', 'superseded')) not valid;

-- A promise as the set of events has it, derived like an episode. Notices are about an episode or a promise, so both have
-- their ids from one sequence.
create table promise (
  id           bigint primary key default nextval('episode_id_seq'),
  inquiry_id   bigint not null,
  -- The id of its event.
  event        text not null,
  shop         text not null,
  made_at      timestamptz not null,
  until_at     timestamptz not null,
  -- Who made it, as they are called; null where nobody said.
  by_whom      text,
  reason       text,
  ended_at     timestamptz,
  ended_by     text check (ended_by in ('shop_reply', 'answered_elsewhere', 'completed', 'withdrawn')),
  -- The event of the promise whose date it moved.
  extends      text,
  -- Another promise moved its date before that had come.
  is_extended  boolean not null,
  -- Nobody has answered, taken back or replaced it.
  stands       boolean not null,
  -- What its notices are counted with.
  revision     text not null,
  -- When it is to be recorded as broken; null: it is, or will never be.
  next_due_at  timestamptz,
  -- When it was recorded as broken.
  detected_at  timestamptz,
  -- When it was learned that it was not broken after all.
  withdrawn_at timestamptz,
  unique (inquiry_id, event),
  check (until_at > made_at),
  check (not (stands and (is_extended or ended_at is not null)))
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index promise_due on promise (next_due_at) where next_due_at is not null;
create index promise_standing on promise (shop, until_at, id) where stands;
create index promise_made on promise (shop, made_at);
