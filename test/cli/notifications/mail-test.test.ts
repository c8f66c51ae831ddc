// `mail test` explains every answer a mail server can give, and every way to get none.

import { describe, expect, test } from 'vitest';
import { explainOutcome } from '../../../src/cli/notifications/mail-test.ts';
import { openTransport } from '../../../src/mail/transport/mail-transport.ts';
import { smtpAnswerInWords } from '../../../src/service/notifications/try/smtp-answers.ts';
import { outgoing } from '../../mail/sample.ts';
import { type Faults, refusedUrl, reply, startRaw, startSmtp } from '../../mail/transport/smtp-servers.ts';

const WHERE = { where: 'mail.example.jp:587', byFile: false };
const TIMEOUTS = { connection: 5_000, greeting: 300, socket: 5_000, whole: 10_000 };

async function tell(smtpUrl: string): Promise<{ code: number; text: string }> {
  const outcome = await openTransport({ smtpUrl, mailDir: '', timeouts: TIMEOUTS }).send(outgoing());
  const { code, lines } = explainOutcome(outcome, WHERE);
  return { code, text: lines.join('\n') };
}

describe('a reply to the recipient', () => {
  test.each([
    [421, 3, 'busy'],
    [450, 3, 'greylisting'],
    [451, 3, 'greylisting'],
    [452, 3, 'short of space'],
    [503, 3, 'order of commands'],
    [521, 3, 'takes no mail at all'],
    [550, 3, 'no such mailbox'],
    [551, 3, 'moved'],
    [552, 3, 'full'],
    [553, 3, 'does not allow this address'],
    [554, 3, 'SPF, DKIM'],
    [556, 3, 'domain takes no mail'],
    [459, 3, 'may take it later'],
    [599, 3, 'for good'],
  ])('%i', async (code, exit, words) => {
    const { url } = await startSmtp({ refuse: { 'owner@example.jp': code } });
    const told = await tell(url);
    expect(told.text).toContain(`${code}`);
    expect(told.text).toContain(words);
    expect(told.text).toMatch(/[ぁ-ん]/);
    expect(told.code).toBe(exit);
  });
});

describe('an enhanced status code decides before the reply code does', () => {
  test.each([
    ['550 5.1.1 nobody', 1, 'There is no such mailbox'],
    ['550 5.7.1 refused by policy', 1, 'A rule of the server refuses it'],
    ['552 5.2.2 full', 3, 'mailbox is full'],
    ['550 5.4.4 no route', 3, 'way to the recipient’s server'],
    ['550 5.4.5 daily user sending limit exceeded', 3, 'as many mails as this server allows'],
    ['550 5.1.8 sender’s domain', 1, 'does not let us send as this sender'],
  ])('%s at RCPT', async (answer, exit, words) => {
    const { url } = await startSmtp({ refuse: { 'owner@example.jp': answer } });
    const told = await tell(url);
    expect([told.code, told.text]).toEqual([exit, expect.stringContaining(words)]);
    expect(told.text).toMatch(/[ぁ-ん]/);
  });

  test.each([
    ['554 5.2.252 SendAsDenied', 1, 'does not let us send as this sender'],
    ['554 Email address is not verified', 1, 'does not let us send as this sender'],
    ['550 5.4.5 Daily user sending limit exceeded.', 3, 'as many mails as this server allows'],
  ])('%s at the end of DATA', async (answer, exit, words) => {
    const data: NonNullable<Faults['data']> = (stream, done) =>
      stream.on('end', () => done(reply(Number(answer.slice(0, 3)), answer.slice(4)))).resume();
    const { url } = await startSmtp({ data });
    const told = await tell(url);
    expect([told.code, told.text]).toEqual([exit, expect.stringContaining(words)]);
  });
});

describe('a reply to who we are', () => {
  const login = (url: string) => url.replace('//', '//sla:wrong-secret@');
  test.each([
    [535, 1, 'User or password is wrong'],
    [534, 1, 'app password'],
    [538, 1, 'encrypted connection'],
    [454, 3, 'does not work for now'],
  ])('%i to the log-in', async (code, exit, words) => {
    const onAuth: NonNullable<Faults['onAuth']> = (_auth, _session, callback) => callback(reply(code));
    const { url } = await startSmtp({ authOptional: false, onAuth });
    const told = await tell(login(url));
    expect(told.text).toContain(words);
    expect(told.text).not.toContain('wrong-secret');
    expect(told.code).toBe(exit);
  });

  test('530: a log-in is missing', async () => {
    const { url } = await startSmtp({ authOptional: false });
    expect(await tell(url)).toMatchObject({ code: 1, text: expect.stringContaining('wants a log-in') });
  });

  test('a certificate that does not hold', async () => {
    const { url } = await startSmtp({ disabledCommands: [] });
    expect(await tell(url)).toMatchObject({ code: 1, text: expect.stringContaining('TLS failed') });
  });
});

describe('no answer', () => {
  test('nobody listens', async () => {
    expect(await tell(await refusedUrl())).toMatchObject({ code: 3, text: expect.stringContaining('Nothing listens') });
  });

  test('a host that does not exist', async () => {
    expect(await tell('smtp://no-such-host.invalid')).toMatchObject({ code: 3, text: expect.stringMatching(/host/) });
  });

  test('silence', async () => {
    const { url } = await startRaw(() => {});
    expect(await tell(url)).toMatchObject({ code: 3, text: expect.stringContaining('firewalls') });
  });

  test('a connection that ends at once', async () => {
    const { url } = await startRaw((socket) => socket.destroy());
    expect(await tell(url)).toMatchObject({ code: 3, text: expect.stringContaining('in mid-talk') });
  });

  test('something that is no mail server', async () => {
    const { url } = await startRaw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await tell(url)).toMatchObject({ code: 3, text: expect.stringMatching(/SMTP/) });
  });

  test('a cut after the mail had gone out', async () => {
    const { url } = await startSmtp({ data: (stream, _answer, cut) => stream.on('end', cut).resume() });
    expect(await tell(url)).toMatchObject({ code: 3, text: expect.stringContaining('It may have arrived') });
  });
});

test('taken', async () => {
  const { url } = await startSmtp();
  expect(await tell(url)).toEqual({
    code: 0,
    text: 'mail.example.jp:587 took it (250). Look into the mailbox, also at spam.',
  });
});

test('every reply from 400 to 599 and every fault has words in both languages', () => {
  const replies = Array.from({ length: 200 }, (_, n) => smtpAnswerInWords({ reply: 400 + n, fault: null }));
  const faults = ['EWHATEVER', 'CERT_HAS_EXPIRED', 'ETIMEDOUT', null].map((fault) =>
    smtpAnswerInWords({ reply: null, fault }),
  );
  for (const { ja, en } of [...replies, ...faults]) {
    expect(ja).toMatch(/[ぁ-ん].*。$/);
    expect(en).toMatch(/^[A-Z].*\.$/);
  }
});
