-- The same customer without storing who (`sameCustomer: on`). The key of each shop stands apart from what was marked with it; without
-- it a mark says nothing of anybody. The release before knows neither table: what it takes in has no mark, and is linked to nothing.

-- `key` null: it was dropped, and none is made until somebody asks for one.
create table customer_key (
  shop    text primary key,
  key     bytea,
  made_at timestamptz not null
);

-- Of inquiries with one mark, one customer wrote, as far as the source's text tells.
create table same_customer (
  inquiry_id bigint primary key,
  shop       text not null,
  mark       bytea not null
);
create index same_customer_mark on same_customer (shop, mark);
