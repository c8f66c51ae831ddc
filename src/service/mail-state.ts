// Whether mails could be sent when this process started: one clear line in the log if not, and shown by /readyz. What
// fails later shows in the outbox.

import type { MailTransport } from '../mail/transport.ts';
import type { Service } from './service.ts';

export type MailState = Awaited<ReturnType<MailTransport['verify']>>;

/** Looks once, without being waited for. The answer is what is known so far: well until it is known not to be. */
export function checkMail({ mail, logger }: Pick<Service, 'mail' | 'logger'>): () => MailState {
  let state: MailState = { ok: true };
  mail.verify().then(
    (found) => {
      state = found;
      if (!found.ok) logger.error({ reason: found.reason }, `mails cannot be sent: ${HINTS[mail.kind]}`);
    },
    (error: unknown) => logger.error({ err: error }, 'mails could not be tried'),
  );
  return () => state;
}

const HINTS = {
  smtp: 'check SMTP_URL; `inquiry-sla mail test <address>` explains what is wrong',
  files: 'the folder for them cannot be written',
} as const;
