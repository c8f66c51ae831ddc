// Migrations: what may run twice, at once, or not at all.

import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../../src/store/database.ts';
import { MigrationError, migrate, pendingMigrations } from '../../src/store/migrate.ts';
import { freshDatabase, silentLogger as logger } from '../support/database.ts';

async function emptyDatabase(): Promise<{ db: Database; url: string }> {
  const database = await freshDatabase({ migrated: false });
  onTestFinished(() => database.drop());
  return database;
}

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const FIRST = { '0001_tea.sql': 'create table tea (name text);\ninsert into tea values ($$sencha; gyokuro$$);\n' };
const SECOND = { '0002_cup.sql': 'create table cup (size int);\n' };

async function tables(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename in ('tea', 'cup') order by 1`.execute(
    db,
  );
  return rows.map(({ name }) => name);
}

test('the project’s own migrations apply once', async () => {
  const { db } = await emptyDatabase();
  const pending = await pendingMigrations(db);
  expect(pending[0]).toBe('0001_init');
  expect(await migrate(db, { logger })).toEqual({ applied: pending });
  expect(await migrate(db, { logger })).toEqual({ applied: [] });
  expect(await pendingMigrations(db)).toEqual([]);
});

test('only what is missing is applied, in the order of the names', async () => {
  const { db } = await emptyDatabase();
  await migrate(db, { logger, folder: folderWith(FIRST) });
  const folder = folderWith({ ...SECOND, ...FIRST });
  expect(await pendingMigrations(db, folder)).toEqual(['0002_cup']);
  expect(await migrate(db, { logger, folder })).toEqual({ applied: ['0002_cup'] });
  expect(await tables(db)).toEqual(['cup', 'tea']);
});

test('several processes at once apply each migration once', async () => {
  const { url } = await emptyDatabase();
  const folder = folderWith({ ...FIRST, ...SECOND });
  const pools = Array.from({ length: 5 }, () => openDatabase(url, { max: 2, logger }));
  onTestFinished(async () => void (await Promise.all(pools.map(closeDatabase))));
  const results = await Promise.all(pools.map((db) => migrate(db, { logger, folder })));
  expect(results.flatMap(({ applied }) => applied).sort()).toEqual(['0001_tea', '0002_cup']);
  expect((await sql`select * from tea`.execute(pools[0]!)).rows).toHaveLength(1);
});

test('a failing migration leaves nothing, not even the ones before it', async () => {
  const { db } = await emptyDatabase();
  const folder = folderWith({ ...FIRST, '0002_cup.sql': 'create table cup (size int); create table cup (size int);' });
  await expect(migrate(db, { logger, folder })).rejects.toThrow(
    /0002_cup failed, nothing was changed: .*already exists/,
  );
  expect(await tables(db)).toEqual([]);
});

test('a database that a later release made is refused', async () => {
  const { db } = await emptyDatabase();
  await migrate(db, { logger, folder: folderWith({ ...FIRST, ...SECOND }) });
  const older = { logger, folder: folderWith(FIRST) };
  await expect(migrate(db, older)).rejects.toThrow(MigrationError);
  await expect(migrate(db, older)).rejects.toThrow(/newer than this release: it has 0002_cup/);
});

test('a file changed after it was applied is refused by name', async () => {
  const { db } = await emptyDatabase();
  const folder = folderWith(FIRST);
  await migrate(db, { logger, folder });
  appendFileSync(join(folder, '0001_tea.sql'), '-- one more thought\n');
  await expect(migrate(db, { logger, folder })).rejects.toThrow(/Changed after it was applied.*0001_tea\.sql/);
});

test('line ends that the checkout changed do not count as a change', async () => {
  const { db } = await emptyDatabase();
  await migrate(db, { logger, folder: folderWith(FIRST) });
  const crlf = { '0001_tea.sql': FIRST['0001_tea.sql'].replaceAll('\n', '\r\n') };
  expect(await migrate(db, { logger, folder: folderWith(crlf) })).toEqual({ applied: [] });
});
