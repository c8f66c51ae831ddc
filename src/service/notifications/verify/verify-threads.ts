// Before somebody is told of threads, they are read afresh from their source: a reply written a minute ago stops the mail.
// It takes five seconds at most; what was not read by then is told with the age of its data. Only the row itself waits:
// others go on beside it, and a shop that is asked for several rows is asked once.

import type { Instant } from '../../../core/model.ts';
import { type ThreadToTell, threadsToTell } from '../../../store/intake/threads-to-tell.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import { groupBy } from '../../group-by.ts';
import { FRESH_MS, type LookResult, lookAtThreads } from '../../intake/look-at-threads.ts';
import type { Service } from '../../service.ts';
import { NOTIFICATION_KINDS } from '../kinds/notification-kinds.ts';
import { windowOpens } from '../render/notification-kind.ts';

/** How long a message waits for the source. */
const LIMIT_MS = 5_000;
/** How long is read; what was read is taken in before the limit. */
const READ_MS = 4_000;
/** On a clock that runs so fast no answer comes in time. */
const LEAST_REAL_MS = 1_000;
/** Shops that are asked at once by one process. */
const SHOPS_AT_ONCE = 100;

/** What a row is about to tell, by shop. */
export type Doubtful = ReadonlyMap<string, readonly ThreadToTell[]>;

export interface Verifier {
  /** Which of these rows tell threads that can be read afresh; the others have nothing to wait for. */
  doubtful(page: readonly ClaimedMail[], now: Instant): Promise<Map<ClaimedMail, Doubtful>>;
  /** Reads them; resolves when all are read, or the time is over. Never rejects. */
  verify(threads: Doubtful): Promise<void>;
}

/** The last look at a shop. */
interface Look {
  readonly at: Instant;
  readonly numbers: ReadonlySet<string>;
  readonly done: Promise<unknown>;
}

/** The verifier of a process; `stopping` ends what it waits for. */
export function openVerifier(service: Service, stopping?: AbortSignal): Verifier {
  const looks = new Map<string, Look>();
  let inWork = 0;
  const waiting: (() => void)[] = [];

  async function look(shopId: string, threads: readonly ThreadToTell[]): Promise<LookResult> {
    const shop = service.config.shops.get(shopId);
    if (shop?.rms == null) return 'read';
    if (inWork >= SHOPS_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    inWork++;
    const over = new AbortController();
    const time = limit(service, READ_MS, over);
    try {
      return await lookAtThreads(
        service,
        shop,
        threads,
        stopping ? AbortSignal.any([over.signal, stopping]) : over.signal,
      );
    } catch (error) {
      if (!over.signal.aborted && !stopping?.aborted)
        service.logger.error({ err: error, shop: shopId }, 'threads could not be read afresh');
      return 'busy';
    } finally {
      time.end();
      inWork--;
      waiting.shift()?.();
    }
  }

  function lookOnce(shop: string, threads: readonly ThreadToTell[]): Promise<unknown> {
    const at = service.clock.now();
    const known = looks.get(shop);
    const isCovered = known !== undefined && threads.every(({ number }) => known.numbers.has(number));
    // One that lies ahead was made before the clock was set back.
    if (isCovered && known.at <= at && at - known.at <= FRESH_MS) return known.done;
    const done = look(shop, threads).then((result) => {
      service.logger.debug({ shop, threads: threads.length, result }, 'threads looked at before they are told');
      if (looks.size > SHOPS_AT_ONCE * 10) looks.clear();
    });
    looks.set(shop, { at, done, numbers: new Set(threads.map(({ number }) => number)) });
    return done;
  }

  return {
    doubtful: (page, now) => doubtfulOf(service, page, now),
    verify: async (threads) => {
      const over = new AbortController();
      const time = limit(service, LIMIT_MS, over);
      await Promise.race([time.over, Promise.all([...threads].map(([shop, some]) => lookOnce(shop, some)))]);
      time.end();
    },
  };
}

/** Aborts `over` after so long; resolves then, or when it is ended. */
function limit({ clock }: Service, ms: number, over: AbortController) {
  const ended = new AbortController();
  const expired = clock.sleep(ms, ended.signal).then(
    () => over.abort(new Error('no answer in the time there is')),
    () => undefined,
  );
  return { over: expired, end: () => ended.abort(new Error('it ended before')) };
}

async function doubtfulOf(
  service: Service,
  page: readonly ClaimedMail[],
  now: Instant,
): Promise<Map<ClaimedMail, Doubtful>> {
  const found = new Map<ClaimedMail, Doubtful>();
  if (service.clock.realMs(LIMIT_MS) < LEAST_REAL_MS) return found;
  const shopsOf = new Map(page.map((claimed) => [claimed, polledShops(service, claimed, now)]));
  const shops = new Set([...shopsOf.values()].flat());
  if (shops.size === 0) return found;
  const threads = groupBy(await threadsToTell(service.db, [...shops], now), ({ shop }) => shop);
  for (const [claimed, asked] of shopsOf) {
    const told = asked.flatMap((shop) => (threads.has(shop) ? [[shop, threads.get(shop)!] as const] : []));
    if (told.length > 0) found.set(claimed, new Map(told));
  }
  return found;
}

/** Polled shops whose threads the row tells now; none while it waits for its hours. */
function polledShops(service: Service, claimed: ClaimedMail, now: Instant): readonly string[] {
  const kind = NOTIFICATION_KINDS[claimed.kind];
  const { shops } = service.config;
  const told = kind.tellsThreadsOf?.(claimed, shops) ?? [];
  const polled = told.filter((shop) => shops.get(shop)?.rms);
  return polled.length === 0 || windowOpens(service, { claimed, kind, now }) > now ? [] : polled;
}
