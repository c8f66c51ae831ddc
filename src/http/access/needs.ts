// access: what a route asks of whoever calls it. Every route says it in front of its handler; app.ts refuses to start
// with one that does not, and the matrix test walks over all of them.

import type { Context, Hono, MiddlewareHandler } from 'hono';
import type { Scope } from '../../core/scopes.ts';
import { problem } from '../problem.ts';
import { demandFormToken, hasNul } from './form-token.ts';
import { type AccessEnv, maySee, type Principal } from './principal.ts';
import { Refused } from './refused.ts';

/**
 * `the-shop`: the shop in the path; `every-shop`: a principal that is not limited to some shops; `own-shops`: the handler
 * shows only what `maySee` allows; `nobody`: no principal at all, such as the page to log in.
 */
export type Need =
  | { readonly scope: Scope; readonly over: 'the-shop' | 'every-shop' | 'own-shops' }
  | { readonly scope: null; readonly over: 'nobody' };

const NEEDS = new WeakMap<object, Need>();

/**
 * The middleware in front of a handler. Throws Refused: 401 without a principal, 403 without the scope, the shop or the
 * form's token, 429 for one request too many. Answers 400 to a form that no store takes.
 */
export function needs(scope: Scope, over: 'the-shop' | 'every-shop' | 'own-shops'): MiddlewareHandler<AccessEnv> {
  const need: Need = { scope, over };
  const middleware: MiddlewareHandler<AccessEnv> = async (c, next) => {
    const principal = await c.get('asker').enter();
    c.set('principal', principal);
    refuseUnfit(c, principal, need);
    await demandFormToken(c, principal);
    if (await hasNul(c)) return problem(c, 400, 'invalid-body', 'fields of a form hold no NUL');
    return next();
  };
  NEEDS.set(middleware, need);
  return middleware;
}

/** For routes that anybody may call. */
export function needsNobody(): MiddlewareHandler<AccessEnv> {
  const middleware: MiddlewareHandler<AccessEnv> = (_, next) => next();
  NEEDS.set(middleware, { scope: null, over: 'nobody' });
  return middleware;
}

/** The principal of a request that a `needs` has let through. */
export function principalOf(c: Context<AccessEnv>): Principal {
  const principal = c.get('principal');
  if (principal === null) throw new Error('a route without needs asked for the principal');
  return principal;
}

/**
 * Who does something: whom the token names; with a shared one the name given, else that of the token.
 * @throws Refused 403 when a token of one person names another
 */
export function doerOf(c: Context<AccessEnv>, by: string | undefined): string {
  const { name, person } = principalOf(c);
  if (person === null || by === undefined || by === person) return by ?? name;
  throw new Refused(
    403,
    'foreign-person',
    `by: allowed: ${person}, whose token this is; only a shared token names others`,
  );
}

export interface GuardedRoute {
  readonly method: string;
  readonly path: string;
  readonly need: Need | null;
}

/** Every route with what its first handler says it needs; null: nothing. Middlewares for all methods are no routes. */
export function guardedRoutes(app: Hono<AccessEnv>): GuardedRoute[] {
  const routes = new Map<string, GuardedRoute>();
  for (const { method, path, handler } of app.routes) {
    if (method === 'ALL') continue;
    const key = `${method} ${path}`;
    if (!routes.has(key)) routes.set(key, { method, path, need: NEEDS.get(handler) ?? null });
  }
  return [...routes.values()];
}

function refuseUnfit(c: Context<AccessEnv>, principal: Principal, { scope, over }: Need): void {
  if (scope === null) return;
  if (!principal.scopes.has(scope))
    throw new Refused(403, 'missing-scope', `this needs a token with the scope ${scope}`);
  if (over === 'every-shop' && principal.shops !== null)
    throw new Refused(403, 'foreign-shop', 'this needs a token for every shop');
  // A shop that is not configured gets the same answer as a foreign one: a token says nothing about other shops.
  if (over === 'the-shop' && !maySee(principal, c.req.param('shop') ?? ''))
    throw new Refused(403, 'foreign-shop', 'the token is not for this shop');
}
