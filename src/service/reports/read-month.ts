// Reports: a shop's month in numbers, its episodes one by one, and all shops side by side. The counting is the core's;
// here is only where the episodes come from and what is known about the month itself.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Calendar } from '../../core/calendar/calendar.ts';
import type { Instant, Step, StepLength } from '../../core/model.ts';
import { businessDayMs, businessTime } from '../../core/reports/business-time.ts';
import { type JudgedEpisode, judge, type ReportEpisode } from '../../core/reports/episode.ts';
import { addMonths, formatMonth, type Month, type MonthSpan, spanOf } from '../../core/reports/month.ts';
import { type CountedMonth, countMonth, type MonthNumbers, reportOf } from '../../core/reports/report.ts';
import { type GroupNumbers, numbersOf } from '../../core/reports/tally.ts';
import { formatDate } from '../../core/time/civil-date.ts';
import { openZone } from '../../core/time/zone.ts';
import { shopStates } from '../../store/configuration/shops.ts';
import { type PromiseNumbers, promiseNumbers } from '../../store/promises/promise-numbers.ts';
import { idsStarted, monthRows, reportRows, type ShopMonth, shopMonths } from '../../store/reports/report-rows.ts';
import { pastMonthRows } from '../../store/retention/past-episodes.ts';
import type { Db, Trx } from '../../store/schema.ts';
import type { Service } from '../service.ts';
import { type PolicyBlock, policyBlocks, stepLengths } from './policy-blocks.ts';
import { readForReport } from './report-database.ts';

/**
 * `future`: the month has not begun. `no-data`: it lies before the shop was watched, and nothing of it was imported.
 * `running`: it is not over. `complete`: it is over; what is open may still be answered.
 */
export type ReportState = 'future' | 'no-data' | 'running' | 'complete';

/** A shop's month. Instants are epoch ms, lengths of business time ms. */
export interface Report extends MonthNumbers {
  readonly shop: string;
  readonly name: string;
  readonly timeZone: string;
  /** `YYYY-MM` */
  readonly month: string;
  readonly asOf: Instant;
  readonly from: Instant;
  readonly to: Instant;
  readonly state: ReportState;
  /** Since when the shop is watched; null before its first start. */
  readonly watchedSince: Instant | null;
  /** Dates (`YYYY-MM-DD`) that the calendar in force closes, and how many it leaves. */
  readonly closedDays: readonly string[];
  readonly businessDays: number;
  /** What counts as one business day where business time is put into words. */
  readonly businessDayMs: number;
  /** The shop gives opening hours: only they count as business time, else all hours of its business days. */
  readonly hasHours: boolean;
  /** After how long the steps come, by the policies that count for the month's inquiries. */
  readonly lengths: Readonly<Record<Step, readonly StepLength[]>>;
  /** Of the month's episodes, how many left by `retention`: they count, and are in no list. */
  readonly past: number;
  readonly previous: PreviousMonth;
  /** The same apart by the lengths of deadlines. */
  readonly policies: readonly PolicyBlock[];
  /** Made in the month, and what became of them. */
  readonly promises: PromiseNumbers;
}

/** The month before, to compare with; `total` null: there is no data of it. */
export interface PreviousMonth {
  readonly month: string;
  readonly total: GroupNumbers | null;
}

/** Episodes of a list read at once: bounds what it takes in memory. */
const PAGE = 20_000;

/**
 * The report of a shop's month in the shop's zone, from event times as they are known now; null when the shop is not
 * configured. Business time is measured on the calendar in force, deadlines are those the episodes were counted with
 * (RULES.md 6).
 */
export async function readReport(service: Service, shopId: string, month: Month): Promise<Report | null> {
  const shop = service.config.shops.get(shopId);
  if (shop === undefined) return null;
  const now = service.clock.now();
  const calendar = service.counting.calendarOf(shop);
  const span = spanOf(month, calendar.zone);
  const before = spanOf(addMonths(month, -1), calendar.zone);
  const asked = { from: before.from, to: span.to, openAt: span.from };
  // In one snapshot: what leaves meanwhile is counted once.
  const { past, present, states, promises } = await readForReport(service, (db) =>
    oneSnapshot(db, async (trx) => ({
      past: await pastMonthRows(trx, shop.id, asked),
      present: await monthRows(trx, shop.id, asked),
      states: await shopStates(trx, [shop.id]),
      promises: await promiseNumbers(trx, { shop: shop.id, from: span.from, to: span.to }, now),
    })),
  );
  const episodes = [...present, ...past];
  const counted = countMonth({ calendar, span, now }, episodes);
  const countedBefore = countMonth({ calendar, span: before, now }, episodes);
  const numbers = reportOf({ calendar, span, now }, episodes, counted);
  const watchedSince = states.get(shop.id)?.watchedSince ?? null;
  const closedDays = closedDaysOf(span, calendar);
  return {
    shop: shop.id,
    name: shop.name,
    timeZone: shop.timeZone,
    month: formatMonth(month),
    asOf: now,
    from: span.from,
    to: span.to,
    state: stateOf(span, numbers.total, watchedSince, now),
    watchedSince,
    closedDays,
    businessDays: span.lastDay - span.firstDay + 1 - closedDays.length,
    businessDayMs: businessDayMs(shop.calendar),
    hasHours: shop.calendar.hours !== null,
    lengths: stepLengths(service, shop, counted.kinds),
    past: within(past, span).filter(({ endedBy }) => endedBy !== 'superseded').length,
    promises,
    policies: policyBlocks(service, shop, { month: counted.kinds, before: countedBefore.kinds }),
    previous: previousMonth(before, countedBefore, watchedSince, now),
    ...numbers,
  };
}

/** A line of a month's list. */
export interface EpisodeLine extends JudgedEpisode {
  readonly inquiry: string;
}

/** The episodes of a shop's month in the order of their start, page by page; superseded ones are left out. */
export async function* readReportEpisodes(
  service: Service,
  shop: ShopConfig,
  month: Month,
): AsyncGenerator<readonly EpisodeLine[]> {
  const calendar = service.counting.calendarOf(shop);
  const options = { now: service.clock.now(), businessMs: businessTime(calendar) };
  const started = await readForReport(service, (db) => idsStarted(db, shop.id, spanOf(month, calendar.zone)));
  for (const ids of pagesOf(started)) {
    const rows = await readForReport(service, (db) => reportRows(db, ids));
    const real = rows.filter(({ endedBy }) => endedBy !== 'superseded');
    yield real.map((row) => ({ ...judge(row, options), inquiry: row.inquiry }));
  }
}

const within = (rows: readonly ReportEpisode[], { from, to }: MonthSpan): ReportEpisode[] =>
  rows.filter(({ startedAt }) => startedAt >= from && startedAt < to);

function* pagesOf(ids: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < ids.length; at += PAGE) yield ids.slice(at, at + PAGE);
}

function previousMonth(
  span: MonthSpan,
  { kinds }: CountedMonth,
  watchedSince: Instant | null,
  now: Instant,
): PreviousMonth {
  const total = numbersOf(kinds.map(({ tally }) => tally));
  const state = stateOf(span, total, watchedSince, now);
  const hasData = state === 'running' || state === 'complete';
  return { month: formatMonth(span.month), total: hasData ? total : null };
}

function stateOf(
  span: MonthSpan,
  total: { readonly episodes: number },
  watchedSince: Instant | null,
  now: Instant,
): ReportState {
  if (span.from > now) return 'future';
  const watched = watchedSince !== null && watchedSince < span.to;
  if (!watched && total.episodes === 0) return 'no-data';
  return span.to > now ? 'running' : 'complete';
}

function closedDaysOf({ firstDay, lastDay }: MonthSpan, calendar: Calendar): string[] {
  const days: string[] = [];
  for (let day = firstDay; day <= lastDay; day++) if (!calendar.isOpen(day)) days.push(formatDate(day));
  return days;
}

/** A shop's month beside the others'. */
export interface ShopMonthRow extends ShopMonth {
  readonly name: string;
  readonly state: ReportState;
}

/** The main numbers of the given shops' month, each in its own zone; worst first, those without data last. */
export async function readShopMonths(
  service: Service,
  shops: readonly ShopConfig[],
  month: Month,
): Promise<ShopMonthRow[]> {
  const now = service.clock.now();
  const spans = shops.map((shop) => ({ shop, span: spanOf(month, openZone(shop.timeZone)) }));
  const asked = spans.map(({ shop, span }) => ({ shop: shop.id, from: span.from, to: span.to }));
  const ids = shops.map(({ id }) => id);
  const { months, states } = await readForReport(service, (db) =>
    oneSnapshot(db, async (trx) => ({
      months: await shopMonths(trx, asked, now),
      states: await shopStates(trx, ids),
    })),
  );
  const found = new Map(months.map((row) => [row.shop, row]));
  return spans
    .map(({ shop, span }) => {
      const numbers = found.get(shop.id) ?? { ...NOTHING, shop: shop.id };
      const watchedSince = states.get(shop.id)?.watchedSince ?? null;
      return { ...numbers, name: shop.name, state: stateOf(span, numbers, watchedSince, now) };
    })
    .sort(worstFirst);
}

const NOTHING: Omit<ShopMonth, 'shop'> = {
  episodes: 0,
  flagMet: 0,
  flagMissed: 0,
  ownerAlertMet: 0,
  ownerAlertMissed: 0,
  breachMet: 0,
  breachMissed: 0,
  completedWithoutReply: 0,
  open: 0,
};

function worstFirst(a: ShopMonthRow, b: ShopMonthRow): number {
  const empty = (row: ShopMonthRow) => Number(row.episodes === 0);
  return (
    b.breachMissed - a.breachMissed ||
    b.ownerAlertMissed - a.ownerAlertMissed ||
    b.flagMissed - a.flagMissed ||
    empty(a) - empty(b) ||
    (a.shop < b.shop ? -1 : 1)
  );
}

const oneSnapshot = <T>(db: Db, read: (trx: Trx) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
