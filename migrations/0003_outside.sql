-- Calendars outside the shop's file (RMS, imported feeds), what is told about calendars, and when a shop is looked at
-- for seasons and closures ahead.

-- Every answer, for ever. `answer` is null when it says the same as the one before it.
create table outside_answer (
  id      bigint generated always as identity primary key,
  shop    text not null,
  source  text not null,
  read_at timestamptz not null,
  hash    text not null,
  answer  jsonb
);
create index outside_answer_shop on outside_answer (shop, source, read_at);
create trigger outside_answer_append_only before update on outside_answer
  for each statement execute function refuse_change();

-- One row per shop and calendar: what is in force, and what waits for a confirmation.
create table outside_calendar (
  shop          text not null,
  source        text not null,
  name          text not null,
  next_read_at  timestamptz not null,
  claimed_until timestamptz,
  -- The last good read; before the first one, since when the calendar is wanted.
  fresh_at      timestamptz not null,
  read_at       timestamptz,
  failing_since timestamptz,
  failure       text,
  answer_hash   text,
  in_force      jsonb,
  changed_at    timestamptz,
  held          jsonb,
  held_since    timestamptz,
  held_why      text check (held_why in ('wipe', 'many')),
  -- What a person should look at in an imported calendar (src/ics).
  remarks       jsonb not null default '[]',
  primary key (shop, source),
  check ((held is null) = (held_since is null) and (held is null) = (held_why is null))
);
create index outside_calendar_due on outside_calendar (next_read_at);
create index outside_calendar_fresh on outside_calendar (fresh_at);
create index outside_calendar_changed on outside_calendar (changed_at) where changed_at is not null;

-- What ops and owners are told about a shop's calendar, each once. A drift or a hold that is over is deleted, so that
-- it is told again when it comes back; a season's stays.
create table calendar_notice (
  shop      text not null,
  kind      text not null check (kind in ('season', 'drift', 'held')),
  key       text not null,
  made_at   timestamptz not null,
  -- The mail to ops that tells it.
  outbox_id bigint,
  told_at   timestamptz,
  primary key (shop, kind, key)
);
create index calendar_notice_untold on calendar_notice (made_at) where told_at is null;
create index calendar_notice_outbox on calendar_notice (outbox_id) where outbox_id is not null;

-- When a shop's calendar is next looked at: for seasons without an entry and for closures ahead.
create table calendar_look (
  shop         text primary key,
  next_look_at timestamptz not null
);
create index calendar_look_due on calendar_look (next_look_at);

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check
  check (kind in ('owner', 'ops', 'blind', 'season', 'digest', 'calendar'));
