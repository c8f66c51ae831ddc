// What somebody set for the database, or a pooler forgets, changes nothing; and a server that falls silent costs one
// limit, once (src/README.md, invariant 6).

import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import {
  closeDatabase,
  type Database,
  isByTransactionPooler,
  isTransient,
  LONG_LIMIT_MS,
  openDatabase,
  UnfitDatabaseError,
  withLimit,
} from '../../src/store/database.ts';
import { openDatabaseClock } from '../../src/store/database-clock.ts';
import { migrate } from '../../src/store/migrate.ts';
import { freshDatabase, silentLogger as logger } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startSilentProxy } from '../support/silent-proxy.ts';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

async function value(db: Database, expression: string): Promise<unknown> {
  return (await sql.raw<{ value: unknown }>(`select ${expression} as value`).execute(db)).rows[0]!.value;
}

/** A database with these settings, seen by a pool that connects after they were made. */
async function databaseWith(settings: readonly string[], migrated = true): Promise<{ db: Database; url: string }> {
  const made = await freshDatabase({ migrated });
  onTestFinished(() => made.drop());
  const name = new URL(made.url).pathname.slice(1);
  for (const setting of settings) await sql.raw(`alter database ${name} set ${setting}`).execute(made.db);
  const db = openDatabase(made.url, { max: 3, logger });
  onTestFinished(() => closeDatabase(db));
  return { db, url: made.url };
}

describe('settings of the database', () => {
  test.each([
    ['DateStyle = german'],
    ["DateStyle = 'sql, dmy'"],
    ['DateStyle = postgres'],
    ["TimeZone = 'Asia/Kathmandu'"],
    ["IntervalStyle = 'sql_standard'"],
    ['bytea_output = escape'],
    ['extra_float_digits = -15'],
    ['standard_conforming_strings = off'],
    ['array_nulls = off'],
    ['client_encoding = sjis'],
  ])('%s changes no value, alone or in a transaction', async (setting) => {
    const { db } = await databaseWith([setting]);
    const look = async (on: Database) => ({
      instant: await value(on, `'2026-01-02 03:04:05.678Z'::timestamptz`),
      list: await value(on, `array['2026-01-02 03:04:05.678Z'::timestamptz]`),
      day: await value(on, `'2026-01-02'::date`),
      float: await value(on, '1767323045678.25::float8'),
      text: await value(on, `'サンプル茶舗 髙﨑'::text`),
      bytes: await value(on, `'\\x00ff'::bytea`),
      parameters: (
        await sql<{ at: number; nothing: null }>`
        select ${new Date(AT)}::timestamptz as at, (${['NULL', null]}::text[])[2] as nothing`.execute(on)
      ).rows[0],
    });
    const expected = {
      instant: AT,
      list: [AT],
      day: '2026-01-02',
      float: 1_767_323_045_678.25,
      text: 'サンプル茶舗 髙﨑',
      bytes: Buffer.from([0, 255]),
      parameters: { at: AT, nothing: null },
    };
    expect(await look(db)).toEqual(expected);
    expect(await db.transaction().execute(look)).toEqual(expected);
    const clock = await openDatabaseClock(db);
    expect(Math.abs(clock.hostAheadMs())).toBeLessThan(5_000);
  });

  test('default isolation and read only are stated by every transaction', async () => {
    const { db } = await databaseWith([
      "default_transaction_isolation = 'repeatable read'",
      'default_transaction_read_only = on',
    ]);
    const state = async (on: Database) => [
      await value(on, `current_setting('transaction_isolation')`),
      await value(on, `current_setting('transaction_read_only')`),
    ];
    expect(await state(db)).toEqual(['read committed', 'off']);
    expect(await db.transaction().execute(state)).toEqual(['read committed', 'off']);
    const proof = db.transaction().setIsolationLevel('repeatable read').execute(state);
    expect(await proof).toEqual(['repeatable read', 'off']);
    await sql`insert into worker_tick (at) values (now())`.execute(db);
  });

  test.each([["search_path = ''"], ['search_path = elsewhere'], ['search_path = elsewhere, public']])(
    'with %s the tables that are there are found, none are made anew',
    async (setting) => {
      const { db } = await databaseWith([setting]);
      await sql`create schema elsewhere`.execute(db);
      const later = openDatabase((await urlOf(db)).href, { max: 3, logger });
      onTestFinished(() => closeDatabase(later));
      expect(await migrate(later, { logger })).toEqual({ applied: [] });
      expect(await value(later, '(select count(*) from worker_tick)')).toBe(0);
    },
  );

  test('with an empty search_path an empty database is set up in public', async () => {
    const { db } = await databaseWith(["search_path = ''"], false);
    expect((await migrate(db, { logger })).applied.length).toBeGreaterThan(5);
    expect(await value(db, '(select count(*) from public.worker_tick)')).toBe(0);
  });

  test('tables that a search_path put into a schema of its own stay there', async () => {
    const { db, url } = await databaseWith(["search_path = 'own'"], false);
    await sql`create schema own`.execute(db);
    const own = openDatabase(url, { max: 3, logger });
    onTestFinished(() => closeDatabase(own));
    await migrate(own, { logger });
    await sql.raw(`alter database ${new URL(url).pathname.slice(1)} reset search_path`).execute(own);
    const later = openDatabase(url, { max: 3, logger });
    onTestFinished(() => closeDatabase(later));
    expect(await migrate(later, { logger })).toEqual({ applied: [] });
    expect(await value(later, '(select count(*) from own.worker_tick)')).toBe(0);
  });

  test.each([['LATIN1'], ['EUC_JP']])('%s is refused with a sentence', async (encoding) => {
    const name = `test_${randomBytes(6).toString('hex')}`;
    const { url } = await databaseWith([], false);
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query(`create database ${name} encoding '${encoding}' locale 'C' template template0`);
    onTestFinished(async () => {
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    });
    const there = new URL(url);
    there.pathname = name;
    const db = openDatabase(there.href, { max: 1, logger });
    onTestFinished(() => closeDatabase(db));
    const failure = await value(db, '1').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UnfitDatabaseError);
    expect((failure as Error).message).toContain(`keeps texts as ${encoding}`);
    expect((failure as Error).message).toContain('UTF8 is needed');
  });
});

async function urlOf(db: Database): Promise<URL> {
  const url = new URL(inject('postgresUrl'));
  url.pathname = String(await value(db, 'current_database()'));
  return url;
}

describe('limits', () => {
  test('a statement that takes longer ends, alone and in a transaction; the connection is as good as before', async () => {
    const { url } = await databaseWith([]);
    const db = openDatabase(url, { max: 1, logger, limitMs: 50 });
    onTestFinished(() => closeDatabase(db));
    const pid = await value(db, 'pg_backend_pid()');
    const slow = (on: Database) => sql`select pg_sleep(10)`.execute(on);
    await expect(slow(db)).rejects.toMatchObject({ code: '57014' });
    await expect(db.transaction().execute(slow)).rejects.toMatchObject({ code: '57014' });
    expect(await value(db, 'pg_backend_pid()')).toBe(pid);
    const patient = withLimit(db, LONG_LIMIT_MS);
    expect(await value(patient, `current_setting('statement_timeout')`)).toBe('25s');
    expect(await value(patient, 'pg_backend_pid()')).toBe(pid);
  });

  test('a statement that fails leaves nothing behind, and says its own reason', async () => {
    const { db } = await databaseWith([]);
    await expect(sql`insert into worker_tick (at) values (null)`.execute(db)).rejects.toMatchObject({ code: '23502' });
    await expect(sql`select 1 / 0`.execute(db)).rejects.toMatchObject({ code: '22012' });
    expect(await value(db, '1')).toBe(1);
  });

  test('connections that fall silent cost one limit, and all of them are thrown away', async () => {
    const { url } = await databaseWith([]);
    const proxy = await startSilentProxy(url);
    onTestFinished(() => proxy.close());
    const db = openDatabase(proxy.url, { max: 4, logger, limitMs: 1 });
    onTestFinished(() => closeDatabase(db));
    const roomy = withLimit(db, 5_000);
    await Promise.all([1, 2, 3].map(() => value(roomy, 'pg_sleep(0.05)')));
    proxy.silence();
    const lost = await value(db, '1').catch((error: unknown) => error);
    expect(isTransient(lost)).toBe(true);
    proxy.speak();
    // The very first statement after it: no other dead connection is met.
    expect(await value(roomy, '1')).toBe(1);
  });

  test('a transaction that falls silent fails, and what it held is given back', async () => {
    const { url } = await databaseWith([]);
    const proxy = await startSilentProxy(url);
    onTestFinished(() => proxy.close());
    const db = openDatabase(proxy.url, { max: 2, logger, limitMs: 100 });
    const work = db.transaction().execute(async (trx) => {
      await value(trx, '1');
      proxy.silence();
      await value(trx, '2');
    });
    expect(isTransient(await work.catch((error: unknown) => error))).toBe(true);
    proxy.speak();
    expect(await value(withLimit(db, 5_000), '3')).toBe(3);
    // Closing waits for no farewell.
    proxy.silence();
    await closeDatabase(db);
  });
});

const noPgbouncer = spawnSync('pgbouncer', ['--version']).status !== 0;
if (noPgbouncer) process.stderr.write('SKIPPED: PgBouncer is not installed; what a pooler forgets is not tried here\n');

test.skipIf(noPgbouncer)('by a transaction pooler: everything is stated, nothing is left behind', async () => {
  const { db: direct, url } = await databaseWith([
    'DateStyle = german',
    "default_transaction_isolation = 'serializable'",
  ]);
  const { hostname, port, username, password, pathname } = new URL(url);
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-pgbouncer-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const listen = 20_000 + Math.floor(Math.random() * 20_000);
  writeFileSync(join(folder, 'users.txt'), `"${username}" "${password}"\n`, { mode: 0o644 });
  const ini = [
    '[databases]',
    `* = host=${hostname} port=${port}`,
    '[pgbouncer]',
    `listen_addr = 127.0.0.1`,
    `listen_port = ${listen}`,
    'unix_socket_dir =',
    'auth_type = plain',
    `auth_file = ${join(folder, 'users.txt')}`,
    'pool_mode = transaction',
    'default_pool_size = 3',
  ];
  writeFileSync(join(folder, 'pgbouncer.ini'), `${ini.join('\n')}\n`, { mode: 0o644 });
  const asRoot = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const bouncer = spawn('pgbouncer', ['-q', join(folder, 'pgbouncer.ini')], { ...asRoot, stdio: 'ignore' });
  onTestFinished(() => void bouncer.kill('SIGKILL'));
  const pooled = openDatabase(`postgres://${username}:${password}@127.0.0.1:${listen}${pathname}`, { max: 8, logger });
  onTestFinished(() => closeDatabase(pooled));
  await eventually(() => value(pooled, '1'));
  expect([await isByTransactionPooler(pooled), await isByTransactionPooler(direct)]).toEqual([true, false]);
  const many = await Promise.all(
    Array.from({ length: 40 }, async (_, index) =>
      index % 2 === 0
        ? value(pooled, `'2026-01-02 03:04:05.678Z'::timestamptz`)
        : pooled.transaction().execute((trx) => value(trx, `'2026-01-02 03:04:05.678Z'::timestamptz`)),
    ),
  );
  expect(new Set(many)).toEqual(new Set([AT]));
  expect(await value(pooled, `current_setting('transaction_isolation')`)).toBe('read committed');
  expect(await migrate(pooled, { logger })).toEqual({ applied: [] });
  // No lock of a session stays behind on a connection of the pooler's.
  expect(
    await value(
      direct,
      `(select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()))`,
    ),
  ).toBe(0);
});
