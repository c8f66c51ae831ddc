// kill -9 in the middle of a recompute: the next process goes on where it ended, and the outcome is as if nothing had
// happened (RULES.md 6). Trap: the lock that registering takes stops the recompute between two pages, so the kill
// surely comes in the middle.

import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openMailCatcher } from '../../src/demo/mail-catcher.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import { lockRevisions } from '../../src/store/configuration/revisions.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { at, eventOf, shopOf, testService } from '../support/service.ts';
import { startService } from './service-child.ts';

const database = testDatabase({ max: 6 });
const INQUIRIES = 6_000;
const NOW = at('2026-06-03T10:00:00+09:00');
const shopFile = (closed: string) =>
  `name: サンプル茶舗\nowner: [owner@example.jp]\ncalendar: { closed: [${closed}] }\n`;

const rows = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(database.db)).rows;
const count = async (what: string) => (await rows(`select count(*)::int as n from ${what}`))[0]!.n as number;

test('killed in the middle of a recompute, the next process goes on, and every flag is withdrawn once', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'calendar-kill-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'shops'));
  const service = 'ops: [ops@example.jp]\nfrom: sla@example.jp\npublicUrl: https://sla.example.jp\n';
  writeFileSync(join(dir, 'service.yaml'), `${service}confirmAbove: 1000000\n`);
  writeFileSync(join(dir, 'shops/sample-tea.yaml'), shopFile(''));
  const catcher = await openMailCatcher();
  onTestFinished(() => catcher.close());
  await takeInAndFlag();

  const start = () =>
    startService({
      configDir: dir,
      databaseUrl: database.url,
      queueUrl: null,
      queueName: `calendar-kill-${randomBytes(4).toString('hex')}`,
      smtpUrl: catcher.url,
      startsAt: NOW,
      factor: 1,
    });
  const first = await start();
  const [{ revision: old }] = (await rows('select revision from shop')) as [{ revision: string }];
  const recounted = `episode where revision <> '${old}'`;
  writeFileSync(join(dir, 'shops/sample-tea.yaml'), shopFile('{ on: 2026-06-02, name: 棚卸 }'));
  await eventually(async () => (await count(recounted)) > 0);
  await database.db.transaction().execute(async (trx) => {
    await lockRevisions(trx);
    await first.kill();
  });
  const done = await count(recounted);
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(INQUIRIES);

  const second = await start();
  onTestFinished(() => second.kill());
  await eventually(async () => (await count(recounted)) === INQUIRIES);
  await eventually(async () => (await count('shop where recounts_wanted <> recounts_done')) === 0);
  expect(await rows('select distinct flag_at, next_due_at from episode')).toEqual([
    { flag_at: at('2026-06-04T00:00:00+09:00'), next_due_at: at('2026-06-04T00:00:00+09:00') },
  ]);
  expect(await count('step where withdrawn_at is null')).toBe(0);
  expect(
    await rows('select count(*)::int as n, count(distinct episode_id)::int as inquiries from step_withdrawal'),
  ).toEqual([{ n: INQUIRIES, inquiries: INQUIRIES }]);
  expect(await count(`config_revision where cause = 'edit'`)).toBe(1);
}, 240_000);

/** Inquiries of Monday, flagged on Wednesday, counted with the file as it is at first. */
async function takeInAndFlag(): Promise<void> {
  const plain = shopOf('sample-tea', { calendar: { closed: [] } });
  const { service } = await testService({ db: database.db, shops: [plain], now: '2026-06-03T09:59:00+09:00' });
  const events = Array.from({ length: INQUIRIES }, (_, n) => ({
    ...eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00'),
    inquiry: `q${n}`,
  }));
  for (let from = 0; from < events.length; from += 4_000)
    await intake(service, events.slice(from, from + 4_000), 'api');
}
