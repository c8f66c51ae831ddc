// ics: calendars that went wrong, seeded: whatever stands in them, the answer is dates or a clear reason, and it is there
// at once. What long runs found stands in decode.test.ts as cases of their own.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isStorable } from '../../src/core/text.ts';
import { parseDate } from '../../src/core/time/civil-date.ts';
import { decodeCalendar } from '../../src/ics/decode/decode-calendar.ts';
import { isFeedError } from '../../src/ics/decode/feed-error.ts';
import { unreadInWords } from '../../src/service/outside-calendars/describe-outside.ts';
import { mutated, randomOf } from './mutate.ts';

const ASK = { today: parseDate('2026-11-28')!, timeZone: 'Asia/Tokyo' };
const WHOLE = ['calendars', 'cases'].flatMap((folder) => {
  const path = join(import.meta.dirname, folder);
  return readdirSync(path).map((name) => readFileSync(join(path, name)));
});
const MOST_MS = 2_000;
const PROGRAM_WORDS = /undefined|null|NaN|cannot read prop|not a function|Invalid time|RangeError|TypeError/i;

/** What is wrong with the answer to a calendar; null when it is a clear one. */
export function wrongWith(bytes: Buffer): string | null {
  const before = process.cpuUsage();
  const said: string[] = [];
  try {
    const { days, remarks, unread } = decodeCalendar(bytes, ASK);
    said.push(...days.map(({ name }) => name), ...remarks.map(({ name }) => name));
    said.push(...unread.map((entry) => unreadInWords(entry, 'ja')), ...unread.map(({ name }) => name));
    if (days.some(({ day }) => !Number.isSafeInteger(day))) return 'a day that is none';
    if (unread.some((entry) => PROGRAM_WORDS.test(unreadInWords(entry, 'en')))) return 'a reason in program words';
  } catch (error) {
    if (!isFeedError(error)) return `a program error: ${String(error)}`;
    if (error.kind !== 'broken' && error.kind !== 'too-much') return `a reason of another kind: ${error.kind}`;
    if (PROGRAM_WORDS.test(error.message)) return `a reason in program words: ${error.message}`;
    said.push(error.message);
  }
  // Processor time: the machine may do much else meanwhile.
  if (process.cpuUsage(before).user / 1_000 > MOST_MS) return 'an answer after 2 s';
  return said.every(isStorable) ? null : 'a text that no database takes';
}

describe('a calendar with faults is answered clearly and at once', () => {
  test.each([1, 2, 3, 4])('seed %s', (seed) => {
    const random = randomOf(seed);
    const wrong: string[] = [];
    for (let n = 0; n < 250; n++) {
      const found = wrongWith(mutated(WHOLE[Math.floor(random() * WHOLE.length)]!, random));
      if (found !== null) wrong.push(`calendar ${n}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });
});
