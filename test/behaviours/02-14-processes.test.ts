// MAIL.md 2 and 14 with real processes: two on the same tick never make two mails, and one that is killed at any
// stage of a send loses none and repeats only what nobody knows the outcome of.

import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import type { Stage } from '../mail/transport/smtp-servers.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { at, shopOf } from '../support/service.ts';
import { asks, type Desk, inquiry, listed, minutes, OPS, OWNER, openDesk, outbox, tail } from './desk.ts';
import { startWorker, type Worker } from './worker.ts';

const database = testDatabase();
const NOW = '2026-06-01T12:00:00+09:00';
const ASKED = '2026-06-01T10:00:00+09:00';
const THURSDAY = at('2026-06-04T09:00:00+09:00');
const SHOPS = ['sample-tea', 'other'];
const LONG_MS = 120_000;

const open = () => openDesk({ db: database.db, now: NOW, shops: SHOPS.map((id) => shopOf(id)), ops: [OPS] });
const worker = ({ server }: Desk): Promise<Worker> =>
  startWorker({ databaseUrl: database.url, smtpUrl: server.url, shops: SHOPS, now: NOW });

test(
  '2: two processes on one database at the same tick, fifty times: never two mails',
  async () => {
    const desk = await open();
    const { received } = desk.server;
    const workers = await Promise.all([worker(desk), worker(desk)]);
    for (let round = 1; round <= 50; round++) {
      const slot = THURSDAY + minutes(6 * round);
      desk.clock.set(slot);
      await desk.take(...SHOPS.map((shop) => asks(ASKED, { shop, inquiry: inquiry(round) })));
      await Promise.all(workers.map((one) => one.tick(slot)));
      const mails = received.splice(0).map((mail) => `${mail.to} ${listed(mail)}`);
      const both = [tail(round), tail(round)];
      expect(mails.sort()).toEqual([`${OPS} ${both}`, `other@example.jp ${tail(round)}`, `${OWNER} ${tail(round)}`]);
    }
  },
  LONG_MS,
);

/** Resolves when the worker has come so far. */
type Reached = (desk: Desk) => Promise<unknown>;

const stage =
  (wanted: Stage): Reached =>
  (desk) =>
    new Promise<void>((resolve) => {
      desk.server.faults.watch = (now) => now === wanted && resolve();
    });
/** It waits for a table that somebody else holds. */
const stopped: Reached = (desk) =>
  eventually(async () => (await desk.rows(`select 1 from pg_locks where not granted`)).length > 0);

test.each<[when: string, copies: number, reached: Reached, held?: string]>([
  ['after the claim, before the text is stored', 1, stopped, 'mail_item'],
  ['after the text was stored, at the connection', 1, stage('connection')],
  ['at the greeting', 1, stage('greeting')],
  ['after RCPT', 1, stage('rcpt')],
  ['in DATA', 1, stage('data')],
  ['after the 250, before the commit', 2, stopped, 'delivery'],
])(
  '14: kill -9 %s: nothing is missing, %i of the same mail',
  async (_, copies, reached, held) => {
    const desk = await open();
    const hour = '2026-06-01T10:00:00+09:00';
    await desk.take(
      ...Array.from({ length: 30 }, (_, n) => asks(hour, { inquiry: inquiry(n + 1), item: '長い商品名'.repeat(12) })),
    );
    const victim = await worker(desk);
    const release = held === undefined ? async () => {} : await hold(held);
    const there = reached(desk);
    victim.tick(THURSDAY).catch(() => {});
    await there;
    await victim.kill();
    await release();
    desk.server.faults.watch = undefined;

    for (const minute of [1, 3, 4, 30, 300]) await desk.tick(new Date(THURSDAY + minutes(minute)).toISOString());
    const mails = desk.inbox(OWNER);
    expect(mails).toHaveLength(copies);
    expect(new Set(mails.map(({ parsed }) => parsed.messageId)).size).toBe(1);
    expect(new Set(mails.map(({ parsed }) => parsed.text)).size).toBe(1);
    expect(listed(mails[0]!)).toHaveLength(20);
    expect(await outbox(database.db, 'owner')).toMatchObject([{ state: 'sent', possibly_twice: held !== 'mail_item' }]);
    const told = `select count(*)::int as n from step where step = 'owner_alert' and notified_at is not null`;
    expect(await desk.rows(told)).toEqual([{ n: 30 }]);
  },
  LONG_MS,
);

/** Locks a table until the answer is called. */
async function hold(table: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  await client.query(`begin; lock table ${table} in exclusive mode`);
  return async () => void (await client.query('rollback'));
}
