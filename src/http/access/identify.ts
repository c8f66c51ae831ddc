// access: from a request to its principal: everybody while there is no token, else the holder of a bearer token or of a
// session. A header is believed before a cookie.

import type { Context, MiddlewareHandler } from 'hono';
import { scopesOf } from '../../core/scopes.ts';
import { recogniseSession } from '../../service/access/sessions.ts';
import { recogniseToken, type Token, type TokenFault } from '../../service/access/tokens.ts';
import { shopsIn } from '../../service/groups.ts';
import type { Service } from '../../service/service.ts';
import { readBearer } from './bearer.ts';
import { addressOf } from './client-address.ts';
import type { IsClosed } from './closed.ts';
import { readSessionCookie } from './cookie.ts';
import { formTokenOf } from './form-token.ts';
import type { Limits } from './limits.ts';
import { type AccessEnv, type Asker, ON_LOOPBACK, type Principal } from './principal.ts';
import { Refused } from './refused.ts';

export interface Gate {
  readonly service: Service;
  readonly isClosed: IsClosed;
  readonly limits: Limits;
  /** Proxies in front of us whose X-Forwarded-For is believed. */
  readonly trustProxy: number;
}

/** Who it is; `token` is what is counted, null for everybody on loopback. */
interface Known {
  readonly principal: Principal;
  readonly token: number | null;
}
type Unknown = 'none' | TokenFault;

/** Leaves the asker for the routes. Nothing is looked up before one of them wants to know. */
export function identify(gate: Gate): MiddlewareHandler<AccessEnv> {
  return async (c, next) => {
    c.set('asker', askerOf(gate, c));
    c.set('principal', null);
    c.set('health', null);
    await next();
  };
}

function askerOf(gate: Gate, c: Context): Asker {
  return {
    look: async () => {
      const found = await recognise(gate, c);
      return typeof found === 'string' ? null : found.principal;
    },
    enter: async () => {
      const found = await recognise(gate, c);
      if (typeof found === 'string') throw await refusal(gate, addressOf(c, gate.trustProxy), found);
      const wait = found.token === null ? null : await gate.limits.countToken(found.token);
      if (wait !== null) throw tooMany(wait);
      return found.principal;
    },
  };
}

async function recognise({ service, isClosed }: Gate, c: Context): Promise<Known | Unknown> {
  if (!(await isClosed())) return { principal: ON_LOOPBACK, token: null };
  const bearer = readBearer(c);
  if (bearer !== null) {
    const token = await recogniseToken(service, bearer);
    return typeof token === 'string' ? token : knownBy(service, token, 'token', '');
  }
  const secret = readSessionCookie(c);
  const token = secret === null ? null : await recogniseSession(service, secret);
  return token === null ? 'none' : knownBy(service, token, 'session', formTokenOf(secret!));
}

function knownBy({ config }: Service, token: Token, via: 'token' | 'session', formToken: string): Known {
  const { id, name, person, scopes, groups } = token;
  const shops = groups === null ? token.shops : shopsIn(config, groups);
  const may = { scopes: scopesOf(scopes), shops: shops === null ? null : new Set(shops) };
  return { principal: { name: person ?? name, person, ...may, via, formToken }, token: id };
}

const WHY: Readonly<Record<Unknown, string>> = {
  none: 'send the header Authorization: Bearer <token>',
  unknown: 'there is no such token',
  expired: 'the token has expired',
  revoked: 'the token was revoked',
};

/** Only what never was a token counts as a guess: a forgotten program with an old one must not lock its address. */
async function refusal({ limits }: Gate, address: string, why: Unknown): Promise<Refused> {
  const wait = await limits.countStranger(address);
  if (wait !== null) return tooMany(wait);
  if (why !== 'unknown') return new Refused(401, why === 'none' ? 'no-token' : `${why}-token`, WHY[why]);
  const locked = await limits.lockedFor(address);
  if (locked !== null)
    return new Refused(429, 'locked-out', 'too many wrong tokens; a right one is still taken', locked);
  await limits.countWrong(address);
  return new Refused(401, 'unknown-token', WHY.unknown);
}

function tooMany(wait: number): Refused {
  return new Refused(429, 'too-many-requests', `too many requests; try again in ${wait} s`, wait);
}
