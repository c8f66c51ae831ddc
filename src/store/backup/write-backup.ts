// A backup of one consistent moment, while the service goes on: everything is read in one transaction that sees nothing that
// is written after it began. Rows go out as they come, so memory holds a few hundred of them.

import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { VERSION } from '../../package.ts';
import type { Database } from '../database.ts';
import type { Trx } from '../schema.ts';
import { appliedMigrations, backedTables } from './backed-tables.ts';
import type { BackupEnd, BackupHead } from './backup-file.ts';

/** A mail's text may have 60 KB. */
const ROWS_AT_ONCE = 200;

export interface BackupMade {
  readonly rows: ReadonlyMap<string, number>;
}

/**
 * Writes the database into `file`, which only its owner may read; it is there when it is whole, and never half.
 * @throws what the file system or the database says
 */
export async function writeBackup(db: Database, file: string, now: Instant): Promise<BackupMade> {
  const rows = new Map<string, number>();
  const part = `${file}.part`;
  try {
    await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => {
        const lines = Readable.from(linesOf(trx, now, rows), { objectMode: false, highWaterMark: 1 << 20 });
        await pipeline(lines, createGzip(), createWriteStream(part, { mode: 0o600 }));
      });
    const written = await open(part, 'r+');
    try {
      await written.sync();
    } finally {
      await written.close();
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return { rows };
}

async function* linesOf(trx: Trx, now: Instant, counts: Map<string, number>): AsyncGenerator<string> {
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx);
  const { rows: versions } = await sql<{
    version: string;
  }>`select current_setting('server_version') as version`.execute(trx);
  const head: BackupHead = {
    format: 'inquiry-sla backup',
    version: 1,
    madeAt: new Date(now).toISOString(),
    release: VERSION,
    postgres: versions[0]!.version,
    migrations: await appliedMigrations(trx),
  };
  yield `${JSON.stringify(head)}\n`;
  for (const table of await backedTables(trx)) {
    yield `${JSON.stringify({ table })}\n`;
    let count = 0;
    for await (const rows of rowsOf(trx, table)) {
      count += rows.length;
      yield rows.join('');
    }
    counts.set(table, count);
  }
  const end: BackupEnd = { end: true, rows: Object.fromEntries(counts), sequences: await lastNumbers(trx) };
  yield `${JSON.stringify(end)}\n`;
}

/** Each row as a line of JSON, made by the database: its own types go through no type of ours. */
async function* rowsOf(trx: Trx, table: string): AsyncGenerator<string[]> {
  await sql`declare backup_rows no scroll cursor for select to_jsonb(t)::text as row from ${sql.table(table)} t`.execute(
    trx,
  );
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(ROWS_AT_ONCE)} from backup_rows`.execute(trx);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => `${row}\n`);
  }
  await sql`close backup_rows`.execute(trx);
}

/** Read last, and numbers only grow: no row of the snapshot has a higher one. */
async function lastNumbers(trx: Trx): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; last: number }>`
    select sequencename as name, last_value as last from pg_sequences
    where schemaname = current_schema() and last_value is not null`.execute(trx);
  return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
}
