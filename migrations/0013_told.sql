-- What is possibly told, since when a shop is seen, and when nobody watched: what mails say of lateness rests on these.

-- Why no mail owes the step any more although no server surely took one: `unknown`, nobody knows twice what became of it,
-- so it counts as told for ever; `refused`, no address took it, so a step that is raised anew is owed again.
alter table step
  add column owner_given_up text check (owner_given_up in ('unknown', 'refused')),
  add column ops_given_up text check (ops_given_up in ('unknown', 'refused'));
update step t set owner_given_up = case when o.possibly_twice then 'unknown' else 'refused' end
  from mail_item m join outbox o on o.id = m.outbox_id
  where o.kind = 'owner' and o.state = 'undeliverable' and t.episode_id = m.episode_id and t.step = m.step
    and t.notified_at is null and not t.owner_owed;
update step t set ops_given_up = case when o.possibly_twice then 'unknown' else 'refused' end
  from mail_item m join outbox o on o.id = m.outbox_id
  where o.kind = 'ops' and o.state = 'undeliverable' and t.episode_id = m.episode_id and t.step = m.step
    and t.ops_notified_at is null and not t.ops_owed;

-- When anything was first read of the shop. What was due before that was due before we watched.
alter table shop add column first_read_at timestamptz;
update shop s set first_read_at = (select min(i.first_seen_at) from inquiry i where i.shop = s.id);

-- Stretches in which no worker did its tick, each with the tick before and the one after it.
create table worker_gap (
  from_at timestamptz primary key,
  to_at   timestamptz not null,
  check (to_at > from_at)
);
