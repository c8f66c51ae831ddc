// Browser sessions: made by logging in with a token, ended by logging out, by time, or with the token.

import { randomBytes } from 'node:crypto';
import { DAY_MS, MINUTE_MS } from '../../core/time/civil-date.ts';
import { addSession, endSession, findSession, markSessionSeen, sweepSessions } from '../../store/access/sessions.ts';
import { markTokenUsed } from '../../store/access/tokens.ts';
import { noteDone } from '../../store/audit/audit-entries.ts';
import type { Service } from '../service.ts';
import { faultOf, hashOf, recogniseToken, type Token, type TokenFault, USE_NOTED_MS } from './tokens.ts';

type Parts = Pick<Service, 'db' | 'clock'>;

const SECRET_BYTES = 32;
/** Without a request for this long a session is over, unless whoever logged in said that the device is their own. */
const IDLE_MS = 12 * 60 * MINUTE_MS;
/** However busy, a session is over then. */
export const LONGEST_SESSION_MS = 30 * DAY_MS;

/**
 * A new session for the holder of a token: the secret of its cookie; or why the token is not taken. Always a new secret,
 * and the session that the browser came with (`before`) ends, so that nobody can have chosen it beforehand. `stays`: the
 * device is their own.
 */
export async function logIn(
  service: Parts,
  tokenSecret: string,
  { before, stays }: { readonly before: string | null; readonly stays: boolean },
): Promise<{ readonly secret: string; readonly token: Token } | TokenFault> {
  const token = await recogniseToken(service, tokenSecret);
  if (typeof token === 'string') return token;
  const now = service.clock.now();
  await sweepSessions(service.db, { seen: now - IDLE_MS, made: now - LONGEST_SESSION_MS });
  if (before !== null) await logOut(service, before);
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  await service.db.transaction().execute(async (trx) => {
    await addSession(trx, { hash: hashOf(secret), tokenId: token.id, stays }, now);
    const { name, person } = token;
    await noteDone(trx, { who: person ?? name, what: 'logged_in', shop: null, about: { name } }, now);
  });
  return { secret, token };
}

/** Ends a session; one that is unknown changes nothing. */
export async function logOut({ db }: Parts, secret: string): Promise<void> {
  await endSession(db, hashOf(secret));
}

/** The token behind a session, or null when the session or its token has ended. Notes that it was seen, to the minute. */
export async function recogniseSession({ db, clock }: Parts, secret: string): Promise<Token | null> {
  const session = await findSession(db, hashOf(secret));
  if (session === null) return null;
  const { token, madeAt, seenAt, stays } = session;
  const now = clock.now();
  const isIdle = !stays && now - seenAt >= IDLE_MS;
  if (isIdle || now - madeAt >= LONGEST_SESSION_MS || faultOf(token, now) !== null) return null;
  if (now - seenAt < USE_NOTED_MS) return token;
  await markSessionSeen(db, hashOf(secret), now);
  await markTokenUsed(db, token.id, now);
  return token;
}
