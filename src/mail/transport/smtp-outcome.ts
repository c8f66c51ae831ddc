// From what nodemailer reports to one outcome: whose fault it is, and whether the server may have the mail.
// A reply decides before the error's code does; 503 and a 4xx to a log-in are temporary whatever they are called.

import { oneLine } from '../display-text.ts';
import { type AnswerStage, classifyAnswer } from './classify-answer.ts';
import type { DeferredRecipient, Delivered, FailureDetail, RefusedRecipient, SendOutcome } from './outcome.ts';
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
  const detail = detailOf(failure, attempt.secrets);
  const { malformed } = attempt.recipients;
  if (failure.rejectedErrors !== undefined && failure.rejectedErrors.length > 0)
    return rejectedOutcome(failure, failure.rejectedErrors, attempt);
  const verdict = verdictOf(failure);
  if (verdict === 'ours') return { kind: 'misconfigured', reason, detail };
  if (failure.responseCode === undefined && attempt.dotHanded) return { kind: 'unknown', reason, detail };
  return { kind: 'retry', reason, refused: malformed, detail, ...(verdict === 'limit' && { limit: true }) };
}

/** No recipient was taken. One answer that is about us holds all mails back: nobody is given up by it. */
function rejectedOutcome(failure: SmtpFailure, rejected: readonly SmtpFailure[], attempt: Attempt): SendOutcome {
  const { secrets, recipients } = attempt;
  const ours = rejected.find((one) => verdictOf(one) === 'ours');
  if (ours !== undefined)
    return { kind: 'misconfigured', reason: reasonOf(ours, secrets), detail: detailOf(ours, secrets) };
  const { refused, deferred } = splitRejected(rejected, attempt);
  const all = [...recipients.malformed, ...refused];
  if (deferred.length === 0) return { kind: 'refused', refused: all };
  const limit = deferred.every((one) => one.limit);
  const reason = reasonOf(failure, secrets);
  return { kind: 'retry', reason, refused: all, deferred, detail: detailOf(failure, secrets), ...(limit && { limit }) };
}

/** One line of at most 200 characters; passwords are struck out should a server repeat one. */
export function reasonOf(failure: SmtpFailure, secrets: readonly string[]): string {
  const parts = [failure.code, failure.command, failure.response ?? failure.message];
  const text = oneLine(parts.filter((part) => part !== undefined && part !== '').join(' '));
  return [...hidden(text, secrets)].slice(0, 200).join('');
}

function detailOf(failure: SmtpFailure, secrets: readonly string[]): FailureDetail {
  const telling = failure.rejectedErrors?.find((one) => !isPermanent(one)) ?? failure;
  const { responseCode, originalCode, code, response } = telling;
  return {
    reply: responseCode ?? null,
    fault: responseCode === undefined ? (originalCode ?? code ?? null) : null,
    stage: stageOf(telling),
    ...(STAGES[telling.command ?? ''] && { about: STAGES[telling.command ?? ''] }),
    ...(response !== undefined && { answer: shortened(response, secrets) }),
  };
}

function stageOf({ command = 'CONN', code }: SmtpFailure): FailureDetail['stage'] {
  if (STAGES[command] !== undefined || code === 'EMESSAGE') return 'mail';
  return command.startsWith('AUTH') ? 'login' : 'connection';
}

/** What is still to come to whom after the answers to RCPT TO; an answer about us while others were taken puts its address off. */
function splitRejected(rejected: readonly SmtpFailure[], { recipients, secrets }: Attempt) {
  const refused: RefusedRecipient[] = [];
  const deferred: DeferredRecipient[] = [];
  for (const failure of rejected) {
    const verdict = verdictOf(failure);
    for (const address of recipients.given(failure.recipient ?? '')) {
      const answer = answerOf(address, failure, secrets);
      if (verdict === 'recipient') refused.push(answer);
      else if (verdict === 'policy') refused.push({ ...answer, policy: true });
      else deferred.push(verdict === 'passing' ? answer : { ...answer, limit: true });
    }
  }
  return { refused, deferred };
}

function answerOf(address: string, failure: SmtpFailure, secrets: readonly string[]) {
  const text = (failure.response ?? failure.message).replace(/^\d{3}[ -]?/u, '').replaceAll(/\n\d{3}[ -]/gu, ' ');
  return { address, code: failure.responseCode ?? 550, response: shortened(text, secrets) };
}

const shortened = (text: string, secrets: readonly string[]): string =>
  [...hidden(oneLine(text), secrets)].slice(0, 200).join('');

function hidden(text: string, secrets: readonly string[]): string {
  return secrets.reduce((line, secret) => (secret === '' ? line : line.replaceAll(secret, '***')), text);
}

function isPermanent({ responseCode = 0 }: SmtpFailure): boolean {
  return responseCode >= 500 && responseCode !== 503;
}

const STAGES: Readonly<Record<string, AnswerStage>> = {
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
  DATA: 'message',
};

/** Log-in, TLS and settings that nodemailer refuses are ours; what a server answers to a mail, its code says. */
function verdictOf(failure: SmtpFailure) {
  const { code, responseCode, command = '', response = failure.message } = failure;
  if (responseCode !== undefined && responseCode >= 400 && !isPermanent(failure))
    return classifyAnswer({ code: responseCode, text: response }, 'message');
  if (code !== undefined && OUR_FAULT.has(code)) return 'ours';
  if (responseCode === undefined)
    return code === 'EENVELOPE' || CERTIFICATE.test(failure.originalCode ?? '') ? 'ours' : 'passing';
  const stage = STAGES[command];
  // A refusing greeting is about the host, and the host may mend.
  if (stage === undefined) return responseCode === 530 ? 'ours' : 'passing';
  return classifyAnswer({ code: responseCode, text: response }, stage);
}
