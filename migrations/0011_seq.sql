-- How the source numbers an inquiry's messages: orders those of one instant (domain.md 2). Null counts as 0.
alter table event add column seq bigint;

-- Copies of events that were learned later and say an earlier time: the earliest copy counts, so that state stays a
-- function of the set. A table of its own, for the release before appends to `event` by its key.
create table event_copy (
  inquiry_id bigint not null,
  id         text not null,
  type       text not null,
  at         timestamptz not null,
  message    text,
  learned_at timestamptz not null,
  source     text not null,
  seq        bigint
);
create index event_copy_inquiry on event_copy (inquiry_id);
create trigger event_copy_append_only before update on event_copy
  for each statement execute function refuse_change();
