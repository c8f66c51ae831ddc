// A window of a shop's source asked for, and what it showed taken into the store: what every read of a source is made of.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import type { RmsInquiry } from '../../rms/decode-inquiry.ts';
import { type SweepResult, sweepShop } from '../../rms/read-inquiries.ts';
import { recordRefusals } from '../../store/intake/refusals.ts';
import type { SourceClaim } from '../../store/intake/source-reads.ts';
import { keepSigns } from '../../store/intake/source-signs.ts';
import { openIncidentMail } from '../../store/notifications/outbox.ts';
import { keepMarks, type MarkedInquiry } from '../../store/same-customer/customer-keys.ts';
import { contractCause } from '../monitoring/incident-causes.ts';
import { startOfOpsDay } from '../monitoring/ops-day.ts';
import type { CustomerMarks } from '../same-customer/customer-marks.ts';
import type { Service } from '../service.ts';
import { fireDue } from '../steps/raise-due-steps.ts';
import { eventsOfRms, RMS_SOURCE, replyRule } from './events-of-rms.ts';
import { intake } from './intake-events.ts';
import { type ReadScope, readBy } from './read-scope.ts';

/** One read of one shop, by whoever holds the claim. */
export interface Reading {
  readonly service: Service;
  readonly shop: ShopConfig;
  readonly claim: SourceClaim;
  readonly marks: CustomerMarks;
  readonly signal: AbortSignal | undefined;
  /** Whether anything may have been stored, should the rest fail. */
  readonly progress: { tookIn: boolean };
}

/**
 * Asks RMS for the window; nothing is stored.
 * @throws RmsError when any part could not be read, or the signal's reason
 */
export async function sweepOf(
  { service, shop, claim, marks, signal }: Reading,
  { now, from, olderOpen, known }: Pick<ReadScope, 'now' | 'from' | 'olderOpen' | 'known'>,
): Promise<SweepResult> {
  const client = service.rmsClient(shop, claim.licenceExpiresAt);
  const keyAt = marks.keyAt(shop.id);
  const markOf = keyAt === null ? undefined : (customer: string) => marks.of(shop.id, customer)?.mark ?? null;
  // With another key each row is read anew.
  const by = `${readBy(shop)}${keyAt === null ? '' : ` ${keyAt}`}`;
  return sweepShop(client, { now, from, autoReplies: replyRule(shop), markOf, olderOpen, known, readBy: by, signal });
}

export interface TakenIn {
  readonly added: number;
  /** Inquiries of which something was refused: it may be taken next time, and their rows are not passed over then. */
  readonly refused: ReadonlySet<string>;
}

/** What a sweep showed, into the store; what was due before it was learned is raised. `now`: when it was asked for. */
export async function takeInSweep(
  { service, shop, marks, progress }: Reading,
  sweep: SweepResult,
  now: Instant,
): Promise<TakenIn> {
  // What RMS does not date counts from when it was seen, which is after the last answer, never before it happened.
  const events = await eventsOfRms(service, shop, sweep.inquiries, service.clock.now());
  progress.tookIn ||= events.length > 0;
  const result = await intake(service, events, RMS_SOURCE);
  await keepMarks(service.db, markedOf(shop, sweep.inquiries, marks));
  await keepSigns(service.db, shop.id, sweep.inquiries, now);
  // Before the read counts as complete: mails after an outage wait for it.
  if (result.added > 0) await fireDue(service);
  await recordNotices(service, shop, sweep, now);
  return { added: result.added, refused: new Set([...result.refused.keys()].map((at) => events[at]!.inquiry)) };
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
