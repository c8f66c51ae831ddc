-- When a chat is free for the next message, so that all processes together keep to its rate. The place is a hash of its address.
-- A process of the release before knows nothing of it: what both send too much is answered with a 429, as before.
create table chat_turn (
  place   text primary key,
  free_at timestamptz not null
) with (fillfactor = 50);
