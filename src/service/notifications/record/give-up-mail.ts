// Giving a mail up: no address takes it, or nobody knows twice what became of it. Its steps stay untold; that an owner
// cannot be reached, and how to send it again, is told to ops (MAIL.md 14).

import type { Instant } from '../../../core/model.ts';
import type { UnsentReason } from '../../../core/notifications/unsent-reasons.ts';
import { CANARY } from '../../../core/shop-id.ts';
import { DAY_MS } from '../../../core/time/civil-date.ts';
import { giveUpDeferred } from '../../../store/notifications/mail-answers.ts';
import type { GivenUp } from '../../../store/notifications/mail-claims.ts';
import { goesToChat } from '../../../store/notifications/mail-kinds.ts';
import { dropPending, finishMail, openIncidentMail } from '../../../store/notifications/outbox.ts';
import type { Trx } from '../../../store/schema.ts';
import { chatTroubleCause, partlyCause, undeliverableCause } from '../../monitoring/incident-causes.ts';
import { startOfOpsDay } from '../../monitoring/ops-day.ts';
import type { Service } from '../../service.ts';

/** A webhook or chat that was not reached so often, for about two hours: ops are told. */
export const AWAY_AFTER = 5;

/** Ends the mail: `sent` if an earlier attempt reached somebody, else `undeliverable`. */
export async function giveUp(
  service: Service,
  trx: Trx,
  mail: GivenUp,
  reason: string,
  now: Instant,
): Promise<'sent' | 'undeliverable'> {
  const { id, kind, reachedBefore } = mail;
  const result = reachedBefore ? 'sent' : 'undeliverable';
  if (!reachedBefore) await dropPending(trx, id, kind, now);
  await finishMail(trx, id, result, now, reason);
  if (goesToChat(kind)) await notifyOps(service, trx, chatTroubleCause(mail.shop, 'unknown'), now);
  else await notifyOfGivenUp(service, trx, mail, now);
  return result;
}

/** Some have the mail and the others are not asked any more. */
export async function giveUpRest(
  service: Service,
  { id, kind, shop }: Omit<GivenUp, 'reachedBefore'>,
  reason: UnsentReason,
  now: Instant,
): Promise<'sent' | 'undeliverable'> {
  return service.db.transaction().execute(async (trx) => {
    await giveUpDeferred(trx, id, { before: now, every: true });
    return giveUp(service, trx, { id, kind, shop, reachedBefore: true }, reason, now);
  });
}

/** Ops hear of each mail to an owner that was given up, wholly or for some address: once a day and shop, none left out. */
export async function notifyOfGivenUp(
  service: Service,
  trx: Trx,
  { shop, reachedBefore }: Pick<GivenUp, 'shop' | 'reachedBefore'>,
  now: Instant,
): Promise<void> {
  // The canary's own matter says it.
  if (shop === '' || shop === CANARY) return;
  const cause = reachedBefore ? partlyCause(shop) : undeliverableCause(shop);
  const today = startOfOpsDay(service, now);
  if (await openIncidentMail(trx, cause, today, now)) return;
  // Today's mail may have gone out before: what it did not name, tomorrow's does.
  const tomorrow = startOfOpsDay(service, today + 1.5 * DAY_MS);
  await openIncidentMail(trx, cause, tomorrow, tomorrow);
}

/** Tells ops once a day. */
export async function notifyOps(service: Service, trx: Trx, cause: string, now: Instant): Promise<void> {
  await openIncidentMail(trx, cause, startOfOpsDay(service, now), now);
}
