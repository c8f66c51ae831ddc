-- A mail that somebody has, and that only some addresses put off, must not hold up the next mail to the same shop.
drop index outbox_open;
create unique index outbox_open on outbox (kind, shop, cause)
  where state in ('pending', 'sending', 'unknown') and sent_at is null;
