// The end of an inquiry's number, as mails, feeds and lines of a list name it: enough to find it, not enough to look an order up.

import { characters, tail } from './text.ts';

/** As R-Messe numbers them: shop, date, and a count of the day, whose end people there go by. */
const R_MESSE = /^\d+-\d{8}-\d{8,}[a-z]?$/;
const R_MESSE_TAIL = 5;
const LEAST = 8;
const MOST = 16;
/** What such numbers are put together with. */
const SEPARATOR = /[-_/.:#\s]/;

/**
 * `…0001o` of R-Messe's; of a number of one's own the last part, or as many as make eight characters. A number of eight is whole; of
 * a longer one something is always left out.
 */
export function inquiryTail(inquiry: string): string {
  if (R_MESSE.test(inquiry)) return `…${tail(inquiry, R_MESSE_TAIL)}`;
  if (characters(inquiry) <= LEAST) return inquiry;
  const all = [...inquiry];
  for (let length = LEAST; length <= Math.min(MOST, all.length - 2); length++)
    if (SEPARATOR.test(all[all.length - length - 1]!)) return `…${all.slice(-length).join('')}`;
  return `…${tail(inquiry, LEAST).replace(new RegExp(`^${SEPARATOR.source}+`), '')}`;
}
