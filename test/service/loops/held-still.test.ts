// One part held still at a time (src/README.md, invariant 6): whichever table somebody locks, what is due is raised, and
// every part that does not need the table goes on; afterwards all do. What is asserted is the order of events.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type App, openApp } from '../../../src/app.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { type ManualClock, manualClock } from '../../support/clock.ts';
import { silentLogger, testDatabase } from '../../support/database.ts';
import { environmentOf } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { at, eventOf, shopOf, testService } from '../../support/service.ts';

const database = testDatabase({ max: 3 });
const DAY_MS = 86_400_000;
/** Longer than a statement may take, and the wait after it. */
const GIVES_UP_MS = 40_000;
const SHOP = shopOf('sample-tea', {
  calendar: { weeklyClosed: [], nationalHolidays: 'none' },
  mail: { sendWindow: 'always' },
});

/** What goes on, by what it leaves behind. */
type Part = 'steps' | 'sign' | 'mails' | 'sources' | 'calendars' | 'proof';
const PARTS: readonly Part[] = ['steps', 'sign', 'mails', 'sources', 'calendars', 'proof'];

/** Who may stand still while the table is locked: those whose statements name it. */
const HELD: readonly (readonly [table: string, parts: readonly Part[]])[] = [
  ['counter', []],
  ['mail_health', ['mails']],
  ['mute', ['mails']],
  ['outbox', ['mails', 'calendars']],
  ['delivery', ['mails']],
  ['hook_item', ['mails']],
  ['reminder', ['mails']],
  ['mail_item', ['mails']],
  ['source', ['mails', 'sources']],
  ['service_sign', ['sources']],
  ['outside_calendar', ['mails', 'calendars', 'proof']],
  ['calendar_look', ['calendars']],
  ['calendar_notice', ['calendars']],
  ['worker_tick', ['sign']],
  ['daily_proof', ['proof']],
  ['config_revision', ['mails', 'proof']],
  ['shop', ['mails', 'proof', 'calendars']],
  ['inquiry', ['mails', 'proof']],
  ['notice', ['mails', 'proof']],
  ['config_state', []],
  ['worker_gap', ['mails', 'sign']],
];

let app: App;
let clock: ManualClock;
let folder: string;
/** Each test has days of its own. */
let day = at('2026-05-01T00:00:00+09:00');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-held-'));
  const { service } = await testService({ db: database.db, shops: [SHOP], now: '2026-05-01T00:00:00+09:00' });
  clock = manualClock(day);
  app = await openApp({
    config: service.config,
    environment: environmentOf(database.url),
    dataDir: folder,
    roles: new Set(['worker', 'source']),
    logger: silentLogger,
    queueName: 'held-still',
    openClock: async () => clock,
  });
});

beforeEach(() => {
  day += 5 * DAY_MS;
});

afterAll(async () => {
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

const count = async (query: ReturnType<typeof sql<{ n: number }>>): Promise<number> =>
  (await query.execute(database.db)).rows[0]!.n;

/** The inquiry of which the signs are looked for; its flag is due at the end of tomorrow, its alert a day later. */
async function askOne(): Promise<{ id: number; episode: number }> {
  const inquiry = `q${day}`;
  const asked = new Date(day + DAY_MS / 2).toISOString();
  clock.set(day + DAY_MS / 2);
  await intake(app.service, [eventOf('customer_message', 'm0', asked, { inquiry })], 'api');
  const { rows } = await sql<{ id: number; episode: number }>`
    select i.id, e.id as episode from inquiry i join episode e on e.inquiry_id = i.id
    where i.external_id = ${inquiry}`.execute(database.db);
  return rows[0]!;
}

/** Whether each part has left its sign since `since`. */
const signs = (episode: number, since: number): Record<Part, () => Promise<boolean>> => {
  const after = sql`${new Date(since)}::timestamptz`;
  const some = (query: ReturnType<typeof sql>) => async () =>
    (await count(sql<{ n: number }>`select count(*)::int as n from (${query}) found`)) > 0;
  return {
    steps: some(sql`select 1 from step where episode_id = ${episode} and step = 'owner_alert'`),
    sign: some(sql`select 1 from worker_tick where at >= ${after}`),
    mails: some(sql`select 1 from mail_item where episode_id = ${episode} and step = 'owner_alert'`),
    sources: some(sql`select 1 from service_sign where name = 'source-tick' and at >= ${after}`),
    calendars: some(sql`select 1 from calendar_look where next_look_at > ${after}`),
    proof: some(sql`select 1 from daily_proof where made_at >= ${after}`),
  };
};

/** Rounds go by until it is so. */
const inRounds = (is: () => Promise<boolean>): Promise<true> =>
  eventually(async () => {
    await clock.advance(30_000);
    return is();
  }, GIVES_UP_MS);

/** What recomputing shares, and registering takes (store/configuration/revisions.ts). */
const REVISIONS = 7_462_215_905;

test('whoever keeps the revisions to himself holds up the recompute, and what waits for it, alone', {
  timeout: 180_000,
}, async () => {
  const { episode } = await askOne();
  const blocker = new pg.Client({ connectionString: database.url });
  await blocker.connect();
  const due = day + 3 * DAY_MS;
  const found = signs(episode, due);
  const isRecomputed = async () =>
    (await count(sql<{ n: number }>`select count(*)::int as n from shop where recounts_wanted <> recounts_done`)) === 0;
  try {
    await blocker.query('select pg_advisory_lock($1)', [REVISIONS]);
    clock.set(due);
    await sql`update episode set revision = 'of before' where id = ${episode}`.execute(database.db);
    await sql`update shop set recounts_wanted = recounts_wanted + 1, recount_asked_at = ${new Date(due)}`.execute(
      database.db,
    );
    for (const part of ['steps', 'sign', 'sources', 'calendars'] as const) await inRounds(found[part]);
    expect(await isRecomputed()).toBe(false);
  } finally {
    await blocker.end();
  }
  await inRounds(isRecomputed);
  for (const part of PARTS) await inRounds(found[part]);
});

test.each(HELD)('a lock on %s holds up nobody but %j', { retry: 0, timeout: 180_000 }, async (table, held) => {
  const { episode } = await askOne();
  const blocker = new pg.Client({ connectionString: database.url });
  await blocker.connect();
  const due = day + 3 * DAY_MS;
  const found = signs(episode, due);
  try {
    await blocker.query(`begin; lock table ${pg.escapeIdentifier(table)} in access exclusive mode`);
    clock.set(due);
    for (const part of PARTS) if (!held.includes(part)) await inRounds(found[part]);
    expect(await found.steps()).toBe(true);
  } finally {
    await blocker.end();
  }
  for (const part of PARTS) await inRounds(found[part]);
});
