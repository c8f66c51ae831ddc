-- What customers ask about, by the shop's own number of the item and with the address of its page. The release before writes and
-- reads neither column: what it takes in is counted by the item's name.
alter table inquiry add column item_number text;
alter table inquiry add column item_url text;

-- Which inquiries a bot answered. Made while nobody writes events: it reads all of them once (some seconds for ten million).
create index event_auto_reply on event (inquiry_id) where type = 'auto_reply';
