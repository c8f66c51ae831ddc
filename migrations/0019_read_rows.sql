-- Sources are read at two speeds (src/rms/RMS.md "Two speeds"): the newest days often, all days within the hour; and a row
-- that says what it said when it was read last is known by its fingerprint.
alter table source add column older_due_at timestamptz;
alter table source add column rows_at timestamptz;
alter table source add column claims bigint not null default 0;

-- What the last complete read of a source showed of the inquiries that began on a day (days since 1970 in Japan): 12 bytes
-- for each. Trap: it counts only while source.rows_at is source.last_complete_at; who knows nothing of it, as the release
-- before, reads and leaves it behind.
create table source_day (
  shop text not null,
  day integer not null,
  rows bytea not null,
  primary key (shop, day)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
