// Sending over SMTP with nodemailer's pool: connections stay open for the next mail, within the server's limits.
// Trap: a cut after the final dot looks like any lost connection; only whether the whole message was read tells them apart.
import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import { type Backoff, openBackoff } from './backoff.ts';
import { buildMessage, type OutgoingMail } from './message.ts';
import type { MailLogger, MailTransport, SendOutcome, VerifyResult } from './outcome.ts';
import { sortRecipients } from './recipients.ts';
import { type Attempt, failedOutcome, reasonOf, type SmtpFailure, takenOutcome } from './smtp-outcome.ts';
import { openRate } from './smtp-rate.ts';
import { parseSmtpUrl, type SmtpLimits, type SmtpUrl } from './smtp-url.ts';

/** In ms. nodemailer's own defaults are minutes. */
export interface SmtpTimeouts {
  readonly connection: number;
  readonly greeting: number;
  readonly socket: number;
  /** For the whole send, however lively a slow server is. */
  readonly whole: number;
}

/**
 * A send ends before its worker is taken for dead (service/loops/sweep.ts, two minutes): else another one sends the mail
 * too.
 */
const TIMEOUTS: SmtpTimeouts = { connection: 10_000, greeting: 10_000, socket: 30_000, whole: 90_000 };

/** Long enough for the next page of mails; servers that allow few connections get them back soon. */
const IDLE_MS = 30_000;

/** Mails handed over at once for each connection: the next ones are ready when it is free. */
const PER_CONNECTION = 6;
/** What waits in the pool for its turn goes out well before its time for the whole send is over. */
const LONGEST_WAIT_S = 30;

/** @throws RangeError when `smtpUrl` is no SMTP URL. */
export function openSmtpTransport(smtpUrl: string, logger?: MailLogger, timeouts = TIMEOUTS): MailTransport {
  const server = parseSmtpUrl(smtpUrl);
  const pool = openPool(server, timeouts);
  const backoff = openBackoff();
  const turn = openRate(server.limits.rateLimit);
  return {
    kind: 'smtp',
    atOnce: atOnce(server.limits),
    restMs: backoff.restMs,
    send: (mail) => send({ server, timeouts, pool, backoff, turn }, mail, logger),
    verify: () => verify(server, timeouts),
    close: () => pool.close(),
  };
}

interface Parts {
  readonly server: SmtpUrl;
  readonly timeouts: SmtpTimeouts;
  readonly pool: Pool;
  readonly backoff: Backoff;
  readonly turn: () => Promise<void>;
}

async function send(parts: Parts, mail: OutgoingMail, logger?: MailLogger): Promise<SendOutcome> {
  const { server, timeouts, pool, backoff, turn } = parts;
  const recipients = sortRecipients(mail.to);
  if (recipients.wire.length === 0) return { kind: 'refused', refused: recipients.malformed };
  const signal = AbortSignal.timeout(timeouts.whole);
  const attempt = (): Attempt => ({ recipients, dotHanded: pool.isReadUp(signal), secrets: server.secrets });
  const message = { ...buildMessage({ ...mail, to: recipients.wire }), signal };
  await turn();
  const began = performance.now();
  const outcome = await pool.send(message).then(
    (info) => takenOutcome(info.accepted.map(String), (info.rejectedErrors ?? []) as SmtpFailure[], attempt()),
    (error: SmtpFailure) => failedOutcome(error, attempt()),
  );
  backoff.note(outcome, began);
  logger?.debug({ outbox: mail.outboxId, recipients: recipients.wire.length, outcome: outcome.kind }, 'smtp attempt');
  return outcome;
}

type Pool = ReturnType<typeof openPool>;

/** A connection that the server ended between two mails costs no attempt: the pool takes another one for the next. */
function openPool(server: SmtpUrl, timeouts: SmtpTimeouts) {
  const { maxConnections, maxMessages, rateLimit } = server.limits;
  const transporter = createTransport({
    ...optionsFor(server, timeouts),
    pool: true,
    // Each connection may be one message ahead of the rate.
    maxConnections: Math.min(maxConnections, rateLimit ?? maxConnections),
    maxMessages,
    // Each of them may have been ended while it was idle.
    maxRequeues: maxConnections,
    idleTimeout: IDLE_MS,
    ...(rateLimit !== null && { rateLimit, rateDelta: 1_000 }),
  });
  const readUp = new WeakSet<AbortSignal>();
  transporter.use('stream', ({ data, message }, done) => {
    const { signal } = data;
    const open = message.createReadStream.bind(message);
    // What a connection answered is noted on the envelope: the next one must get its own, or it repeats the last answer.
    const { from, to } = message.getEnvelope();
    message.getEnvelope = () => ({ from, to: [...to] });
    message.createReadStream = (options) => open(options).once('end', () => signal && readUp.add(signal));
    done();
  });
  return {
    send: (message: Parameters<typeof transporter.sendMail>[0]) => transporter.sendMail(message),
    /** The whole message with this signal was read for the wire, so that its final dot followed. */
    isReadUp: (signal: AbortSignal) => readUp.has(signal),
    close: () => transporter.close(),
  };
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

function atOnce({ maxConnections, rateLimit }: SmtpLimits): number {
  const most = maxConnections * PER_CONNECTION;
  return rateLimit === null ? most : Math.max(1, Math.min(most, rateLimit * LONGEST_WAIT_S));
}
