// Tokens: made once, shown once, known again by their hash. The secret is in nobody's hands but the caller's; it
// never goes into a log, an error or a table.

import { createHash, randomBytes } from 'node:crypto';
import { didYouMean } from '../../config/values/did-you-mean.ts';
import { quoted } from '../../config/values/faults.ts';
import type { Instant } from '../../core/model.ts';
import { SCOPES, type Scope } from '../../core/scopes.ts';
import { nameOf } from '../../core/text.ts';
import { MINUTE_MS } from '../../core/time/civil-date.ts';
import { ENDS, parseEnd } from '../../core/time/end-time.ts';
import { openZone } from '../../core/time/zone.ts';
import {
  addToken,
  anyToken,
  findToken,
  listTokens,
  markTokenUsed,
  revoke,
  type Token,
} from '../../store/access/tokens.ts';
import type { Service } from '../service.ts';

export type { Token } from '../../store/access/tokens.ts';

/** What it takes to make a token, as a person writes it. */
export interface TokenRequest {
  readonly name: string | undefined;
  /** Scopes, separated by commas. */
  readonly scope: string | undefined;
  /** Ids of shops, separated by commas; left out: every shop. */
  readonly shop: string | undefined;
  /** A date, an instant or how long from now; left out: no end. */
  readonly expires: string | undefined;
}

/** Why a token is not taken. `unknown` may be a guess, the others are tokens that once were valid. */
export type TokenFault = 'unknown' | 'expired' | 'revoked';

const PREFIX = 'isla_';
const SECRET_BYTES = 32;
const LONGEST_NAME = 80;
/** Times of use are kept to this, so that a busy token does not write with every request. */
export const USE_NOTED_MS = MINUTE_MS;

/** The new token and its secret, which nobody can read again; or which option is wrong. */
export async function createToken(
  service: Pick<Service, 'db' | 'clock' | 'config' | 'logger'>,
  request: TokenRequest,
): Promise<{ readonly token: Token; readonly secret: string } | { readonly refused: string }> {
  const now = service.clock.now();
  const read = readRequest(request, service.config, now);
  if ('refused' in read) return read;
  const secret = PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
  const token = await addToken(service.db, { ...read, hash: hashOf(secret) }, now);
  service.logger.info({ token: token.id, name: token.name, scopes: token.scopes, shops: token.shops }, 'token made');
  return { token, secret };
}

/** Every token there ever was, in the order in which they were made. */
export function readTokens({ db }: Pick<Service, 'db'>): Promise<Token[]> {
  return listTokens(db);
}

/** Ends a token and its sessions now; null when none of this id stands. */
export async function revokeToken(
  service: Pick<Service, 'db' | 'clock' | 'logger'>,
  id: number,
): Promise<Token | null> {
  const revoked = await revoke(service.db, id, service.clock.now());
  if (revoked !== null) service.logger.info({ token: id, name: revoked.name }, 'token revoked');
  return revoked;
}

/** Whether there ever was a token, valid or not: from then on nobody asks without one. */
export function hasTokens({ db }: Pick<Service, 'db'>): Promise<boolean> {
  return anyToken(db);
}

/** The token of this secret, or why it is not taken. Notes that it was used, to the minute. */
export async function recogniseToken(
  { db, clock }: Pick<Service, 'db' | 'clock'>,
  secret: string,
): Promise<Token | TokenFault> {
  const token = await findToken(db, hashOf(secret));
  if (token === null) return 'unknown';
  const now = clock.now();
  const fault = faultOf(token, now);
  if (fault !== null) return fault;
  if (now - (token.lastUsedAt ?? Number.NEGATIVE_INFINITY) >= USE_NOTED_MS) await markTokenUsed(db, token.id, now);
  return token;
}

/** Why a token is not taken at `now` (epoch ms), null when it is. */
export function faultOf({ revokedAt, expiresAt }: Token, now: Instant): Exclude<TokenFault, 'unknown'> | null {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : null;
}

/** What is kept of a secret. It is random enough that nothing slower than SHA-256 is needed. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

type Terms = Pick<Token, 'name' | 'scopes' | 'shops' | 'expiresAt'>;

function readRequest(request: TokenRequest, config: Service['config'], now: Instant): Terms | { refused: string } {
  const name = request.name === undefined ? null : nameOf(request.name, LONGEST_NAME);
  if (name === null) return refused('--name', request.name, `a name on one line, at most ${LONGEST_NAME} characters`);
  const scopes = listOf(request.scope);
  const wrongScope = scopes.find((one) => !SCOPES.includes(one as Scope));
  if (scopes.length === 0 || wrongScope !== undefined)
    return refused('--scope', wrongScope ?? request.scope, `${SCOPES.join(', ')}, separated by commas`);
  const shops = request.shop === undefined ? null : listOf(request.shop);
  const wrongShop = shops?.find((one) => !config.shops.has(one));
  if (shops?.length === 0 || wrongShop !== undefined)
    return refused('--shop', wrongShop ?? request.shop, shopsAllowed(wrongShop ?? '', [...config.shops.keys()]));
  const zone = openZone(config.service.timeZone);
  const expiresAt = request.expires === undefined ? null : parseEnd(request.expires.trim(), now, zone);
  if (request.expires !== undefined && (expiresAt === null || expiresAt <= now))
    return refused('--expires', request.expires, `a time to come: ${ENDS}`);
  return { name, scopes: scopes as Scope[], shops, expiresAt };
}

const listOf = (text: string | undefined): string[] => [
  ...new Set((text ?? '').split(',').flatMap((one) => one.trim() || [])),
];

const SHOPS_NAMED = 10;

function shopsAllowed(written: string, known: readonly string[]): string {
  const hint = didYouMean(written, known);
  const shown = known.slice(0, SHOPS_NAMED).join(', ') + (known.length > SHOPS_NAMED ? ', …' : '');
  return `ids of shops, separated by commas: ${shown}${hint === undefined ? '' : `; ${hint}`}`;
}

function refused(option: string, found: string | undefined, allowed: string): { refused: string } {
  const what = found === undefined || found.trim() === '' ? 'nothing' : quoted(found);
  return { refused: `${option}: found ${what}; allowed: ${allowed}` };
}
