-- An imported calendar is also held because an all-day entry of it cannot be read (src/core/calendar/outside-calendar.ts).
alter table outside_calendar drop constraint outside_calendar_held_why_check;
alter table outside_calendar add constraint outside_calendar_held_why_check
  check (held_why in ('wipe', 'many', 'unread'));
