// The plain outcomes of a page, or of several, written down together: first attempts that every address took. Everything else is written
// down by itself (record-mail-outcome.ts). Told only after the 250, as always; what is written together holds together.

import { recordDelivered } from '../../../store/notifications/delivered-mails.ts';
import type { DeliveryResult } from '../../counters.ts';
import type { Service } from '../../service.ts';
import type { MailAttempt } from '../render/notification-kind.ts';
import { noteAnswer } from './mail-health.ts';
import { isFirst, recordMailOutcome } from './record-mail-outcome.ts';
import { together } from './together.ts';
import { untilWritten } from './until-written.ts';

export type Recorder = (attempt: MailAttempt) => Promise<DeliveryResult>;

/** For the mails of one page, or of all that a process sends: what comes in while a write is under way is written by the next. */
export function openRecorder(service: Service): Recorder {
  const write = together((attempts: readonly MailAttempt[]) => recordPlain(service, attempts));
  return (attempt) => (isPlain(attempt) ? write(attempt) : recordMailOutcome(service, attempt));
}

/** A calendar's mail also tells notices, and a reminder is noted as that. */
function isPlain({ claimed, outcome, reminds }: MailAttempt): boolean {
  if (outcome.kind !== 'delivered' || outcome.refused.length + outcome.deferred.length > 0) return false;
  return isFirst(claimed) && claimed.kind !== 'calendar' && claimed.kind !== 'hook' && !reminds;
}

async function recordPlain(service: Service, attempts: readonly MailAttempt[]): Promise<DeliveryResult[]> {
  const now = service.clock.now();
  const mails = attempts.flatMap(({ claimed: { id, kind }, outcome }) =>
    outcome.kind === 'delivered' ? { id, kind, addresses: outcome.accepted, filed: outcome.filed === true } : [],
  );
  await untilWritten(service, (trx) => recordDelivered(trx, mails, now));
  for (const { claimed, log } of attempts) log.info({ attempts: claimed.attempts }, 'mail sent');
  await noteAnswer(service, attempts[0]!.outcome, now);
  return attempts.map(() => 'sent');
}
