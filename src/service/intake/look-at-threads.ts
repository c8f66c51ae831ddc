// Some threads of one shop read afresh between two reads of its source, because somebody is about to be told of them
// (notifications/verify). Whoever reads the shop already is waited for; what could not be read stays as it was.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import type { RmsInquiry } from '../../rms/decode-inquiry.ts';
import { jstDay } from '../../rms/jst.ts';
import { readThreads, type WantedThread } from '../../rms/read-threads.ts';
import { isRmsError } from '../../rms/rms-error.ts';
import { unpacked } from '../../rms/row-print.ts';
import { claimForLook, endLook, forgetDays, type LookClaim } from '../../store/intake/source-looks.ts';
import { rowsOfDays } from '../../store/intake/source-reads.ts';
import { keepSigns } from '../../store/intake/source-signs.ts';
import { type SourceState, sourceStates } from '../../store/status/sources.ts';
import { claimEnds } from '../read-claim.ts';
import type { Service } from '../service.ts';
import { inTurn } from './database-turns.ts';
import { eventsOfRms, RMS_SOURCE, replyRule } from './events-of-rms.ts';
import { intake } from './intake-events.ts';
import { POLL_EVERY_MS } from './read-scope.ts';

/** What became of a look: `read`, `away` (RMS does not answer, or not well), `busy` (not in the time there was). */
export type LookResult = 'read' | 'away' | 'busy';

/** A read that began so lately has seen what there is to see. */
export const FRESH_MS = 4_000;
/** How often it is asked whether the reader of now has ended. */
const AGAIN_MS = 250;
/** Until another process may ask RMS for this shop. */
const PACE_MS = 1_250;
/** Of the connections for mails. */
const TURNS = 2;

/**
 * Reads the threads of a polled shop and takes in what is new. A source that has failed for longer than one read, or told
 * us to stay away, is not asked. Never throws but for the signal's reason, and for what is a fault of ours.
 */
export async function lookAtThreads(
  service: Service,
  shop: ShopConfig,
  wanted: readonly WantedThread[],
  signal: AbortSignal,
): Promise<LookResult> {
  const turn = <T>(work: () => Promise<T>): Promise<T> => inTurn(service.db, work, TURNS);
  const { clock } = service;
  const began = clock.now();
  for (;;) {
    signal.throwIfAborted();
    const state = (await turn(() => sourceStates(service.db, [shop.id]))).get(shop.id);
    if ((state?.lastCompleteAt ?? Number.NEGATIVE_INFINITY) >= began - FRESH_MS) return 'read';
    if (state === undefined || isAway(state, clock.now())) return 'away';
    const claim = await turn(() => claimForLook(service.db, shop.id, clock.now(), claimEnds(clock)));
    if (claim !== null) return readClaimed({ service, shop, wanted, claim, turn }, signal);
    await clock.sleep(AGAIN_MS, signal);
  }
}

function isAway({ failingSince, failureKind, nextPollAt }: SourceState, now: Instant): boolean {
  if (failingSince === null) return false;
  return failingSince <= now - POLL_EVERY_MS || (failureKind === 'rate-limit' && nextPollAt > now);
}

interface Look {
  readonly service: Service;
  readonly shop: ShopConfig;
  readonly wanted: readonly WantedThread[];
  readonly claim: LookClaim;
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
}

async function readClaimed(look: Look, signal: AbortSignal): Promise<LookResult> {
  const { service, claim, turn } = look;
  try {
    const { read, result } = await readWanted(look, signal);
    await turn(() => takeIn(look, read));
    return result;
  } finally {
    await turn(() => endLook(service.db, claim, service.clock.now() + PACE_MS));
  }
}

/** What was read before the time was over, or RMS refused, counts. */
async function readWanted(
  { service, shop, wanted, claim, turn }: Look,
  signal: AbortSignal,
): Promise<{ readonly read: readonly RmsInquiry[]; readonly result: LookResult }> {
  const read: RmsInquiry[] = [];
  try {
    const client = service.rmsClient(shop, claim.licenceExpiresAt);
    const first = jstDay(Math.min(...wanted.map(({ beganAt }) => beganAt)));
    const stored = await turn(() => rowsOfDays(service.db, shop.id, first));
    const rows = new Map([...stored].map(([day, bytes]) => [day, unpacked(bytes).size]));
    const options = { autoReplies: replyRule(shop), rowsOn: (day: number) => rows.get(day) ?? 0, signal };
    for await (const some of readThreads(client, wanted, options)) read.push(...some);
    return { read, result: 'read' };
  } catch (error) {
    if (signal.aborted) return { read, result: 'busy' };
    if (!isRmsError(error)) throw error;
    service.logger.info(
      { shop: shop.id, kind: error.kind, code: error.code },
      `threads not looked at: ${error.message}`,
    );
    return { read, result: 'away' };
  }
}

async function takeIn({ service, shop }: Look, read: readonly RmsInquiry[]): Promise<void> {
  await keepSigns(service.db, shop.id, read, service.clock.now());
  const events = await eventsOfRms(service, shop, read, service.clock.now());
  if (events.length === 0) return;
  const changed = new Set(events.map(({ inquiry }) => inquiry));
  const days = read.filter(({ number }) => changed.has(number)).map(({ startedAt }) => jstDay(startedAt));
  await forgetDays(service.db, shop.id, [...new Set(days)]);
  const { added } = await intake(service, events, RMS_SOURCE);
  service.logger.info({ shop: shop.id, looked: read.length, added }, 'threads changed since the last read');
}
