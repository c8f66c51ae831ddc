// Calendars outside the files that were not read for a week: ops hear of it as of a source gone quiet (MAIL.md 15).

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import type { IncidentMailFacts } from '../../mail/facts.ts';
import { type OutsideRow, staleOutside } from '../../store/outside-calendars/outside-calendars.ts';
import { outsideSources } from '../outside-sources.ts';
import type { Service } from '../service.ts';

const STALE_AFTER_MS = 7 * 24 * 60 * 60_000;

/** Ids of the configured shops with such a calendar. */
export async function staleCalendars(service: Service, now: Instant): Promise<string[]> {
  const { shops } = service.config;
  const rows = await staleOutside(service.db, now - STALE_AFTER_MS);
  return [...new Set(rows.filter((row) => isTaken(shops.get(row.shop), row)).map((row) => row.shop))];
}

/** The shop and since when its calendar is unknown; empty when it was read by now. */
export async function staleCalendar(
  service: Service,
  shop: ShopConfig,
  now: Instant,
): Promise<IncidentMailFacts['shops']> {
  const rows = await staleOutside(service.db, now - STALE_AFTER_MS);
  const oldest = rows.find((row) => row.shop === shop.id && isTaken(shop, row));
  return oldest === undefined ? [] : [{ id: shop.id, name: shop.name, unknownSince: oldest.readAt }];
}

function isTaken(shop: ShopConfig | undefined, { source }: OutsideRow): boolean {
  return shop !== undefined && outsideSources(shop).some(({ key }) => key === source);
}
