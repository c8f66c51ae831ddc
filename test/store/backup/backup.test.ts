// A backup in the middle of a day goes back into an empty database: every row as it was, nothing told twice, nothing missed.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { backup, restore } from '../../../src/cli/operations/backup.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { backedTables } from '../../../src/store/backup/backed-tables.ts';
import type { Database } from '../../../src/store/database.ts';
import { testIo } from '../../cli/io.ts';
import { freshDatabase, type TestDatabase, testDatabase } from '../../support/database.ts';
import { at, eventOf, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-backup-'));
const file = join(folder, 'mid-day.backup');
const data = join(folder, 'data');
const MID_DAY = '2026-06-04T08:30:00+09:00';

/** One inquiry was told of, one is pending for nine o'clock. */
beforeAll(async () => {
  const { service, clock, mail } = await testService({ db: database.db, now: '2026-05-29T10:00:00+09:00' });
  const asks = (inquiry: string, when: string) => eventOf('customer_message', `m-${inquiry}`, when, { inquiry });
  await intake(service, [asks('q-told-ほ', '2026-05-29T10:00:00+09:00')], 'api');
  clock.set(at('2026-06-01T10:00:00+09:00'));
  await intake(service, [asks('q-pending-"{\\', '2026-06-01T10:00:00+09:00')], 'api');
  for (const when of ['2026-06-03T09:00:00+09:00', '2026-06-04T00:00:00+09:00', MID_DAY]) {
    clock.set(at(when));
    await tickWorker(service);
  }
  expect(mail.sent.map(({ to }) => to)).toContainEqual(['sample-tea@example.jp']);
  const { code, io } = await run(database, (out) => backup(file, { data }, out));
  expect([code, io.errors]).toEqual([0, []]);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(on: TestDatabase, work: (io: ReturnType<typeof testIo>) => Promise<number>) {
  vi.stubEnv('DATABASE_URL', on.url);
  const io = testIo();
  try {
    return { code: await work(io), io };
  } finally {
    vi.unstubAllEnvs();
  }
}

async function empty() {
  const made = await freshDatabase();
  onTestFinished(() => made.drop());
  return made;
}

/** Everything that is in it. */
async function contents(db: Database): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  for (const table of await backedTables(db)) {
    const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t order by 1`.execute(
      db,
    );
    all[table] = rows.map(({ row }) => row);
  }
  return all;
}

const restoring = (on: TestDatabase, from = file) => run(on, (io) => restore(from, { data }, io));

/** The file with its lines changed. */
function changed(name: string, change: (lines: string[]) => string[]): string {
  const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n');
  const path = join(folder, name);
  writeFileSync(path, gzipSync(`${change(lines).join('\n')}\n`));
  return path;
}

describe('a backup', () => {
  test('is one file that only its owner reads, and is not written over', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    const before = readFileSync(file);
    const { code, io } = await run(database, (out) => backup(file, { data }, out));
    expect([code, io.errors]).toEqual([2, [`${file} is there already: name another file`]]);
    expect(readFileSync(file)).toEqual(before);
  });

  test('goes back row by row, and ids go on behind the last one', async () => {
    const other = await empty();
    const { code, io } = await restoring(other);
    expect([code, io.errors]).toEqual([0, []]);
    const { audit_entry: done = [], ...restored } = await contents(other.db);
    const { audit_entry: before = [], ...kept } = await contents(database.db);
    expect(restored).toEqual(kept);
    // What was done before, and that it was restored.
    const news = done.filter((row) => !before.includes(row));
    expect([done.length, news.length]).toEqual([before.length + 1, 1]);
    expect(news[0]).toContain(`,${userInfo().username},restored,`);
    const next = (db: Database) => sql<{ id: number }>`select nextval('inquiry_id_seq') as id`.execute(db);
    const { rows } = await sql<{ id: number }>`select max(id) as id from inquiry`.execute(database.db);
    expect((await next(other.db)).rows[0]!.id).toBeGreaterThan(rows[0]!.id);
  });

  test('restored, the service goes on: what was pending is told once, what was told is not told again', async () => {
    const other = await empty();
    await restoring(other);
    const { service, clock, mail } = await testService({ db: other.db, now: '2026-06-04T09:00:00+09:00' });
    await tickWorker(service);
    await tickWorker(service);
    const owners = mail.sent.filter(({ to }) => !to.includes('ops@example.jp'));
    expect(owners).toHaveLength(1);
    expect(owners[0]!.rendered.text).toContain('q-pending');
    expect(owners[0]!.rendered.text).not.toContain('q-told');
    // Of the breach nobody was told before nine.
    const ops = () => mail.sent.filter(({ to }) => to.includes('ops@example.jp'));
    expect(ops()).toHaveLength(1);
    clock.set(at('2026-06-05T09:00:00+09:00'));
    await tickWorker(service);
    expect(ops()).toHaveLength(2);
    const { rows } = await sql<{ told: number }>`
      select count(ops_notified_at)::int as told from step where step = 'breach'`.execute(other.db);
    expect(rows[0]!.told).toBe(2);
  });

  test('is refused by a database with rows, which stays as it is', async () => {
    const before = await contents(database.db);
    const { code, io } = await restoring(database);
    expect(code).toBe(1);
    expect(io.errors[0]).toMatch(/^The database is not empty \(there are rows in [a-z_]+\).* Nothing was changed\.$/);
    expect(await contents(database.db)).toEqual(before);
  });

  test.each<[string, (name: string) => string, RegExp]>([
    ['cut in the middle', (name) => cut(name, 0.6), /it was cut off/],
    ['cut before its end', (name) => changed(name, (lines) => lines.slice(0, -1)), /it was cut off/],
    [
      'with a row less',
      (name) => changed(name, (lines) => without(lines, /"q-told/)),
      /the rows of inquiry are not as many/,
    ],
    [
      'with a row that fits nothing',
      (name) => changed(name, (lines) => lines.map((line) => line.replace('"q-told-ほ"', 'null'))),
      /a row of inquiry does not fit \(23502\)/,
    ],
    ['of another program', (name) => changed(name, () => ['{"format":"other"}']), /it does not begin as one/],
    ['that is no gzip', (name) => plain(name), /its bytes are broken/],
    [
      'of another schema',
      (name) => changed(name, ([head, ...rest]) => [older(head!), ...rest]),
      /is of release .* with the schema up to 0028_retention; this database has it up to .*Restore it with the release that made it/,
    ],
    [
      'of a migration with another text',
      (name) => changed(name, ([head, ...rest]) => [head!.replace(/"sha256":"../, '"sha256":"zz'), ...rest]),
      /another text of the migration 0001_init/,
    ],
  ])('a file %s is refused, and nothing is changed', async (name, make, reason) => {
    const other = await empty();
    const { code, io } = await restoring(other, make(name.replaceAll(' ', '-')));
    expect(code).toBe(1);
    expect(io.errors[0]).toMatch(reason);
    expect(Object.values(await contents(other.db)).flat()).toEqual([]);
  });

  test('a file that is not there is wrong usage', async () => {
    const missing = join(folder, 'missing');
    const { code, io } = await restoring(database, missing);
    expect([code, io.errors]).toEqual([2, [`${missing}: there is no such file`]]);
    expect(existsSync(missing)).toBe(false);
  });
});

function cut(name: string, part: number): string {
  const path = join(folder, name);
  const bytes = readFileSync(file);
  writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * part)));
  return path;
}

function plain(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, gunzipSync(readFileSync(file)));
  return path;
}

const without = (lines: string[], one: RegExp): string[] => {
  const at = lines.findIndex((line) => line.startsWith('{"id"') && one.test(line));
  return lines.filter((_, index) => index !== at);
};

function older(head: string): string {
  const { migrations, ...rest } = JSON.parse(head);
  const until = migrations.findIndex(({ name }: { name: string }) => name === '0028_retention');
  return JSON.stringify({ ...rest, migrations: migrations.slice(0, until + 1) });
}
