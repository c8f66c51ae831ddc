-- Reads of the board cost what they show: a page of a shop's list in its order, and its counts from the index alone.
-- The index replaces the one on (shop, breach_at), so that firing still maintains two. None has next_due_at.
drop index episode_open;
create index episode_open on episode (shop, breach_at, id)
  include (flag_due_at, owner_alert_due_at, breach_due_at) where ended_at is null;

-- What a shop's open inquiries can be filtered by, without reading them.
create index inquiry_kinds on inquiry (shop, channel, category) where status = 'unanswered';
