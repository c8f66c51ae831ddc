// bench: the counting core against the libraries people use, on the same random instants and with the same due dates.
// Trap: a peer that answers differently is no peer, so every due date is compared before a time is taken.

import luxon from 'luxon-business-days';
import moment from 'moment-business-days';
import { nationalHolidays } from '../../src/config/values/national-holidays.ts';
import { compileCalendar } from '../../src/core/calendar/calendar.ts';
import type { CalendarSpec, EpochDay, Instant } from '../../src/core/model.ts';
import { stepDue } from '../../src/core/steps/counting.ts';
import { DAY_MS, epochDay } from '../../src/core/time/civil-date.ts';
import { openZone } from '../../src/core/time/zone.ts';
import type { BenchLine } from './line.ts';

const ZONE = 'Asia/Tokyo';
const ZONE_MINUTES = 540;
const ROUNDS = 7;
const SEED = 20_260_601;
/** How many instants each counter takes a round: about the same time for all. */
const SIZES = { core: 2_000_000, moment: 20_000, luxon: 2_000 };

const SPEC: CalendarSpec = {
  weeklyClosed: ['sat', 'sun'],
  nationalHolidays: 'JP',
  hours: null,
  cutoff: null,
  closed: [{ kind: 'every', from: { month: 12, day: 29 }, to: { month: 1, day: 3 }, name: '年末年始' }],
  open: [],
  rms: false,
};

/** The end of the Nth business day after an instant's local date: `day-end`, by one of the counters. */
type Counter = (instant: Instant, days: number) => Instant;

/** Business-day deadlines per second: the core against moment-business-days (≥ 100 ×) and luxon-business-days (≥ 1,000 ×). */
export async function run(): Promise<BenchLine[]> {
  const closed = closedDates();
  const counters = { core: coreCounter(), moment: momentCounter(closed), luxon: luxonCounter(closed) };
  const instants = randomInstants(SIZES.core);
  assertSameDueDates(counters, instants.subarray(0, SIZES.luxon));
  const rates = measure(counters, instants);
  return [
    line('counting: deadlines/s, core vs moment-business-days', rates.core, rates.moment, 100),
    line('counting: deadlines/s, core vs luxon-business-days with a zone', rates.core, rates.luxon, 1000),
  ];
}

function line(name: string, value: number, floor: number, target: number): BenchLine {
  const ratio = value / floor;
  return {
    name,
    value: Math.round(value),
    floor: Math.round(floor),
    ratio: Math.round(ratio),
    target,
    ok: ratio >= target,
  };
}

/** Closed dates besides the weekly ones, handed to the peers as a set: the fastest form that they can use. */
function closedDates(): ReadonlySet<EpochDay> {
  const calendar = compileCalendar({ ...SPEC, weeklyClosed: [] }, openZone(ZONE), nationalHolidays, null);
  const closed = new Set<EpochDay>();
  for (let day = epochDay(2024, 1, 1); day < epochDay(2029, 1, 1); day++) if (!calendar.isOpen(day)) closed.add(day);
  return closed;
}

function coreCounter(): Counter {
  const calendar = compileCalendar(SPEC, openZone(ZONE), nationalHolidays, null);
  const lengths = [{ days: 0 }, { days: 1 }, { days: 2 }, { days: 3 }] as const;
  return (instant, days) => stepDue(calendar, { counting: 'day-end' }, lengths[days]!, instant);
}

function momentCounter(closed: ReadonlySet<EpochDay>): Counter {
  moment.updateLocale('en', {
    workingWeekdays: [1, 2, 3, 4, 5],
    holiday: (date: moment.Moment) => closed.has(Date.UTC(date.year(), date.month(), date.date()) / DAY_MS),
  } as moment.LocaleSpecification);
  return (instant, days) =>
    moment(instant).utcOffset(ZONE_MINUTES).startOf('day').businessAdd(days).add(1, 'day').valueOf();
}

function luxonCounter(closed: ReadonlySet<EpochDay>): Counter {
  const { DateTime } = luxon;
  DateTime.prototype.setupBusiness({
    businessDays: [1, 2, 3, 4, 5],
    holidayMatchers: [(date) => closed.has(Date.UTC(date.year, date.month - 1, date.day) / DAY_MS)],
  });
  return (instant, days) =>
    DateTime.fromMillis(instant, { zone: ZONE }).startOf('day').plusBusiness({ days }).plus({ days: 1 }).toMillis();
}

function randomInstants(count: number): Float64Array {
  const from = Date.UTC(2025, 0, 1);
  const span = Date.UTC(2028, 0, 1) - from;
  let state = SEED;
  return Float64Array.from({ length: count }, () => {
    // A linear congruential generator (Numerical Recipes): the same instants in every run.
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return from + Math.floor((state / 2 ** 32) * span);
  });
}

function assertSameDueDates(counters: Record<string, Counter>, instants: Float64Array): void {
  for (const [i, instant] of instants.entries()) {
    const dues = Object.entries(counters).map(([name, due]) => ({ name, due: due(instant, (i % 3) + 1) }));
    if (new Set(dues.map(({ due }) => due)).size === 1) continue;
    throw new Error(`Due dates differ for ${new Date(instant).toISOString()}: ${JSON.stringify(dues)}`);
  }
}

/** Deadlines per second of each counter: the median over rounds in which they take turns. */
function measure<Name extends keyof typeof SIZES>(counters: Record<Name, Counter>, instants: Float64Array) {
  const names = Object.keys(counters) as Name[];
  const rates = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of names) rates[name].push(rateOf(counters[name], instants.subarray(0, SIZES[name])));
  }
  return Object.fromEntries(names.map((name) => [name, median(rates[name])])) as Record<Name, number>;
}

function rateOf(due: Counter, instants: Float64Array): number {
  const started = performance.now();
  let sum = 0;
  for (let i = 0; i < instants.length; i++) sum += due(instants[i]!, (i % 3) + 1);
  const seconds = (performance.now() - started) / 1000;
  // The sum is used, so that no engine may skip the work.
  if (!Number.isFinite(sum)) throw new Error('A due date is missing');
  return instants.length / seconds;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
