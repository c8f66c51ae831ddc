// The daily proof: every step that fell due the day before is counted anew from raw events by the pure core and compared
// with what is recorded. It runs beside the tick, page by page, in one process of however many.
// While a recompute is under way files and rows do not agree, so the proof waits for it, and starts again after one.

import { atLeast, virtualMs } from '../../core/clock.ts';
import type { EpochDay, Instant } from '../../core/model.ts';
import { formatDate, parseDate } from '../../core/time/civil-date.ts';
import { openZone } from '../../core/time/zone.ts';
import { openIncidentMail } from '../../store/notifications/outbox.ts';
import { inquiriesPromised } from '../../store/promises/promise-proof.ts';
import {
  claimProof,
  inquiriesLearnedSince,
  latestProofs,
  openBefore,
  type ProofResult,
  recomputeState,
  releaseProof,
  storeProof,
} from '../../store/proof/daily-proof.ts';
import { startTicker, type Ticker } from '../loop.ts';
import { proofCause } from '../monitoring/incident-causes.ts';
import { startOfOpsDay } from '../monitoring/ops-day.ts';
import type { Service } from '../service.ts';
import { candidatesOf, judge, type ProofDay } from './prove-page.ts';
import { createTally, type Tally } from './tally-proof.ts';

const LOOK_EVERY_MS = 30_000;
/** What falls due just before midnight is given this long to be raised. */
const GRACE_MS = 5 * 60_000;
/** On an accelerated clock minutes pass within any real delay. */
const GRACE_REAL_MS = 3_000;
/** A recompute that takes longer than this does not hold the proof up any more. */
const PATIENCE_MS = 6 * 60 * 60_000;
/** After that long a process that took the day is taken for dead. */
const CLAIM_REAL_MS = 10 * 60_000;
const CATCH_UP_DAYS = 14;
const PAGE = 1_000;

/** Proves each day soon after it ended, days missed during an outage one after the other. */
export function startProofLoop(service: Service): Ticker {
  const work = async (signal: AbortSignal) => {
    await proveNextDay(service, signal);
    return LOOK_EVERY_MS;
  };
  return startTicker('proof', work, service, { limitMs: CLAIM_REAL_MS });
}

/**
 * Proves the oldest day that has ended and is not proved, of the last fourteen; before the first proof only the last.
 * Null when there is none, when another process is at it, or when it has to wait for a recompute.
 */
export async function proveNextDay(service: Service, signal?: AbortSignal): Promise<ProofResult | null> {
  const { db, clock } = service;
  const now = clock.now();
  const day = await nextDay(service, now);
  if (day === null) return null;
  const before = await recomputeState(db);
  const mayWait = now < day.to + PATIENCE_MS;
  if (before.isPending && mayWait) return null;
  if (!(await claimProof(db, day.day, now, now + virtualMs(clock, CLAIM_REAL_MS)))) return null;
  const result = await prove(service, day, signal);
  const after = await recomputeState(db);
  if (result === null || (mayWait && (after.isPending || after.asked !== before.asked))) {
    await releaseProof(db, day.day);
    return null;
  }
  await storeProof(db, day.day, result, clock.now());
  await tell(service, day, result);
  return result;
}

async function nextDay(service: Service, now: Instant): Promise<ProofDay | null> {
  const zone = openZone(service.config.service.timeZone);
  const yesterday = zone.localDay(now) - 1;
  const [last] = await latestProofs(service.db, 1);
  const after = last === undefined ? yesterday - 1 : (parseDate(last.day) ?? yesterday - 1);
  const day: EpochDay = Math.max(after + 1, yesterday - CATCH_UP_DAYS + 1);
  if (day > yesterday) return null;
  const [from, to] = [zone.startOfDay(day), zone.startOfDay(day + 1)];
  const grace = atLeast(service.clock, GRACE_MS, GRACE_REAL_MS);
  return now < to + grace ? null : { day: formatDate(day), from, to };
}

/** Null when it was stopped in the middle. */
async function prove(service: Service, day: ProofDay, signal?: AbortSignal): Promise<ProofResult | null> {
  const tally = createTally(service.clock);
  const judged = new Set<number>();
  for (const ids of pages(await openBefore(service.db, day.to))) {
    if (signal?.aborted) return null;
    await judgeNew(service, day, await candidatesOf(service, day, ids), { tally, judged });
  }
  for (const ids of pages(await inquiriesLearnedSince(service.db, day.from))) {
    if (signal?.aborted) return null;
    await judgeNew(service, day, ids, { tally, judged });
  }
  for (const ids of pages(await inquiriesPromised(service.db))) {
    if (signal?.aborted) return null;
    await judgeNew(service, day, ids, { tally, judged });
  }
  return tally.result();
}

async function judgeNew(
  service: Service,
  day: ProofDay,
  inquiryIds: readonly number[],
  { tally, judged }: { readonly tally: Tally; readonly judged: Set<number> },
): Promise<void> {
  const fresh = inquiryIds.filter((id) => !judged.has(id));
  for (const id of fresh) judged.add(id);
  if (fresh.length > 0) await judge(service, day, fresh, tally);
}

function* pages(ids: readonly number[]): Generator<readonly number[]> {
  for (let at = 0; at < ids.length; at += PAGE) yield ids.slice(at, at + PAGE);
}

/** Into the log; and once to ops when something was not noticed, or late. */
async function tell(service: Service, { day }: ProofDay, result: ProofResult): Promise<void> {
  const { expected, raised, late, missing, surplus, learnedLate, recounted, slowestMs } = result;
  const fields = { day, expected, raised, late, missing, surplus, learnedLate, recounted, slowestMs };
  if (missing + late === 0) {
    service.logger.info(fields, 'daily proof');
    return;
  }
  service.logger.error({ ...fields, examples: result.examples }, 'daily proof: steps were missed or late');
  const now = service.clock.now();
  await openIncidentMail(service.db, proofCause(day, missing, late), startOfOpsDay(service, now), now);
}
