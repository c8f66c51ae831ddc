-- The canary: one inquiry a day of a shop that no file names, which goes the whole way. Its rows stand where all others do,
-- under a shop's id that no file can have, and leave when it has arrived; what came of it stays here. The release before reads
-- none of this; rows of that shop are to it those of a shop that is not configured.

create table canary (
  -- The local day of those who operate the service.
  day         date primary key,
  began_at    timestamptz not null,
  -- When its owner is to be told.
  due_at      timestamptz not null,
  -- When that was raised, when a mail server took the mail, and when the board showed it.
  raised_at   timestamptz,
  accepted_at timestamptz,
  arrived_at  timestamptz,
  -- Ops were told that it did not arrive in time.
  told_at     timestamptz
);

-- From when the canary's owner was to be told until a mail server took the mail; null: none arrived that day.
alter table daily_proof add column canary_ms double precision;
