-- Addresses of a shop's iCalendar feeds: a calendar program brings no token, so a secret stands in the address. Of it only
-- the SHA-256 is kept: who reads this table can read no feed.
create table feed_address (
  shop         text primary key,
  hash         bytea not null unique,
  made_at      timestamptz not null,
  made_by      text not null,
  -- To the hour.
  last_used_at timestamptz
);
