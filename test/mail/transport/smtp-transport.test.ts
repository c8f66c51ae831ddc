// Every way in which a send can end, against real servers (MAIL.md 14).
import { describe, expect, test } from 'vitest';
import { openTransport, retryDelayMs } from '../../../src/mail/transport/mail-transport.ts';
import { outgoing } from '../sample.ts';
import { type DataFault, refusedUrl, reply, startRaw, startSmtp } from './smtp-servers.ts';

const TWO = ['owner@example.jp', 'second@example.jp'];
const open = (smtpUrl: string) => openTransport({ smtpUrl, mailDir: '', timeouts: QUICK });
/** Reads the message and answers it with an error. */
const answering =
  (code: number, words?: string): DataFault =>
  (stream, answer) =>
    stream.on('end', () => answer(reply(code, words))).resume();
const QUICK = { connection: 50, greeting: 50, socket: 50, whole: 5000 };
const PATIENT = { connection: 5000, greeting: 5000, socket: 5000, whole: 20_000 };
const send = (smtpUrl: string, to: readonly string[] = TWO) =>
  openTransport({ smtpUrl, mailDir: '', timeouts: PATIENT }).send(outgoing({ to }));

describe('recipients', () => {
  test('all taken', async () => {
    const server = await startSmtp();
    expect(await send(server.url)).toEqual({ kind: 'delivered', accepted: TWO, refused: [], deferred: [] });
    expect(server.received[0]?.to).toEqual(TWO);
  });

  test.each([550, 551, 553])('one refused with %i: it stops, the other has the mail', async (code) => {
    const server = await startSmtp({ refuse: { 'second@example.jp': `${code} 5.1.1 nobody` } });
    expect(await send(server.url)).toEqual({
      kind: 'delivered',
      accepted: ['owner@example.jp'],
      refused: [{ address: 'second@example.jp', code, response: '5.1.1 nobody' }],
      deferred: [],
    });
  });

  test.each([450, 451, 503])('one deferred with %i: only it is to be tried again', async (code) => {
    const server = await startSmtp({ refuse: { 'second@example.jp': code } });
    const outcome = await send(server.url);
    expect(outcome).toEqual({
      kind: 'delivered',
      accepted: ['owner@example.jp'],
      refused: [],
      deferred: [{ address: 'second@example.jp', code, response: 'no' }],
    });
  });

  test('all refused: no retry', async () => {
    const server = await startSmtp({
      refuse: { 'owner@example.jp': '550 5.1.1 nobody', 'second@example.jp': '551 5.1.6 moved' },
    });
    const outcome = await send(server.url);
    expect(outcome).toMatchObject({ kind: 'refused', refused: [{ code: 550 }, { code: 551 }] });
    expect(server.received).toEqual([]);
  });

  test('one refused, the other deferred: retry without the refused one', async () => {
    const server = await startSmtp({ refuse: { 'owner@example.jp': '550 5.1.1 nobody', 'second@example.jp': 450 } });
    const outcome = await send(server.url);
    expect(outcome).toMatchObject({ kind: 'retry', refused: [{ address: 'owner@example.jp', code: 550 }] });
  });

  test('an address that is none is refused here, and the others go on', async () => {
    const server = await startSmtp();
    const outcome = await send(server.url, ['owner@example.jp', 'no address', 'a@b.jp\r\nRCPT TO:<spy@example.jp>']);
    expect(outcome).toMatchObject({
      kind: 'delivered',
      accepted: ['owner@example.jp'],
      refused: [{ code: 553 }, { code: 553 }],
    });
    expect(server.received[0]?.to).toEqual(['owner@example.jp']);
    expect(await send(server.url, ['no address'])).toMatchObject({ kind: 'refused' });
  });

  test('an address is reported as it was given, whatever its host becomes on the wire', async () => {
    const server = await startSmtp();
    const to = ['Owner@Example.JP', 'a@日本語.jp', 'Owner@example.jp'];
    expect(await send(server.url, to)).toMatchObject({
      kind: 'delivered',
      accepted: ['Owner@Example.JP', 'Owner@example.jp', 'a@日本語.jp'],
    });
    expect(server.received[0]?.to).toEqual(['Owner@example.jp', 'a@日本語.jp']);
  });

  test('without pipelining the outcomes are the same', async () => {
    const server = await startSmtp({
      hidePIPELINING: true,
      refuse: { 'owner@example.jp': '550 5.1.1 nobody', 'second@example.jp': 450 },
    });
    expect(await send(server.url)).toMatchObject({ kind: 'retry', refused: [{ address: 'owner@example.jp' }] });
  });
});

describe('the message', () => {
  test.each([552, 554])('refused with %i: it names no recipient, so nobody is given up', async (code) => {
    const server = await startSmtp({ data: answering(code, 'not this one') });
    expect(await send(server.url)).toMatchObject({
      kind: 'retry',
      refused: [],
      detail: { reply: code, stage: 'mail' },
    });
  });

  test('refused with words about us: misconfigured', async () => {
    const server = await startSmtp({ data: answering(554, 'Email address is not verified') });
    expect(await send(server.url)).toMatchObject({
      kind: 'misconfigured',
      reason: expect.stringContaining('verified'),
    });
  });

  test.each([421, 451, 452, 503])('answered with %i: retry', async (code) => {
    const server = await startSmtp({ data: (stream, answer) => stream.on('end', () => answer(reply(code))).resume() });
    expect(await send(server.url)).toMatchObject({ kind: 'retry', refused: [] });
  });
});

describe('a cut', () => {
  test('after the final dot: the outcome is unknown', async () => {
    const server = await startSmtp({ data: (stream, _answer, cut) => stream.on('end', cut).resume() });
    expect(await send(server.url)).toMatchObject({ kind: 'unknown' });
  });

  test('silence after the final dot: unknown too', async () => {
    const server = await startSmtp({ data: (stream) => stream.resume() });
    // smtp-server greets after 100 ms, which counts against the socket's time-out.
    const timeouts = { ...PATIENT, socket: 300 };
    const outcome = await openTransport({ smtpUrl: server.url, mailDir: '', timeouts }).send(outgoing());
    expect(outcome).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('ETIMEDOUT') });
  });

  test('amid the message, before the dot: retry', async () => {
    const server = await startSmtp({ data: (stream, _answer, cut) => stream.once('data', cut) });
    const text = `${'x'.repeat(70)}\n`.repeat(200_000);
    const mail = outgoing({ rendered: { subject: 'x', text, html: '<p>x</p>' } });
    const outcome = await openTransport({ smtpUrl: server.url, mailDir: '', timeouts: PATIENT }).send(mail);
    expect(outcome).toMatchObject({ kind: 'retry' });
  });

  test('before DATA is answered: retry', async () => {
    const server = await startSmtp({ onMailFrom: () => server.cut() });
    expect(await send(server.url)).toMatchObject({ kind: 'retry' });
  });

  test('of one mail says nothing about another sent at the same time', async () => {
    const data: DataFault = (stream, _answer, cut) => stream.on('end', cut).resume();
    const after = [await startSmtp({ data }), await startSmtp({ data })] as const;
    const before = await startSmtp({ onMailFrom: () => before.cut() });
    const outcomes = await Promise.all([send(after[0].url), send(before.url), send(after[1].url)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['unknown', 'retry', 'unknown']);
  });

  test('a retry is the same mail: same Message-ID, same text', async () => {
    const server = await startSmtp();
    await send(server.url);
    await send(server.url);
    const [first, second] = server.received;
    expect(second?.parsed.messageId).toBe(first?.parsed.messageId);
    expect(second?.parsed.text).toBe(first?.parsed.text);
  });
});

describe('no connection', () => {
  test('nobody listens: retry', async () => {
    expect(await send(await refusedUrl())).toMatchObject({
      kind: 'retry',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test.each(['421 too busy', '554 no service here'])('a greeting of %s: retry', async (greeting) => {
    const { url } = await startRaw((socket) => socket.end(`${greeting}\r\n`));
    expect(await send(url)).toMatchObject({ kind: 'retry', reason: expect.stringContaining(greeting) });
  });

  test('a server that never speaks: retry after the time-out', async () => {
    const { url } = await startRaw(() => {});
    expect(await open(url).send(outgoing())).toMatchObject({
      kind: 'retry',
      reason: expect.stringContaining('ETIMEDOUT'),
    });
  });

  test('a server that is slow and never silent: retry after the time for the whole send', async () => {
    const { url } = await startRaw((socket) => {
      const timer = setInterval(() => socket.write('220-patience\r\n'), 20);
      socket.once('close', () => clearInterval(timer));
    });
    const timeouts = { ...PATIENT, whole: 150 };
    expect(await openTransport({ smtpUrl: url, mailDir: '', timeouts }).send(outgoing())).toMatchObject({
      kind: 'retry',
      reason: expect.stringContaining('EABORT'),
    });
  });

  test('a connection closed at once: retry', async () => {
    const { url } = await startRaw((socket) => socket.destroy());
    expect(await send(url)).toMatchObject({ kind: 'retry' });
  });

  test('a host that does not exist: retry', async () => {
    const outcome = await open('smtp://no-such-host.invalid:25').send(outgoing());
    expect(outcome).toMatchObject({ kind: 'retry' });
  });
});

describe('our own settings', () => {
  const withLogin = (url: string) => url.replace('smtp://', 'smtp://monitor:s%2Fcret@');

  test('a refused log-in: misconfigured, and the password is not repeated though the server does', async () => {
    const onAuth: NonNullable<Parameters<typeof startSmtp>[0]>['onAuth'] = ({ password }, _session, callback) =>
      callback(reply(535, `wrong password ${password}`));
    const server = await startSmtp({ authOptional: false, onAuth });
    const outcome = await send(withLogin(server.url));
    expect(outcome).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining('535') });
    expect(JSON.stringify(outcome)).not.toMatch(/s\/cret|s%2Fcret/);
    const verdict = await open(withLogin(server.url)).verify();
    expect(verdict).toMatchObject({ ok: false });
    expect(JSON.stringify(verdict)).not.toContain('s/cret');
  });

  test('a log-in that fails for now: retry', async () => {
    const server = await startSmtp({
      authOptional: false,
      onAuth: (_auth, _session, callback) => callback(reply(454)),
    });
    expect(await send(withLogin(server.url))).toMatchObject({ kind: 'retry' });
  });

  test('a server that wants a log-in and gets none: misconfigured', async () => {
    const server = await startSmtp({ authOptional: false });
    expect(await send(server.url)).toMatchObject({ kind: 'misconfigured', reason: expect.stringContaining('530') });
  });

  test('a sender that the server does not take: misconfigured', async () => {
    const server = await startSmtp({
      onMailFrom: (_address, _session, callback) => callback(reply(550, 'not your address')),
    });
    expect(await send(server.url)).toMatchObject({
      kind: 'misconfigured',
      reason: expect.stringContaining('not your address'),
    });
  });

  test('a certificate that does not hold: misconfigured, by STARTTLS and by smtps', async () => {
    const starttls = await startSmtp({ disabledCommands: [] });
    expect(await send(starttls.url)).toMatchObject({
      kind: 'misconfigured',
      reason: expect.stringContaining('certificate'),
    });
    const secure = await startSmtp({ secure: true });
    expect(await send(secure.url.replace('smtp:', 'smtps:'))).toMatchObject({ kind: 'misconfigured' });
  });

  test('TLS asked for and not offered: misconfigured', async () => {
    const server = await startSmtp({ hideSTARTTLS: true });
    expect(await send(`${server.url}?requireTLS=true`)).toMatchObject({ kind: 'misconfigured' });
  });

  test.each(['http://example.jp', 'mail.example.jp', 'smtp://', 'postgres://u:hunter2@h/'])(
    'SMTP_URL %s is refused without being repeated',
    (smtpUrl) => {
      expect(() => openTransport({ smtpUrl, mailDir: '' })).toThrow(/^SMTP_URL is not of the form/);
    },
  );

  test('what an URL asks for beyond the connection is left out', async () => {
    const server = await startSmtp();
    const transport = openTransport({ smtpUrl: `${server.url}?logger=true&debug=true&socketTimeout=1`, mailDir: '' });
    expect(await transport.send(outgoing())).toMatchObject({ kind: 'delivered' });
  });
});

test('reasons are one line of at most 200 characters', async () => {
  const server = await startSmtp({
    onMailFrom: (_address, _session, callback) => callback(reply(550, 'long words '.repeat(60))),
  });
  const outcome = await send(server.url);
  const reason = 'reason' in outcome ? outcome.reason : '';
  expect([...reason]).toHaveLength(200);
  expect(reason).not.toMatch(/[\r\n]/);
});

test('verify connects and logs in', async () => {
  const server = await startSmtp();
  expect(await openTransport({ smtpUrl: server.url, mailDir: '' }).verify()).toEqual({ ok: true });
  expect(await open(await refusedUrl()).verify()).toMatchObject({
    ok: false,
    reason: expect.stringContaining('ECONNREFUSED'),
  });
});

test.each([
  [1, 1],
  [2, 5],
  [3, 15],
  [4, 30],
  [5, 60],
  [6, 60],
  [99, 60],
  [0, 1],
])('after attempt %i the next one comes in %i min', (attempt, minutes) => {
  expect(retryDelayMs(attempt)).toBe(minutes * 60_000);
});
