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

/** Empties all tables of the schema, for tests that share one database. */
export async function emptyTables(db: Database): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables
    where schemaname = 'public' and tablename not like 'kysely%' and tablename <> 'migration_checksum'`.execute(db);
  if (rows.length > 0)
    await sql.raw(`truncate ${rows.map(({ name }) => name).join(', ')} restart identity`).execute(db);
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
