-- Goals: what the episodes that began on one local day of a shop came to, once they ended. Derived, never incremented: whoever
-- ends, reopens or moves an episode leaves a mark in the same transaction, and a day with marks is counted anew from its episodes.
create table goal_day (
  shop             text not null,
  -- Days since 1970-01-01, by the shop's zone (goal_zone).
  day              integer not null,
  flag_met         integer not null,
  flag_late        integer not null,
  owner_alert_met  integer not null,
  owner_alert_late integer not null,
  breach_met       integer not null,
  breach_late      integer not null,
  answered         integer not null,
  answer_ms        bigint not null,
  -- The episodes that are counted in it: a day is counted anew by their ids, without an index on all episodes.
  episodes         bigint[] not null,
  -- A month of a thousand shops is read from the index alone.
  primary key (shop, day) include (flag_met, flag_late, owner_alert_met, owner_alert_late, breach_met, breach_late, answered, answer_ms)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);

-- An episode that may be counted wrongly on the day of this start. A row of its own for each writer: nobody waits for another,
-- and a count deletes only what it has seen.
create table goal_mark (
  shop       text not null,
  id         bigint generated always as identity,
  episode_id bigint not null,
  started_at timestamptz not null,
  primary key (shop, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- The zone by which a shop's days are kept.
create table goal_zone (
  shop text primary key,
  zone text not null
);

-- What an owner was warned of, by goal and kind; a warning that holds no more may be told again after a week.
create table goal_warning (
  shop    text not null,
  goal    text not null,
  kind    text not null check (kind in ('spent', 'fast')),
  made_at timestamptz not null,
  over_at timestamptz,
  primary key (shop, goal, kind)
);

-- Episodes that ended before are counted from here on; no window reaches further back.
insert into goal_mark (shop, episode_id, started_at)
  select shop, id, started_at from episode where ended_at is not null and started_at > now() - interval '92 days';

-- `goal` warns an owner of a goal.
alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check
  check (kind in ('owner', 'ops', 'blind', 'season', 'digest', 'calendar', 'clear', 'hook', 'contact', 'person', 'chat',
    'morning', 'weekly', 'group', 'morning_chat', 'weekly_chat', 'goal'));
