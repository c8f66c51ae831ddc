-- A browser of one's own: its session does not end when nothing was asked for a while.
alter table session add column stays boolean not null default false;
