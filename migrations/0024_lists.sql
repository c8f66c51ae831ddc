-- Lists by the day and by the week: when each is looked at next, and the last local date for which it was put into the outbox.
-- That date decides that it goes out once, whatever becomes of its time of day.
create table list_slot (
  kind     text not null check (kind in ('morning', 'weekly', 'group')),
  -- A shop's id, or the name of a group of shops.
  subject  text not null,
  -- What should have gone out before this was not wanted yet.
  since    timestamptz not null,
  next_at  timestamptz not null,
  done     date,
  primary key (kind, subject)
);
create index list_slot_due on list_slot (next_at);

-- `morning` and `weekly` go to a contact of the shop, to its owner or to ops, `group` tells ops of a group's shops (`cause`: a JSON
-- list, the local date and the name); `morning_chat` and `weekly_chat` go to a contact's chat (`cause`: as of `chat`, then the date).
alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check
  check (kind in ('owner', 'ops', 'blind', 'season', 'digest', 'calendar', 'clear', 'hook', 'contact', 'person', 'chat',
    'morning', 'weekly', 'group', 'morning_chat', 'weekly_chat'));
