-- Mutes, reminders, clear notices and webhooks: what is held back for a while, told again, taken back, told elsewhere.

-- Holds the owner's mails about one inquiry, or about a whole shop, and always ends. 'in_hand': somebody is answering.
create table mute (
  id         bigint generated always as identity primary key,
  kind       text not null check (kind in ('mute', 'in_hand')),
  shop       text not null,
  -- Null: the whole shop.
  inquiry_id bigint,
  made_at    timestamptz not null,
  until_at   timestamptz not null,
  why        text not null,
  by_whom    text not null,
  -- Ended before its time.
  lifted_at  timestamptz,
  lifted_by  text,
  check (until_at > made_at and until_at <= made_at + interval '2160 hours'),
  check (kind = 'mute' or inquiry_id is not null),
  check ((lifted_at is null) = (lifted_by is null))
);
-- One at a time for each kind and shop or inquiry: a new one lifts the one before it.
create unique index mute_standing on mute (shop, kind, coalesce(inquiry_id, 0)) where lifted_at is null;
create index mute_until on mute (until_at) where lifted_at is null;

-- The last business day on which a shop was looked through for reminders: at most one a day, with any number of workers.
create table reminder_look (
  shop text primary key,
  day  date not null
);

-- Told again: at most five times per episode and once a day. What is not told on its day is not told.
create table reminder (
  episode_id bigint not null,
  number     smallint not null check (number between 1 and 5),
  shop       text not null,
  day        date not null,
  slot_at    timestamptz not null,
  -- The end of its day.
  until_at   timestamptz not null,
  outbox_id  bigint,
  told_at    timestamptz,
  primary key (episode_id, number),
  unique (episode_id, day)
);
create index reminder_untold on reminder (shop) where told_at is null;

-- What a webhook (a shop's, or '' for ops) owes or has told: each (episode, step) once.
create table hook_item (
  hook       text not null,
  episode_id bigint not null,
  step       text not null,
  slot_at    timestamptz not null,
  state      text not null check (state in ('owed', 'told', 'dropped')),
  told_at    timestamptz,
  primary key (hook, episode_id, step)
);
create index hook_item_owed on hook_item (hook) where state = 'owed';

-- A webhook that answered 410: nothing is sent to this address any more.
create table hook_stop (
  hook     text primary key,
  url_hash text not null,
  at       timestamptz not null
);

-- When any worker last did its tick.
create table worker_tick (
  one boolean primary key default true check (one),
  at  timestamptz not null
);

alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check
  check (kind in ('owner', 'ops', 'blind', 'season', 'digest', 'calendar', 'clear', 'hook'));
