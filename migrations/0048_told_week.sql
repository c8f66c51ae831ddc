-- The last week, by its Monday, that the summary of `told_on` was about: the file may name another weekday later, and from that one the
-- week could not be told. It counts while `told_on` is what is done; the release before writes `done` alone, and knows neither.
alter table list_slot add column told_on date, add column told_week date;
