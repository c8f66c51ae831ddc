// Sessions of browsers. Whether one still stands is decided where it is read, by its times and its token's.

import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { time } from '../sql-parameters.ts';
import { TOKEN, type Token } from './tokens.ts';

export interface Session {
  readonly token: Token;
  readonly madeAt: Instant;
  /** When it last asked for something, to the minute. */
  readonly seenAt: Instant;
  /** It does not end for want of requests. */
  readonly stays: boolean;
}

/** `hash`: SHA-256 of the secret in the cookie. */
export async function addSession(
  db: Db,
  { hash, tokenId, stays }: { readonly hash: Buffer; readonly tokenId: number; readonly stays: boolean },
  now: Instant,
): Promise<void> {
  await db
    .insertInto('session')
    .values({ hash, token_id: tokenId, made_at: time(now), seen_at: time(now), stays })
    .execute();
}

export async function findSession(db: Db, hash: Buffer): Promise<Session | null> {
  const row = await db
    .selectFrom('session')
    .innerJoin('token', 'token.id', 'session.token_id')
    .select([...TOKEN, 'session.made_at as sessionMadeAt', 'session.seen_at as sessionSeenAt', 'session.stays'])
    .where('session.hash', '=', hash)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { sessionMadeAt, sessionSeenAt, stays, ...token } = row;
  return { token, madeAt: sessionMadeAt, seenAt: sessionSeenAt, stays };
}

export async function markSessionSeen(db: Db, hash: Buffer, now: Instant): Promise<void> {
  await db
    .updateTable('session')
    .set({ seen_at: time(now) })
    .where('hash', '=', hash)
    .execute();
}

export async function endSession(db: Db, hash: Buffer): Promise<void> {
  await db.deleteFrom('session').where('hash', '=', hash).execute();
}

/** Takes away what was last seen before `seen` and does not stay, or was made before `made`. */
export async function sweepSessions(db: Db, before: { seen: Instant; made: Instant }): Promise<void> {
  await db
    .deleteFrom('session')
    .where((eb) =>
      eb.or([
        eb('made_at', '<=', time(before.made)),
        eb.and([eb('seen_at', '<=', time(before.seen)), eb('stays', '=', false)]),
      ]),
    )
    .execute();
}
