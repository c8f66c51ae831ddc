// What became of a mail, written down in one transaction that is tried until it holds (alert-mail.md 14): told only after a 250, retried when it was
// surely not taken, repeated once when nobody knows, given up when no address takes it.

import type { Logger } from 'pino';
import type { Instant } from '../core/model.ts';
import { retryDelayMs, type SendOutcome } from '../mail/transport.ts';
import { type ClaimedMail, type GivenUp, holdsClaim } from '../store/mail-claims.ts';
import {
  type DeliveryRow,
  finishMail,
  markNotified,
  postponeAllMails,
  postponeMail,
  recordDeliveries,
  thawMail,
} from '../store/outbox.ts';
import type { Trx } from '../store/schema.ts';
import { giveUp } from './give-up.ts';
import type { Service } from './service.ts';
import { untilWritten } from './until-written.ts';

export type DeliveryResult = 'sent' | 'empty' | 'held' | 'not-due' | 'retry' | 'unknown' | 'paused' | 'undeliverable';

export interface Attempt {
  readonly claimed: ClaimedMail;
  readonly outcome: SendOutcome;
  readonly log: Logger;
}

/** Our own settings are wrong: look again after this long. */
const PAUSE_MS = 5 * 60_000;
const UNKNOWN_RETRY_MS = 60_000;

export async function recordOutcome(service: Service, attempt: Attempt): Promise<DeliveryResult> {
  const now = service.clock.now();
  const result = await untilWritten(service, (trx) => record(service, trx, attempt, now));
  const fields = { attempts: attempt.claimed.attempts, ...reasonOf(attempt.outcome) };
  if (result === 'sent') attempt.log.info(fields, 'mail sent');
  else if (result === 'unknown') attempt.log.warn(fields, 'mail outcome unknown, repeated once, possibly twice');
  else attempt.log.warn(fields, `mail not sent: ${result}`);
  return result;
}

async function record(service: Service, trx: Trx, attempt: Attempt, now: Instant): Promise<DeliveryResult> {
  const { claimed, outcome } = attempt;
  // Taken for dead, another worker has it by now: only what surely happened is written down.
  if (!(await holdsClaim(trx, claimed)) && outcome.kind !== 'delivered') return 'not-due';
  switch (outcome.kind) {
    case 'delivered':
      return delivered(trx, claimed, outcome, now);
    case 'refused':
      await recordDeliveries(trx, claimed.id, outcome.refused.map(refusedRow), now);
      return giveUp(service, trx, givenUp(claimed), 'refused by every address', now);
    case 'unknown':
      if (claimed.possiblyTwice)
        return giveUp(service, trx, givenUp(claimed), `outcome unknown twice: ${outcome.reason}`, now);
      await postponeMail(trx, claimed.id, 'unknown', now + UNKNOWN_RETRY_MS, outcome.reason);
      return 'unknown';
    case 'misconfigured':
      await postponeAllMails(trx, now + PAUSE_MS, outcome.reason);
      await putBack(trx, attempt, now + PAUSE_MS, outcome.reason);
      return 'paused';
    case 'retry':
      await recordDeliveries(trx, claimed.id, outcome.refused.map(refusedRow), now);
      await putBack(trx, attempt, now + retryDelayMs(claimed.attempts), outcome.reason);
      return 'retry';
  }
}

async function delivered(
  trx: Trx,
  claimed: ClaimedMail,
  outcome: Extract<SendOutcome, { kind: 'delivered' }>,
  now: Instant,
): Promise<DeliveryResult> {
  const way = outcome.filed ? 'files' : 'smtp';
  const response = outcome.filed ? 'written to a file' : '250';
  const rows: DeliveryRow[] = [
    ...outcome.accepted.map((address) => ({ address, state: 'accepted' as const, response, way }) as const),
    ...outcome.refused.map(refusedRow),
    ...outcome.deferred.map((address) => ({ address, state: 'deferred' as const, response: 'temporary' })),
  ];
  await recordDeliveries(trx, claimed.id, rows, now);
  await markNotified(trx, { id: claimed.id, kind: claimed.kind, way }, now);
  if (outcome.deferred.length === 0) {
    await finishMail(trx, claimed.id, 'sent', now, null);
    return 'sent';
  }
  await postponeMail(trx, claimed.id, 'pending', now + retryDelayMs(claimed.attempts), 'deferred by some addresses');
  return 'retry';
}

/** Surely not sent now: the next attempt reads the facts again, unless this text may have reached somebody before. */
async function putBack(trx: Trx, attempt: Attempt, at: Instant, reason: string): Promise<void> {
  const { claimed } = attempt;
  if (claimed.possiblyTwice) return postponeMail(trx, claimed.id, 'unknown', at, reason);
  if (claimed.sentAt === null) await thawMail(trx, claimed.id);
  await postponeMail(trx, claimed.id, 'pending', at, reason);
}

const givenUp = (claimed: ClaimedMail): GivenUp => ({ ...claimed, reachedBefore: claimed.sentAt !== null });

const refusedRow = ({ address, code, response }: { address: string; code: number; response: string }): DeliveryRow => ({
  address,
  state: 'refused',
  response: `${code} ${response}`,
});

const reasonOf = (outcome: SendOutcome): { reason?: string } => ('reason' in outcome ? { reason: outcome.reason } : {});
