// api: methods that a path does not have → 405 with Allow; OPTIONS says what there is. There are no CORS headers anywhere:
// other sites' pages may not read what we answer.

import type { Context, Hono } from 'hono';
import { guardedRoutes } from '../access/needs.ts';
import type { AccessEnv } from '../access/principal.ts';
import { problem } from '../problem.ts';

/** To be called when every route is there. */
export function refuseOtherMethods(api: Hono<AccessEnv>): void {
  for (const [path, methods] of methodsByPath(api)) {
    const allow = methods.join(', ');
    api.all(path, (c) => otherMethod(c, allow));
  }
}

function methodsByPath(api: Hono<AccessEnv>): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of guardedRoutes(api)) {
    const more = method === 'GET' ? ['GET', 'HEAD'] : [method];
    methods.set(path, [...(methods.get(path) ?? ['OPTIONS']), ...more]);
  }
  return methods;
}

function otherMethod(c: Context<AccessEnv>, allow: string): Response {
  c.header('allow', allow);
  if (c.req.method === 'OPTIONS') return c.body(null, 204);
  return problem(c, 405, 'method-not-allowed', `allowed are ${allow}`);
}
