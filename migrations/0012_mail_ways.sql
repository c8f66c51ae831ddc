-- What a mail server's answer meant, and what a person asked for after it.

-- How it left: taken by a mail server, or only written to a file (no SMTP_URL), so that nobody has it. Null: nobody has
-- it, or an earlier release did not note it.
alter table outbox add column way text check (way in ('smtp', 'files'));
alter table delivery add column way text check (way in ('smtp', 'files'));

-- An address that is put off: since when. `policy`: refused by a rule (x.5.*, x.7.*) that may mean us, not this address.
alter table delivery add column since timestamptz;
alter table delivery add column policy boolean not null default false;
create index delivery_policy on delivery (at) where policy;

-- Somebody asked to send it again, how often also to those who have it, and a mail sent again holds up no new one.
alter table outbox add column retried_at timestamptz;
alter table outbox add column again integer not null default 0;
drop index outbox_open;
create unique index outbox_open on outbox (kind, shop, cause)
  where state in ('pending', 'sending', 'unknown') and sent_at is null and retried_at is null;

-- The last answer of the mail server: the same for every process. A pause holds all mails until then, or until a look
-- finds that the server takes us again.
create table mail_health (
  one           boolean primary key default true check (one),
  transport     text not null check (transport in ('smtp', 'files')),
  answered_at   timestamptz not null,
  ok            boolean not null,
  reason        text,
  failing_since timestamptz,
  failures      integer not null default 0,
  next_look_at  timestamptz not null,
  paused_until  timestamptz
);
