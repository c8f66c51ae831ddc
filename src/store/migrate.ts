// Brings the database to this release's schema: the plain SQL files of migrations/, forward only, all or nothing.
// A file that was ever released is history; change the schema with a new file.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, type Migration, Migrator, sql } from 'kysely';
import type { Logger } from 'pino';
import { packagePath } from '../package.ts';
import { type Database, withLimit } from './database.ts';
import { MigrationError } from './migration-error.ts';

export { MigrationError };

/** A migration may rewrite a table. */
const LIMIT_MS = 10 * 60_000;
/** Kysely's own: releases from before took it too. */
const LOCK = '3853314791062309107';

const MIGRATIONS = packagePath('migrations');

interface SqlFile {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

/**
 * Applies what is missing, in one transaction. Several processes may do so at once: they wait for each other.
 * @param options.folder the migrations (tests have their own)
 * @throws MigrationError when an applied file was changed or the database is newer than this release
 */
export async function migrate(
  db: Database,
  options: { logger: Logger; folder?: string },
): Promise<{ applied: string[] }> {
  const files = readSqlFiles(options.folder ?? MIGRATIONS);
  const patient = withLimit(db, LIMIT_MS);
  await checkApplied(db, files);
  const provider = { getMigrations: async () => Object.fromEntries(files.map((file) => [file.name, migration(file)])) };
  const { error, results = [] } = await alone(patient, () => new Migrator({ db: patient, provider }).migrateToLatest());
  const failed = results.find(({ status }) => status === 'Error');
  if (failed !== undefined) {
    throw new MigrationError(`The migration ${failed.migrationName} failed, nothing was changed: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (error !== undefined) throw error;
  // Another process may have gone ahead between the check and our lock.
  await checkApplied(db, files);
  const applied = results.map(({ migrationName }) => migrationName);
  if (applied.length > 0) options.logger.info({ applied }, 'migrated the database');
  return { applied };
}

/** Names of the migrations that `migrate` would apply now. */
export async function pendingMigrations(db: Database, folder = MIGRATIONS): Promise<string[]> {
  const files = readSqlFiles(folder);
  const applied = await checkApplied(db, files);
  return files.map(({ name }) => name).filter((name) => !applied.has(name));
}

/** While nobody else migrates. The lock has a transaction of its own: a session's would stay behind in a pooler. */
function alone<T>(db: Database, work: () => Promise<T>): Promise<T> {
  return db.transaction().execute(async (lock) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(lock);
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(lock);
    return work();
  });
}

function readSqlFiles(folder: string): SqlFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((file) => {
    // A checkout that makes CRLF of line ends has not changed the migration.
    const text = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    return { name: file.slice(0, -'.sql'.length), text, checksum: createHash('sha256').update(text).digest('hex') };
  });
}

function migration({ name, text, checksum }: SqlFile): Migration {
  return {
    up: async (db: Kysely<unknown>) => {
      // Kysely remembers names only.
      await sql`create table if not exists migration_checksum (name text primary key, sha256 text not null)`.execute(
        db,
      );
      await sql.raw(text).execute(db);
      await sql`insert into migration_checksum values (${name}, ${checksum})`.execute(db);
    },
  };
}

/** The applied migrations, after they were found to be the beginning of ours, unchanged. */
async function checkApplied(db: Database, files: readonly SqlFile[]): Promise<Set<string>> {
  const known = new Map(files.map((file) => [file.name, file.checksum]));
  const applied = await appliedChecksums(db);
  const strangers = [...applied.keys()].filter((name) => !known.has(name));
  if (strangers.length > 0) {
    throw new MigrationError(
      `The database is newer than this release: it has ${strangers.join(', ')}. Start the release that made it, or a later one`,
    );
  }
  const changed = [...applied]
    .filter(([name, checksum]) => known.get(name) !== checksum)
    .map(([name]) => `${name}.sql`);
  if (changed.length > 0) {
    throw new MigrationError(
      `Changed after it was applied to this database: ${changed.join(', ')}. Restore the file and put the change into a new one`,
    );
  }
  return new Set(applied.keys());
}

async function appliedChecksums(db: Database): Promise<Map<string, string>> {
  const table = await sql<{ found: boolean }>`select to_regclass('migration_checksum') is not null as found`.execute(
    db,
  );
  if (!table.rows[0]!.found) return new Map();
  const { rows } = await sql<{ name: string; sha256: string }>`
    select name, sha256 from migration_checksum order by name`.execute(db);
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
