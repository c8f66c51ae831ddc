// What became of a mail, written down in one transaction that is tried until it holds (MAIL.md 14): told only after a
// 250, retried when it was surely not taken, repeated once when nobody knows, given up when no address takes it.

import type { Instant } from '../../../core/model.ts';
import { CANARY } from '../../../core/shop-id.ts';
import { DAY_MS } from '../../../core/time/civil-date.ts';
import { retryDelayMs, type SendOutcome } from '../../../mail/transport/mail-transport.ts';
import type { DeferredRecipient, RefusedRecipient } from '../../../mail/transport/outcome.ts';
import { countDeferred, giveUpDeferred } from '../../../store/notifications/mail-answers.ts';
import { type ClaimedMail, type GivenUp, holdsClaim } from '../../../store/notifications/mail-claims.ts';
import {
  type DeliveryRow,
  finishMail,
  markNotified,
  postponeMail,
  recordDeliveries,
  thawMail,
} from '../../../store/notifications/outbox.ts';
import type { Trx } from '../../../store/schema.ts';
import type { DeliveryResult } from '../../counters.ts';
import { limitCause, stuckCause } from '../../monitoring/incident-causes.ts';
import type { Service } from '../../service.ts';
import type { MailAttempt } from '../render/notification-kind.ts';
import { giveUp, notifyOfGivenUp, notifyOps } from './give-up-mail.ts';
import { noteAnswer } from './mail-health.ts';
import { pauseAll, pauseIfPolicyMeansUs } from './pause-mails.ts';
import { untilWritten } from './until-written.ts';

const UNKNOWN_RETRY_MS = 60_000;
/** An address that puts a mail off is asked for so long. */
export const PATIENCE_MS = DAY_MS;

/** Nothing was tried before: no address has answered yet. */
export function isFirst({ attempts, sentAt, retriedAt, again }: ClaimedMail): boolean {
  return attempts === 1 && again === 0 && sentAt === null && retriedAt === null;
}

/** Writes down what the mail server answered, or that nobody knows. */
export async function recordMailOutcome(service: Service, attempt: MailAttempt): Promise<DeliveryResult> {
  const now = service.clock.now();
  const { outcome, log } = attempt;
  const result = await untilWritten(service, (trx) => record(service, trx, attempt, now));
  const fields = { attempts: attempt.claimed.attempts, ...reasonOf(outcome) };
  if (result === 'sent') log.info(fields, 'mail sent');
  else if (result === 'unknown') log.warn(fields, 'mail outcome unknown, repeated once, possibly twice');
  else log.warn(fields, `mail not sent: ${result}`);
  // What a pause says of the server is written with the pause.
  if (outcome.kind !== 'misconfigured') await noteAnswer(service, outcome, now);
  const isPaused = refusedOf(outcome).some((one) => one.policy) && (await pauseIfPolicyMeansUs(service, now));
  return isPaused ? 'paused' : result;
}

async function record(service: Service, trx: Trx, attempt: MailAttempt, now: Instant): Promise<DeliveryResult> {
  const { claimed, outcome } = attempt;
  // Taken for dead, another worker has it by now: only what surely happened is written down.
  if (!(await holdsClaim(trx, claimed)) && outcome.kind !== 'delivered') return 'not-due';
  switch (outcome.kind) {
    case 'delivered':
      return delivered(service, trx, claimed, outcome, now);
    case 'refused':
      await recordDeliveries(trx, claimed.id, outcome.refused.map(refusedRow), now);
      return giveUp(service, trx, givenUp(claimed), 'refused by every address', now);
    case 'unknown':
      if (claimed.possiblyTwice)
        return giveUp(service, trx, givenUp(claimed), `outcome unknown twice: ${outcome.reason}`, now);
      await postponeMail(trx, claimed.id, 'unknown', now + UNKNOWN_RETRY_MS, outcome.reason);
      return 'unknown';
    case 'misconfigured': {
      const until = await pauseAll(service, trx, outcome, now);
      await putBack(trx, attempt, until, outcome.reason);
      return 'paused';
    }
    case 'retry':
      return notTaken(service, trx, attempt, outcome, now);
  }
}

async function delivered(
  service: Service,
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
    ...outcome.deferred.map(deferredRow),
  ];
  await recordDeliveries(trx, claimed.id, rows, now);
  await markNotified(trx, { id: claimed.id, kind: claimed.kind, way }, now);
  const tired = await giveUpDeferred(trx, claimed.id, { before: now - PATIENCE_MS, every: true });
  if ((await countDeferred(trx, claimed.id)) === 0) {
    await finishMail(trx, claimed.id, 'sent', now, null);
    if (outcome.refused.length + tired.length > 0)
      await notifyOfGivenUp(service, trx, { ...claimed, reachedBefore: true }, now);
    return 'sent';
  }
  await postponeMail(trx, claimed.id, 'pending', now + retryDelayMs(claimed.attempts), 'deferred by some addresses');
  return 'retry';
}

/** Surely not taken: again later, without the addresses that are given up by now. */
async function notTaken(
  service: Service,
  trx: Trx,
  attempt: MailAttempt,
  outcome: Extract<SendOutcome, { kind: 'retry' }>,
  now: Instant,
): Promise<DeliveryResult> {
  const { claimed } = attempt;
  const deferred = outcome.deferred ?? [];
  await recordDeliveries(trx, claimed.id, [...outcome.refused.map(refusedRow), ...deferred.map(deferredRow)], now);
  const reached = claimed.sentAt !== null;
  const tired = await giveUpDeferred(trx, claimed.id, { before: now - PATIENCE_MS, every: reached });
  if (deferred.length > 0 && deferred.every(({ address }) => tired.includes(address)))
    return giveUp(service, trx, givenUp(claimed), 'put off for a day by every address', now);
  if (outcome.limit) await notifyOps(service, trx, limitCause, now);
  // Longer than a day without a word from anybody: the server as a whole, or its answer to the message, keeps it here.
  else if (!reached && now - claimed.slotAt >= PATIENCE_MS && claimed.kind !== 'blind' && claimed.shop !== CANARY)
    await notifyOps(service, trx, stuckCause(claimed.shop), now);
  await putBack(trx, attempt, now + retryDelayMs(claimed.attempts), outcome.reason);
  return 'retry';
}

/** Surely not sent now: the next attempt reads the facts again, unless this text may have reached somebody before. */
async function putBack(trx: Trx, attempt: MailAttempt, at: Instant, reason: string): Promise<void> {
  const { claimed } = attempt;
  if (claimed.possiblyTwice) return postponeMail(trx, claimed.id, 'unknown', at, reason);
  if (claimed.sentAt === null && claimed.retriedAt === null) await thawMail(trx, claimed.id);
  await postponeMail(trx, claimed.id, 'pending', at, reason);
}

const givenUp = (claimed: ClaimedMail): GivenUp => ({ ...claimed, reachedBefore: claimed.sentAt !== null });

const refusedOf = (outcome: SendOutcome): readonly RefusedRecipient[] => ('refused' in outcome ? outcome.refused : []);

const refusedRow = ({ address, code, response, policy }: RefusedRecipient): DeliveryRow => ({
  address,
  state: 'refused',
  response: `${code} ${response}`,
  ...(policy && { policy }),
});

const deferredRow = ({ address, code, response, limit }: DeferredRecipient): DeliveryRow => ({
  address,
  state: 'deferred',
  response: `${code} ${response}`,
  ...(limit && { limit }),
});

const reasonOf = (outcome: SendOutcome): { reason?: string } => ('reason' in outcome ? { reason: outcome.reason } : {});
