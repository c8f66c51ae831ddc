// A shop's open inquiries as lists show them: worst first, filtered, page by page, with what is left and who has them.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Calendar } from '../../core/calendar/calendar.ts';
import { type Deadlines, type Instant, type Policy, STEPS, type Step } from '../../core/model.ts';
import { businessDaysLeft, businessMsBetween } from '../../core/steps/counting.ts';
import type { DayRange } from '../../core/time/day-ranges.ts';
import { openZone } from '../../core/time/zone.ts';
import {
  cursorOf,
  type ListedRow,
  listOpen,
  type OpenCursor,
  type OpenInquiryRow,
  openKinds,
  type Sought,
} from '../../store/board/open-inquiries.ts';
import type { Service } from '../service.ts';

export type { OpenCursor, Sought } from '../../store/board/open-inquiries.ts';

/** The strongest step that has passed (MAIL.md 4). */
export type Level = Step | 'none';

export interface OpenInquiry extends ListedRow, Left {
  readonly level: Level;
  readonly policy: Policy;
  /** The calendar on which it counts. */
  readonly calendar: Calendar;
  /** The number of the first on the page that the same customer wrote; left out: it is that one, or nobody knows. */
  readonly sameAs?: string;
}

/** What is left of a wait until its breach; both null where it has no deadline. */
export interface Left {
  /** For policies in days: as core businessDaysLeft until the breach; else null. */
  readonly businessDaysLeft: number | null;
  /** For policies in hours: opening time in ms until the breach, negative once passed; else null. */
  readonly openMsLeft: number | null;
}

export interface OpenPage {
  readonly now: Instant;
  readonly items: readonly OpenInquiry[];
  /** Where the next page begins; null on the last one. */
  readonly next: OpenCursor | null;
}

/** Which of a shop's open inquiries; what is left out asks for nothing. */
export interface Filters {
  /** At least this step has passed: who asks for flags sees alerts and breaches as well, as the counts do. */
  readonly step?: Step | undefined;
  /**
   * `today`: the breach is still to come and falls due before the end of the shop's today; `later`: all others. `overdue`: the
   * deadline is over; `coming`: it is after today, or there is none. Dates: it is still to come and lies on one of them, as
   * `readComing` counts it.
   */
  readonly due?: 'today' | 'later' | 'overdue' | 'coming' | DayRange | undefined;
  readonly channel?: string | undefined;
  readonly category?: string | undefined;
  /** In nobody's hand, in somebody's, or in that of whom `by` names. */
  readonly hand?: 'free' | 'taken' | { readonly by: string } | undefined;
  /** The shop has read it, as its source says. */
  readonly isRead?: true | undefined;
  /** The owner's mails about it are held back. */
  readonly isMuted?: true | undefined;
  /** Part of the number, the item, the category, the order tail, the channel or who has it in hand. */
  readonly q?: Sought | undefined;
}

/** What is sought when nothing else is called so. */
export const soughtText = (text: string): Sought => ({ text, channels: [], shops: [] });

export interface PageQuery {
  readonly filters?: Filters;
  readonly after: OpenCursor | null;
  readonly limit: number;
  /** The moment whose today `due` means: the first page's, for the pages after it. Default: now. */
  readonly asOf?: Instant | undefined;
  /** The moment to come that is shown: as it will be then if nobody answers. Default: now. */
  readonly at?: Instant | null;
}

/** A page of a shop's open inquiries, worst first. The order is stable: a cursor never skips or repeats one. */
export async function readOpenPage(service: Service, shop: ShopConfig, query: PageQuery): Promise<OpenPage> {
  const { filters = {}, after, limit } = query;
  const now = query.at ?? service.clock.now();
  const due = dueWithin(shop, filters.due, query.asOf ?? now);
  const asked = { shop: shop.id, now, filters: { ...filters, due }, after, limit: limit + 1 };
  const rows = await listOpen(service.db, asked);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    now,
    items: shown.map((row) => describeOpen(service, shop, row, now)),
    next: rows.length > limit && last ? cursorOf(last) : null,
  };
}

/** The channels and categories that a shop's open inquiries have, each once, in order. */
export async function readKinds(
  { db }: Service,
  { id }: ShopConfig,
): Promise<{ channels: readonly string[]; categories: readonly string[] }> {
  const kinds = await openKinds(db, id);
  const channels = new Set(kinds.map(({ channel }) => channel));
  const categories = new Set(kinds.flatMap(({ category }) => category ?? []));
  return { channels: [...channels], categories: [...categories] };
}

/** A row with its level at `now` and what is left. */
export function describeOpen(service: Service, shop: ShopConfig, row: ListedRow, now: Instant): OpenInquiry {
  return { ...row, level: levelAt(row, now), ...leftOf(service, shop, row, now) };
}

/** The end of the local date in which `at` lies, as an instant (epoch ms). */
export function endOfToday(timeZone: string, at: Instant): Instant {
  const zone = openZone(timeZone);
  return zone.startOfDay(zone.localDay(at) + 1);
}

/** Which step an open episode has reached: due means passed (RULES.md 3). */
export function levelAt({ due }: Pick<OpenInquiryRow, 'due'>, now: Instant): Level {
  return STEPS.findLast((step) => due[step] !== null && due[step] <= now) ?? 'none';
}

/** No deadline lies before it. */
export const BEFORE_ALL: Instant = 0;
/** Nothing happens, or falls due, after it. */
export const AFTER_ALL: Instant = Date.UTC(9999, 0);

function dueWithin({ timeZone }: ShopConfig, due: Filters['due'], asOf: Instant) {
  if (due === undefined) return undefined;
  // These two mean also what has no deadline: so they are said by what they are not.
  if (due === 'coming') return { after: BEFORE_ALL, upTo: endOfToday(timeZone, asOf), inside: false };
  if (due === 'later') return { ...stretchOfDue(timeZone, 'today', asOf), inside: false };
  return { ...stretchOfDue(timeZone, due, asOf), inside: true };
}

/** The instants (after, upTo] in which the deadlines lie that are meant at `asOf`. */
export function stretchOfDue(timeZone: string, due: 'overdue' | 'today' | DayRange, asOf: Instant) {
  if (due === 'overdue') return { after: BEFORE_ALL, upTo: asOf };
  return due === 'today' ? { after: asOf, upTo: endOfToday(timeZone, asOf) } : stretchOf(timeZone, due, asOf);
}

/** The instants (after, upTo] of these dates that are still to come at `now`. */
export function stretchOf(timeZone: string, { from, to }: DayRange, now: Instant) {
  const { startOfDay } = openZone(timeZone);
  return { after: Math.max(now, startOfDay(from)), upTo: startOfDay(to + 1) };
}

function leftOf(service: Service, shop: ShopConfig, row: OpenInquiryRow, now: Instant) {
  const { policy, calendar } = service.counting.rulesOf(shop, row);
  return { policy, calendar, ...leftUntil(row.deadlines, { policy, calendar }, now) };
}

/** What is left at `now` until the breach, counted as `rules` say. */
export function leftUntil(
  deadlines: Deadlines | null,
  { policy, calendar }: Pick<OpenInquiry, 'policy' | 'calendar'>,
  now: Instant,
): Left {
  if (deadlines === null) return { businessDaysLeft: null, openMsLeft: null };
  const { breach } = deadlines.at;
  if ('days' in policy.after.breach)
    return { businessDaysLeft: businessDaysLeft(calendar, now, breach), openMsLeft: null };
  return { businessDaysLeft: null, openMsLeft: businessMsBetween(calendar, now, breach) };
}
