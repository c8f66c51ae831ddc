// api: a page of a shop's inquiries: of those that wait, of those whose wait is over behind them or alone, or of a watch.

import { z } from '@hono/zod-openapi';
import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Instant } from '../../../core/model.ts';
import { type FinishedCursor, readFinished } from '../../../service/board/read-finished.ts';
import { type Filters, readOpenPage, soughtText } from '../../../service/board/read-open-page.ts';
import { readWatched, WATCH_DAYS } from '../../../service/board/read-watches.ts';
import type { Service } from '../../../service/service.ts';
import { writeFinishedCursor, writeWatchCursor } from '../../cursors/drawer-cursor.ts';
import { writeCursor } from '../../cursors/inquiries-cursor.ts';
import { FinishedInquiryItem, finishedInquiryJson } from './finished-inquiry-json.ts';
import { type ListQuery, partsOf } from './list-query.ts';
import { OpenInquiryItem, openInquiryJson } from './open-inquiry-json.ts';

export const ListedInquiry = z.union([OpenInquiryItem, FinishedInquiryItem]).openapi('ListedInquiry');

interface ListPage {
  readonly asOf: Instant;
  readonly items: z.output<typeof ListedInquiry>[];
  readonly next: string | null;
}

/** In front of whatever has ended. */
const NEWEST: FinishedCursor = { endedAt: 99_999_999_999_999, episodeId: 0 };

/** `at`: the moment to come that is shown, of those that wait; null: now. */
export async function readListPage(
  service: Service,
  shop: ShopConfig,
  query: ListQuery,
  at: Instant | null,
): Promise<ListPage> {
  const { isOpen, isFinished, watched } = partsOf(query);
  const { limit, cursor } = query;
  const asOf = service.clock.now();
  if (watched !== null) return { asOf, ...(await watchPage(service, shop, query, watched)) };
  const behind = async (room: number) => {
    if (room === 0) return { items: [], next: writeFinishedCursor(NEWEST) };
    return finishedPage(service, shop, { ...query, limit: room });
  };
  if (!isOpen || cursor?.kind === 'finished') return { asOf, ...(await behind(limit)) };
  const open = await openPage(service, shop, query, at);
  if (!isFinished || open.next !== null) return open;
  const more = await behind(limit - open.items.length);
  return { ...open, items: [...open.items, ...more.items], next: more.next };
}

async function openPage(service: Service, shop: ShopConfig, query: ListQuery, at: Instant | null): Promise<ListPage> {
  const { step, due, channel, category, hand, muted, watch, limit } = query;
  const cursor = query.cursor?.kind === 'open' ? query.cursor : null;
  const isRead = watch === 'read' || undefined;
  const isMuted = muted === 'yes' || undefined;
  const filters = { step, due, channel, category, hand: handOf(hand), isRead, isMuted, q: soughtOf(query) };
  const { now, items, next } = await readOpenPage(service, shop, {
    filters,
    after: cursor,
    limit,
    asOf: cursor?.asOf,
    at,
  });
  const asOf = due && (cursor?.asOf ?? now);
  return { asOf: now, items: items.map(openInquiryJson), next: next && writeCursor(next, asOf) };
}

async function finishedPage(service: Service, shop: ShopConfig, query: ListQuery): Promise<Omit<ListPage, 'asOf'>> {
  const { status, ended, step, channel, category, by, limit, cursor } = query;
  const isAnyNow = status === undefined;
  const now = status === 'answered' || status === 'completed' ? status : isAnyNow ? undefined : ('over' as const);
  const { items, next } = await readFinished(service, [shop], {
    ...{ filters: { status: now, step, channel, category, by, q: soughtOf(query) }, ended, limit },
    after: cursor?.kind === 'finished' ? cursor.after : null,
  });
  return { items: items.map(finishedInquiryJson), next: next && writeFinishedCursor(next) };
}

async function watchPage(
  service: Service,
  shop: ShopConfig,
  query: ListQuery,
  watch: 'uncompleted' | 'asked',
): Promise<Omit<ListPage, 'asOf'>> {
  const { channel, category, days = WATCH_DAYS, limit, cursor } = query;
  const { items, next } = await readWatched(service, [shop], {
    ...{ watch, days, limit, filters: { channel, category, q: soughtOf(query) } },
    after: cursor?.kind === 'watch' ? cursor.after : null,
  });
  return { items: items.map(finishedInquiryJson), next: next && writeWatchCursor(next) };
}

const soughtOf = ({ q }: ListQuery) => (q === undefined ? undefined : soughtText(q));

function handOf(hand: string | undefined): Filters['hand'] {
  if (hand === 'free' || hand === 'taken') return hand;
  return hand === undefined ? undefined : { by: hand.slice('by:'.length) };
}
