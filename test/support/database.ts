// One fresh, migrated database per test file, on the run's own PostgreSQL; copied from a template in ~30 ms.

import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import pino from 'pino';
import { afterAll, beforeAll, inject } from 'vitest';
import { closeDatabase, type Database, openDatabase } from '../../src/store/database.ts';

export const silentLogger = pino({ level: 'silent' });

export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
}

/** Call it at the top of a test file or a describe: the database lives as long as that. Use `db` inside tests only. */
export function testDatabase(options: { max?: number; migrated?: boolean } = {}): TestDatabase {
  let made: (TestDatabase & { drop(): Promise<void> }) | null = null;
  beforeAll(async () => {
    made = await freshDatabase(options);
  });
  afterAll(() => made?.drop());
  const ready = (): TestDatabase => {
    if (made === null)
      throw new Error('testDatabase(): db and url are there from beforeAll on, not while tests are collected');
    return made;
  };
  return {
    get db() {
      return ready().db;
    },
    get url() {
      return ready().url;
    },
  };
}

/** A database of one's own; the caller drops it (open connections are cut off). `migrated: false`: an empty one. */
export async function freshDatabase(
  options: { max?: number; migrated?: boolean } = {},
): Promise<TestDatabase & { drop(): Promise<void> }> {
  const template = options.migrated === false ? 'template0' : templateName();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name} template ${pg.escapeIdentifier(template)}`);
  const url = databaseUrl(name);
  const db = openDatabase(url, { max: options.max ?? 4, logger: silentLogger });
  return {
    db,
    url,
    drop: async () => {
      await closeDatabase(db);
      await administer(`drop database if exists ${name} with (force)`);
    },
  };
}

/** What deleted rows leave behind makes larger tables slow. */
const LARGE_BYTES = 1_000_000;

/**
 * Empties all tables of the schema, for tests that share one database; ids begin at 1 again. Truncating makes and removes
 * some 150 files, which takes thirty times as long as deleting a test's few rows, so only large tables are worth it.
 */
export async function emptyTables(db: Database): Promise<void> {
  const { rows } = await sql<{ name: string; bytes: number }>`
    select quote_ident(tablename) as name, pg_relation_size(quote_ident(tablename)::regclass)::int as bytes from pg_tables
    where schemaname = 'public' and tablename not like 'kysely%' and tablename <> 'migration_checksum'`.execute(db);
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name);
  if (rows.some(({ bytes }) => bytes > LARGE_BYTES))
    await sql.raw(`${UNHELD}; truncate ${names.join(', ')} restart identity`).execute(db);
  else await sql.raw(deletion(names)).execute(db);
}

/** What is append-only goes too. */
const UNHELD = 'set local session_replication_role = replica';

/** Waits, as truncating does, for whoever still writes; no foreign key minds the order. */
function deletion(names: readonly string[]): string {
  return [
    UNHELD,
    `lock table ${names.join(', ')} in access exclusive mode`,
    ...names.map((name) => `delete from ${name}`),
    "select setval(oid, 1, false) from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace",
  ].join('; ');
}

function templateName(): string {
  const error = inject('templateError');
  if (error !== null) throw new Error(`The migrations do not run: ${error}`);
  return new URL(inject('postgresUrl')).pathname.slice(1);
}

function databaseUrl(name: string): string {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
