import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { openTransport } from '../../../src/mail/transport/mail-transport.ts';
import { jst, outgoing } from '../sample.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mail-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
});

const files = (mailDir: string) => openTransport({ smtpUrl: null, mailDir });

test('without SMTP_URL a mail becomes a file that a mail program reads', async () => {
  const mailDir = join(folder, 'data', 'mail');
  const mail = outgoing();
  expect(await files(mailDir).send(mail)).toEqual({
    kind: 'delivered',
    accepted: ['owner@example.jp'],
    refused: [],
    deferred: [],
    filed: true,
  });
  expect(await readdir(mailDir)).toEqual(['2026-11-26T00-03-00.000Z-7.eml']);
  const parsed = await simpleParser(await readFile(join(mailDir, '2026-11-26T00-03-00.000Z-7.eml')));
  expect(parsed.subject).toBe(mail.rendered.subject);
  expect(parsed.text).toBe(mail.rendered.text);
  expect(parsed.html).toBe(mail.rendered.html);
  expect(parsed.messageId).toBe(mail.messageId);
});

test('a retry of the same mail takes the place of the first, whenever it comes', async () => {
  const transport = files(folder);
  await transport.send(outgoing());
  await transport.send(outgoing({ at: jst('2026-11-26T09:08') }));
  expect(await readdir(folder)).toHaveLength(1);
});

test('a mail that was never tried is written without a look at the folder', async () => {
  const transport = files(folder);
  await transport.send(outgoing());
  // Looked for, the first file would be found.
  await transport.send(outgoing({ at: jst('2026-11-26T09:08'), isFirst: true }));
  expect(await readdir(folder)).toHaveLength(2);
});

test('another mail with the same outbox id, after a new database, is another file', async () => {
  const transport = files(folder);
  await transport.send(outgoing());
  await transport.send(outgoing({ at: jst('2026-11-27T09:00'), messageId: '<outbox.7.other@example.jp>' }));
  await transport.send(outgoing({ outboxId: '17', messageId: '<outbox.17@example.jp>' }));
  expect(await readdir(folder)).toHaveLength(3);
});

test('an outbox id cannot lead out of the folder', async () => {
  await files(join(folder, 'mail')).send(outgoing({ outboxId: '../../x' }));
  expect(await readdir(folder)).toEqual(['mail']);
});

test('addresses that are none are reported as refused', async () => {
  expect(await files(folder).send(outgoing({ to: ['nobody'] }))).toMatchObject({
    kind: 'refused',
    refused: [{ code: 553 }],
  });
});

test('a folder that cannot be written is to be tried again, and verify says so', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  expect(await files(join(file, 'mail')).send(outgoing())).toMatchObject({
    kind: 'retry',
    reason: expect.stringContaining('ENOTDIR'),
  });
  expect(await files(join(file, 'mail')).verify()).toMatchObject({ ok: false });
  expect(await files(folder).verify()).toEqual({ ok: true });
});
