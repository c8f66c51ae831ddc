// `mail test` explains every answer a mail server can give, and every way to get none (issue 4, item 5).

import { describe, expect, test } from 'vitest';
import { explainOutcome } from '../../src/cli/mail-test.ts';
import { explainAnswer } from '../../src/cli/smtp-answers.ts';
import { openTransport } from '../../src/mail/transport.ts';
import { outgoing } from '../mail/sample.ts';
import { type Faults, refusedUrl, reply, startRaw, startSmtp } from '../mail/smtp-servers.ts';

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
    [521, 1, 'takes no mail at all'],
    [550, 1, 'no such mailbox'],
    [551, 1, 'moved'],
    [552, 1, 'full'],
    [553, 1, 'does not allow this address'],
    [554, 1, 'SPF, DKIM'],
    [556, 1, 'domain takes no mail'],
    [459, 3, 'may take it later'],
    [599, 1, 'for good'],
  ])('%i', async (code, exit, words) => {
    const { url } = await startSmtp({ refuse: { 'owner@example.jp': code } });
    const told = await tell(url);
    expect(told.text).toContain(`${code}`);
    expect(told.text).toContain(words);
    expect(told.text).toMatch(/[ぁ-ん]/);
    expect(told.code).toBe(exit);
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
  const replies = Array.from({ length: 200 }, (_, n) => explainAnswer({ reply: 400 + n, fault: null }));
  const faults = ['EWHATEVER', 'CERT_HAS_EXPIRED', 'ETIMEDOUT', null].map((fault) =>
    explainAnswer({ reply: null, fault }),
  );
  for (const [ja, en] of [...replies, ...faults]) {
    expect(ja).toMatch(/[ぁ-ん].*。$/);
    expect(en).toMatch(/^[A-Z].*\.$/);
  }
});
