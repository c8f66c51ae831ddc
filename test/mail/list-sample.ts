// Facts for the tests of the lists of the day and of the week: Thursday 2026-11-26, and the week before.
import type { ByStep } from '../../src/core/model.ts';
import { parseDate } from '../../src/core/time/civil-date.ts';
import type {
  GroupMailFacts,
  Kept,
  LateLine,
  ListRow,
  MorningMailFacts,
  WeeklyMailFacts,
} from '../../src/mail/list-facts.ts';
import { jst, mailRow, SHOP } from './sample.ts';

export const day = (date: string): number => parseDate(date)!;

const ABOUT = {
  shop: SHOP,
  to: 'staff',
  now: jst('2026-11-26T09:00'),
  dataAsOf: jst('2026-11-26T08:58'),
  boardUrl: 'https://sla.example.jp/shops/sample',
  from: '問い合わせ期限モニター <sla@example.jp>',
  contact: ['ops@example.jp'],
};

export function listRow(number: number, changes: Partial<ListRow> = {}): ListRow {
  const { inquiry, url, detailUrl, type, category, channel, item, startedAt, breachAt } = mailRow(number);
  const passed = { step: 'owner_alert', after: { days: 2 } } as const;
  return {
    inquiry,
    url,
    detailUrl,
    type,
    category,
    channel,
    item,
    startedAt,
    breachAt,
    passed,
    reaches: null,
    inHand: null,
    ...changes,
  };
}

export const overdueRow = (number: number, changes: Partial<ListRow> = {}): ListRow =>
  listRow(number, {
    startedAt: jst('2026-11-18T16:40'),
    breachAt: jst('2026-11-25T00:00'),
    passed: { step: 'breach', after: { days: 3 } },
    ...changes,
  });

const NOTHING = { rows: [], count: 0 };

export function morningFacts(changes: Partial<MorningMailFacts> = {}): MorningMailFacts {
  const reaching = listRow(4, {
    startedAt: jst('2026-11-24T13:05'),
    breachAt: jst('2026-11-28T00:00'),
    passed: { step: 'flag', after: { days: 1 } },
    reaches: { step: 'owner_alert', after: { days: 2 }, at: jst('2026-11-27T00:00') },
  });
  const inHand = listRow(5, {
    startedAt: jst('2026-11-25T10:30'),
    breachAt: jst('2026-12-01T00:00'),
    passed: null,
    inHand: { by: 'sato', since: jst('2026-11-25T15:10') },
  });
  return {
    ...ABOUT,
    day: day('2026-11-26'),
    parts: {
      today: {
        rows: [listRow(1, { inHand: { by: 'sato', since: jst('2026-11-26T08:31') } }), listRow(2, { item: 'A-100' })],
        count: 2,
      },
      promised: NOTHING,
      reaching: { rows: [reaching], count: 1 },
      passed: { rows: [overdueRow(3)], count: 1 },
      inHand: { rows: [inHand], count: 1 },
    },
    overdue: 1,
    muted: 2,
    countingRule: '',
    ...changes,
  };
}

/** So many that are due today, and nothing else. */
export const manyToday = (count: number, changes: Partial<ListRow> = {}): MorningMailFacts =>
  morningFacts({
    parts: {
      today: { rows: Array.from({ length: Math.min(20, count) }, (_, n) => listRow(n + 1, changes)), count },
      promised: NOTHING,
      reaching: NOTHING,
      passed: NOTHING,
      inHand: NOTHING,
    },
    overdue: 0,
    muted: 0,
  });

const kept = (flag: number, alert: number, breach: number, decided: number): ByStep<Kept> => ({
  flag: { met: flag, decided },
  owner_alert: { met: alert, decided },
  breach: { met: breach, decided },
});

export function lateLine(number: number, changes: Partial<LateLine> = {}): LateLine {
  const { inquiry, url, detailUrl, type, category, channel } = mailRow(number);
  return {
    inquiry,
    url,
    detailUrl,
    type,
    category,
    channel,
    startedAt: jst('2026-11-16T10:12'),
    breachAt: jst('2026-11-20T00:00'),
    endedAt: jst('2026-11-20T11:25'),
    isAnswered: true,
    ...changes,
  };
}

export function weeklyFacts(changes: Partial<WeeklyMailFacts> = {}): WeeklyMailFacts {
  const first = day('2026-11-16');
  return {
    ...ABOUT,
    to: 'owner',
    now: jst('2026-11-24T09:00'),
    dataAsOf: jst('2026-11-24T08:58'),
    told: { from: first, to: first + 6 },
    weeks: Array.from({ length: 8 }, (_, n) => ({
      from: first - 7 * n,
      to: first - 7 * n + 6,
      inquiries: n === 7 ? 0 : 40 - n,
      kept: n === 7 ? kept(0, 0, 0, 0) : kept(35 - n, 37 - n, 39 - n, 40 - n),
    })),
    lengths: { flag: 'L1', owner_alert: 'L2', breach: 'L3' },
    late: { rows: [lateLine(1), lateLine(2, { endedAt: null, isAnswered: false })], count: 2 },
    unanswered: 6,
    overdue: 1,
    goals: [],
    dueDays: [
      { day: day('2026-11-24'), due: 0 },
      { day: day('2026-11-25'), due: 2 },
      { day: day('2026-11-26'), due: 1 },
      { day: day('2026-11-27'), due: 0 },
    ],
    closedAhead: [
      { why: 'W-1', days: [day('2026-11-28'), day('2026-11-29'), day('2026-12-05'), day('2026-12-06')] },
      { why: 'W-2', days: [day('2026-12-03')] },
    ],
    asked: [
      { item: 'I-1', itemNumber: 'n1', itemUrl: null, category: 'C-1', inquiries: 7, before: 3 },
      { item: null, itemNumber: 'n2', itemUrl: null, category: null, inquiries: 2, before: 0 },
    ],
    reportUrl: 'https://sla.example.jp/shops/sample/reports',
    askedUrl: 'https://sla.example.jp/shops/sample/asked',
    ...changes,
  };
}

export function groupFacts(changes: Partial<GroupMailFacts> = {}): GroupMailFacts {
  const shop = (number: number) => ({
    name: `S-${number}`,
    url: `https://sla.example.jp/shops/s${number}`,
    inquiries: 40,
    kept: kept(30, 35, 38, 39),
    late: 3 - number,
    unanswered: 4,
    overdue: 1,
    goals: [],
  });
  return {
    group: 'G-1',
    now: jst('2026-11-24T09:00'),
    language: 'ja',
    timeZone: 'Asia/Tokyo',
    told: { from: day('2026-11-16'), to: day('2026-11-22') },
    shops: [shop(1), shop(2), shop(3)],
    dataAsOf: jst('2026-11-24T08:58'),
    boardUrl: 'https://sla.example.jp/',
    ...changes,
  };
}

/** Without types and categories, which are written as the source has them. */
export const withoutKinds = <T>(facts: T): T =>
  JSON.parse(JSON.stringify(facts, (key, value) => (key === 'type' || key === 'category' ? null : value)));
