// The moment to come that a request asks for with `at`: the board as it will be then if nobody answers.

import type { Context } from 'hono';
import { describe } from '../config/values/faults.ts';
import type { Instant } from '../core/model.ts';
import { formatDate } from '../core/time/civil-date.ts';
import { type AheadLimits, aheadLimits, readAhead } from '../core/time/moment-ahead.ts';
import type { Zone } from '../core/time/zone.ts';

/** Null: nothing was asked for, it is now. */
export type Asked = { readonly at: Instant | null } | { readonly found: string; readonly limits: AheadLimits };

/** A date means its start in the zone: of the shop, or for all shops of those who operate the service. */
export function askedMoment(c: Context, now: Instant, zone: Zone): Asked {
  const text = c.req.query('at')?.trim() ?? '';
  if (text === '') return { at: null };
  const at = readAhead(text, now, zone);
  return at === null ? { found: describe(text), limits: aheadLimits(now, zone) } : { at };
}

/** What is allowed, for programs. */
export const allowedMoment = ({ first, last }: AheadLimits): string =>
  `a date from ${formatDate(first)} to ${formatDate(last)}, or an instant with its offset, to come and not after that date’s start`;
