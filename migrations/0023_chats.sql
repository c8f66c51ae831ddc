-- Messages to chats of contacts and people: rows of the outbox like mails, one for each receiver and chat. `cause` is a JSON
-- list: the chat, 'contact' or 'person', and the name.
alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check
  check (kind in ('owner', 'ops', 'blind', 'season', 'digest', 'calendar', 'clear', 'hook', 'contact', 'person', 'chat'));
