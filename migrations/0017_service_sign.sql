-- When something last happened in any process, by name: a round of those that read sources, a jump of the database's
-- clock. The round of the workers stays in worker_tick, where the release before looks for it.
create table service_sign (
  name text primary key,
  at   timestamptz not null
);
