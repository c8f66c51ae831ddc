// access: what a form of a session must carry, so that no other site's page can send it with the session's cookie.

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { isForPrograms } from '../route-kind.ts';
import type { Principal } from './principal.ts';
import { Refused } from './refused.ts';

export const FORM_TOKEN = 'form_token';
const HEADER = 'x-form-token';
const READS = ['GET', 'HEAD', 'OPTIONS'];

/** Known to whoever holds the session's secret; the secret cannot be told from it. */
export function formTokenOf(sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update(FORM_TOKEN).digest('base64url');
}

/** @throws Refused when a session changes something without its form token, as a field or as a header */
export async function demandFormToken(c: Context, { via, formToken }: Principal): Promise<void> {
  if (via !== 'session' || READS.includes(c.req.method)) return;
  const sent = c.req.header(HEADER) ?? (isForm(c) ? (await c.req.parseBody())[FORM_TOKEN] : undefined);
  if (typeof sent === 'string' && isSame(sent, formToken)) return;
  throw new Refused(
    403,
    'wrong-form-token',
    `a session sends its form token as ${FORM_TOKEN} or in the header ${HEADER}`,
  );
}

/** Whether a field of a page's form holds a NUL, which PostgreSQL does not take. */
export async function hasNul(c: Context): Promise<boolean> {
  if (READS.includes(c.req.method) || isForPrograms(c) || !isForm(c)) return false;
  const values = Object.values(await c.req.parseBody({ all: true })).flat();
  return values.some((value) => typeof value === 'string' && value.includes('\0'));
}

/** As our own pages send them: nothing else is worth reading for a field. */
export function isForm(c: Context): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '');
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
