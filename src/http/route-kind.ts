// http: whether a path is for programs, which get problem documents, or for people, who get pages in their language.

import type { Context } from 'hono';

export function isForPrograms(c: Context): boolean {
  return /^\/(v1|metrics|healthz|readyz|feeds)(\/|$)/.test(c.req.path);
}
