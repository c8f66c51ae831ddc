// What mail servers answer, and what each answer is about (MAIL.md 14; RFC 3463).

import { describe, expect, test } from 'vitest';
import {
  type AnswerStage,
  type AnswerVerdict,
  classifyAnswer,
  enhancedCodeOf,
} from '../../../src/mail/transport/classify-answer.ts';
import { processorMs } from '../../support/clock.ts';

type Row = readonly [text: string, recipient: AnswerVerdict, message: AnswerVerdict];

/** The whole reply; what it is about at RCPT TO; what at MAIL FROM and at the end of DATA. */
const ANSWERS: readonly Row[] = [
  // x.1.*: the address. Names no recipient at the end of DATA.
  ['550 5.1.1 no such user', 'recipient', 'passing'],
  [
    '550 5.1.1 <a@example.jp>: Recipient address rejected: User unknown in virtual mailbox table',
    'recipient',
    'passing',
  ],
  [
    '550-5.1.1 The email account that you tried to reach does not exist.\n550-5.1.1 Please try\n550 5.1.1 double-checking - gsmtp',
    'recipient',
    'passing',
  ],
  ['550 5.1.2 bad destination system address', 'recipient', 'passing'],
  ['550 5.1.3 bad syntax', 'recipient', 'passing'],
  ['550 5.1.6 mailbox has moved', 'recipient', 'passing'],
  ['550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found', 'recipient', 'passing'],
  ['556 5.1.10 domain takes no mail (null MX)', 'recipient', 'passing'],
  ['551 5.1.6 user not local', 'recipient', 'passing'],
  ['554 5.1.0 address rejected', 'recipient', 'passing'],
  ['550 5.1.1 unknown, try again later', 'recipient', 'passing'],
  ['550 5.2.1 the account is disabled', 'recipient', 'passing'],
  // Of the sender: ours wherever it is said.
  ['553 5.1.7 invalid address of sender', 'ours', 'ours'],
  ['550 5.1.8 <sla@example.jp>: Sender address rejected: Domain not found', 'ours', 'ours'],
  ['554 5.2.252 SendAsDenied; sla@example.jp not allowed to send as other@example.jp', 'ours', 'ours'],
  ['530 5.7.0 Must issue a STARTTLS command first', 'ours', 'ours'],
  ['530 authentication required', 'ours', 'ours'],
  // Mailbox full, network, "later": passing.
  ['552 5.2.2 mailbox full', 'passing', 'passing'],
  ['552-5.2.2 The email account that you tried to reach is over quota.\n552 5.2.2 more', 'passing', 'passing'],
  ['550 5.2.2 daily quota of this mailbox is used up', 'passing', 'passing'],
  ['550 5.2.3 message length exceeds limit', 'passing', 'passing'],
  ['552 5.3.4 message size exceeds fixed limit', 'passing', 'passing'],
  ['550 5.3.0 mail system trouble', 'passing', 'passing'],
  ['550 5.4.1 no answer from host', 'passing', 'passing'],
  ['554 5.4.6 mail loop detected', 'passing', 'passing'],
  ['550 5.4.5 mail system congestion', 'passing', 'passing'],
  ['550 5.6.0 media not supported', 'passing', 'passing'],
  ['550 4.2.2 mailbox full', 'passing', 'passing'],
  ['550 please try again later', 'passing', 'passing'],
  ['550 5.7.1 greylisted, try again later', 'passing', 'passing'],
  // Without a code the words decide; what they do not name passes.
  ['550 no such user here', 'recipient', 'passing'],
  ['550 Unknown recipient', 'recipient', 'passing'],
  ['550 mailbox not found', 'recipient', 'passing'],
  ['550 5.1.1 宛先のメールボックスが存在しません', 'recipient', 'passing'],
  ['550 宛先のメールボックスが存在しません', 'passing', 'passing'],
  ['550 no', 'passing', 'passing'],
  ['554', 'passing', 'passing'],
  ['554 transaction failed', 'passing', 'passing'],
  ['552 quota', 'passing', 'passing'],
  // x.5.*, x.7.*: a rule.
  ['550 5.7.1 message refused by policy', 'policy', 'ours'],
  ['550 5.7.60 client does not have permissions to send as this sender', 'policy', 'ours'],
  ['550-5.7.26 unauthenticated sender\n550 5.7.26 see https://example.com/4.1.2', 'policy', 'ours'],
  ['554 5.7.1 <client[192.0.2.1]>: Client host rejected: Access denied', 'policy', 'ours'],
  ['550 5.5.1 invalid command', 'policy', 'passing'],
  ['501 5.5.4 invalid arguments', 'policy', 'passing'],
  // About us, by its words.
  ['554 Message rejected: Email address is not verified. The following identities failed', 'passing', 'ours'],
  ['550 user is not allowed to send mail from this address', 'passing', 'ours'],
  ['553 sla@example.jp: Sender address rejected: not owned by user sla', 'passing', 'ours'],
  ['554 SendAsDenied', 'passing', 'ours'],
  ['550 not your address', 'passing', 'ours'],
  ['550 relaying denied', 'passing', 'ours'],
  // Too much sent: passes by itself.
  ['550 5.4.5 daily user sending limit exceeded', 'limit', 'limit'],
  ['550-5.4.5 Daily SMTP relay sending limit exceeded for user.\n550 5.4.5 see help', 'limit', 'limit'],
  ['550 5.7.1 daily sending limit of your account is reached', 'limit', 'limit'],
  ['554 5.1.90 your message cannot be sent: you have reached your daily limit', 'limit', 'limit'],
  ['550 Rate limit exceeded', 'limit', 'limit'],
  ['554 Throttling failure: Daily message quota exceeded', 'limit', 'limit'],
  ['421 4.7.0 sending rate limit exceeded, try again later', 'limit', 'limit'],
  // 4xx and 503 pass, whatever they say.
  ['450 5.1.1 user unknown', 'passing', 'passing'],
  ['451 4.7.1 greylisting in action', 'passing', 'passing'],
  ['452 4.2.2 mailbox is over its daily quota', 'passing', 'passing'],
  ['421 5.7.1 too many connections', 'passing', 'passing'],
  ['503 5.7.1 bad sequence of commands', 'passing', 'passing'],
  // Codes amid the words, and what only looks like one.
  ['550 Requested action not taken: mailbox unavailable (5.1.1)', 'recipient', 'passing'],
  ['550 #5.1.0 Address rejected.', 'recipient', 'passing'],
  ['554 remote server said: 550 5.2.2 over quota', 'passing', 'passing'],
  ['550 host 5.1.1.7 said something', 'passing', 'passing'],
  ['550 blocked [192.5.1.1] by v5.7.1.2', 'passing', 'passing'],
  ['550-no code in the first line\n550 5.1.1 but in the second', 'recipient', 'passing'],
  ['550 5.1.1', 'recipient', 'passing'],
  ['550  5.1.1  blanks', 'recipient', 'passing'],
  ['550 5.1.1: colon', 'recipient', 'passing'],
  ['550 2.1.5 what', 'passing', 'passing'],
];

const answer = (text: string) => ({ code: Number(text.slice(0, 3)), text });

describe.each<[AnswerStage, 1 | 2]>([
  ['recipient', 1],
  ['sender', 2],
  ['message', 2],
])('an answer to the %s', (stage, column) => {
  test.each(ANSWERS.map((row) => [row[0], row[column]] as const))('%j is about: %s', (text, verdict) => {
    expect(classifyAnswer(answer(text), stage)).toBe(verdict);
  });
});

test('a code is found behind the reply code first', () => {
  expect(enhancedCodeOf('550 5.7.1 the next host said 550 5.1.1')).toEqual({ subject: 7, detail: 1, permanent: true });
  expect(enhancedCodeOf('550 said 5.1.1\n550 5.2.2 full')).toEqual({ subject: 2, detail: 2, permanent: true });
  expect(enhancedCodeOf('550 nothing')).toBeNull();
});

test('a huge answer is judged at once, by its beginning', async () => {
  const took = await processorMs(() => {
    expect(classifyAnswer(answer(`550 5.1.1 ${'sender '.repeat(200_000)}`), 'recipient')).toBe('recipient');
    expect(classifyAnswer(answer(`550 ${'not allowed sender send '.repeat(50_000)}`), 'message')).toBe('ours');
  });
  expect(took).toBeLessThan(1_000);
});

test('every reply from 400 to 599 at every stage has a verdict, and no 5xx to the message gives anybody up', () => {
  const subjects = Array.from({ length: 10 }, (_, subject) => subject);
  for (let code = 400; code < 600; code++)
    for (const subject of subjects)
      for (const stage of ['sender', 'message'] as const)
        expect(['passing', 'ours', 'limit']).toContain(
          classifyAnswer({ code, text: `${code} ${code < 500 ? 4 : 5}.${subject}.1 words` }, stage),
        );
});
