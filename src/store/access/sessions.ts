// Sessions of browsers. Trap: whether one still stands is decided where it is read, by its times and its token's.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { time } from '../sql-parameters.ts';
import { TOKEN, type Token } from './tokens.ts';

export interface Session {
  readonly token: Token;
  readonly madeAt: Instant;
  /** When it last asked for something, to the minute. */
  readonly seenAt: Instant;
}

/** `hash`: SHA-256 of the secret in the cookie. */
export async function addSession(db: Db, hash: Buffer, tokenId: number, now: Instant): Promise<void> {
  await sql`insert into session (hash, token_id, made_at, seen_at)
    values (${hash}, ${tokenId}, ${time(now)}, ${time(now)})`.execute(db);
}

export async function findSession(db: Db, hash: Buffer): Promise<Session | null> {
  const { rows } = await sql<Token & { sessionMadeAt: Instant; sessionSeenAt: Instant }>`
    select ${TOKEN}, s.made_at as "sessionMadeAt", s.seen_at as "sessionSeenAt"
    from session s join token t on t.id = s.token_id where s.hash = ${hash}`.execute(db);
  if (rows[0] === undefined) return null;
  const { sessionMadeAt, sessionSeenAt, ...token } = rows[0];
  return { token, madeAt: sessionMadeAt, seenAt: sessionSeenAt };
}

export async function markSessionSeen(db: Db, hash: Buffer, now: Instant): Promise<void> {
  await sql`update session set seen_at = ${time(now)} where hash = ${hash}`.execute(db);
}

export async function endSession(db: Db, hash: Buffer): Promise<void> {
  await sql`delete from session where hash = ${hash}`.execute(db);
}

/** Takes away what was last seen before `seen`, or made before `made`. */
export async function sweepSessions(db: Db, before: { seen: Instant; made: Instant }): Promise<void> {
  await sql`delete from session where seen_at <= ${time(before.seen)} or made_at <= ${time(before.made)}`.execute(db);
}
