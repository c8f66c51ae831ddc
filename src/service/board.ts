// What the board shows: shops worst first, a shop's open inquiries with what is left, and how fresh our knowledge is.
// Trap: a source that has not been read for a while is unknown, never green (domain.md 7).

import type { ShopConfig } from '../config/shop-input.ts';
import { businessDaysLeft, businessMsBetween } from '../core/counting.ts';
import type { Instant, Policy, Step } from '../core/model.ts';
import { type OpenCounts, type OpenCursor, type OpenInquiryRow, openCounts, openInquiries } from '../store/board.ts';
import { type SourceState, sourceStates } from '../store/sources.ts';
import type { Service } from './service.ts';

export type { OpenCounts, OpenCursor } from '../store/board.ts';

/** How well we see a shop. `pushed`: its events are sent to us, we do not read them ourselves. */
export type Freshness = ReadFreshness | { readonly state: 'pushed' };
export type ReadFreshness =
  | { readonly state: 'read'; readonly at: Instant }
  | { readonly state: 'unknown'; readonly since: Instant | null; readonly failureKind: string | null };

export interface ShopCard {
  readonly shop: ShopConfig;
  readonly counts: OpenCounts;
  readonly freshness: Freshness;
}

export interface Board {
  readonly now: Instant;
  /** Worst first. */
  readonly cards: readonly ShopCard[];
}

/** The strongest step that has passed (alert-mail.md 4). */
export type Level = Step | 'none';

export interface OpenInquiry extends OpenInquiryRow {
  readonly level: Level;
  readonly policy: Policy;
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

/** Sources are read every 5 minutes; three misses and we do not know. */
const STALE_MS = 15 * 60_000;
/** On an accelerated clock 15 minutes may be less than one read takes; so much real time must pass as well. */
const STALE_REAL_MS = 60_000;

const NOTHING_OPEN: OpenCounts = { unanswered: 0, flagged: 0, ownerAlertDue: 0, breached: 0, nextDueAt: null };

/** All configured shops, worst first: by breaches, alerts, flags, unknown sources, then by what is due next. */
export async function readBoard(service: Service): Promise<Board> {
  const now = service.clock.now();
  const shops = [...service.config.shops.values()];
  const counts = await openCounts(service.db, now);
  const ids = shops.map((shop) => shop.id);
  const sources = await sourceStates(service.db, ids);
  const cards = shops.map((shop) => ({
    shop,
    counts: counts.get(shop.id) ?? NOTHING_OPEN,
    freshness: freshnessOf(service, shop, sources.get(shop.id), now),
  }));
  return { now, cards: cards.sort(worstFirst) };
}

/** One shop's card; null when it is not configured. */
export async function readShopCard(service: Service, shopId: string): Promise<ShopCard | null> {
  const shop = service.config.shops.get(shopId);
  if (shop === undefined) return null;
  const now = service.clock.now();
  const counts = (await openCounts(service.db, now, shopId)).get(shopId) ?? NOTHING_OPEN;
  const source = (await sourceStates(service.db, [shopId])).get(shopId);
  return { shop, counts, freshness: freshnessOf(service, shop, source, now) };
}

/** A page of a shop's open inquiries, worst first. The order is stable: a cursor never skips or repeats one. */
export async function readOpenPage(
  service: Service,
  shop: ShopConfig,
  after: OpenCursor | null,
  limit: number,
): Promise<OpenPage> {
  const now = service.clock.now();
  const rows = await openInquiries(service.db, shop.id, after, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    now,
    items: shown.map((row) => ({ ...row, level: levelAt(row, now), ...leftOf(service, shop, row, now) })),
    next: rows.length > limit && last ? { breachAt: last.breachAt, episodeId: last.episodeId } : null,
  };
}

/** Which step an open episode has reached: due means passed (domain.md 3). */
export function levelAt(
  due: Pick<OpenInquiryRow, 'flagDueAt' | 'ownerAlertDueAt' | 'breachDueAt'>,
  now: Instant,
): Level {
  const passed = (at: Instant | null) => at !== null && at <= now;
  if (passed(due.breachDueAt)) return 'breach';
  if (passed(due.ownerAlertDueAt)) return 'owner_alert';
  return passed(due.flagDueAt) ? 'flag' : 'none';
}

/** What is known of a shop's source at `now` (domain.md 7). */
function freshnessOf(service: Service, shop: ShopConfig, source: SourceState | undefined, now: Instant): Freshness {
  return shop.rms === null ? { state: 'pushed' } : readFreshness(service, source, now);
}

function readFreshness(service: Service, source: SourceState | undefined, now: Instant): ReadFreshness {
  const at = source?.lastCompleteAt ?? null;
  const failingSince = source?.failingSince ?? null;
  if (at !== null && failingSince === null && !isStale(service, now - at)) return { state: 'read', at };
  return { state: 'unknown', since: at ?? failingSince, failureKind: source?.failureKind ?? null };
}

const isStale = ({ clock }: Service, ageMs: number): boolean => ageMs > STALE_MS && clock.realMs(ageMs) > STALE_REAL_MS;

function leftOf(service: Service, shop: ShopConfig, row: OpenInquiryRow, now: Instant) {
  const policy = service.counting.policyOf(shop, row);
  if (row.breachAt === null) return { policy, businessDaysLeft: null, openMsLeft: null };
  const calendar = service.counting.calendarOf(shop);
  if ('days' in policy.breachAfter)
    return { policy, businessDaysLeft: businessDaysLeft(calendar, now, row.breachAt), openMsLeft: null };
  return { policy, businessDaysLeft: null, openMsLeft: businessMsBetween(calendar, now, row.breachAt) };
}

function worstFirst(a: ShopCard, b: ShopCard): number {
  const unknown = (card: ShopCard) => Number(card.freshness.state === 'unknown');
  const next = (card: ShopCard) => card.counts.nextDueAt ?? Number.MAX_SAFE_INTEGER;
  return (
    b.counts.breached - a.counts.breached ||
    b.counts.ownerAlertDue - a.counts.ownerAlertDue ||
    b.counts.flagged - a.counts.flagged ||
    unknown(b) - unknown(a) ||
    next(a) - next(b) ||
    (a.shop.id < b.shop.id ? -1 : 1)
  );
}

/** The shops whose sources we read ourselves, and how fresh each is. */
export async function readSources(service: Service): Promise<{ shop: ShopConfig; freshness: ReadFreshness }[]> {
  const polled = [...service.config.shops.values()].filter((shop) => shop.rms !== null);
  const now = service.clock.now();
  const states = await sourceStates(
    service.db,
    polled.map((shop) => shop.id),
  );
  return polled.map((shop) => ({ shop, freshness: readFreshness(service, states.get(shop.id), now) }));
}
