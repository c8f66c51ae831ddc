-- Bodies of mails that were sent a while ago, packed: a pair of texts that compress well together. Whoever reads a body takes
-- what is packed, else the texts. The release before reads the texts only: it shows a mail that was packed without its body, and
-- sends none, for nothing younger than two days is packed.
alter table outbox add column body bytea;
-- It is compressed already.
alter table outbox alter column body set storage external;
create index outbox_unpacked on outbox (id) where state = 'sent' and body_text is not null;
