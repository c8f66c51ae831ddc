// Scopes: what the holder of a token may do.

/** `ingest` sends events; `read` looks; `act` takes in hand, mutes, marks; `admin` edits calendars and sees the queue. */
export const SCOPES = ['ingest', 'read', 'act', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What a scope brings with it: who may act may look, who may edit calendars may act. */
const BRINGS: Readonly<Record<Scope, readonly Scope[]>> = {
  ingest: ['ingest'],
  read: ['read'],
  act: ['act', 'read'],
  admin: ['admin', 'act', 'read'],
};

/** The given scopes with all that they bring. */
export const scopesOf = (given: readonly Scope[]): ReadonlySet<Scope> => new Set(given.flatMap((one) => BRINGS[one]));
