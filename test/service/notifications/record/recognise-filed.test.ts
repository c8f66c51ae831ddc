// Mails that a release before wrote to files and called "sent", told apart by the files.

import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTransport } from '../../../../src/mail/transport/mail-transport.ts';
import { recogniseFiledMails } from '../../../../src/service/notifications/record/recognise-filed.ts';
import { asks, later, minutes, openDesk } from '../../../behaviours/desk.ts';
import { testDatabase } from '../../../support/database.ts';
import { at } from '../../../support/service.ts';
import { tickWorker } from '../../../support/tick.ts';

const database = testDatabase();
const NOW = '2026-06-01T12:00:00+09:00';
const THURSDAY = '2026-06-04T09:00:00+09:00';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-filed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The rows as the release before left them: sent, a 250 for each address, and no word of a file. */
const asBefore = () =>
  sql`with mails as (update outbox set way = null) update delivery set way = null, response = '250'`.execute(
    database.db,
  );
const ways = async () =>
  (await sql<{ way: string | null }>`select way from outbox where state = 'sent' order by id`.execute(database.db))
    .rows;

test('what lies in a file with its Message-ID was not sent; what was sent, or is of another mail, stays', async () => {
  const desk = await openDesk({ db: database.db, now: NOW });
  const filing = { ...desk.service, mail: openTransport({ smtpUrl: null, mailDir: folder }) };
  await desk.take(asks('2026-06-01T10:00:00+09:00'));
  desk.clock.set(at(THURSDAY));
  await tickWorker(filing);
  await desk.take(asks('2026-06-01T11:00:00+09:00', { inquiry: 'q2' }));
  await desk.tick(later(THURSDAY, minutes(10)));
  await asBefore();
  expect(await ways()).toEqual([{ way: null }, { way: null }]);
  const [name] = await readdir(folder);
  // The second mail went out by SMTP: a file of its number with another Message-ID proves nothing.
  renameSync(join(folder, name!), join(folder, name!.replace(/-\d+\.eml$/, '-2.eml')));
  expect(await recogniseFiledMails(filing, folder)).toBe(0);
  renameSync(join(folder, name!.replace(/-\d+\.eml$/, '-2.eml')), join(folder, name!));
  expect(await recogniseFiledMails(filing, folder)).toBe(1);
  expect(await ways()).toEqual([{ way: 'files' }, { way: null }]);
  expect(await desk.rows(`select way, response from delivery order by outbox_id`)).toEqual([
    { way: 'files', response: 'written to a file' },
    { way: null, response: '250' },
  ]);
  expect(await recogniseFiledMails(filing, folder)).toBe(0);
});

test('no folder, nothing to recognise', async () => {
  const desk = await openDesk({ db: database.db, now: NOW });
  expect(await recogniseFiledMails(desk.service, join(folder, 'none'))).toBe(0);
});
