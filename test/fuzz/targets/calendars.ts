// Calendars that went wrong (.ics): whatever stands in them, the answer is dates or a clear reason, and it is there at once.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { isStorable } from '../../../src/core/text.ts';
import { parseDate } from '../../../src/core/time/civil-date.ts';
import { decodeCalendar } from '../../../src/ics/decode/decode-calendar.ts';
import { isFeedError } from '../../../src/ics/decode/feed-error.ts';
import { packagePath } from '../../../src/package.ts';
import { unreadInWords } from '../../../src/service/outside-calendars/describe-outside.ts';
import { firstOf, unclearLine } from '../answers.ts';
import { faultOfCalendar } from '../mutate-calendar.ts';
import { asLatin1, bytesOf, edited } from '../odd.ts';
import { type OpenedTarget, opened } from '../target.ts';

const ASK = { today: parseDate('2026-11-28')!, timeZone: 'Asia/Tokyo' };
const WHOLE = ['calendars', 'cases'].flatMap((folder) => {
  const path = packagePath(join('test/ics', folder));
  return readdirSync(path).map((name) => readFileSync(join(path, name)).toString('latin1'));
});

const whole = fc.constantFrom(...WHOLE);
const faulty = fc
  .tuple(whole, fc.array(faultOfCalendar, { minLength: 1, maxLength: 6 }))
  .map(([text, faults]) => faults.reduce<Buffer>((bytes, fault) => fault(bytes), Buffer.from(text, 'latin1')))
  .map((bytes) => bytes.toString('latin1'));
const calendars = fc.oneof(
  { weight: 4, arbitrary: faulty },
  { weight: 1, arbitrary: edited(whole.map((text) => Buffer.from(text, 'latin1').toString('utf8'))).map(asLatin1) },
);

export async function openCalendarsTarget(): Promise<OpenedTarget> {
  return opened({ inputs: calendars, check: async (latin1) => wrongWith(latin1), close: async () => {} });
}

function wrongWith(latin1: string): string | null {
  try {
    const { days, remarks, unread } = decodeCalendar(Buffer.from(bytesOf(latin1)), ASK);
    if (days.some(({ day }) => !Number.isSafeInteger(day))) return 'a day that is none';
    const names = [...days, ...remarks, ...unread].map(({ name }) => name);
    const reasons = unread.flatMap((entry) => [unreadInWords(entry, 'ja'), unreadInWords(entry, 'en')]);
    if (!names.every(isStorable)) return 'a name that no store takes';
    return firstOf(reasons.map(unclearLine));
  } catch (error) {
    if (!isFeedError(error)) throw error;
    if (error.kind !== 'broken' && error.kind !== 'too-much') return `a reason of another kind: ${error.kind}`;
    return unclearLine(error.message);
  }
}
