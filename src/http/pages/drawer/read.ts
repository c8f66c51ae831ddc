// What a list shows of inquiries whose wait is over, or of a watch over what is answered.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Instant } from '../../../core/model.ts';
import { type FinishedFilters, type FinishedInquiry, readFinished } from '../../../service/board/read-finished.ts';
import { readWatchCounts, readWatched, WATCH_DAYS, type WatchCounts } from '../../../service/board/read-watches.ts';
import type { Service } from '../../../service/service.ts';
import { type DrawerCursor, writeFinishedCursor, writeWatchCursor } from '../../cursors/drawer-cursor.ts';
import { type Asker, finishedFiltersOf, type ListQuery, partsOf } from '../list/filters.ts';
import type { View } from '../view.ts';

export interface Drawer {
  readonly items: readonly FinishedInquiry[];
  /** The cursor of the next page; null on the last. */
  readonly next: string | null;
  /** Fewer than a page fit so far, and not all were looked at. */
  readonly isSought: boolean;
  /** Back to when it was looked then; null: it does not go backward. */
  readonly soughtTo: Instant | null;
}

interface DrawerQuery {
  readonly query: ListQuery;
  readonly asker: Asker;
  readonly cursor: DrawerCursor | null;
  readonly limit: number;
}

/** Null where the list has no such part, or only those that wait have what is sought. */
export async function readDrawer(
  service: Service,
  shops: readonly ShopConfig[],
  { query, asker, cursor, limit }: DrawerQuery,
): Promise<Drawer | null> {
  const { watch, isOpen, isFinished } = partsOf(query);
  const filters = finishedFiltersOf(query, asker);
  if (watch !== null) {
    const after = cursor?.kind === 'watch' ? cursor.after : null;
    const days = query.days ?? WATCH_DAYS;
    const { items, next, isSought } = await readWatched(service, shops, {
      watch,
      days,
      filters: ofInquiry(filters),
      after,
      limit,
    });
    return { items, next: next && writeWatchCursor(next), isSought, soughtTo: null };
  }
  if (!isFinished) return null;
  const after = cursor?.kind === 'finished' ? cursor.after : null;
  const { items, next, soughtTo } = await readFinished(service, shops, { filters, ended: query.ended, after, limit });
  if (isOpen && items.length === 0 && soughtTo === null) return null;
  return { items, next: next && writeFinishedCursor(next), isSought: soughtTo !== null, soughtTo };
}

const ofInquiry = ({ channel, category, q }: FinishedFilters) => ({ channel, category, q });

/** The counts of the watches; null where they are not shown. */
export async function readWatches(
  service: Service,
  view: View,
  shops: readonly ShopConfig[],
): Promise<WatchCounts | null> {
  return view.ahead === null && shops.length > 0 ? readWatchCounts(service, shops) : null;
}
