// One read of one shop's inquiries: claimed by one reader, all or nothing, never closing what an answer leaves out. What
// else is read there, the licence's end and the calendar, is read beside it (loops/source-lanes.ts).

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import type { RmsInquiry } from '../../rms/decode-inquiry.ts';
import { type SweepResult, sweepShop } from '../../rms/read-inquiries.ts';
import { isRmsError, type RmsError } from '../../rms/rms-error.ts';
import { recordRefusals } from '../../store/intake/refusals.ts';
import { claimSources, forgetRows, recordRead, type SourceClaim } from '../../store/intake/source-reads.ts';
import { openIncidentMail } from '../../store/notifications/outbox.ts';
import { keepMarks, type MarkedInquiry } from '../../store/same-customer/customer-keys.ts';
import { recordFailure, releaseClaim } from '../../store/status/sources.ts';
import { contractCause, failureKindOf } from '../monitoring/incident-causes.ts';
import { startOfOpsDay } from '../monitoring/ops-day.ts';
import { claimEnds } from '../read-claim.ts';
import { type CustomerMarks, openCustomerMarks } from '../same-customer/customer-marks.ts';
import type { Service } from '../service.ts';
import { fireDue } from '../steps/raise-due-steps.ts';
import { traced } from '../traced.ts';
import { inTurn } from './database-turns.ts';
import { eventsOfRms, RMS_SOURCE, replyRule } from './events-of-rms.ts';
import { intake } from './intake-events.ts';
import { POLL_EVERY_MS, type ReadScope, readBy, rowsToKeep, scopeOf } from './read-scope.ts';

export type PollResult = 'complete' | 'failed' | 'not-due';

/** Reads one shop's source if it is due and nobody else reads it, or as `claim` says if it was claimed already. */
export function poll(service: Service, shopId: string, signal?: AbortSignal, claim?: SourceClaim): Promise<PollResult> {
  return traced(service, 'poll', { shop: shopId }, async (note) => {
    const result = await readSource(service, shopId, signal, claim);
    note({ result });
    return result;
  });
}

async function readSource(
  service: Service,
  shopId: string,
  signal?: AbortSignal,
  given?: SourceClaim,
): Promise<PollResult> {
  const { db, clock } = service;
  const shop = service.config.shops.get(shopId);
  if (shop?.rms == null) {
    if (given !== undefined) await releaseClaim(db, shopId);
    return 'not-due';
  }
  const now = clock.now();
  const claim = given ?? (await claimSources(db, { now, until: claimEnds(clock), limit: 1, shop: shopId }))[0];
  if (claim === undefined) return 'not-due';
  const progress = { tookIn: false };
  try {
    const scope = await inTurn(db, () => scopeOf(db, shop, claim, now));
    const marks = await inTurn(db, () => openCustomerMarks(service, [shop]));
    const sweep = await sweepOf(service, shop, claim, { ...scope, marks }, signal);
    await inTurn(db, () => acceptRead(service, shop, { claim, scope, sweep, marks, progress }));
    return 'complete';
  } catch (error) {
    if (progress.tookIn) await forgetRows(db, shopId);
    if (signal?.aborted) {
      await releaseClaim(db, shopId);
      return 'failed';
    }
    if (!isRmsError(error)) {
      await recordFailure(db, shopId, { kind: 'unknown', message: 'internal error' }, now, now + POLL_EVERY_MS);
      throw error;
    }
    await failed(service, shop, error, now);
    const { kind, code, status } = error;
    service.logger.warn({ shop: shopId, kind, code, status }, `source not read: ${error.message}`);
    return 'failed';
  }
}

interface Read {
  readonly claim: SourceClaim;
  readonly scope: ReadScope;
  readonly sweep: SweepResult;
  readonly marks: CustomerMarks;
  /** Whether anything may have been stored, should the rest fail. */
  readonly progress: { tookIn: boolean };
}

/** What was read, into the store; then the read is complete. */
async function acceptRead(
  service: Service,
  shop: ShopConfig,
  { claim, scope, sweep, marks, progress }: Read,
): Promise<void> {
  const { now } = scope;
  // What RMS does not date counts from when it was seen, which is after the last answer, never before it happened.
  const events = await eventsOfRms(service, shop, sweep.inquiries, service.clock.now());
  progress.tookIn = events.length > 0;
  const result = await intake(service, events, RMS_SOURCE);
  await keepMarks(service.db, markedOf(shop, sweep.inquiries, marks));
  // What was due before it was learned is raised before the read counts as complete: mails after an outage wait for it.
  if (result.added > 0) await fireDue(service);
  await recordNotices(service, shop, sweep, now);
  // What was refused now may be taken next time: its row is not passed over then.
  const refused = new Set([...result.refused.keys()].map((at) => events[at]!.inquiry));
  const days = rowsToKeep(scope, sweep, refused);
  const read = { completeAt: now, nextPollAt: now + POLL_EVERY_MS, olderDueAt: scope.olderDueAt, days };
  const kept = await recordRead(service.db, claim, read);
  const { requests, unchanged, inquiries, faults } = sweep;
  const facts = {
    shop: shop.id,
    requests,
    rows: inquiries.length,
    unchanged,
    added: result.added,
    faults: faults.length,
  };
  service.logger.info(facts, kept ? 'source read' : 'source read, but another reader had taken over');
}

async function sweepOf(
  service: Service,
  shop: ShopConfig,
  { licenceExpiresAt }: SourceClaim,
  { now, from, olderOpen, known, marks }: ReadScope & { readonly marks: CustomerMarks },
  signal?: AbortSignal,
): Promise<SweepResult> {
  const autoReplies = replyRule(shop);
  const client = service.rmsClient(shop, licenceExpiresAt);
  const keyAt = marks.keyAt(shop.id);
  const markOf = keyAt === null ? undefined : (customer: string) => marks.of(shop.id, customer)?.mark ?? null;
  // With another key each row is read anew.
  const by = `${readBy(shop)}${keyAt === null ? '' : ` ${keyAt}`}`;
  return sweepShop(client, { now, from, autoReplies, markOf, olderOpen, known, readBy: by, signal });
}

/** The marks that were made of who wrote. */
function markedOf({ id }: ShopConfig, inquiries: readonly RmsInquiry[], marks: CustomerMarks): MarkedInquiry[] {
  const keyAt = marks.keyAt(id);
  if (keyAt === null) return [];
  return inquiries.flatMap(({ number, customer }) =>
    customer === undefined ? [] : [{ shop: id, inquiry: number, keyAt, mark: customer }],
  );
}

async function recordNotices(service: Service, shop: ShopConfig, sweep: SweepResult, now: Instant): Promise<void> {
  const refusals = sweep.faults.map((fault) => ({
    source: RMS_SOURCE,
    shop: shop.id,
    inquiry: fault.inquiry ?? '',
    event: fault.field,
    code: 'unreadable-row',
    message: `${fault.field}: ${fault.problem}`,
  }));
  const missing = sweep.missing.map((inquiry) => ({
    source: RMS_SOURCE,
    shop: shop.id,
    inquiry,
    event: '',
    code: 'missing-in-rms',
    message: 'RMS no longer knows this open inquiry; it stays open here',
  }));
  await recordRefusals(service.db, [...refusals, ...missing], now);
  if (sweep.notices.length === 0) return;
  service.logger.warn({ shop: shop.id, notices: sweep.notices }, 'RMS answers differently than documented');
  await openIncidentMail(service.db, contractCause(shop.id), startOfOpsDay(service, now), now);
}

async function failed(service: Service, shop: ShopConfig, error: RmsError, now: Instant): Promise<void> {
  const wait = Math.max(POLL_EVERY_MS, error.retryAfterMs ?? 0);
  await recordFailure(service.db, shop.id, { kind: failureKindOf(error), message: error.message }, now, now + wait);
}
