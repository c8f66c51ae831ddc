// How far one read of a shop's source reaches (RMS.md "Two speeds"): mostly the newest days, within each hour all of them,
// and what is known of their rows. RMS cannot be asked what changed, so whatever is not read is not seen.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { EpochDay, Instant } from '../../core/model.ts';
import { VERSION } from '../../package.ts';
import { jstDay, startOfJstDay } from '../../rms/jst.ts';
import type { SweepResult } from '../../rms/read-inquiries.ts';
import { type KnownRows, packed, unpacked } from '../../rms/row-print.ts';
import { openInquiriesBefore } from '../../store/intake/inquiries.ts';
import { rowsOfDays, type SourceClaim } from '../../store/intake/source-reads.ts';
import type { Db } from '../../store/schema.ts';

export const POLL_EVERY_MS = 5 * 60_000;
/** With the time until the next poll, and the reading itself, older threads are seen within the hour. */
export const OLDER_EVERY_MS = 54 * 60_000;
export const NEWEST_DAYS = 7;
const ALL_DAYS = 60;
/** An older thread is asked for by number while a step of it, or a mail about it, is so near: no alarm on old news. */
const RESTLESS_MS = 2 * POLL_EVERY_MS;
/** More of them than this, and reading all days is cheaper. */
const SINGLY_AT_MOST = 10;
/** The window's far end is a little short; threads near it are asked for by number, which costs nothing if seen. */
export const MARGIN_MS = 5 * 60_000;

export interface ReadScope {
  /** Frozen: the end of the window. */
  readonly now: Instant;
  /** The beginning of the window: of a day in Japan. */
  readonly from: Instant;
  /** Open threads that began before it and are read by number. */
  readonly olderOpen: readonly string[];
  /** What the days of the window are known to show. */
  readonly known: KnownRows;
  /** What is stored of days. */
  readonly stored: ReadonlyMap<EpochDay, Buffer>;
  /** When all days are to be read next; null when this read does not reach them. */
  readonly olderDueAt: Instant | null;
}

/** What is to be read at `now`, by whoever holds the claim, of a shop that was read completely before (else first-read.ts). */
export async function scopeOf(db: Db, shop: ShopConfig, claim: SourceClaim, now: Instant): Promise<ReadScope> {
  const isDue = claim.olderDueAt === null || claim.olderDueAt <= now || !claim.rowsHold;
  return (isDue ? null : await newestDays(db, shop.id, now)) ?? allDays(db, shop.id, claim, now);
}

async function newestDays(db: Db, shop: string, now: Instant): Promise<ReadScope | null> {
  const from = startOfJstDay(jstDay(now) - NEWEST_DAYS);
  const olderOpen = await openInquiriesBefore(db, shop, from + MARGIN_MS, now + RESTLESS_MS);
  if (olderOpen.length > SINGLY_AT_MOST) return null;
  const stored = await rowsOfDays(db, shop, jstDay(from));
  return { now, from, olderOpen, stored, known: knownRows(stored), olderDueAt: null };
}

/** After an outage longer than the window it reaches back to the last complete read. */
async function allDays(db: Db, shop: string, claim: SourceClaim, now: Instant): Promise<ReadScope> {
  const { lastCompleteAt, rowsHold } = claim;
  const from = startOfJstDay(Math.min(jstDay(now) - ALL_DAYS, jstDay(lastCompleteAt ?? now) - 1));
  const olderOpen = await openInquiriesBefore(db, shop, from + MARGIN_MS);
  const stored = await rowsOfDays(db, shop, 0);
  const known: KnownRows = rowsHold ? knownRows(stored) : new Map();
  return { now, from, olderOpen, stored, known, olderDueAt: nextWholeRead(shop, now) };
}

const knownRows = (stored: ReadonlyMap<EpochDay, Buffer>): KnownRows =>
  new Map([...stored].map(([day, bytes]) => [day, unpacked(bytes)]));

/** When all days of a shop are read next. Each shop has its own minute, so that all shops are spread over the hour. */
export function nextWholeRead(shop: string, now: Instant): Instant {
  let phase = 0;
  for (let i = 0; i < shop.length; i++) phase = (Math.imul(phase, 31) + shop.charCodeAt(i)) >>> 0;
  const offset = (phase * 7_919) % OLDER_EVERY_MS;
  return now + OLDER_EVERY_MS - ((now - offset) % OLDER_EVERY_MS);
}

/** What else decides what becomes of a row: with another release, or another setting, each is read anew. */
export function readBy(shop: ShopConfig): string {
  const { autoReplies, holdingReplies } = shop.rms ?? {};
  const holding = holdingReplies === undefined ? '' : ` ${JSON.stringify(holdingReplies)}`;
  return `${VERSION} ${JSON.stringify(autoReplies)}${holding}`;
}

/**
 * The days of which something else is known now than is stored. The window shows its days whole; a day of which only some
 * threads were read by number is forgotten, and so are those before a window of all days.
 */
export function rowsToKeep(
  scope: Pick<ReadScope, 'from' | 'stored'>,
  sweep: Pick<SweepResult, 'prints' | 'aside'>,
  refused: ReadonlySet<string>,
): Map<EpochDay, Buffer | null> {
  const first = jstDay(scope.from);
  const seen = packedRows(sweep, refused);
  const days = new Map<EpochDay, Buffer | null>();
  for (const [day, bytes] of seen) if (!scope.stored.get(day)?.equals(bytes)) days.set(day, bytes);
  for (const day of scope.stored.keys()) if (!seen.has(day)) days.set(day, null);
  for (const day of sweep.aside) if (day < first) days.set(day, null);
  return days;
}

/** The rows of a sweep of which nothing was refused, by day. */
export const packedRows = ({ prints }: Pick<SweepResult, 'prints'>, refused: ReadonlySet<string>) =>
  packed([...prints].flatMap(([number, print]) => (refused.has(number) ? [] : [print])));
