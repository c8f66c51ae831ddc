-- What the monitoring says of itself: the daily proof, counters for /metrics, and what the pages of mails are read by.

-- The day before, counted anew from raw events: one row per local day of those who operate the service.
create table daily_proof (
  day           date primary key,
  -- Somebody is at it until then; a claim that runs out is anyone's.
  claimed_until timestamptz,
  -- Null while it is being made.
  made_at       timestamptz,
  expected      integer not null default 0,
  raised        integer not null default 0,
  -- Raised more than a minute after they were due and known.
  late          integer not null default 0,
  missing       integer not null default 0,
  surplus       integer not null default 0,
  -- Known only after they were due: an event that came late, an edited calendar. Told apart from late.
  learned_late  integer not null default 0,
  recounted     integer not null default 0,
  slowest_ms    double precision not null default 0,
  -- A few of what is missing, late or surplus, by shop, inquiry and step.
  examples      jsonb not null default '[]'
);

-- Counters that all processes add to and /metrics reads, whichever process is asked.
create table counter (
  name   text not null,
  kind   text not null,
  detail text not null,
  value  double precision not null,
  primary key (name, kind, detail)
);

-- Events are appended in the order in which they are learned, so that a few bytes per block tell where a day begins.
create index event_learned on event using brin (learned_at) with (pages_per_range = 32, autosummarize = on);

create index outbox_shop on outbox (shop, id);
create index outbox_state on outbox (state, id) where state <> 'sent';
