// Where targets find what they need: databases of their own, copied from a migrated one, and folders that go with them.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { closeDatabase, type Database, openDatabase } from '../../src/store/database.ts';
import { silentLogger } from '../support/database.ts';

export interface Place {
  database(): Promise<{ readonly db: Database; readonly url: string }>;
  folder(): string;
  close(): Promise<void>;
}

/** `url` names the migrated database that is copied; nobody is connected with it. */
export function openPlace(url: string): Place {
  const closing: (() => unknown)[] = [];
  const named = (name: string): string => {
    const other = new URL(url);
    other.pathname = `/${name}`;
    return other.href;
  };
  const administer = async (statement: string): Promise<void> => {
    const client = new pg.Client({ connectionString: named('postgres') });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  return {
    database: async () => {
      const name = `fuzz_${randomBytes(6).toString('hex')}`;
      const template = pg.escapeIdentifier(new URL(url).pathname.slice(1));
      await administer(`create database ${name} template ${template}`);
      const db = openDatabase(named(name), { max: 4, logger: silentLogger });
      closing.push(async () => {
        await closeDatabase(db);
        await administer(`drop database ${name} with (force)`);
      });
      return { db, url: named(name) };
    },
    folder: () => {
      const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-fuzz-'));
      closing.push(() => rmSync(folder, { recursive: true, force: true }));
      return folder;
    },
    close: async () => {
      for (const close of closing.reverse()) await close();
    },
  };
}

/** What a refusal may leave behind all the same: that it was refused, counts, signs of life. */
const NO_EFFECTS = new Set(['refusal', 'counter', 'service_sign', 'worker_tick', 'worker_gap', 'migration_checksum']);

/**
 * Reads a print of all that is stored: how many rows, and which transaction wrote the last one. Two equal prints: nothing
 * was written in between but what says that something was refused.
 */
export async function openPrint(db: Database): Promise<() => Promise<string>> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`.execute(db);
  const parts = rows
    .filter(({ name }) => !NO_EFFECTS.has(name))
    .map(
      ({ name }) =>
        `select '${name}' as name, count(*)::int as rows, max(xmin::text::bigint)::text as last from "${name}"`,
    );
  const all = sql.raw<object>(parts.join(' union all '));
  return async () => JSON.stringify((await all.execute(db)).rows);
}
