// The pool: what comes out of it, and what its errors mean.

import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import {
  closeDatabase,
  type Database,
  isTransient,
  onOneLine,
  openDatabase,
  prepared,
  withLimit,
} from '../../src/store/database.ts';
import { silentLogger as logger, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

const store = testDatabase({ max: 2 });

async function one(expression: string): Promise<unknown> {
  return (await sql.raw<{ value: unknown }>(`select ${expression} as value`).execute(store.db)).rows[0]!.value;
}

test.each([
  [`'2026-06-01T10:00:00.123+09:00'::timestamptz`, Date.UTC(2026, 5, 1, 1, 0, 0, 123)],
  [`'1969-12-31T23:59:59.999Z'::timestamptz`, -1],
  [`'2026-06-01T10:00:00.5Z'::timestamptz`, Date.UTC(2026, 5, 1, 10, 0, 0, 500)],
  [`'2026-06-01T10:00:00.123456Z'::timestamptz`, Date.UTC(2026, 5, 1, 10, 0, 0, 123)],
  [`'0099-12-31T23:59:59Z'::timestamptz`, Date.parse('0099-12-31T23:59:59Z')],
  [`'infinity'::timestamptz`, Number.POSITIVE_INFINITY],
  ['null::timestamptz', null],
  [`array['1970-01-01T00:00:01Z', null]::timestamptz[]`, [1000, null]],
  ['9007199254740991::int8', Number.MAX_SAFE_INTEGER],
  ['count(*)', 1],
  ['array[1, null]::int8[]', [1, null]],
])('%s comes out as %j', async (expression, value) => {
  expect(await one(expression)).toEqual(value);
});

test('an instant survives the way in and out to the millisecond', async () => {
  const instant = Date.UTC(2026, 11, 31, 14, 59, 59, 999);
  const { rows } = await sql<{ at: number }>`select ${new Date(instant)}::timestamptz as at`.execute(store.db);
  expect(rows[0]!.at).toBe(instant);
});

test('what is prepared is planned once a connection, on the same connections, also while a table changes', async () => {
  const db = openDatabase(store.url, { max: 1, logger });
  onTestFinished(() => closeDatabase(db));
  const ask = async (shop: string) =>
    (await prepared(db).selectFrom('shop').select('id').where('id', '=', shop).execute()).length;
  const kept = async () =>
    (await sql`select from pg_prepared_statements where statement like '%"shop"%'`.execute(db)).rows.length;
  expect(await kept()).toBe(0);
  expect([await ask('a'), await ask('b'), await kept()]).toEqual([0, 0, 1]);
  // The release before, or the next one, migrates meanwhile.
  await sql`alter table shop add column more text`.execute(db);
  await sql`insert into shop (id, revision, watched_since, recomputed_at) values ('b', 'r', now(), now())`.execute(db);
  expect([await ask('a'), await ask('b'), await kept()]).toEqual([0, 1, 1]);
  // What failed is not taken for prepared.
  const missing = () => sql`select ${1}::int from nowhere`.execute(prepared(db));
  await expect(missing()).rejects.toThrow('nowhere');
  await expect(missing()).rejects.toThrow('nowhere');
  // In a transaction everything stays as it was begun.
  await db.transaction().execute(async (trx) => expect(prepared(trx)).toBe(trx));
});

test('a transaction that is begun prepared plans each statement once, also where sets are smaller than the server thinks', async () => {
  const db = openDatabase(store.url, { max: 1, logger });
  onTestFinished(() => closeDatabase(db));
  const plans = (on: Database) =>
    on.transaction().execute(async (trx) => {
      for (let n = 0; n < 3; n++)
        await sql`select status from inquiry where id = any(${`{${n}}`}::bigint[])`.execute(trx);
      const { rows } = await sql<{ generic: number; custom: number }>`
        select generic_plans::int as generic, custom_plans::int as custom from pg_prepared_statements
        where statement like 'select status from inquiry%'`.execute(trx);
      return rows;
    });
  expect(await plans(db)).toEqual([]);
  expect(await plans(prepared(db))).toEqual([{ generic: 3, custom: 0 }]);
  expect((await sql<{ mode: string }>`select current_setting('plan_cache_mode') as mode`.execute(db)).rows).toEqual([
    { mode: 'auto' },
  ]);
});

test.each([
  ['prepared', prepared],
  ['withLimit', (db: Database) => withLimit(db, 5_000)],
])('closing ends connections on which everything was asked by %s', async (name, asked) => {
  const url = new URL(store.url);
  url.searchParams.set('application_name', `closed ${name}`);
  const db = openDatabase(url.href, { max: 1, logger });
  await asked(db).selectFrom('shop').select('id').execute();
  const open = () => one(`(select count(*) from pg_stat_activity where application_name = 'closed ${name}')`);
  expect(await open()).toBe(1);
  await closeDatabase(db);
  await expect(asked(db).selectFrom('shop').select('id').execute()).rejects.toThrow('after calling end');
  await eventually(async () => expect(await open()).toBe(0));
});

test('what is read on one line shares a connection, which goes back, and what fails fails alone', async () => {
  const db = openDatabase(store.url, { max: 1, logger });
  onTestFinished(() => closeDatabase(db));
  const backend = async (on: Database) =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(on)).rows[0]!.pid;
  const ends = await onOneLine(db, (line) =>
    Promise.allSettled([backend(line), sql`select 1 / 0`.execute(line), backend(prepared(line)), backend(line)]),
  );
  const pid = await backend(db);
  expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : (end.reason as Error).message))).toEqual([
    pid,
    'division by zero',
    pid,
    pid,
  ]);
});

test('a line that falls silent is thrown away, with all that was asked on it', async () => {
  const db = openDatabase(store.url, { max: 1, logger, limitMs: 1_000 });
  onTestFinished(() => closeDatabase(db));
  const asked = onOneLine(db, (line) =>
    Promise.allSettled([sql`select pg_terminate_backend(pg_backend_pid())`.execute(line), sql`select 1`.execute(line)]),
  );
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect((await sql`select 1`.execute(db)).rows).toHaveLength(1);
});

test('a connection cut off while idle is replaced', async () => {
  const pid = await one('pg_backend_pid()');
  const other = openDatabase(store.url, { max: 1, logger });
  onTestFinished(() => closeDatabase(other));
  await sql.raw(`select pg_terminate_backend(${pid})`).execute(other);
  expect(await eventually(() => one('1'))).toBe(1);
});

test('a connection cut off inside a transaction fails that transaction only', async () => {
  const other = openDatabase(store.url, { max: 1, logger });
  onTestFinished(() => closeDatabase(other));
  const work = store.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(other);
    await eventually(
      async () =>
        (await sql`select from pg_stat_activity where pid = ${rows[0]!.pid}`.execute(other)).rows.length === 0,
    );
    await sql`select 1`.execute(trx);
  });
  expect(isTransient(await work.catch((error) => error))).toBe(true);
  expect(await one('1')).toBe(1);
});

test('a lost server is transient, a mistake is not', async () => {
  const nowhere = openDatabase('postgres://nobody@127.0.0.1:1/none', { max: 1, logger });
  onTestFinished(() => closeDatabase(nowhere));
  const doomed = openDatabase(store.url, { max: 1, logger });
  onTestFinished(() => closeDatabase(doomed));
  const failure = (db: Database, statement: string) =>
    sql
      .raw(statement)
      .execute(db)
      .catch((error) => error);
  expect(isTransient(await failure(nowhere, 'select 1'))).toBe(true);
  expect(isTransient(await failure(doomed, 'select pg_terminate_backend(pg_backend_pid())'))).toBe(true);
  expect(isTransient(await failure(store.db, 'select * from nothing_here'))).toBe(false);
  expect(isTransient(await failure(store.db, 'select 1 / 0'))).toBe(false);
  expect(isTransient('a text')).toBe(false);
});

test('a statement may be given a longest time', async () => {
  const impatient = openDatabase(store.url, { max: 1, logger, limitMs: 20 });
  onTestFinished(() => closeDatabase(impatient));
  await expect(sql`select pg_sleep(10)`.execute(impatient)).rejects.toMatchObject({ code: '57014' });
});
