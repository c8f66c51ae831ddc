// Opens a mail that had ended, so that whoever lacks it gets it: with the facts of then where nobody has it, as it is where
// somebody has it or may have it.

import type { Instant } from '../../../core/model.ts';
import { isList } from '../../../store/notifications/mail-kinds.ts';
import {
  leaveTo,
  openAnew,
  openAsItIs,
  openMailBeside,
  type RetriedMail,
  reopenNotified,
} from '../../../store/notifications/mail-retry.ts';
import type { Trx } from '../../../store/schema.ts';

/** Which mail tells it: this one, or another to the same that was still to be sent and takes its inquiries along. */
export async function reopen(trx: Trx, mail: RetriedMail, at: Instant, now: Instant): Promise<number> {
  const nobodyHasIt = mail.way !== 'smtp' && mail.sentAt === null ? !mail.possiblyTwice : mail.way === 'files';
  if (nobodyHasIt && (isList(mail.kind) || (await reopenNotified(trx, mail, now)) > 0)) {
    const beside = await openMailBeside(trx, mail);
    if (beside === null) await openAnew(trx, mail.id, at);
    else await leaveTo(trx, mail.id, beside);
    return beside ?? mail.id;
  }
  await openAsItIs(trx, mail.id, at, now);
  return mail.id;
}
