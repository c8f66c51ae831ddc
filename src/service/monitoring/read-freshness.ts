// How well we see a shop. A source that has not been read for a while is unknown, never green (RULES.md 7).

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { atLeast } from '../../core/clock.ts';
import type { Instant } from '../../core/model.ts';
import { type SourceState, sourceStates } from '../../store/status/sources.ts';
import type { Service } from '../service.ts';
import { type FirstReadProgress, firstReadProgress } from './first-read-progress.ts';

/** `pushed`: its events are sent to us, we do not read them ourselves. */
export type Freshness = ReadFreshness | { readonly state: 'pushed' };
export type ReadFreshness =
  | { readonly state: 'read'; readonly at: Instant }
  | {
      readonly state: 'unknown';
      readonly since: Instant | null;
      readonly failureKind: string | null;
      /** Of a first read that is not over. */
      readonly firstRead: FirstReadProgress | null;
    };

/** Sources are read every 5 minutes; three misses and we do not know. */
const STALE_MS = 15 * 60_000;
/** On an accelerated clock 15 minutes may be less than one read takes; so much real time must pass as well. */
const STALE_REAL_MS = 60_000;

/** How fresh the knowledge of each of the shops is at `now`, by id. */
export async function readFreshness(
  service: Service,
  shops: readonly ShopConfig[],
  now: Instant,
): Promise<Map<string, Freshness>> {
  const states = await statesOf(service, shops.filter(isPolled));
  return new Map(
    shops.map((shop) => [shop.id, isPolled(shop) ? ofSource(service, states.get(shop.id), now) : { state: 'pushed' }]),
  );
}

/** The shops whose sources we read ourselves, and how fresh each is. */
export async function readSources(service: Service): Promise<{ shop: ShopConfig; freshness: ReadFreshness }[]> {
  const polled = [...service.config.shops.values()].filter(isPolled);
  const now = service.clock.now();
  const states = await statesOf(service, polled);
  return polled.map((shop) => ({ shop, freshness: ofSource(service, states.get(shop.id), now) }));
}

const isPolled = ({ rms }: ShopConfig): boolean => rms !== null;

async function statesOf({ db }: Service, polled: readonly ShopConfig[]): Promise<ReadonlyMap<string, SourceState>> {
  if (polled.length === 0) return new Map();
  return sourceStates(
    db,
    polled.map(({ id }) => id),
  );
}

function ofSource(service: Service, source: SourceState | undefined, now: Instant): ReadFreshness {
  const at = source?.lastCompleteAt ?? null;
  const failingSince = source?.failingSince ?? null;
  if (at !== null && failingSince === null && at >= staleBefore(service, now)) return { state: 'read', at };
  const firstRead = firstReadProgress(source, now);
  return { state: 'unknown', since: at ?? failingSince, failureKind: source?.failureKind ?? null, firstRead };
}

/** A source without a complete read since this instant is unknown. */
export const staleBefore = ({ clock }: Pick<Service, 'clock'>, now: Instant): Instant =>
  now - atLeast(clock, STALE_MS, STALE_REAL_MS);
