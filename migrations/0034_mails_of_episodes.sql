-- Which mails told of a wait, as the page of an inquiry asks: by the key alone all mails there ever were are looked through. Whoever
-- puts mails into the outbox waits while it is made: two seconds for a million rows. The release before uses it without knowing.
create index mail_item_episode on mail_item (episode_id);
