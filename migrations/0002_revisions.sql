-- Every revision of a shop's file (and of service.yaml, shop '') that was in force, so that it can be shown and undone.
create table config_revision (
  number     bigint generated always as identity primary key,
  shop       text not null,
  -- SHA-256 over the whole spec.
  hash       text not null,
  -- What decides deadlines: the revision that episodes are counted with; '' for service.yaml and for a removed shop.
  revision   text not null,
  at         timestamptz not null,
  -- Who applied it by command; null for an edited file.
  who        text,
  cause      text not null check (cause in ('start', 'edit', 'apply', 'source')),
  -- What changed against the revision before, in words: {"ja": […], "en": […]}.
  difference jsonb not null,
  -- The shop as read, without secrets (they are only named in it); null when it is no longer configured.
  spec       jsonb
);
create index config_revision_shop on config_revision (shop, number desc);

-- One row for all processes: registering a revision locks it, so that of two one wins.
create table config_state (
  one          boolean primary key default true check (one),
  service_hash text not null,
  -- When the files of the newest registered revision were read: what was read before it never wins.
  read_at      timestamptz not null,
  -- Since when the files cannot be read or checked, and why; the last good revision stays in force.
  broken_since timestamptz,
  faults       jsonb,
  -- Since when an edit waits for `apply --yes`, and what it would do.
  held_since   timestamptz,
  held         jsonb
);

alter table shop
  add column config_hash text not null default '',
  add column removed_at timestamptz,
  -- Recounts of the open episodes: asked for and done. A recompute that was killed leaves them different.
  add column recounts_wanted integer not null default 0,
  add column recounts_done integer not null default 0,
  add column recount_asked_at timestamptz;
create index shop_recount on shop (id) where recounts_wanted <> recounts_done;

-- Only a thread that was reopened has pauses: the others are recounted without reading their events.
create index event_reopened on event (inquiry_id) where type = 'reopened';
