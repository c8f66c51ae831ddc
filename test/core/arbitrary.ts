// core tests: random shops, policies and instants. Trap: only calendars that config/ would let through.

import fc from 'fast-check';
import type {
  CalendarSpec,
  ClosedEntry,
  EpochDay,
  Instant,
  MinuteRange,
  NationalHolidays,
  OpenEntry,
  Policy,
  Weekday,
} from '../../src/core/model.ts';
import { COUNTING_RULES, WEEKDAYS } from '../../src/core/model.ts';
import { DAY_MS, epochDay, MINUTE_MS } from '../../src/core/time/civil-date.ts';
import { openZone } from '../../src/core/time/zone.ts';

const ZONES = [
  'Asia/Tokyo',
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Atlantic/Azores',
  'America/St_Johns',
  'Pacific/Apia',
];

/** Holidays of no country: every 17th day of the year and New Year. */
export const SOME_HOLIDAYS: NationalHolidays = (_country, year) => {
  const first = epochDay(year, 1, 1);
  return new Map(Array.from({ length: 21 }, (_, n) => [first + n * 17, { ja: '祝日', en: 'holiday' }]));
};

export interface Case {
  readonly zone: string;
  readonly spec: CalendarSpec;
  readonly startedAt: Instant;
}

/** A zone, an instant (half of them near an offset change) and a calendar with exceptions around it. */
export function cases(withHours: boolean, cutoffs = true): fc.Arbitrary<Case> {
  return fc
    .tuple(fc.constantFrom(...ZONES), fc.integer({ min: Date.UTC(2001, 0, 1), max: Date.UTC(2034, 0, 1) }), nearness)
    .map(([zone, instant, near]) => ({ zone, startedAt: near === null ? instant : nearChange(zone, instant, near) }))
    .chain(({ zone, startedAt }) =>
      specs(Math.floor(startedAt / DAY_MS), withHours, cutoffs).map((spec) => ({ zone, startedAt, spec })),
    );
}

const nearness = fc.option(fc.integer({ min: -3 * DAY_MS, max: 2 * DAY_MS }));

function nearChange(zone: string, instant: Instant, offset: number): Instant {
  return (openZone(zone).transitions(instant, instant + 400 * DAY_MS)[0] ?? instant) + offset;
}

function specs(around: EpochDay, withHours: boolean, cutoffs = true): fc.Arbitrary<CalendarSpec> {
  return fc
    .record({
      weeklyClosed: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { maxLength: 7 }),
      nationalHolidays: fc.constantFrom(null, 'XX'),
      hours: withHours ? fc.option(weekHours, { freq: 8 }) : fc.constant(null),
      cutoff: cutoffs ? fc.option(fc.nat(1439)) : fc.constant(null),
      closed: fc.array(closures(around), { maxLength: 4 }),
      open: fc.array(openings(around, withHours), { maxLength: 3 }),
      rms: fc.constant(false),
    })
    .map((spec) => ({ ...spec, hours: withHours ? (spec.hours ?? everyDay([{ from: 540, to: 1080 }])) : null }));
}

const weekHours: fc.Arbitrary<Record<Weekday, readonly MinuteRange[]>> = fc
  .tuple(dayHours(), dayHours())
  .map(
    ([odd, even]) =>
      Object.fromEntries(WEEKDAYS.map((weekday, i) => [weekday, i % 2 ? odd : even])) as Record<
        Weekday,
        readonly MinuteRange[]
      >,
  );

function everyDay(ranges: readonly MinuteRange[]): Record<Weekday, readonly MinuteRange[]> {
  return Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, ranges])) as Record<Weekday, readonly MinuteRange[]>;
}

function dayHours(): fc.Arbitrary<readonly MinuteRange[]> {
  return fc.uniqueArray(fc.nat(48), { minLength: 2, maxLength: 4 }).map((marks) => {
    const ends = marks.sort((a, b) => a - b).map((mark) => mark * 30);
    return ends
      .slice(0, ends.length - (ends.length % 2))
      .flatMap((from, i) => (i % 2 ? [] : [{ from, to: ends[i + 1]! }]));
  });
}

/** Mostly days, now and then so long that the next business day is, or just is not, too far away. */
const closureDays = fc.oneof(
  { weight: 9, arbitrary: fc.nat(6) },
  { weight: 1, arbitrary: fc.integer({ min: 390, max: 404 }) },
);

function closures(around: EpochDay): fc.Arbitrary<ClosedEntry> {
  const once = fc
    .tuple(fc.integer({ min: -5, max: 30 }), closureDays)
    .map(([from, days]) => ({ kind: 'on' as const, from: around + from, to: around + from + days, name: '休業' }));
  const monthDay = fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }) });
  const yearly = fc.tuple(monthDay, fc.nat(20)).map(([from, days]) => {
    const to = from.day + days;
    const end = to <= 28 ? { ...from, day: to } : { month: (from.month % 12) + 1, day: to - 28 };
    return { kind: 'every' as const, from, to: end, name: '毎年' };
  });
  return fc.oneof(once, yearly);
}

function openings(around: EpochDay, withHours: boolean): fc.Arbitrary<OpenEntry> {
  return fc
    .tuple(fc.integer({ min: -3, max: 20 }), fc.nat(1), withHours ? fc.option(dayHours()) : fc.constant(null))
    .map(([from, days, hours]) => ({ from: around + from, to: around + from + days, name: '営業', hours }));
}

/** Policies in days under any of the rules. */
export const dayPolicies: fc.Arbitrary<Policy> = fc
  .tuple(fc.constantFrom(...COUNTING_RULES), rising(12), fc.boolean(), fc.option(fc.integer({ min: 0, max: 1439 })))
  .map(([counting, [flag, alert, breach], sameDay, dueTime]) => ({
    counting,
    after: {
      flag: { days: sameDay && counting === 'day-end-shifted' ? 0 : flag },
      owner_alert: { days: alert },
      breach: { days: breach },
    },
    ...(dueTime !== null && counting !== 'elapsed' && { dueTime }),
  }));

/** Policies in minutes of opening hours. */
export const hourPolicies: fc.Arbitrary<Policy> = rising(3000).map(([flag, alert, breach]) => ({
  counting: 'day-end',
  after: {
    flag: { openMs: flag * MINUTE_MS },
    owner_alert: { openMs: alert * MINUTE_MS },
    breach: { openMs: breach * MINUTE_MS },
  },
}));

function rising(most: number): fc.Arbitrary<[number, number, number]> {
  const step = fc.integer({ min: 1, max: most });
  return fc.tuple(step, step, step).map(([a, b, c]) => [a, a + b, a + b + c]);
}
