-- What is promised and not answered yet, over all shops by what is due first: the list over shops shows it. Small: it holds what
-- stands. The release before uses it without knowing.
create index promise_standing_all on promise (until_at, id) where stands;
