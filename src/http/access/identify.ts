// access: from a request to its principal.

import type { MiddlewareHandler } from 'hono';
import { type AccessEnv, ON_LOOPBACK } from './principal.ts';

/** Leaves the principal for the routes; without any token everybody on this machine may do everything. */
export function identify(): MiddlewareHandler<AccessEnv> {
  return async (c, next) => {
    c.set('principal', ON_LOOPBACK);
    await next();
  };
}
