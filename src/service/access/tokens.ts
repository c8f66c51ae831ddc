// Tokens: made once, shown once, known again by their hash. The secret is in nobody's hands but the caller's; it
// never goes into a log, an error or a table.

import { createHash, randomBytes } from 'node:crypto';
import { didYouMean } from '../../config/values/did-you-mean.ts';
import { quoted } from '../../config/values/faults.ts';
import type { Instant } from '../../core/model.ts';
import { SCOPES, type Scope, scopesOf } from '../../core/scopes.ts';
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
  type NewToken,
  revoke,
  type Token,
} from '../../store/access/tokens.ts';
import { noteDone } from '../../store/audit/audit-entries.ts';
import { groupsOf, shopsIn } from '../groups.ts';
import type { Service } from '../service.ts';

export type { Token } from '../../store/access/tokens.ts';

/** What it takes to make a token, as a person writes it. */
export interface TokenRequest {
  readonly name: string | undefined;
  /** Scopes, separated by commas. */
  readonly scope: string | undefined;
  /** Ids of shops, separated by commas; left out: every shop. */
  readonly shop: string | undefined;
  /** Names of groups of shops, separated by commas, in the place of shops. */
  readonly group?: string | undefined;
  /** Who acts with it; left out: whom `name` names. */
  readonly person?: string | undefined;
  /** Several use it: whoever acts says who they are. */
  readonly shared?: boolean | undefined;
  /** A date, an instant or how long from now; left out: no end. */
  readonly expires: string | undefined;
}

/** Why a token is not taken. `unknown` may be a guess, the others are tokens that once were valid. */
export type TokenFault = 'unknown' | 'expired' | 'revoked';

const PREFIX = 'isla_';
const SECRET_BYTES = 32;
const LONGEST_NAME = 80;
const ALLOWED_NAME = `a name on one line, at most ${LONGEST_NAME} characters`;
/** Times of use are kept to this, so that a busy token does not write with every request. */
export const USE_NOTED_MS = MINUTE_MS;

export interface MadeToken {
  readonly token: Token;
  readonly secret: string;
  /** Why its person may never be told of anything, if so. */
  readonly remark: string | null;
}

/** The new token and its secret, which nobody can read again; or which option is wrong. `who` makes it, where that is known. */
export async function createToken(
  service: Pick<Service, 'db' | 'clock' | 'config' | 'logger'>,
  request: TokenRequest,
  who: string | null = null,
): Promise<MadeToken | { readonly refused: string }> {
  const now = service.clock.now();
  const read = readRequest(request, service.config, now);
  if ('refused' in read) return read;
  const secret = PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
  const token = await service.db.transaction().execute(async (trx) => {
    const { name, scopes } = read;
    await noteDone(trx, { who, what: 'token_made', shop: null, about: { name, scopes } }, now);
    return addToken(trx, { ...read, hash: hashOf(secret) }, now);
  });
  service.logger.info({ token: token.id, name: token.name, scopes: token.scopes, shops: token.shops }, 'token made');
  return { token, secret, remark: strangerRemark(token, service.config) };
}

/** Every token there ever was, in the order in which they were made. */
export function readTokens({ db }: Pick<Service, 'db'>): Promise<Token[]> {
  return listTokens(db);
}

/** Ends a token and its sessions now; null when none of this id stands. */
export async function revokeToken(
  service: Pick<Service, 'db' | 'clock' | 'logger'>,
  id: number,
  who: string | null = null,
): Promise<Token | null> {
  const now = service.clock.now();
  const revoked = await service.db.transaction().execute(async (trx) => {
    const ended = await revoke(trx, id, now);
    if (ended === null) return null;
    await noteDone(trx, { who, what: 'token_revoked', shop: null, about: { name: ended.name } }, now);
    return ended;
  });
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

type Terms = Omit<NewToken, 'hash'>;

function readRequest(request: TokenRequest, config: Service['config'], now: Instant): Terms | { refused: string } {
  const name = request.name === undefined ? null : nameOf(request.name, LONGEST_NAME);
  if (name === null) return refused('--name', request.name, ALLOWED_NAME);
  const scopes = listOf(request.scope);
  const wrongScope = scopes.find((one) => !SCOPES.includes(one as Scope));
  if (scopes.length === 0 || wrongScope !== undefined)
    return refused('--scope', wrongScope ?? request.scope, `${SCOPES.join(', ')}, separated by commas`);
  const who = readPerson(request, name);
  if ('refused' in who) return who;
  const grouped = readGroups(request, config);
  if ('refused' in grouped) return grouped;
  const shops = request.shop === undefined ? grouped.shops : listOf(request.shop);
  const wrongShop = shops?.find((one) => !config.shops.has(one));
  if (shops?.length === 0 || wrongShop !== undefined)
    return refused(
      '--shop',
      wrongShop ?? request.shop,
      namesAllowed('ids of shops', wrongShop ?? '', [...config.shops.keys()]),
    );
  const zone = openZone(config.service.timeZone);
  const expiresAt = request.expires === undefined ? null : parseEnd(request.expires.trim(), now, zone);
  if (request.expires !== undefined && (expiresAt === null || expiresAt <= now))
    return refused('--expires', request.expires, `a time to come: ${ENDS}`);
  return { name, scopes: scopes as Scope[], shops, groups: grouped.groups, person: who.person, expiresAt };
}

function readPerson(
  { person, shared = false }: TokenRequest,
  name: string,
): { readonly person: string | null } | { refused: string } {
  if (person === undefined) return { person: shared ? null : name };
  const found = nameOf(person, LONGEST_NAME);
  if (found === null || shared)
    return refused('--person', person, shared ? 'none: a shared token has no person' : ALLOWED_NAME);
  return { person: found };
}

/** `shops`: those that the groups have now. */
function readGroups(
  { group, shop }: TokenRequest,
  config: Service['config'],
): Pick<Token, 'groups' | 'shops'> | { refused: string } {
  if (group === undefined) return { groups: null, shops: null };
  if (shop !== undefined) return refused('--group', group, 'none beside --shop: a token is for shops or for groups');
  const [groups, known] = [listOf(group), groupsOf(config)];
  const wrong = groups.find((one) => !known.includes(one));
  if (groups.length === 0 || wrong !== undefined)
    return refused('--group', wrong ?? group, namesAllowed('groups', wrong ?? '', known));
  return { groups, shops: shopsIn(config, groups) };
}

/** With `people` in its shops, one who acts and is none of them can have things in hand, and is never told of them. */
function strangerRemark({ person, scopes, shops }: Token, config: Service['config']): string | null {
  if (person === null || !scopesOf(scopes).has('act')) return null;
  const its = [...config.shops.values()].filter(({ id }) => shops === null || shops.includes(id));
  const known = [...new Set(its.flatMap(({ people = {} }) => Object.keys(people)))];
  if (known.length === 0 || known.includes(person)) return null;
  return `person: found ${quoted(person)}, whom no people: names, so nobody is told of what they have; ${namesAllowed('people', person, known)}`;
}

const listOf = (text: string | undefined): string[] => [
  ...new Set((text ?? '').split(',').flatMap((one) => one.trim() || [])),
];

const MOST_NAMED = 10;

function namesAllowed(what: string, written: string, known: readonly string[]): string {
  const hint = didYouMean(written, known);
  const shown = known.slice(0, MOST_NAMED).join(', ') + (known.length > MOST_NAMED ? ', …' : '');
  return `${what}, separated by commas: ${shown || 'there are none'}${hint === undefined ? '' : `; ${hint}`}`;
}

function refused(option: string, found: string | undefined, allowed: string): { refused: string } {
  const what = found === undefined || found.trim() === '' ? 'nothing' : quoted(found);
  return { refused: `${option}: found ${what}; allowed: ${allowed}` };
}
