// The lanes in which a process reads shops' sources: the inquiries; and beside them, after a complete read, when the
// licence key ends and what RMS closes. All ask with the shop's one client at its one pace, so that no two requests come
// closer together than before. Traps: an inquiry must never wait for a calendar that does not answer; and a shop is
// mostly waited for (a request a second), so what a process reads in an hour is decided by how many it reads at once.

import { claimSources, type SourceClaim } from '../../store/intake/source-reads.ts';
import { releaseClaim } from '../../store/status/sources.ts';
import { poll } from '../intake/poll-shop.ts';
import { checkLicence, LICENCE_EVERY_MS } from '../monitoring/check-licence.ts';
import { readRmsCalendar } from '../outside-calendars/import-rms-calendar.ts';
import { claimEnds } from '../read-claim.ts';
import type { Service } from '../service.ts';
import { type Lane, openLane } from './lane.ts';

export interface SourceLanes {
  readonly polls: Lane;
  readonly licences: Lane;
  readonly shopCalendars: Lane;
  /** Claims sources that are due, as many as can be read at once, and reads them. Returns how many. */
  readDue(): Promise<number>;
}

const SHOPS_AT_ONCE = 250;
/** Begun in one look, at most, a second apart: all at once would wait for each other's connections. */
const BEGUN_AT_ONCE = 50;
const BESIDE_AT_ONCE = 10;

/** The only place of a process that reads shops' sources. */
export function openSourceLanes(service: Service): SourceLanes {
  const { clock, logger } = service;
  const beside = { atOnce: BESIDE_AT_ONCE, logger };
  const licences = openLane('licences', (shop, signal) => checkLicence(service, shop, signal), beside);
  const shopCalendars = openLane('shop calendars', (shop, signal) => readRmsCalendar(service, shop, signal), beside);
  const claims = new Map<string, SourceClaim>();
  const readShop = async (shop: string, signal: AbortSignal): Promise<void> => {
    const claim = claims.get(shop);
    claims.delete(shop);
    if ((await poll(service, shop, signal, claim)) !== 'complete') return;
    if (service.config.shops.get(shop)?.calendar.rms) shopCalendars.offer([shop]);
    const checkedAt = claim?.licenceCheckedAt ?? null;
    if (checkedAt === null || clock.now() - checkedAt >= LICENCE_EVERY_MS) licences.offer([shop]);
  };
  const lane = openLane('polls', readShop, { atOnce: SHOPS_AT_ONCE, logger });
  let isStopping = false;
  const releaseUnread = async (): Promise<void> => {
    const unread = [...claims.keys()];
    claims.clear();
    for (const shop of unread) await releaseClaim(service.db, shop);
  };
  const polls: Lane = {
    ...lane,
    /** What was claimed and not begun is free for others at once, instead of when the claim ends. */
    stop: async () => {
      isStopping = true;
      await lane.stop();
      await releaseUnread();
    },
  };

  /**
   * A claim that came while the read before was ending has its turn after it. The lane does not take a key twice, and
   * nobody else would read the shop until the claim ends. What failed is logged by the lane.
   */
  function readAfter(shop: string): void {
    const again = (): void => {
      if (claims.has(shop)) polls.offer([shop]);
    };
    polls.run(shop).then(again, again);
  }

  async function readDue(): Promise<number> {
    const limit = Math.min(BEGUN_AT_ONCE, SHOPS_AT_ONCE - polls.busy());
    if (limit <= 0) return 0;
    const claimed = await claimSources(service.db, { now: clock.now(), until: claimEnds(clock), limit });
    for (const claim of claimed) claims.set(claim.shop, claim);
    if (isStopping) {
      await releaseUnread();
      return 0;
    }
    polls.offer(claimed.map(({ shop }) => shop));
    for (const { shop } of claimed) readAfter(shop);
    return claimed.length;
  }

  return { polls, licences, shopCalendars, readDue };
}
