// The episodes of a shop's month page by page, for programs; readReportEpisodes gives them all at once.
// A superseded episode takes its place on a page and is not shown, so a page may be shorter than asked for.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import { businessTime } from '../../core/reports/business-time.ts';
import { judge } from '../../core/reports/episode.ts';
import { type Month, spanOf } from '../../core/reports/month.ts';
import { idsStarted, reportRows } from '../../store/reports/report-rows.ts';
import type { Service } from '../service.ts';
import type { EpisodeLine } from './read-month.ts';
import { readForReport } from './report-database.ts';

/** A place in the list: start (epoch ms) and id of the last episode before it. */
export interface EpisodePlace {
  readonly startedAt: Instant;
  readonly id: number;
}

export interface EpisodePage {
  readonly now: Instant;
  readonly items: readonly EpisodeLine[];
  /** Where the next page begins; null on the last one. */
  readonly next: EpisodePlace | null;
}

/** A page of the episodes that started in a month of the shop's zone, in the order of their start. */
export async function readEpisodePage(
  service: Service,
  shop: ShopConfig,
  month: Month,
  { after, limit }: { readonly after: EpisodePlace | null; readonly limit: number },
): Promise<EpisodePage> {
  const calendar = service.counting.calendarOf(shop);
  const { from, to } = spanOf(month, calendar.zone);
  const span = { from: Math.max(from, after?.startedAt ?? from), to };
  const ids = await readForReport(service, (db) => idsStarted(db, shop.id, span));
  const rest = after === null ? ids : ids.slice(ids.indexOf(after.id) + 1);
  const rows = await readForReport(service, (db) => reportRows(db, rest.slice(0, limit)));
  const options = { now: service.clock.now(), businessMs: businessTime(calendar) };
  const last = rows.at(-1);
  return {
    now: options.now,
    items: rows
      .filter(({ endedBy }) => endedBy !== 'superseded')
      .map((row) => ({ ...judge(row, options), inquiry: row.inquiry })),
    next: rest.length > limit && last ? { startedAt: last.startedAt, id: last.id } : null,
  };
}
