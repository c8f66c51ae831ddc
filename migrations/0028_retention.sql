-- Retention: what is over leaves. Of an inquiry that left stays that it was there: until when what happened to it has left, and
-- how many waits. What is told again from before then is known. The release before reads and writes neither column, and finds
-- nothing that left until somebody turns retention on.
alter table inquiry add column past_until timestamptz;
alter table inquiry add column past_waits integer not null default 0;

-- What reports count of waits that left: no inquiry, no message, no text but its kind.
create table past_episode (
  shop               text not null,
  started_at         timestamptz not null,
  ended_at           timestamptz not null,
  ended_by           text not null,
  flag_due_at        timestamptz,
  owner_alert_due_at timestamptz,
  breach_due_at      timestamptz,
  no_deadline        boolean not null,
  provisional        boolean not null,
  no_reply_needed    boolean not null,
  channel            text not null,
  type               text,
  category           text,
  -- By step that was shown: why it was taken back, or null.
  shown              jsonb
);
create index past_episode_shop on past_episode (shop, started_at);
create index past_episode_long on past_episode (shop, ended_at) where ended_at - started_at > interval '27 days';
create index past_episode_started on past_episode using brin (started_at) with (pages_per_range = 32, autosummarize = on);

-- How far inquiries were looked through, in the order in which they were first seen; and those that were not over then, or
-- began anew since.
create table past_walk (
  one      boolean primary key default true check (one),
  after_id bigint not null
);
create table past_left (
  inquiry_id bigint primary key
);
