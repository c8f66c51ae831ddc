// Which channels of shops are open to customers now, and what is odd about that. Asked only of shops whose file names channels.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import { type Presence, presenceOf } from '../../core/presence/presence.ts';
import { businessMsBetween } from '../../core/steps/counting.ts';
import { saidPresences, waitingUnheld } from '../../store/presence/said-presence.ts';
import type { Service } from '../service.ts';

export interface ChannelPresence extends Presence {
  readonly channel: string;
}

type Parts = Pick<Service, 'db' | 'counting'>;

/** By shop, its channels in the order of its file; shops without any are left out. */
export async function readPresence(
  { db, counting }: Parts,
  shops: readonly ShopConfig[],
  now: Instant,
): Promise<Map<string, ChannelPresence[]>> {
  const asking = shops.filter(({ presence }) => presence !== undefined);
  if (asking.length === 0) return new Map();
  const channels = asking.flatMap((shop) => shop.presence!.map((channel) => ({ shop: shop.id, channel })));
  const [said, waiting] = [
    await saidPresences(
      db,
      asking.map(({ id }) => id),
    ),
    await waitingUnheld(db, channels, now),
  ];
  const isOf = (shop: ShopConfig, channel: string) => (one: { readonly shop: string; readonly channel: string }) =>
    one.shop === shop.id && one.channel === channel;
  return new Map(
    asking.map((shop) => [
      shop.id,
      shop.presence!.map((channel) => ({
        channel,
        ...presenceOf({
          said: said.find(isOf(shop, channel)) ?? null,
          waiting: waiting.find(isOf(shop, channel))?.waiting ?? 0,
          ...timesOf(counting, shop, channel, now),
        }),
      })),
    ]),
  );
}

/** On the calendar on which the channel's inquiries are counted. */
function timesOf(counting: Parts['counting'], shop: ShopConfig, channel: string, now: Instant) {
  const { calendar } = counting.rulesOf(shop, { channel, type: null, category: null });
  const { zone } = calendar;
  return {
    startOfToday: zone.startOfDay(zone.localDay(now)),
    isInHours: businessMsBetween(calendar, now, now + 1) > 0,
  };
}
