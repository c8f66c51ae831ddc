-- Promises that a shop's webhook is to be told of: made, or another state than it was told. The release before writes no row: what it
-- takes in is not told, and a message that it finds open in the outbox it ends as one with nothing to tell.
create table hook_promise (
  promise_id bigint primary key,
  shop       text not null,
  -- The message that tells it; null again when the promise changed meanwhile.
  outbox_id  bigint
);
create index hook_promise_shop on hook_promise (shop);
create index hook_promise_outbox on hook_promise (outbox_id) where outbox_id is not null;
