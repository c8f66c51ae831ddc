// How mails leave: over SMTP, or as .eml files without SMTP_URL; and when a failed attempt is repeated.
// Nothing is connected before the first mail, so a wrong password shows in verify() or in the first outcome.
import type { DkimKey } from './dkim.ts';
import { openFileTransport } from './file-transport.ts';
import type { MailLogger, MailTransport } from './outcome.ts';
import { openSmtpTransport, type SmtpTimeouts } from './smtp-transport.ts';

export type { OutgoingMail } from './message.ts';
export type { MailTransport, SendOutcome } from './outcome.ts';

export interface TransportOptions {
  /** `smtp://user:password@host:587`, `smtps://…`, or null for files. */
  readonly smtpUrl: string | null;
  /** Where the .eml files go without SMTP_URL. */
  readonly mailDir: string;
  readonly logger?: MailLogger;
  readonly timeouts?: SmtpTimeouts;
  /** Signs every mail. */
  readonly dkim?: DkimKey | null;
}

/**
 * Opens the way out for mails.
 * @throws RangeError when `smtpUrl` is no SMTP URL (the message does not repeat it, it may hold a password).
 */
export function openTransport({ smtpUrl, mailDir, logger, timeouts, dkim }: TransportOptions): MailTransport {
  const transport = smtpUrl === null ? openFileTransport(mailDir) : openSmtpTransport(smtpUrl, logger, timeouts);
  return dkim ? { ...transport, send: (mail) => transport.send({ ...mail, dkim }) } : transport;
}

const RETRY_MINUTES = [1, 5, 15, 30, 60] as const;

/** How long to wait after the attempt of this number (from 1), in ms: 1, 5, 15, 30, 60 min and on (MAIL.md 14). */
export function retryDelayMs(attempt: number): number {
  const index = Math.min(Math.max(1, Math.floor(attempt)), RETRY_MINUTES.length) - 1;
  return (RETRY_MINUTES[index] ?? 60) * 60_000;
}
