// A mail is sent again on a person's word: to those who lack it. Never twice to an address that has a 250, unless asked.
// Asking twice does no more than asking once.

import type { Instant } from '../../../core/model.ts';
import { noteDone } from '../../../store/audit/audit-entries.ts';
import { askRefusedAgain } from '../../../store/notifications/mail-answers.ts';
import { liftPause } from '../../../store/notifications/mail-health.ts';
import {
  bringForward,
  forgetDeliveries,
  lockMail,
  openAsItIs,
  type RetriedMail,
} from '../../../store/notifications/mail-retry.ts';
import type { Trx } from '../../../store/schema.ts';
import type { Service } from '../../service.ts';
import { reopen } from './reopen-mail.ts';

/** `again`: opened once more; `waiting`: it was still to be sent, now at once; `sending`: right now; `with`: another mail tells it. */
export type Retried =
  | { readonly done: 'again' | 'waiting' | 'sending'; readonly id: number; readonly kind: RetriedMail['kind'] }
  | { readonly done: 'with'; readonly id: number; readonly other: number; readonly kind: RetriedMail['kind'] };

/** `delivered`: everybody has it; `nothing`: there was nothing left to tell, so there is no mail. */
export type RetryRefusal = { readonly refused: 'unknown' | 'delivered' | 'nothing'; readonly id: number };

export interface RetryRequest {
  readonly id: number;
  /** Also to those who have it. */
  readonly again?: boolean;
  /** Who asks, where that is known. */
  readonly by?: string;
}

/** Opens the mail for those who lack it. A pause of all mails ends with it: this mail shows whether it may. */
export async function retryMail(
  service: Pick<Service, 'db' | 'clock' | 'logger' | 'wakeUps'>,
  { id, again = false, by }: RetryRequest,
): Promise<Retried | RetryRefusal> {
  const now = service.clock.now();
  const result = await service.db.transaction().execute(async (trx): Promise<Retried | RetryRefusal> => {
    const mail = await lockMail(trx, id);
    if (mail === null) return { refused: 'unknown', id };
    const retried = await retryLocked(trx, mail, again, now);
    if ('done' in retried) await noteRetry(trx, mail, by ?? null, now);
    if ('done' in retried && retried.done !== 'sending') await liftPause(trx, now);
    return retried;
  });
  if ('refused' in result) return result;
  service.logger.info({ outbox: id, by, done: result.done }, 'a mail is sent again on request');
  if (result.done !== 'sending') await service.wakeUps.wakeMail([String(id)]);
  return result;
}

function noteRetry(trx: Trx, { id, shop }: RetriedMail, who: string | null, now: Instant): Promise<void> {
  return noteDone(trx, { who, what: 'mail_retried', shop: shop === '' ? null : shop, about: { mail: id } }, now);
}

async function retryLocked(trx: Trx, mail: RetriedMail, again: boolean, now: Instant): Promise<Retried | RetryRefusal> {
  const { id, kind, state } = mail;
  if (state === 'sending') return { done: 'sending', id, kind };
  if (state === 'pending' || state === 'unknown') {
    await bringForward(trx, id, now);
    return { done: 'waiting', id, kind };
  }
  if (state === 'empty') return { refused: 'nothing', id };
  if (state === 'sent' && mail.way !== 'files') {
    if (again) await forgetDeliveries(trx, id);
    else if ((await askRefusedAgain(trx, [id])) === 0) return { refused: 'delivered', id };
    await openAsItIs(trx, id, now, now);
    return { done: 'again', id, kind };
  }
  await askRefusedAgain(trx, [id]);
  const told = await reopen(trx, mail, now, now);
  return told === id ? { done: 'again', id, kind } : { done: 'with', id, other: told, kind };
}
