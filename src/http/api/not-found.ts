// api: answers for what is not there. A token limited to some shops never comes this far with a foreign one.

import type { Context } from 'hono';
import { problem } from '../problem.ts';

export function unknownShop(c: Context): Response {
  return problem(c, 404, 'unknown-shop', 'there is no such shop in the configuration');
}

export function unknownInquiry(c: Context): Response {
  return problem(c, 404, 'unknown-inquiry', 'the shop has no such inquiry');
}
