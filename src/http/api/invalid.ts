// api: a request that does not fit its schema → 400 that names each path and what is allowed there, never what was found.

import type { Hook, z } from '@hono/zod-openapi';
import type { AccessEnv } from '../access/principal.ts';
import { problem } from '../problem.ts';

/** For `defaultHook` of the API: programs find `invalid-<parameter>` or `invalid-body` as the code. */
export const refuseInvalid: Hook<unknown, AccessEnv, string, Response | undefined> = (result, c) => {
  if (result.success) return undefined;
  const faults = result.error.issues.map(faultOf);
  const { path, allowed } = faults[0]!;
  const code = result.target === 'json' ? 'invalid-body' : `invalid-${path === '' ? result.target : path}`;
  return problem(c, 400, code, path === '' ? allowed : `${path}: ${allowed}`, { faults });
};

/** Messages are ours or zod’s own, which name types and options and quote nothing. */
function faultOf({ path, message }: z.core.$ZodIssue): { path: string; allowed: string } {
  return { path: path.join('.'), allowed: message };
}
