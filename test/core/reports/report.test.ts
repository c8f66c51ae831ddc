// core: a month's report as stories, and what always holds of it.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_TYPES, type InquiryEvent, type Policy, STEPS } from '../../../src/core/model.ts';
import type { ReportEpisode } from '../../../src/core/reports/episode.ts';
import { parseMonth, spanOf } from '../../../src/core/reports/month.ts';
import { reportOf } from '../../../src/core/reports/report.ts';
import { DEFAULT_POLICY } from '../../../src/core/steps/counting.ts';
import { at, every, hours, policy, shop } from '../shop.ts';
import { type RawInquiry, recount } from './recount.ts';

const PLAIN = shop();
const NOW = '2026-07-10T12:00';

/** `m 2026-06-01T10:00`: a message of the customer then; r, c, o a reply, a completion, its undoing. */
const TYPES = { m: 'customer_message', r: 'shop_reply', c: 'completed', o: 'reopened' } as const;

function event(text: string): InquiryEvent {
  const [letter, when] = text.split(' ') as [keyof typeof TYPES, string];
  return { type: TYPES[letter], id: text, at: at(when) };
}

function inquiry(...events: string[]): RawInquiry {
  return { channel: 'r-messe', type: null, category: null, events: events.map(event) };
}

interface Told {
  readonly calendar?: typeof PLAIN;
  readonly rule?: Policy;
  readonly now?: string;
  readonly month?: string;
}

function episodesOf(inquiries: readonly RawInquiry[], { calendar = PLAIN, rule = DEFAULT_POLICY }: Told = {}) {
  return inquiries.flatMap((one) => recount(calendar, rule, one));
}

function report(episodes: readonly ReportEpisode[], { calendar = PLAIN, now = NOW, month = '2026-06' }: Told = {}) {
  return reportOf({ calendar, span: spanOf(parseMonth(month)!, calendar.zone), now: at(now) }, episodes);
}

const reportOn = (inquiries: readonly RawInquiry[], told: Told = {}) => report(episodesOf(inquiries, told), told);

describe('what became of the steps', () => {
  test.each([
    ['answered the same day', ['r 2026-06-01T15:00'], 'met met met'],
    ['answered just before the flag', ['r 2026-06-02T23:59'], 'met met met'],
    ['answered at the very instant of the flag', ['r 2026-06-03T00:00'], 'missed met met'],
    ['answered after the owner alert', ['r 2026-06-04T09:00'], 'missed missed met'],
    ['answered after the breach', ['r 2026-06-05T09:00'], 'missed missed missed'],
    ['never answered', [], 'missed missed missed'],
    ['completed in time', ['c 2026-06-01T15:00'], 'lapsed lapsed lapsed'],
    ['completed after the flag', ['c 2026-06-03T09:00'], 'missed lapsed lapsed'],
    // RULES.md 2.4: what passes while completed is due at the reopening; a breach there is never counted.
    [
      'completed while all passed, reopened, answered',
      ['c 2026-06-02T09:00', 'o 2026-06-08T09:00', 'r 2026-06-08T10:00'],
      'missed missed uncounted',
    ],
  ])('%s', (_, more, expected) => {
    const { total } = reportOn([inquiry('m 2026-06-01T10:00', ...more)]);
    const outcomes = STEPS.map((step) =>
      (['met', 'missed', 'pending', 'lapsed', 'uncounted'] as const).filter(
        (outcome) => total.steps[step][outcome] === 1,
      ),
    );
    expect(outcomes.flat().join(' ')).toBe(expected);
  });

  test('are not decided while the inquiry is open and not due', () => {
    const { total } = reportOn([inquiry('m 2026-06-01T10:00')], { now: '2026-06-03T00:00' });
    expect(total.steps.flag).toMatchObject({ missed: 1, pending: 0, metRate: 0 });
    expect(total.steps.owner_alert).toMatchObject({ missed: 0, pending: 1, metRate: null });
  });

  test('follow the policy of the inquiry when it counts hours', () => {
    const calendar = shop({ hours: hours('09:00-17:00') });
    const told = { calendar, rule: policy('day-end', '5m', '30m', '1h') };
    const { total } = reportOn([inquiry('m 2026-06-01T16:50', 'r 2026-06-02T09:20')], told);
    expect(STEPS.map((step) => total.steps[step].met)).toEqual([0, 0, 1]);
  });

  test('do not count without a deadline', () => {
    const calendar = shop({ closed: [every('01-01', '12-31')] });
    const { total, withoutDeadline } = reportOn([inquiry('m 2026-06-01T10:00', 'r 2026-06-02T10:00')], { calendar });
    expect(withoutDeadline).toBe(1);
    expect(total.steps.breach).toMatchObject({ met: 0, missed: 0, uncounted: 1, metRate: null });
    expect(total.replyTime).toEqual({ medianMs: 0, p90Ms: 0 });
  });
});

describe('an episode', () => {
  test('belongs to the month in which it started, on the clock of the shop', () => {
    const inquiries = [
      inquiry('m 2026-05-31T23:59', 'r 2026-06-01T10:00'),
      inquiry('m 2026-06-01T00:00', 'r 2026-07-01T10:00'),
      inquiry('m 2026-06-30T23:59', 'r 2026-07-01T10:00'),
      inquiry('m 2026-07-01T00:00', 'r 2026-07-01T10:00'),
    ];
    expect(reportOn(inquiries).total).toMatchObject({ episodes: 2, endings: { answered: 2 } });
    expect(reportOn(inquiries, { month: '2026-05' }).total.episodes).toBe(1);
  });

  test('is counted by how it ended; marks apart from other completions', () => {
    const mark: InquiryEvent = { type: 'completed', id: 'no-reply-needed:1', at: at('2026-06-01T11:00') };
    const { total } = reportOn([
      inquiry('m 2026-06-01T10:00', 'r 2026-06-01T11:00'),
      inquiry('m 2026-06-01T10:00', 'c 2026-06-01T11:00'),
      { ...inquiry(), events: [event('m 2026-06-01T10:00'), mark] },
      {
        ...inquiry(),
        events: [
          event('m 2026-06-01T10:00'),
          { type: 'message_deleted', id: 'd', at: at('2026-06-01T11:00'), message: 'm 2026-06-01T10:00' },
        ],
      },
      inquiry('m 2026-06-01T10:00'),
    ]);
    expect(total.endings).toEqual({
      answered: 1,
      answeredElsewhere: 0,
      completedWithoutReply: 2,
      noReplyNeeded: 1,
      deleted: 1,
      open: 1,
    });
  });

  test('is in the group of its type, the largest first, those without one last', () => {
    const of = (type: string | null) => ({ ...inquiry('m 2026-06-01T10:00'), type });
    const { byType } = reportOn([of(null), of(null), of(null), of('返品'), of('配送'), of('配送')]);
    expect(byType.map(({ key, episodes }) => [key, episodes])).toEqual([
      ['配送', 2],
      ['返品', 1],
      [null, 3],
    ]);
  });
});

describe('what was known then', () => {
  const [late] = episodesOf([inquiry('m 2026-06-01T10:00', 'r 2026-06-03T09:00')]);
  const [early] = episodesOf([inquiry('m 2026-06-01T10:00', 'r 2026-06-02T09:00')]);
  const why = 'answered in time, learned late';

  test('is told apart from what is known now', () => {
    const { total, takenBack } = report([
      { ...late!, shown: { flag: { withdrawnWhy: null } } },
      { ...late!, shown: null },
      { ...early!, shown: { flag: { withdrawnWhy: why } } },
      early!,
    ]);
    expect(total.steps.flag).toMatchObject({
      met: 2,
      missed: 2,
      asKnownThen: 2,
      onlyAsKnownThen: 1,
      onlyAsCorrected: 1,
    });
    expect(takenBack).toEqual([{ why, steps: 1 }]);
  });

  test('remains of an episode that never was one of its own, which counts nowhere else', () => {
    const shown = { flag: { withdrawnWhy: 'superseded' } };
    const { total, openByDay, byChannel } = report([{ ...late!, endedBy: 'superseded', shown }]);
    expect(total).toMatchObject({ episodes: 0, steps: { flag: { missed: 0, asKnownThen: 1, onlyAsKnownThen: 1 } } });
    expect(byChannel).toEqual([]);
    expect(openByDay.every(({ open }) => open === 0)).toBe(true);
  });
});

describe('the pictures', () => {
  test('put messages and replies on the weekday and hour of the shop, Monday first', () => {
    const { arrivals, replies } = reportOn([inquiry('m 2026-06-01T10:59', 'r 2026-06-07T23:00')]);
    expect([arrivals[0]![10], replies[6]![23]]).toEqual([1, 1]);
    expect([arrivals, replies].map((week) => week.flat().reduce((a, b) => a + b))).toEqual([1, 1]);
  });

  test('show what is open and flagged as each day ends, the days before the month’s first included', () => {
    const inquiries = [inquiry('m 2026-05-29T10:00', 'r 2026-06-03T09:00'), inquiry('m 2026-06-01T10:00')];
    const days = reportOn(inquiries, { now: '2026-06-04T12:00' }).openByDay;
    expect(days.map(({ day, open, flagged }) => `${day} ${open} ${flagged}`)).toEqual([
      '2026-06-01 2 1',
      '2026-06-02 2 2',
      '2026-06-03 1 1',
      '2026-06-04 1 1',
    ]);
  });

  test('show no day of a month that has not begun', () => {
    expect(reportOn([], { month: '2026-08' }).openByDay).toEqual([]);
  });
});

describe('always', () => {
  const events = fc.record({
    type: fc.constantFrom(...EVENT_TYPES),
    id: fc.constantFrom('m0', 'm1', 'm2', 'r0', 'c0', 'no-reply-needed:1', 'o0', 'd0'),
    at: fc.integer({ min: at('2026-05-25'), max: at('2026-07-05') }),
    message: fc.constantFrom('m0', 'm1', 'm2'),
  });
  const raw = fc.record({
    channel: fc.constantFrom('r-messe', 'chat'),
    type: fc.constantFrom(null, '配送', '返品'),
    category: fc.constant(null),
    events: fc.array(events, { maxLength: 8 }),
  });

  test('outcomes and endings add up to the episodes, and groups to the total', () => {
    fc.assert(
      fc.property(fc.array(raw, { maxLength: 12 }), (inquiries) => {
        const { total, byChannel, byType } = reportOn(inquiries);
        const { answered, completedWithoutReply, deleted, open, noReplyNeeded } = total.endings;
        expect(answered + completedWithoutReply + deleted + open).toBe(total.episodes);
        expect(noReplyNeeded).toBeLessThanOrEqual(completedWithoutReply);
        for (const step of STEPS) {
          const { met, missed, pending, lapsed, uncounted } = total.steps[step];
          expect(met + missed + pending + lapsed + uncounted).toBe(total.episodes);
          for (const groups of [byChannel, byType])
            expect(groups.reduce((sum, group) => sum + group.steps[step].met, 0)).toBe(met);
        }
      }),
    );
  });

  test('who met an earlier step met the later ones that count', () => {
    fc.assert(
      fc.property(fc.array(raw, { maxLength: 12 }), (inquiries) => {
        const { flag, owner_alert, breach } = reportOn(inquiries).total.steps;
        expect(flag.met).toBeLessThanOrEqual(owner_alert.met);
        expect(owner_alert.met).toBeLessThanOrEqual(breach.met + breach.uncounted);
        expect(breach.missed).toBeLessThanOrEqual(owner_alert.missed);
      }),
    );
  });

  test('the order of the episodes changes nothing', () => {
    fc.assert(
      fc.property(fc.array(raw, { maxLength: 12 }), (inquiries) => {
        const episodes = episodesOf(inquiries);
        expect(report([...episodes].reverse())).toEqual(report(episodes));
      }),
    );
  });
});
