// From what nodemailer reports to one outcome: whose fault it is, and whether the server may have the mail.
// Trap: a reply decides before the error's code does; 503 and a 4xx to a log-in are temporary whatever they are called.
import { oneLine } from './display-text.ts';
import type { Delivered, FailureDetail, RefusedRecipient, SendOutcome } from './outcome.ts';
import type { Recipients } from './recipients.ts';

/** The fields of nodemailer's errors that are used. */
export interface SmtpFailure {
  readonly message: string;
  readonly code?: string;
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly recipient?: string;
  readonly rejectedErrors?: readonly SmtpFailure[];
}

/** What is known of an attempt besides its error. */
export interface Attempt {
  readonly recipients: Recipients;
  /** The message's final dot was handed to the socket. */
  readonly dotHanded: boolean;
  readonly secrets: readonly string[];
}

const OUR_FAULT = new Set([
  'EAUTH',
  'ENOAUTH',
  'EOAUTH2',
  'ETLS',
  'EREQUIRETLS',
  'ECONFIG',
  'EFILEACCESS',
  'EURLACCESS',
]);
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^ERR_(TLS|SSL)/;

/** The outcome of a send that the server took for at least one recipient. */
export function takenOutcome(
  accepted: readonly string[],
  rejected: readonly SmtpFailure[],
  attempt: Attempt,
): Delivered {
  const { refused, deferred } = splitRejected(rejected, attempt);
  const taken = accepted.flatMap((address) => attempt.recipients.given(address));
  return { kind: 'delivered', accepted: taken, refused: [...attempt.recipients.malformed, ...refused], deferred };
}

/** The outcome of a send that ended in an error. */
export function failedOutcome(failure: SmtpFailure, attempt: Attempt): SendOutcome {
  const reason = reasonOf(failure, attempt.secrets);
  const detail = detailOf(failure);
  const { malformed, wire, given } = attempt.recipients;
  const retry: SendOutcome = { kind: 'retry', reason, refused: malformed, detail };
  if (failure.rejectedErrors !== undefined && failure.rejectedErrors.length > 0) {
    const { refused, deferred } = splitRejected(failure.rejectedErrors, attempt);
    const all = [...malformed, ...refused];
    return deferred.length > 0 ? { kind: 'retry', reason, refused: all, detail } : { kind: 'refused', refused: all };
  }
  if (isTemporary(failure)) return retry;
  if (isOurFault(failure)) return { kind: 'misconfigured', reason, detail };
  if (isRefusal(failure)) {
    const refused = wire.flatMap(given).map((address) => refusal(address, failure, attempt.secrets));
    return { kind: 'refused', refused: [...malformed, ...refused] };
  }
  return failure.responseCode === undefined && attempt.dotHanded ? { kind: 'unknown', reason, detail } : retry;
}

/** One line of at most 200 characters; passwords are struck out should a server repeat one. */
export function reasonOf(failure: SmtpFailure, secrets: readonly string[]): string {
  const parts = [failure.code, failure.command, failure.response ?? failure.message];
  const text = oneLine(parts.filter((part) => part !== undefined && part !== '').join(' '));
  return [...hidden(text, secrets)].slice(0, 200).join('');
}

function detailOf(failure: SmtpFailure): FailureDetail {
  const temporary = failure.rejectedErrors?.find((one) => !isPermanent(one));
  const { responseCode, originalCode, code } = temporary ?? failure;
  return { reply: responseCode ?? null, fault: responseCode === undefined ? (originalCode ?? code ?? null) : null };
}

function splitRejected(rejected: readonly SmtpFailure[], { recipients, secrets }: Attempt) {
  const refused: RefusedRecipient[] = [];
  const deferred: string[] = [];
  for (const failure of rejected) {
    for (const address of recipients.given(failure.recipient ?? '')) {
      if (isPermanent(failure)) refused.push(refusal(address, failure, secrets));
      else deferred.push(address);
    }
  }
  return { refused, deferred };
}

function refusal(address: string, failure: SmtpFailure, secrets: readonly string[]): RefusedRecipient {
  const text = oneLine((failure.response ?? failure.message).replace(/^\d{3}[ -]?/u, ''));
  return { address, code: failure.responseCode ?? 550, response: [...hidden(text, secrets)].slice(0, 200).join('') };
}

function hidden(text: string, secrets: readonly string[]): string {
  return secrets.reduce((line, secret) => (secret === '' ? line : line.replaceAll(secret, '***')), text);
}

function isPermanent({ responseCode = 0 }: SmtpFailure): boolean {
  return responseCode >= 500 && responseCode !== 503;
}

function isTemporary(failure: SmtpFailure): boolean {
  return failure.responseCode !== undefined && failure.responseCode >= 400 && !isPermanent(failure);
}

/** Log-in, TLS, a sender that the server does not take, settings that nodemailer refuses. */
function isOurFault(failure: SmtpFailure): boolean {
  if (failure.code !== undefined && OUR_FAULT.has(failure.code)) return true;
  if (failure.responseCode !== undefined) {
    return failure.responseCode === 530 || (failure.command === 'MAIL FROM' && failure.responseCode !== 552);
  }
  if (failure.code === 'EENVELOPE') return true;
  return CERTIFICATE.test(failure.originalCode ?? '');
}

/** A permanent answer to the message itself. A refusing greeting is not: the host may mend. */
function isRefusal(failure: SmtpFailure): boolean {
  return isPermanent(failure) && ['MAIL FROM', 'RCPT TO', 'DATA'].includes(failure.command ?? '');
}
