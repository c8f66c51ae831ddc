// core: the explanation of a deadline, as data and in words. Trap: it walks the dates itself, so it checks the tables.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nationalHolidays } from '../../../src/config/values/national-holidays.ts';
import { compileCalendar } from '../../../src/core/calendar/calendar.ts';
import { type CalendarSpec, type Language, type Policy, STEPS } from '../../../src/core/model.ts';
import { NoBusinessDayError } from '../../../src/core/steps/counting.ts';
import { dayChain, describeRule, type Explanation, explain, explainInWords } from '../../../src/core/steps/explain.ts';
import { columns } from '../../../src/core/time/words.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { cases, dayPolicies, hourPolicies, SOME_HOLIDAYS } from '../arbitrary.ts';
import { at, every, hours, on, opened, policy, shop } from '../shop.ts';

const DAY_END = policy('day-end', '1d', '2d', '3d');

function explained(spec: Partial<CalendarSpec>, rule: Policy, startedAt: string): Explanation {
  return explain(shop(spec, 'Asia/Tokyo', nationalHolidays), rule, at(startedAt));
}

function words(spec: Partial<CalendarSpec>, rule: Policy, startedAt: string, language: Language = 'ja'): string[] {
  return explainInWords(explained(spec, rule, startedAt), language);
}

describe('an explanation', () => {
  test('names every date with its part in the count', () => {
    const { days } = explained({ nationalHolidays: 'JP' }, DAY_END, '2026-11-20T10:12');
    expect(days.map(({ date, role, nth }) => `${date.slice(5)} ${role} ${nth ?? ''}`.trim())).toEqual([
      '11-20 received',
      '11-21 closed',
      '11-22 closed',
      '11-23 closed',
      '11-24 counted 1',
      '11-25 counted 2',
      '11-26 counted 3',
    ]);
    expect(days[4]!.due).toEqual([{ step: 'flag', at: at('2026-11-25'), when: 'end' }]);
    expect(days[6]!.due).toEqual([{ step: 'breach', at: at('2026-11-27'), when: 'end' }]);
  });

  test.each<[string, Partial<CalendarSpec>, Policy, string, Explanation['start']]>([
    ['with the message', {}, DAY_END, '2026-06-06T10:00', { day: 20610, at: null, shiftedBy: [] }],
    [
      'after a closed date',
      {},
      policy('day-end-shifted', '1d', '2d', '3d'),
      '2026-06-06T10:00',
      { day: 20612, at: null, shiftedBy: ['closed-day'] },
    ],
    [
      'after the cut-off',
      { cutoff: 1080 },
      DAY_END,
      '2026-06-01T18:00',
      { day: 20606, at: null, shiftedBy: ['cutoff'] },
    ],
    [
      'after the cut-off and a closed date',
      { cutoff: 1080 },
      policy('day-end-shifted', '1d', '2d', '3d'),
      '2026-06-05T18:00',
      { day: 20612, at: null, shiftedBy: ['cutoff', 'closed-day'] },
    ],
    [
      'with the clock',
      {},
      policy('elapsed', '1d', '2d', '3d'),
      '2026-06-01T10:00',
      { day: 20605, at: at('2026-06-01T10:00'), shiftedBy: [] },
    ],
    [
      'with the clock at an opening',
      { hours: hours('09:00-18:00') },
      policy('elapsed', '1d', '2d', '3d'),
      '2026-06-06T10:00',
      { day: 20612, at: at('2026-06-08T09:00'), shiftedBy: ['closed-day'] },
    ],
    [
      'at the next opening',
      { hours: hours('09:00-18:00') },
      policy('day-end', '1h', '2h', '3h'),
      '2026-06-01T18:00',
      { day: 20606, at: at('2026-06-02T09:00'), shiftedBy: ['outside-hours'] },
    ],
  ])('says where the count begins: %s', (_case, spec, rule, startedAt, start) => {
    expect(explained(spec, rule, startedAt).start).toEqual(start);
  });

  test('counts the open time of each date for steps in hours', () => {
    const { days } = explained(
      { hours: hours('09:00-12:00', '13:00-18:00') },
      policy('day-end', '1h', '8h', '10h'),
      '2026-06-05T11:00',
    );
    expect(days.map(({ openMs, due }) => [openMs! / 3_600_000, due.map(({ step }) => step).join(' ')])).toEqual([
      [6, 'flag'],
      [0, ''],
      [0, ''],
      [4, 'owner_alert breach'],
    ]);
  });

  test('is plain data: it reads the same after a trip through JSON', () => {
    const explanation = explained({ nationalHolidays: 'JP', cutoff: 600 }, DAY_END, '2026-05-01T15:00');
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });

  test.each([
    ['days', false, dayPolicies],
    ['hours', true, hourPolicies],
  ])('agrees with the deadlines of the tables, for steps in %s', (_unit, withHours, policies) => {
    fc.assert(
      fc.property(cases(withHours), policies, ({ spec, zone, startedAt }, rule) => {
        const calendar = compileCalendar(spec, openZone(zone), SOME_HOLIDAYS, null);
        const explanation = explainOrNothing(() => explain(calendar, rule, startedAt));
        if (!explanation) return;
        const due = explanation.days.flatMap((day) => day.due.map((step) => ({ ...step, day })));
        expect(due.map(({ at: instant }) => instant)).toEqual(STEPS.map((step) => explanation.deadlines.at[step]));
        for (const step of due)
          if (step.when === 'end') expect(calendar.zone.startOfDay(step.day.day + 1)).toBe(step.at);
        for (const step of due) if (rule.counting === 'elapsed' && !withHours) expect(step.day.open).toBe(true);
        if ('openMs' in rule.after.breach) {
          expect(explanation.days.reduce((sum, day) => sum + day.openMs!, 0)).toBe(rule.after.breach.openMs);
        }
      }),
      { numRuns: 100 },
    );
  });
});

function explainOrNothing(explainIt: () => Explanation): Explanation | null {
  try {
    return explainIt();
  } catch (error) {
    if (error instanceof NoBusinessDayError) return null;
    throw error;
  }
}

describe('in words', () => {
  test('the dates are drawn as in the alert mail', () => {
    expect(dayChain(explained({ nationalHolidays: 'JP' }, DAY_END, '2026-11-20T10:12'), 'ja')).toEqual([
      '11/20(金) 受信日 → 11/24(火) 1営業日目 → 11/25(水) 2営業日目 →',
      '11/26(木) 3営業日目',
      '（休み: 11/21 土 定休日・11/22 日 定休日・11/23 勤労感謝の日）',
    ]);
  });

  test('all is said in Japanese', () => {
    expect(
      words({ nationalHolidays: 'JP', closed: [every('12-29', '01-03', '年末年始')] }, DAY_END, '2026-12-28T16:00'),
    ).toEqual([
      '12/28(月) 受信日 → 1/4(月) 1営業日目 → 1/5(火) 2営業日目 →',
      '1/6(水) 3営業日目',
      '（休み: 12/29〜12/31 年末年始・1/1 年末年始／元日・',
      '1/2〜1/3 年末年始／定休日）',
      '1営業日経過: 1/4(月) 24:00',
      '2営業日経過: 1/5(火) 24:00',
      '3営業日超過: 1/6(水) 24:00',
      '数え方（day-end）: 受信日は含めず、店舗の問い合わせ休業日と祝日を除きます。',
    ]);
  });

  test('all is said in English', () => {
    expect(words({ cutoff: 1080 }, policy('day-end-shifted', '1d', '2d', '3d'), '2026-06-05T19:00', 'en')).toEqual([
      'Fri 5 Jun received → Mon 8 Jun counts as received →',
      'Tue 9 Jun business day 1 → Wed 10 Jun business day 2 →',
      'Thu 11 Jun business day 3',
      '(closed: Sat 6 Jun weekly closed day; Sun 7 Jun weekly closed day)',
      'Counts as received on Mon 8 Jun: received from 18:00 on.',
      '1 business day passed: Tue 9 Jun 24:00',
      '2 business days passed: Wed 10 Jun 24:00',
      'over 3 business days: Thu 11 Jun 24:00',
      'Counting (day-end-shifted): the day of receipt is not counted; the shop’s closed days are left out.',
      'A message on a closed day counts as received on the next business day.',
      'From 18:00 on a business day it counts as received on the next day.',
    ]);
  });

  test('elapsed names its clock', () => {
    expect(
      words({ hours: hours('09:00-18:00') }, policy('elapsed', '1d', '2d', '3d'), '2026-06-06T10:00').slice(0, 7),
    ).toEqual([
      '6/6(土) 10:00 受信 → 6/8(月) 09:00 開始 → 6/9(火) 1営業日目 →',
      '6/10(水) 2営業日目 → 6/11(木) 3営業日目',
      '（休み: 6/6 土 定休日・6/7 日 定休日）',
      '休業日の受信のため、6/8(月) 09:00から数えます。',
      '1営業日経過: 6/9(火) 09:00',
      '2営業日経過: 6/10(水) 09:00',
      '3営業日超過: 6/11(木) 09:00',
    ]);
  });

  test('hours name the open time that ran', () => {
    const spec = { hours: hours('09:00-12:00', '13:00-18:00'), open: [opened('2026-06-06')] };
    expect(words(spec, policy('day-end', '30m', '1h', '90m'), '2026-06-05T17:15')).toEqual([
      '6/5(金) 17:15 受信 45分 → 6/6(土) 45分',
      '営業30分経過: 6/5(金) 17:45',
      '営業1時間経過: 6/6(土) 09:15',
      '営業1時間30分超過: 6/6(土) 09:45',
      '数え方（営業時間）: 店舗の問い合わせ休業日を除き、営業時間だけを数えます。',
    ]);
  });

  test('a long wait says the year, and a provisional answer that it is one', () => {
    const lines = words(
      { nationalHolidays: 'JP', closed: [on('2028-06-02', '2029-05-31', '改装')] },
      DAY_END,
      '2028-06-01T10:00',
    );
    expect(lines[0]).toBe('2028/6/1(木) 受信日 → 2029/6/1(金) 1営業日目 →');
    expect(lines.join('')).toContain('2028/6/2');
    expect(lines.at(-1)).toBe('※春分・秋分の日が公表前のため、変わることがあります。');
  });

  test('a long chain names only the dates on which something is due', () => {
    const [first] = words({}, policy('day-end', '9d', '10d', '30d'), '2026-06-01T10:00');
    expect(first).toBe('6/1(月) 受信日 → 6/12(金) 9営業日目 → 6/15(月) 10営業日目 →');
  });

  test('no line of dates is wider than 35 full-width characters', () => {
    const rule = policy('day-end', '5d', '6d', '7d');
    for (const language of ['ja', 'en'] as const) {
      const lines = dayChain(explained({ nationalHolidays: 'JP' }, rule, '2026-04-28T10:00'), language);
      for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(70);
    }
  });
});

describe('the rule under a mail', () => {
  test.each<[Partial<CalendarSpec>, Policy, string]>([
    [{ nationalHolidays: 'JP' }, DAY_END, '数え方: 受信日は含めず、店舗の問い合わせ休業日と祝日を除きます。'],
    [{}, DAY_END, '数え方: 受信日は含めず、店舗の問い合わせ休業日を除きます。'],
    [
      { cutoff: 1080 },
      policy('elapsed', '1d', '2d', '3d'),
      '数え方: 受信と同じ時刻まで、店舗の問い合わせ休業日を除きます。休業日の受信は翌営業日の始まりから数えます。営業日の18:00以降の受信は翌営業日の始まりから数えます。',
    ],
    [
      { cutoff: 1080 },
      policy('elapsed', '1h', '2h', '3h'),
      '数え方: 店舗の問い合わせ休業日を除き、営業時間だけを数えます。',
    ],
  ])('%j: %s', (spec, rule, text) => {
    expect(describeRule({ policy: rule, calendar: shop(spec, 'Asia/Tokyo', nationalHolidays) }, 'ja')).toBe(text);
  });
});
