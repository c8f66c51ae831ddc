// When the licence key of a shop ends, asked once a day beside the reading of its inquiries: with the same client, at the
// same pace. Each warning is told once.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import { DAY_MS } from '../../core/time/civil-date.ts';
import { licenceWarning } from '../../rms/licence.ts';
import { isRmsError } from '../../rms/rms-error.ts';
import { openIncidentMail } from '../../store/notifications/outbox.ts';
import { recordLicence, sourceStates } from '../../store/status/sources.ts';
import type { Service } from '../service.ts';
import { licenceCause } from './incident-causes.ts';
import { startOfOpsDay } from './ops-day.ts';

export const LICENCE_EVERY_MS = DAY_MS;

/** Asks if it is due; a warning to ops is pending whenever its mark is first seen to be passed, or no date can be read. */
export async function checkLicence(service: Service, shopId: string, signal?: AbortSignal): Promise<void> {
  const shop = service.config.shops.get(shopId);
  if (shop?.rms == null) return;
  const now = service.clock.now();
  const state = (await sourceStates(service.db, [shopId])).get(shopId);
  if (state === undefined) return;
  if (state.licenceCheckedAt !== null && now - state.licenceCheckedAt < LICENCE_EVERY_MS) return;
  const readable = await licenceEnd(service, shop, signal);
  if (readable === 'not-now') return;
  const warning = readable === null ? null : licenceWarning(readable, now);
  const renewed = readable !== null && state.licenceExpiresAt !== null && readable > state.licenceExpiresAt;
  const warned = renewed ? null : state.licenceWarned;
  const isNew = warning !== null && (warned === null || warning < warned);
  if (readable === null || isNew) {
    const cause = licenceCause(shopId, warning ?? 'unreadable');
    await openIncidentMail(service.db, cause, startOfOpsDay(service, now), now);
  }
  await recordLicence(service.db, shopId, { expiresAt: readable, warned: isNew ? warning : warned }, now);
}

/** When the key in use ends; null when the answer holds no date, which is a warning of its own. */
async function licenceEnd(
  service: Service,
  shop: ShopConfig,
  signal?: AbortSignal,
): Promise<Instant | null | 'not-now'> {
  const client = service.rmsClient(shop, null);
  try {
    const end = await client.licenceExpiry(client.workingKey(), signal);
    return end === 'unreadable' ? null : end;
  } catch (error) {
    if (isRmsError(error, 'permission') || isRmsError(error, 'contract')) return null;
    if (!isRmsError(error)) throw error;
    service.logger.warn({ shop: shop.id, kind: error.kind }, 'licence end not read, asked again later');
    return 'not-now';
  }
}
