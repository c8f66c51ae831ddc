// Plans for a page of open episodes: their raised steps and pauses are read, then the pure plan decides. The recompute
// carries the plans out under lock, the preview only looks at them.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant, Pause } from '../../core/model.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import { noticesAbout } from '../../store/board/notice-history.ts';
import { laterEpisodes, type OpenEpisode, raisedSteps } from '../../store/configuration/recompute.ts';
import { eventsOf } from '../../store/intake/events.ts';
import type { Db } from '../../store/schema.ts';
import { groupBy } from '../group-by.ts';
import type { Service } from '../service.ts';
import { noticeRows } from '../steps/plan-notices.ts';
import { planRecompute, type RecomputePlan } from './plan-recompute.ts';

export interface Page<E extends OpenEpisode> {
  readonly rows: readonly E[];
  /** The configuration a row is to be counted with; null leaves the row as it is. */
  readonly shopOf: (row: E) => ShopConfig | null;
  readonly now: Instant;
}

/** What counting anew does to each row of the page. */
export async function planPage<E extends OpenEpisode>(
  { counting }: Pick<Service, 'counting'>,
  db: Db,
  { rows, shopOf, now }: Page<E>,
): Promise<RecomputePlan<E>[]> {
  const stale = rows.flatMap((row) => {
    const shop = shopOf(row);
    return shop === null ? [] : [{ row, shop }];
  });
  const ids = stale.map(({ row }) => row.id);
  const standing = groupBy(ids.length === 0 ? [] : await raisedSteps(db, ids), ({ episodeId }) => episodeId);
  const pauses = await pausesOf(
    db,
    stale.map(({ row }) => row),
  );
  const told = groupBy(ids.length === 0 ? [] : await noticesAbout(db, ids), ({ episodeId }) => episodeId);
  const onlyFirst = stale.filter(({ row, shop }) => counting.policyOf(shop, row).counts === 'first');
  const later = await laterEpisodes(
    db,
    onlyFirst.map(({ row }) => row.id),
  );
  return stale.map(({ row, shop }) => {
    const deadlines = counting.deadlines(shop, row, { startedAt: row.startedAt, isFirst: !later.has(row.id) });
    const episode = { startedAt: row.startedAt, pauses: pauses.get(row.id) ?? [] };
    const notices = noticeRows(counting, shop, row, { episode, deadlines });
    const counted = {
      deadlines,
      pauses: episode.pauses,
      revision: counting.revisionOf(shop),
      notices,
      stored: told.get(row.id) ?? [],
    };
    return planRecompute(row, standing.get(row.id) ?? [], counted, now);
  });
}

/** The pauses of episodes whose thread was ever reopened; all others have none. */
async function pausesOf(db: Db, rows: readonly OpenEpisode[]): Promise<Map<number, readonly Pause[]>> {
  const reopened = rows.filter((row) => row.reopened);
  if (reopened.length === 0) return new Map();
  const events = await eventsOf(
    db,
    reopened.map((row) => row.inquiryId),
  );
  return new Map(
    reopened.map(({ id, inquiryId, opener }) => {
      const { episodes } = deriveThread(events.get(inquiryId) ?? []);
      return [id, episodes.find(({ messages }) => messages.includes(opener))?.pauses ?? []];
    }),
  );
}
