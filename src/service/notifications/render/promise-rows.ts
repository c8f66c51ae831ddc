// Pending notices of promises as rows of a mail, one for each promise.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Instant } from '../../../core/model.ts';
import type { PromiseMailRow } from '../../../mail/facts.ts';
import type { PendingPromise } from '../../../store/promises/promise-notices.ts';
import type { StandingPromiseRow } from '../../../store/promises/standing-promises.ts';
import type { Service } from '../../service.ts';
import { pageUrl } from './mail-row.ts';

/** As a mail or a list shows it at `now`. */
export function promiseRow(
  service: Pick<Service, 'config'>,
  shop: Pick<ShopConfig, 'id' | 'language'>,
  promise: PendingPromise | StandingPromiseRow,
  now: Instant,
): PromiseMailRow {
  const { inquiry, url, type, category, channel, item, madeAt, until, by, reason, status } = promise;
  return {
    ...{ inquiry, url, type, category, channel, item, madeAt, until, by, reason },
    detailUrl: pageUrl(service, `/shops/${shop.id}/inquiries/${encodeURIComponent(inquiry)}`, shop.language),
    isBroken: until <= now,
    waits: status === 'unanswered',
  };
}

/** Of notices about one promise, one row. */
export function promiseRowsOf(
  service: Pick<Service, 'config'>,
  shop: Pick<ShopConfig, 'id' | 'language'>,
  notices: readonly PendingPromise[],
  now: Instant,
): PromiseMailRow[] {
  const once = new Map(notices.map((notice) => [notice.episodeId, notice]));
  return [...once.values()].map((notice) => promiseRow(service, shop, notice, now));
}
