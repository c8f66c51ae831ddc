// Mails whose worker died in mid-send (kill -9, a machine gone): tried again, but never a third time when nobody knows
// whether the first two went out (MAIL.md 14).

import type { Instant } from '../../../core/model.ts';
import { recoverStuckMailRows, stuckPossiblyTwice } from '../../../store/notifications/mail-claims.ts';
import type { MailKind } from '../../../store/tables/notifications-tables.ts';
import { type DeliveryResult, noteMails } from '../../counters.ts';
import type { Service } from '../../service.ts';
import { giveUp } from './give-up-mail.ts';

/** Gives back what was claimed before that instant and never finished. */
export async function recoverStuckMails(service: Service, claimedBefore: Instant, now: Instant): Promise<void> {
  const givenUp = await service.db.transaction().execute(async (trx) => {
    const results: { kind: MailKind; result: DeliveryResult }[] = [];
    for (const mail of await stuckPossiblyTwice(trx, claimedBefore)) {
      const result = await giveUp(service, trx, mail, 'worker ended in mid-send twice', now);
      service.logger.error(
        { outbox: mail.id, mail: mail.kind, shop: mail.shop || undefined },
        `mail given up: ${result}`,
      );
      results.push({ kind: mail.kind, result });
    }
    await recoverStuckMailRows(trx, claimedBefore, now);
    return results;
  });
  await noteMails(service, givenUp);
}
