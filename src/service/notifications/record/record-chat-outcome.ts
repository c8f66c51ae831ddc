// What became of a message to a chat, written down in one transaction that is tried until it holds: told only when it was
// taken, made anew when it surely was not, repeated once when nobody knows, given up when it is refused or after a day.

import type { Logger } from 'pino';
import type { ChatOutcome } from '../../../chat/chat-transport.ts';
import { virtualMs } from '../../../core/clock.ts';
import type { Instant } from '../../../core/model.ts';
import type { Chat } from '../../../core/notifications/chat-kinds.ts';
import { chatReceiverOf } from '../../../core/notifications/chat-receiver.ts';
import { DAY_MS, MINUTE_MS } from '../../../core/time/civil-date.ts';
import { retryDelayMs } from '../../../mail/transport/mail-transport.ts';
import { type ClaimedMail, holdsClaim } from '../../../store/notifications/mail-claims.ts';
import {
  dropPending,
  finishMail,
  postponeMail,
  recordDeliveries,
  thawMail,
} from '../../../store/notifications/outbox.ts';
import { markNoticesNotified } from '../../../store/notifications/pending-notices.ts';
import type { Trx } from '../../../store/schema.ts';
import type { DeliveryResult } from '../../counters.ts';
import { type ChatTrouble, chatTroubleCause } from '../../monitoring/incident-causes.ts';
import type { Service } from '../../service.ts';
import { AWAY_AFTER, notifyOps } from './give-up-mail.ts';
import { untilWritten } from './until-written.ts';

/** What no service took for a day is old news. */
const PATIENCE_MS = DAY_MS;

export interface ChatAttempt {
  readonly claimed: ClaimedMail;
  readonly chat: Chat;
  readonly outcome: ChatOutcome;
  readonly log: Logger;
}

/** Writes down what the service answered, or that nobody knows. */
export async function recordChatOutcome(service: Service, attempt: ChatAttempt): Promise<DeliveryResult> {
  const { claimed, outcome, log } = attempt;
  const now = service.clock.now();
  const result = await untilWritten(service, (trx) => record(service, trx, attempt, now));
  const fields = { attempts: claimed.attempts, meaning: outcome.meaning, reason: outcome.reason };
  if (result === 'sent') log.info(fields, 'chat told');
  else log.warn(fields, `chat not told: ${result}`);
  return result;
}

async function record(service: Service, trx: Trx, attempt: ChatAttempt, now: Instant): Promise<DeliveryResult> {
  const { claimed, chat, outcome } = attempt;
  const { id, cause } = claimed;
  // Taken for dead, another worker has it by now: only what surely happened is written down.
  if (!(await holdsClaim(trx, claimed)) && outcome.kind !== 'taken') return 'not-due';
  const state = { taken: 'accepted', retry: 'deferred', unknown: 'deferred', refused: 'refused' } as const;
  const address = `${chatReceiverOf(cause).chat} (${chat.kind})`;
  await recordDeliveries(trx, id, [{ address, state: state[outcome.kind], response: outcome.reason }], now);
  switch (outcome.kind) {
    case 'taken':
      await markNoticesNotified(trx, [id], now);
      await finishMail(trx, id, 'sent', now, null);
      return 'sent';
    case 'refused':
      return giveUp(service, trx, claimed, { why: 'refused', reason: outcome.reason }, now);
    case 'unknown':
      if (claimed.possiblyTwice)
        return giveUp(service, trx, claimed, { why: 'unknown', reason: `unknown twice: ${outcome.reason}` }, now);
      await postponeMail(trx, id, 'unknown', now + MINUTE_MS, outcome.reason);
      return 'unknown';
    case 'retry':
      return putBack(service, trx, claimed, outcome, now);
  }
}

/** Surely not taken: after the time that the service names, else as mails are tried again. */
async function putBack(
  service: Service,
  trx: Trx,
  claimed: ClaimedMail,
  { reason, afterMs }: Extract<ChatOutcome, { kind: 'retry' }>,
  now: Instant,
): Promise<DeliveryResult> {
  const { id, shop, attempts, slotAt, possiblyTwice } = claimed;
  const until = now + (afterMs === null ? retryDelayMs(attempts) : virtualMs(service.clock, afterMs));
  if (until - slotAt > PATIENCE_MS) return giveUp(service, trx, claimed, { why: 'refused', reason }, now);
  if (!possiblyTwice) await thawMail(trx, id);
  await postponeMail(trx, id, possiblyTwice ? 'unknown' : 'pending', until, reason);
  if (attempts === AWAY_AFTER) await notifyOps(service, trx, chatTroubleCause(shop, 'away'), now);
  return possiblyTwice ? 'unknown' : 'retry';
}

async function giveUp(
  service: Service,
  trx: Trx,
  { id, kind, shop }: ClaimedMail,
  { why, reason }: { readonly why: ChatTrouble; readonly reason: string },
  now: Instant,
): Promise<DeliveryResult> {
  await dropPending(trx, id, kind, now);
  await finishMail(trx, id, 'undeliverable', now, reason);
  await notifyOps(service, trx, chatTroubleCause(shop, why), now);
  return 'undeliverable';
}
