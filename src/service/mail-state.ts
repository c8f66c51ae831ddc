// Whether mails could be sent when this process started: one clear line in the log if not, and shown by /readyz. What
// fails later shows in the outbox.

import { isExampleAddress } from '../config/example-address.ts';
import type { Config } from '../config/load.ts';
import type { MailTransport } from '../mail/transport.ts';
import type { Service } from './service.ts';

export type MailState = Awaited<ReturnType<MailTransport['verify']>>;

/** What pages, /readyz and doctor say of mails. */
export interface MailHealth {
  readonly ok: boolean;
  /** What is wrong, or what to know where `state` says more than well. */
  readonly reason: string | null;
  /** Mails are only written to files. */
  readonly state?: 'files only';
  /** Somebody who is no example expects mails that are only written to files. */
  readonly toldNobody?: boolean;
}

const FILES_ONLY = 'SMTP_URL is not set: mails are only written to files';

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

/** The state in the words of `MailHealth`, for the way out and the configuration of now. */
export function mailHealthOf(
  { mail, config }: { readonly mail: Pick<MailTransport, 'kind'>; readonly config: Config },
  state: MailState,
): MailHealth {
  if (mail.kind === 'smtp') return { ok: state.ok, reason: state.ok ? null : state.reason };
  const reason = state.ok ? FILES_ONLY : state.reason;
  return { ok: state.ok, reason, state: 'files only', toldNobody: isMailExpected(config) };
}

/** Whether operations, or an owner, have an address that somebody reads. */
export function isMailExpected({ service, shops }: Config): boolean {
  const addresses = [service.ops, ...[...shops.values()].map(({ owner }) => owner)].flat();
  return addresses.some((address) => !isExampleAddress(address));
}

const HINTS = {
  smtp: 'check SMTP_URL; `inquiry-sla mail test <address>` explains what is wrong',
  files: 'the folder for them cannot be written',
} as const;
