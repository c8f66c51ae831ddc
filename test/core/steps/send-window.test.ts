// core: when a mail may go out (RULES.md 5.2). Trap: the window's end is outside it.

import { describe, expect, test } from 'vitest';
import { NoBusinessDayError } from '../../../src/core/calendar/calendar.ts';
import { nextSendInstant } from '../../../src/core/steps/send-window.ts';
import { isoUtc } from '../../../src/core/time/instant.ts';
import { at, japanese, on, range, shop } from '../shop.ts';

const OFFICE = range('09:00-18:00');

describe('a mail goes out', () => {
  test.each([
    ['2026-06-03T00:00', '2026-06-03T09:00', 'at midnight: it waits for the opening'],
    ['2026-06-03T09:00', '2026-06-03T09:00', 'at the opening'],
    ['2026-06-03T12:34', '2026-06-03T12:34', 'inside the window: at once'],
    ['2026-06-03T18:00', '2026-06-04T09:00', 'at its end: the next business day'],
    ['2026-06-05T18:30', '2026-06-08T09:00', 'on Friday evening: Monday'],
    ['2026-06-06T10:00', '2026-06-08T09:00', 'on a closed date: Monday'],
  ])('%s → %s (%s)', (instant, expected) => {
    expect(japanese(nextSendInstant(shop(), OFFICE, at(instant)))).toBe(expected);
  });

  test('at any time when the window is always', () => {
    expect(nextSendInstant(shop(), 'always', at('2026-06-06T03:00'))).toBe(at('2026-06-06T03:00'));
  });

  test('until 24:00, when the window says so', () => {
    expect(japanese(nextSendInstant(shop(), range('20:00-24:00'), at('2026-06-03T23:59')))).toBe('2026-06-03T23:59');
    expect(japanese(nextSendInstant(shop(), range('20:00-24:00'), at('2026-06-04T00:00')))).toBe('2026-06-04T20:00');
  });

  test('on the next date when a DST change swallows the window', () => {
    const calendar = shop({ weeklyClosed: [] }, 'America/New_York');
    const sent = nextSendInstant(calendar, range('02:00-03:00'), at('2026-03-07T12:00-05:00'));
    expect(isoUtc(sent)).toBe('2026-03-09T06:00:00.000Z');
  });

  test('never, said clearly, when no business day follows within 400 days', () => {
    const calendar = shop({ closed: [on('2026-06-02', '2028-01-01')] });
    expect(() => nextSendInstant(calendar, OFFICE, at('2026-06-01T19:00'))).toThrow(NoBusinessDayError);
  });
});
