// One read of one shop's inquiries: claimed by one reader, all or nothing, never closing what an answer leaves out. What
// else is read there, the licence's end and the calendar, is read beside it (loops/source-lanes.ts).

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import { toEvents } from '../../rms/inquiry-events.ts';
import { type SweepResult, sweepShop } from '../../rms/read-inquiries.ts';
import { isRmsError, type RmsError } from '../../rms/rms-error.ts';
import { knownEvents } from '../../store/intake/events.ts';
import { openInquiriesBefore } from '../../store/intake/inquiries.ts';
import { keepRefusals } from '../../store/intake/refusals.ts';
import { openIncidentMail } from '../../store/notifications/outbox.ts';
import {
  claimSource,
  recordComplete,
  recordFailure,
  releaseClaim,
  type SourceState,
} from '../../store/status/sources.ts';
import { contractCause, failureKindOf } from '../monitoring/incident-causes.ts';
import { startOfOpsDay } from '../monitoring/ops-day.ts';
import { claimEnds } from '../read-claim.ts';
import type { Service } from '../service.ts';
import { fireDue } from '../steps/raise-due-steps.ts';
import { traced } from '../traced.ts';
import type { IncomingEvent } from './incoming-event.ts';
import { intake } from './intake-events.ts';

export type PollResult = 'complete' | 'failed' | 'not-due';

/** Under which name the store keeps what RMS said. */
const SOURCE = 'rms';
const POLL_EVERY_MS = 5 * 60_000;
const WINDOW_DAYS = 60;
const DAY_MS = 86_400_000;
/** The window's far end is a little short; threads near it are asked for by number, which costs nothing if seen. */
const WINDOW_MARGIN_MS = 5 * 60_000;

/** Reads one shop's source if it is due and nobody else reads it. */
export function poll(service: Service, shopId: string, signal?: AbortSignal): Promise<PollResult> {
  return traced(service, 'poll', { shop: shopId }, async (note) => {
    const result = await readSource(service, shopId, signal);
    note({ result });
    return result;
  });
}

async function readSource(service: Service, shopId: string, signal?: AbortSignal): Promise<PollResult> {
  const shop = service.config.shops.get(shopId);
  if (shop?.rms == null) return 'not-due';
  const now = service.clock.now();
  const state = await claimSource(service.db, shopId, now, claimEnds(service.clock));
  if (state === null) return 'not-due';
  const log = service.logger.child({ shop: shopId });
  try {
    const sweep = await sweepOf(service, shop, state, now, signal);
    // What RMS does not date counts from when it was seen, which is after the last answer, never before it happened.
    const events = await eventsOf(service, shop, sweep, service.clock.now());
    const result = await intake(service, events, SOURCE);
    // What was due before it was learned is raised before the read counts as complete: mails after an outage wait for it.
    if (result.added > 0) await fireDue(service);
    await keepNotices(service, shop, sweep, now);
    await recordComplete(service.db, shopId, now, now + POLL_EVERY_MS);
    log.info({ requests: sweep.requests, added: result.added, faults: sweep.faults.length }, 'source read');
    return 'complete';
  } catch (error) {
    if (signal?.aborted) {
      await releaseClaim(service.db, shopId);
      return 'failed';
    }
    if (!isRmsError(error)) {
      await recordFailure(service.db, shopId, { kind: 'unknown', message: 'internal error' }, now, now + POLL_EVERY_MS);
      throw error;
    }
    await failed(service, shop, error, now);
    log.warn({ kind: error.kind, code: error.code, status: error.status }, `source not read: ${error.message}`);
    return 'failed';
  }
}

async function sweepOf(
  service: Service,
  shop: ShopConfig,
  state: SourceState,
  now: Instant,
  signal?: AbortSignal,
): Promise<SweepResult> {
  return sweepShop(service.rmsClient(shop, state.licenceExpiresAt), {
    now,
    autoReplies: shop.rms!.autoReplies,
    windowDays: WINDOW_DAYS,
    olderOpen: await openInquiriesBefore(service.db, shop.id, now - WINDOW_DAYS * DAY_MS + WINDOW_MARGIN_MS),
    signal,
  });
}

async function eventsOf(
  service: Service,
  shop: ShopConfig,
  sweep: SweepResult,
  seenAt: Instant,
): Promise<IncomingEvent[]> {
  const known = await knownEvents(
    service.db,
    shop.id,
    sweep.inquiries.map((inquiry) => inquiry.number),
    SOURCE,
  );
  return sweep.inquiries.flatMap((inquiry) => {
    const { meta, events } = toEvents(inquiry, {
      observedAt: seenAt,
      autoReplies: shop.rms!.autoReplies,
      known: known.get(inquiry.number) ?? { ids: new Set(), completedOpen: null },
    });
    const { completed: _, ...about } = meta;
    return events.map((event) => ({ shop: shop.id, ...about, event }));
  });
}

async function keepNotices(service: Service, shop: ShopConfig, sweep: SweepResult, now: Instant): Promise<void> {
  const refusals = sweep.faults.map((fault) => ({
    source: SOURCE,
    shop: shop.id,
    inquiry: fault.inquiry ?? '',
    event: fault.field,
    code: 'unreadable-row',
    message: `${fault.field}: ${fault.problem}`,
  }));
  const missing = sweep.missing.map((inquiry) => ({
    source: SOURCE,
    shop: shop.id,
    inquiry,
    event: '',
    code: 'missing-in-rms',
    message: 'RMS no longer knows this open inquiry; it stays open here',
  }));
  await keepRefusals(service.db, [...refusals, ...missing], now);
  if (sweep.notices.length === 0) return;
  service.logger.warn({ shop: shop.id, notices: sweep.notices }, 'RMS answers differently than documented');
  await openIncidentMail(service.db, contractCause(shop.id), startOfOpsDay(service, now), now);
}

async function failed(service: Service, shop: ShopConfig, error: RmsError, now: Instant): Promise<void> {
  const wait = Math.max(POLL_EVERY_MS, error.retryAfterMs ?? 0);
  await recordFailure(service.db, shop.id, { kind: failureKindOf(error), message: error.message }, now, now + wait);
}
