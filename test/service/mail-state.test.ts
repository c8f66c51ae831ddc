import pino from 'pino';
import { expect, test } from 'vitest';
import { openTransport } from '../../src/mail/transport.ts';
import { checkMail } from '../../src/service/mail-state.ts';
import { refusedUrl, reply, startSmtp } from '../mail/smtp-servers.ts';
import { eventually } from '../support/eventually.ts';

function check(smtpUrl: string | null, mailDir = '') {
  const lines: string[] = [];
  const logger = pino({}, { write: (line: string) => void lines.push(line) });
  return { lines, state: checkMail({ mail: openTransport({ smtpUrl, mailDir }), logger }) };
}

test('a server that cannot be reached makes one line that says what to check', async () => {
  const { lines, state } = check(await refusedUrl());
  expect(state()).toEqual({ ok: true });
  await eventually(() => !state().ok);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    msg: 'mails cannot be sent: check SMTP_URL; `inquiry-sla mail test <address>` explains what is wrong',
    reason: expect.stringContaining('ECONNREFUSED'),
  });
});

test('a refused log-in is said without the password', async () => {
  const server = await startSmtp({ authOptional: false, onAuth: (_auth, _session, done) => done(reply(535)) });
  const { lines, state } = check(server.url.replace('//', '//sla:hunter2@'));
  await eventually(() => !state().ok);
  expect(lines.join()).toContain('535');
  expect(lines.join()).not.toContain('hunter2');
});

test('a folder that cannot be written is said too', async () => {
  const { lines, state } = check(null, '/dev/null/mail');
  await eventually(() => !state().ok);
  expect(lines.join()).toContain('folder');
});

test('a server that answers makes no line', async () => {
  const server = await startSmtp();
  let seen = false;
  const mail = openTransport({ smtpUrl: server.url, mailDir: '' });
  const verify = () => mail.verify().finally(() => (seen = true));
  const lines: string[] = [];
  const state = checkMail({ mail: { ...mail, verify }, logger: pino({}, { write: (line) => void lines.push(line) }) });
  await eventually(() => seen);
  expect([state(), lines]).toEqual([{ ok: true }, []]);
});
