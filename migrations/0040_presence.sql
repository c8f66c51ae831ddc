-- Whether a chat is open to customers (`presence`), as somebody last said it by a button or the API; without a row it goes by the
-- opening hours. The release before knows nothing of it, and nobody's clock goes by it.
create table presence (
  shop         text not null,
  channel      text not null,
  is_accepting boolean not null,
  said_at      timestamptz not null,
  by_whom      text not null,
  primary key (shop, channel)
);
