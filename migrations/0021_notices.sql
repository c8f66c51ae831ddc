-- Notices: who is told of an episode besides, and when. A row is planned with the episode's deadlines and falls due by its
-- own instant, so that firing writes nothing for it; (episode, notice, contact, way) decides that it is told once.
create table notice (
  episode_id    bigint not null,
  -- Kind, length and step: 'at:flag', 'after:4d', 'before:3h:breach'.
  key           text not null,
  -- 'owner', 'ops', or the name of a contact of the shop's file.
  contact       text not null,
  -- 'mail', or another way by which the contact is reached.
  way           text not null,
  shop          text not null,
  due_at        timestamptz not null,
  -- From when on its message may leave.
  send_at       timestamptz not null,
  -- Of a warning: from when on it is too late.
  until_at      timestamptz,
  -- It may still have to be told.
  owed          boolean not null,
  -- The message that tells it, from when its text is stored.
  outbox_id     bigint,
  told_at       timestamptz,
  dropped_at    timestamptz,
  dropped_why   text check (dropped_why in ('late', 'while-completed', 'refused', 'unknown')),
  withdrawn_at  timestamptz,
  withdrawn_why text,
  primary key (episode_id, key, contact, way),
  check (not (owed and told_at is not null))
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
create index notice_owed on notice (send_at) where owed;
create index notice_owed_shop on notice (shop, contact) where owed;
create index notice_message on notice (outbox_id) where outbox_id is not null;

-- `contact` goes to a contact of the shop, `person` to whoever has an inquiry in hand; `cause` is the name.
alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check
  check (kind in ('owner', 'ops', 'blind', 'season', 'digest', 'calendar', 'clear', 'hook', 'contact', 'person'));
