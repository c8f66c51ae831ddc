// The episodes of a shop's month that a figure counts, a page of them; the whole month is looked through for their number.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { businessTime } from '../../core/reports/business-time.ts';
import { type JudgedEpisode, judge } from '../../core/reports/episode.ts';
import { type Month, spanOf } from '../../core/reports/month.ts';
import { idsStarted, reportRows } from '../../store/reports/report-rows.ts';
import type { Service } from '../service.ts';
import type { EpisodeLine } from './read-month.ts';
import { readForReport } from './report-database.ts';

/** Read at once: bounds what it takes in memory. */
const PART = 20_000;

export interface CountedEpisodes {
  readonly count: number;
  readonly lines: readonly EpisodeLine[];
}

/** In the order of their start; superseded ones are among those asked about. */
export async function readCountedEpisodes(
  service: Service,
  shop: ShopConfig,
  month: Month,
  { isCounted, skip, limit }: { isCounted: (judged: JudgedEpisode) => boolean; skip: number; limit: number },
): Promise<CountedEpisodes> {
  const calendar = service.counting.calendarOf(shop);
  const options = { now: service.clock.now(), businessMs: businessTime(calendar) };
  const ids = await readForReport(service, (db) => idsStarted(db, shop.id, spanOf(month, calendar.zone)));
  const lines: EpisodeLine[] = [];
  let count = 0;
  for (let at = 0; at < ids.length; at += PART) {
    const rows = await readForReport(service, (db) => reportRows(db, ids.slice(at, at + PART)));
    for (const row of rows) {
      const judged = judge(row, options);
      if (!isCounted(judged)) continue;
      if (count >= skip && lines.length < limit) lines.push({ ...judged, inquiry: row.inquiry });
      count++;
    }
  }
  return { count, lines };
}
