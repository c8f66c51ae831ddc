-- How far back the first read of a polled shop has come, so that it goes on where it was after a restart and shows its progress.
-- The row leaves with the first complete read. The release before knows nothing of it: it reads all the days at once, and a row
-- that it leaves behind says nothing of a shop that was read completely.
create table first_read (
  shop      text primary key,
  -- Days since 1970-01-01 in Japan: whatever began on this date or later was read.
  back_to   integer not null,
  -- The newest days were read last at this instant.
  read_at   timestamptz not null,
  inquiries integer not null
);
