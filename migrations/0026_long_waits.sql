-- Waits of almost a month or more, once they are over: what a report counts of months before the one it compares with. They are
-- few, and firing, which touches open waits only, writes none of it.
create index episode_long on episode (shop, ended_at) where ended_at - started_at > interval '27 days';
