// Sending over SMTP with nodemailer, one connection a mail.
// Trap: a cut after the final dot looks like any lost connection; only nodemailer's log tells that the dot went out.
import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import { buildMessage, type OutgoingMail } from './message.ts';
import type { MailLogger, MailTransport, SendOutcome, VerifyResult } from './outcome.ts';
import { sortRecipients } from './recipients.ts';
import { type Attempt, failedOutcome, reasonOf, type SmtpFailure, takenOutcome } from './smtp-outcome.ts';
import { parseSmtpUrl, type SmtpUrl } from './smtp-url.ts';

/** In ms. nodemailer's own defaults are minutes. */
export interface SmtpTimeouts {
  readonly connection: number;
  readonly greeting: number;
  readonly socket: number;
  /** For the whole send, however lively a slow server is. */
  readonly whole: number;
}

/**
 * A send ends before its worker is taken for dead (service/tick.ts, two minutes): else another one sends the mail too.
 */
const TIMEOUTS: SmtpTimeouts = { connection: 10_000, greeting: 10_000, socket: 30_000, whole: 90_000 };

/** @throws RangeError when `smtpUrl` is no SMTP URL. */
export function openSmtpTransport(smtpUrl: string, logger?: MailLogger, timeouts = TIMEOUTS): MailTransport {
  const server = parseSmtpUrl(smtpUrl);
  return {
    kind: 'smtp',
    send: (mail) => send(server, timeouts, mail, logger),
    verify: () => verify(server, timeouts),
    // Every mail has a connection of its own that it closes itself.
    close: () => {},
  };
}

async function send(
  server: SmtpUrl,
  timeouts: SmtpTimeouts,
  mail: OutgoingMail,
  logger?: MailLogger,
): Promise<SendOutcome> {
  const recipients = sortRecipients(mail.to);
  if (recipients.wire.length === 0) return { kind: 'refused', refused: recipients.malformed };
  const watch = watchForDot();
  const attempt = (): Attempt => ({ recipients, dotHanded: watch.dotHanded(), secrets: server.secrets });
  const transporter = createTransport({ ...optionsFor(server, timeouts), logger: watch.logger });
  const message = buildMessage({ ...mail, to: recipients.wire });
  const outcome = await transporter.sendMail({ ...message, signal: AbortSignal.timeout(timeouts.whole) }).then(
    (info) => takenOutcome(info.accepted.map(String), (info.rejectedErrors ?? []) as SmtpFailure[], attempt()),
    (error: SmtpFailure) => failedOutcome(error, attempt()),
  );
  logger?.debug({ outbox: mail.outboxId, recipients: recipients.wire.length, outcome: outcome.kind }, 'smtp attempt');
  return outcome;
}

async function verify(server: SmtpUrl, timeouts: SmtpTimeouts): Promise<VerifyResult> {
  return createTransport(optionsFor(server, timeouts))
    .verify()
    .then(
      () => ({ ok: true }) as const,
      (error: SmtpFailure) => ({ ok: false, reason: reasonOf(error, server.secrets) }) as const,
    );
}

function optionsFor({ url }: SmtpUrl, { connection, greeting, socket }: SmtpTimeouts): SMTPTransportOptions {
  return {
    url,
    connectionTimeout: connection,
    greetingTimeout: greeting,
    socketTimeout: socket,
    dnsTimeout: connection,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** nodemailer logs one entry with the bytes of a message once all of them, the dot too, went to the socket. */
function watchForDot() {
  let handed = false;
  const look = (entry: unknown): void => {
    if (typeof entry !== 'object' || entry === null) return;
    const { tnx, outByteCount } = entry as { tnx?: unknown; outByteCount?: unknown };
    if (tnx === 'message' && typeof outByteCount === 'number') handed = true;
  };
  const ignore = () => {};
  return {
    dotHanded: () => handed,
    logger: { level: ignore, trace: ignore, debug: ignore, info: look, warn: ignore, error: ignore, fatal: ignore },
  };
}
