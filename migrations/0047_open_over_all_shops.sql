-- What is open over all shops, by deadline: the list over shops begins with the worst of them, whichever shop has it, and looked
-- through each shop's own index for that. It holds what waits and nothing else. Whoever writes waits until it is made: a second for
-- a million open. The release before uses it without knowing.
create index episode_open_all on episode (breach_at, id) where ended_at is null;
