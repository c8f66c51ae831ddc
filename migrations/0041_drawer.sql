-- What is over can be found again, newest first: of one shop, and of all. Superseded waits never were any. Each index is made while
-- nobody writes episodes: a second or two for a million finished. The release before uses neither.
create index episode_ended on episode (shop, ended_at, id) where ended_at is not null and ended_by <> 'superseded';
create index episode_ended_all on episode (ended_at, id) where ended_at is not null and ended_by <> 'superseded';

-- What a source shows of inquiries besides messages, as it was read last; null: not, or the source does not tell. Read by the shop; when
-- its question was asked that nobody has answered; when the last wait ended of one that is answered and not completed. The release before
-- writes none: what it takes in gets them when its row is read again.
alter table inquiry add column read_at timestamptz;
alter table inquiry add column asked_at timestamptz;
alter table inquiry add column answered_at timestamptz;

-- What the ready watches look at, oldest first: each holds only what may still be listed, which is nothing at first.
create index inquiry_uncompleted on inquiry (shop, answered_at, id) where status = 'answered' and answered_at is not null;
create index inquiry_asked on inquiry (shop, asked_at, id) where status = 'answered' and asked_at is not null;
create index inquiry_read on inquiry (shop, id) where status = 'unanswered' and read_at is not null;
