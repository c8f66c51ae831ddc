import pino from 'pino';
import { describe, expect, test } from 'vitest';
import { openTransport } from '../../src/mail/transport.ts';
import { checkMail, mailHealthOf } from '../../src/service/mail-state.ts';
import { refusedUrl, reply, startSmtp } from '../mail/smtp-servers.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { shopOf, testService } from '../support/service.ts';

const database = testDatabase();

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

describe('without SMTP_URL', () => {
  test.each([
    ['ops@example.jp', 'owner@midori.example', false],
    ['ops@mail.example.com', 'owner@example', false],
    ['ops@example.co.jp', 'owner@example.org', false],
    ['ops@agency.jp', 'owner@example.jp', true],
    ['ops@example.jp', 'owner@shop.co.jp', true],
    ['ops@example.jp.agency.net', 'owner@example.jp', true],
    ['ops@notexample.jp', 'owner@example.jp', true],
  ])('ops %s and owner %s: told nobody is %s', async (ops, owner, toldNobody) => {
    const { service } = await testService({
      db: database.db,
      now: '2026-06-01T12:00:00+09:00',
      shops: [shopOf('sample-tea', { owner: [owner] })],
      config: { ops: [ops] },
    });
    const { config } = service;
    const reason = 'SMTP_URL is not set: mails are only written to files';
    expect(mailHealthOf({ mail: { kind: 'files' }, config }, { ok: true })).toEqual({
      ok: true,
      reason,
      state: 'files only',
      toldNobody,
    });
    expect(mailHealthOf({ mail: { kind: 'smtp' }, config }, { ok: true })).toEqual({ ok: true, reason: null });
  });
});
