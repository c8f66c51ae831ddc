-- Which inquiries anything was ever promised in: the daily proof counts promises anew from events, and there are few.
create index event_promised on event (inquiry_id) where type = 'promised';
