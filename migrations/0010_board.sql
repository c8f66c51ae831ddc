-- Reads of the board cost what they show: a page of a shop's list in its order, and its counts from the index alone.
-- The index replaces the one on (shop, breach_at), so that firing still maintains two; none has next_due_at. It costs 8 %
-- more WAL when 100,000 fall due at once, and no time that can be told from noise.
drop index episode_open;
create index episode_open on episode (shop, breach_at, id)
  include (flag_due_at, owner_alert_due_at, breach_due_at) where ended_at is null;
