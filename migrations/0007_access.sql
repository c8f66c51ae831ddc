-- Access: tokens and browser sessions. Of either only the SHA-256 is kept: who reads these tables can log in nowhere.

-- Rows stay for ever: that there ever was a token is what closes the service to those who have none.
create table token (
  id           bigint generated always as identity primary key,
  hash         bytea not null unique,
  name         text not null,
  scopes       text[] not null check (scopes <> '{}' and scopes <@ array['ingest', 'read', 'act', 'admin']),
  -- Null: every shop.
  shops        text[] check (shops <> '{}'),
  made_at      timestamptz not null,
  expires_at   timestamptz check (expires_at > made_at),
  revoked_at   timestamptz,
  last_used_at timestamptz
);

-- A browser that logged in with a token; it may what the token may, as long as the token is valid.
create table session (
  hash     bytea primary key,
  token_id bigint not null,
  made_at  timestamptz not null,
  seen_at  timestamptz not null
);
create index session_seen on session (seen_at);
