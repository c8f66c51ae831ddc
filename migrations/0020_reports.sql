-- A month's episodes lie together in the table, in about the order in which they started: a range index finds their pages
-- and costs those who write next to nothing, as a tree would not (each more slows firing by a fifth).
create index episode_started on episode using brin (started_at) with (pages_per_range = 32, autosummarize = on);
