// One read of one shop's inquiries: claimed by one reader, never closing what an answer leaves out. What
// else is read there, the licence's end and the calendar, is read beside it (loops/source-lanes.ts).

import type { Instant } from '../../core/model.ts';
import type { SweepResult } from '../../rms/read-inquiries.ts';
import { isRmsError } from '../../rms/rms-error.ts';
import { claimSources, forgetRows, recordRead, type SourceClaim } from '../../store/intake/source-reads.ts';
import { recordFailure, releaseClaim } from '../../store/status/sources.ts';
import { failureKindOf } from '../monitoring/incident-causes.ts';
import { claimEnds, notAhead } from '../read-claim.ts';
import { openCustomerMarks } from '../same-customer/customer-marks.ts';
import type { Service } from '../service.ts';
import { traced } from '../traced.ts';
import { inTurn } from './database-turns.ts';
import { readFirst } from './first-read.ts';
import { POLL_EVERY_MS, type ReadScope, rowsToKeep, scopeOf } from './read-scope.ts';
import { type Reading, sweepOf, takeInSweep } from './take-in-sweep.ts';

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
    const marks = await inTurn(db, () => openCustomerMarks(service, [shop]));
    const reading = { service, shop, claim, marks, signal, progress };
    await (claim.lastCompleteAt === null ? readFirst(reading) : readAgain(reading, now));
    return 'complete';
  } catch (error) {
    if (progress.tookIn) await forgetRows(db, shopId);
    if (signal?.aborted) {
      await releaseClaim(db, shopId);
      return 'failed';
    }
    if (!isRmsError(error)) {
      await failed(service, shopId, { kind: 'unknown', message: 'internal error' }, now);
      throw error;
    }
    const failure = { kind: failureKindOf(error), message: error.message };
    await failed(service, shopId, failure, now, error.retryAfterMs);
    const { kind, code, status } = error;
    service.logger.warn({ shop: shopId, kind, code, status }, `source not read: ${error.message}`);
    return 'failed';
  }
}

/** A read of a shop that was read completely before: all or nothing. */
async function readAgain(reading: Reading, now: Instant): Promise<void> {
  const { service, shop, claim } = reading;
  const { db } = service;
  const scope = await inTurn(db, () => scopeOf(db, shop, claim, now));
  const sweep = await sweepOf(reading, scope);
  await inTurn(db, () => acceptRead(reading, scope, sweep));
}

/** What was read, into the store; then the read is complete. */
async function acceptRead(reading: Reading, scope: ReadScope, sweep: SweepResult): Promise<void> {
  const { service, shop, claim } = reading;
  const completeAt = notAhead(service.clock, scope.now);
  const { added, refused } = await takeInSweep(reading, sweep, completeAt);
  const kept = await recordRead(service.db, claim, {
    completeAt,
    nextPollAt: completeAt + POLL_EVERY_MS,
    olderDueAt: scope.olderDueAt,
    days: rowsToKeep(scope, sweep, refused),
  });
  // By a clock that was ahead it did not reach as far back as it noted: all days are read anew.
  if (completeAt < scope.now) await forgetRows(service.db, shop.id);
  const { requests, unchanged, inquiries, faults } = sweep;
  const facts = { shop: shop.id, requests, rows: inquiries.length, unchanged, added, faults: faults.length };
  service.logger.info(facts, kept ? 'source read' : 'source read, but another reader had taken over');
}

async function failed(
  { db, clock }: Service,
  shop: string,
  failure: { readonly kind: string; readonly message: string },
  began: Instant,
  retryAfterMs: number | null = null,
): Promise<void> {
  const since = notAhead(clock, began);
  await recordFailure(db, shop, failure, since, since + Math.max(POLL_EVERY_MS, retryAfterMs ?? 0));
}
