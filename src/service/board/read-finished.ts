// Inquiries whose wait is over, of one shop or of several, newest end first: filtered and paged.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant, Policy } from '../../core/model.ts';
import type { DayRange } from '../../core/time/day-ranges.ts';
import { openZone } from '../../core/time/zone.ts';
import {
  type Ended,
  type FinishedCursor,
  type FinishedFilters,
  type FinishedPart,
  type FinishedRow,
  finishedOfNumber,
  listFinished,
  seeksNothing,
} from '../../store/board/finished-inquiries.ts';
import type { Service } from '../service.ts';
import { AFTER_ALL, BEFORE_ALL, type Level, levelAt } from './read-open-page.ts';

export type { FinishedCursor, FinishedFilters } from '../../store/board/finished-inquiries.ts';

export interface FinishedInquiry extends FinishedRow {
  readonly of: ShopConfig;
  /** The strongest step that had passed when it ended. */
  readonly level: Level;
  readonly policy: Policy;
}

export interface FinishedQuery {
  readonly filters: FinishedFilters;
  /** On which dates of its shop the wait ended; left out: on any. */
  readonly ended?: DayRange | undefined;
  readonly after: FinishedCursor | null;
  readonly limit: number;
}

export interface FinishedPage {
  readonly items: readonly FinishedInquiry[];
  /** Where the next page begins; null when all were looked at. */
  readonly next: FinishedCursor | null;
  /** Back to when it was looked, fewer than a page fit so far, and not all were looked at; else null. */
  readonly soughtTo: Instant | null;
}

/** So many waits a page looks at in all, so many at least of each shop, and so many times more when that did not fill the page. */
const LOOKED_AT = 10_000;
const LEAST_LOOK = 10;
const LOOK_FURTHER = 5;
/** Of so large a part of all shops, or of so many, the index of all is walked. */
const MOST = 0.5;
const SINGLY_AT_MOST = 500;

/** A page of them. A cursor never skips or repeats one whose wait does not end anew. A whole number is found at once, wherever it stands. */
export async function readFinished(
  service: Service,
  shops: readonly ShopConfig[],
  { filters, ended, after, limit }: FinishedQuery,
): Promise<FinishedPage> {
  if (shops.length === 0) return NOTHING;
  const byId = new Map(shops.map((shop) => [shop.id, shop]));
  const described = (rows: readonly FinishedRow[]) =>
    rows.flatMap((row) => {
      const of = byId.get(row.shop);
      return of === undefined ? [] : [describeFinished(service, of, row)];
    });
  const { q, ...others } = filters;
  if (q !== undefined && after === null && ended === undefined && seeksNothing(others)) {
    const whole = await finishedOfNumber(service.db, [...byId.keys()], q.text);
    if (whole.length > 0) return { ...NOTHING, items: described(whole) };
  }
  const stretches = stretchesOf(service, shops, ended);
  const isMost = shops.length > Math.min(SINGLY_AT_MOST, Math.max(1, MOST * service.config.shops.size));
  const found = await lookThrough(service, { stretches, isMost, filters, after, limit: limit + 1 });
  const { rows, places, edge } = found;
  const isFull = rows.length > limit;
  return {
    items: described(rows.slice(0, limit)),
    next: isFull ? places[limit - 1]! : edge,
    soughtTo: isFull ? null : (edge?.endedAt ?? null),
  };
}

const NOTHING: FinishedPage = { items: [], next: null, soughtTo: null };

/** As a list shows it. */
export function describeFinished({ counting }: Service, of: ShopConfig, row: FinishedRow): FinishedInquiry {
  const level = row.endedAt === null ? 'none' : levelAt(row, row.endedAt);
  return { ...row, of, level, policy: counting.policyOf(of, row) };
}

/** Null: of all shops whenever. */
function stretchesOf({ config }: Service, shops: readonly ShopConfig[], ended: DayRange | undefined): Ended[] | null {
  if (ended === undefined && shops.length > 1 && shops.length === config.shops.size) return null;
  return shops.map(({ id, timeZone }) => {
    if (ended === undefined) return { shop: id, from: BEFORE_ALL, to: AFTER_ALL };
    const { startOfDay } = openZone(timeZone);
    return { shop: id, from: startOfDay(ended.from), to: startOfDay(ended.to + 1) };
  });
}

interface Asked extends Omit<FinishedQuery, 'ended'> {
  readonly stretches: readonly Ended[] | null;
  readonly isMost: boolean;
}

/** Looks at a few, and further behind the edge until there are enough, all were looked at, or it is too much. */
async function lookThrough({ db }: Service, { after: from, limit, ...asked }: Asked): Promise<FinishedPart> {
  const parts = asked.stretches === null || asked.isMost ? 1 : asked.stretches.length;
  let look = Math.max(LEAST_LOOK, Math.ceil((2 * limit) / parts));
  const rows: FinishedRow[] = [];
  const places: FinishedCursor[] = [];
  for (let [after, looked] = [from, 0]; ; look *= LOOK_FURTHER) {
    const most = Math.max(LEAST_LOOK, Math.ceil((LOOKED_AT - looked) / parts));
    const part = await listFinished(db, { ...asked, after, look: Math.min(look, most), limit: limit - rows.length });
    rows.push(...part.rows);
    places.push(...part.places);
    looked += part.looked;
    if (part.edge === null || rows.length >= limit || looked >= LOOKED_AT) return { ...part, rows, places };
    after = part.edge;
  }
}
