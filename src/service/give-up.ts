// Giving a mail up: no address takes it, or nobody knows twice what became of it. Its steps stay untold; that an owner
// cannot be reached is told to ops (alert-mail.md 14).

import type { Instant } from '../core/model.ts';
import type { GivenUp } from '../store/mail-claims.ts';
import { dropOwed, finishMail, openBlindMail } from '../store/outbox.ts';
import type { Trx } from '../store/schema.ts';
import { undeliverableCause } from './blind-causes.ts';
import { startOfOpsDay } from './ops-day.ts';
import type { Service } from './service.ts';

/** Ends the mail: `sent` if an earlier attempt reached somebody, else `undeliverable`. */
export async function giveUp(
  service: Service,
  trx: Trx,
  { id, kind, shop, reachedBefore }: GivenUp,
  reason: string,
  now: Instant,
): Promise<'sent' | 'undeliverable'> {
  if (reachedBefore) {
    await finishMail(trx, id, 'sent', now, reason);
    return 'sent';
  }
  await dropOwed(trx, id, kind);
  await finishMail(trx, id, 'undeliverable', now, reason);
  if (kind === 'owner') await openBlindMail(trx, undeliverableCause(shop), startOfOpsDay(service, now), now);
  return 'undeliverable';
}
