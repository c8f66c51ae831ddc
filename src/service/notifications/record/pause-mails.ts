// Our own settings, or our standing with the mail server, are at fault: all mails wait, none is lost (MAIL.md 14).

import type { Instant } from '../../../core/model.ts';
import { MINUTE_MS } from '../../../core/time/civil-date.ts';
import type { SendOutcome } from '../../../mail/transport/mail-transport.ts';
import { shopsRefusedByPolicy, withdrawPolicyRefusals } from '../../../store/notifications/mail-answers.ts';
import {
  noteMailAnswer,
  notePause,
  postponeAllMails,
  readMailHealth,
} from '../../../store/notifications/mail-health.ts';
import { lockMail } from '../../../store/notifications/mail-retry.ts';
import type { Trx } from '../../../store/schema.ts';
import type { Service } from '../../service.ts';
import { lookAfterFailure } from './mail-health.ts';
import { reopen } from './reopen-mail.ts';

/** Look again after the first failure; doubled with each further one. */
const FIRST_PAUSE_MS = 5 * MINUTE_MS;
const LONGEST_PAUSE_MS = 60 * MINUTE_MS;

/** A rule that refuses recipients of so many shops, within this time, means us. */
const POLICY_SHOPS = 3;
const POLICY_WITHIN_MS = 10 * MINUTE_MS;

/** Holds all mails back; until when. What only a mail shows, such as a refused sender, the first mail after it tries. */
export async function pauseAll(
  service: Service,
  trx: Trx,
  { reason, detail }: Pick<Extract<SendOutcome, { kind: 'misconfigured' }>, 'reason' | 'detail'>,
  now: Instant,
): Promise<Instant> {
  const before = await readMailHealth(trx);
  const answer = { transport: service.mail.kind, at: now, reason } as const;
  await noteMailAnswer(trx, { ...answer, nextLookAt: lookAfterFailure(service, before?.failures ?? 0, now) });
  const { failures = 1 } = (await readMailHealth(trx)) ?? {};
  const until = now + Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10), LONGEST_PAUSE_MS);
  if (detail?.stage === 'mail') await noteMailAnswer(trx, { ...answer, nextLookAt: until + MINUTE_MS });
  await notePause(trx, until);
  await postponeAllMails(trx, until, reason);
  service.logger.error({ reason, until: new Date(until).toISOString() }, 'all mails are paused');
  return until;
}

/** Whether recipients of many shops were refused by a rule just now: then it is about us, and nobody is given up by it. */
export async function pauseIfPolicyMeansUs(service: Service, now: Instant): Promise<boolean> {
  const after = now - POLICY_WITHIN_MS;
  if ((await shopsRefusedByPolicy(service.db, after)) < POLICY_SHOPS) return false;
  return service.db.transaction().execute(async (trx) => {
    const ids = await withdrawPolicyRefusals(trx, after);
    if (ids.length === 0) return false;
    const reason = `recipients of ${POLICY_SHOPS} shops were refused by a rule of the mail server within ten minutes`;
    const until = await pauseAll(service, trx, { reason, detail: { reply: null, fault: null, stage: 'mail' } }, now);
    for (const id of ids) {
      const mail = await lockMail(trx, id);
      if (mail !== null && (mail.state === 'undeliverable' || mail.state === 'sent'))
        await reopen(trx, mail, until, now);
    }
    return true;
  });
}
