-- Marks of 返信不要: who said that an inquiry needs no reply, when and why, and who took it back. The events decide what
-- holds (`no-reply-needed:<id>` is the `completed`, `reopened:no-reply-needed:<id>` takes it back): a row without its
-- event never took effect.
create table no_reply_needed (
  id         bigint generated always as identity primary key,
  shop       text not null,
  inquiry_id bigint not null,
  made_at    timestamptz not null,
  by_whom    text not null,
  why        text,
  -- Customer messages that were known then. One more that was written before the mark: nobody has seen it.
  messages   integer not null,
  undone_at  timestamptz,
  -- Null while it is not undone; '' when a message turned up that was written before the mark.
  undone_by  text,
  check ((undone_at is null) = (undone_by is null))
);
create index no_reply_needed_inquiry on no_reply_needed (inquiry_id);
create index no_reply_needed_made on no_reply_needed (shop, made_at);
