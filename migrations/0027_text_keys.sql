-- Which text of a shop's file says what the newest revision holds: the text's key and the revision's hash, with a blank
-- between. A start need not parse a text that has this key. The release before neither reads nor writes it; a revision
-- that it stores has another hash, so what stands here then is of no use and does no harm.
alter table shop add column text_key text not null default '';
