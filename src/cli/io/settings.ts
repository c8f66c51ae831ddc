// cli: what every command that touches the service needs first: the environment, the config folder, a log, and a
// database. URLs carry passwords, so they are only ever shown as host and database.

import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { type Environment, readEnvironment } from '../../config/environment.ts';
import { type BrokenConfig, type Config, readConfig } from '../../config/load.ts';
import { type Fault, formatFault } from '../../config/values/faults.ts';
import type { Language } from '../../core/model.ts';
import { closeDatabase, type Database, isTransient, LONG_LIMIT_MS, openDatabase } from '../../store/database.ts';
import { openEmbeddedPostgres } from '../../store/embedded/embedded-postgres.ts';
import { EmbeddedPostgresError } from '../../store/embedded/error.ts';
import { migrate } from '../../store/migrate.ts';
import { refusalOf } from '../../store/refusal.ts';
import { UnreachableError } from './explain-error.ts';
import { hasDatabase } from './has-database.ts';
import type { Output } from './io.ts';

/** Options that all of these commands share. */
export interface FolderOptions {
  /** Folder of service.yaml and shops/. */
  readonly config: string;
  /** Folder of the embedded database and of mails without SMTP_URL. */
  readonly data: string;
}

/**
 * The config folder, without the shops whose files are broken: one line per fault is written. Null when no service.yaml
 * or no shop is good. What is left out is not gone; who puts a configuration in force takes `readFolderAsItIs`.
 */
export function readConfigFolder(dir: string, out: Pick<Output, 'error'>): Config | null {
  const { service, shops, faults } = readConfig(dir);
  if (service === null || shops.size === 0) {
    refuseFolder(dir, faults, out);
    return null;
  }
  if (faults.length > 0) sayBroken(dir, faults, out);
  return { service, shops, dir };
}

/** Writes one line per fault of a folder whose other shops go on. */
export function sayBroken(dir: string, faults: readonly Fault[], out: Pick<Output, 'error'>): void {
  out.error(faults.map(formatFault).join('\n'));
  out.error(`${dir}: ${inNumber(faults)}, the other shops go on; see: inquiry-sla check ${dir}`);
}

const inNumber = ({ length }: readonly Fault[]): string => `${length} ${length === 1 ? 'fault' : 'faults'}`;

/** The config folder as it is: with broken files, what could be read and what is wrong, for `loadLastGood`. */
export function readFolderAsItIs(dir: string): Config | BrokenConfig {
  const read = readConfig(dir);
  const { service, shops, faults } = read;
  return service !== null && faults.length === 0 ? { service, shops, dir } : { ...read, dir };
}

/** Writes one line per fault of a folder that nothing can be started with. */
export function refuseFolder(dir: string, faults: readonly Fault[], out: Pick<Output, 'error'>): void {
  out.error(faults.map(formatFault).join('\n'));
  out.error(`${dir}: ${inNumber(faults)}, nothing was started; see: inquiry-sla check ${dir}`);
}

/** The log of a command that people read: warnings and worse, on stderr. */
export function quietLog(): Logger {
  return pino({ level: 'warn' }, pino.destination(2));
}

/**
 * Opens the database of the environment, or the embedded one, for as long as `use` takes, after it was brought to this
 * release's schema. @throws UnreachableError, or MigrationError when it is newer than this release
 */
export function withDatabase<T>(
  data: string,
  logger: Logger,
  use: (db: Database, environment: Environment) => Promise<T>,
): Promise<T> {
  return withDatabaseAsItIs(data, logger, async (db, environment) => {
    await migrate(db, { logger });
    return use(db, environment);
  });
}

/** The same, with whatever schema it has. @throws UnreachableError */
export async function withDatabaseAsItIs<T>(
  data: string,
  logger: Logger,
  use: (db: Database, environment: Environment) => Promise<T>,
): Promise<T> {
  const environment = readEnvironment();
  const embedded =
    environment.databaseUrl === null ? await openEmbeddedPostgres({ dataDir: join(data, 'postgres'), logger }) : null;
  const db = openDatabase(environment.databaseUrl ?? embedded!.url, { max: 2, logger, limitMs: LONG_LIMIT_MS });
  try {
    return await use(db, environment);
  } catch (error) {
    throw unreachableDatabase(error, environment);
  } finally {
    await closeDatabase(db);
    await embedded?.close();
  }
}

/** What only a database knows: null where none was made yet, which is an answer too. @throws as `withDatabase` */
export async function whereDatabaseExists<T>(data: string, use: (db: Database) => Promise<T>): Promise<T | null> {
  return hasDatabase(data) ? withDatabase(data, quietLog(), use) : null;
}

/**
 * What a command can also do without: null when there is no database, when it does not answer, or when no release that
 * knows these tables has seen it yet. None is made for a look, and its schema stays as it is.
 */
export async function whereDatabaseAnswers<T>(data: string, use: (db: Database) => Promise<T>): Promise<T | null> {
  if (!hasDatabase(data)) return null;
  try {
    return await withDatabaseAsItIs(data, quietLog(), use);
  } catch (error) {
    if (isAway(error)) return null;
    throw error;
  }
}

function isAway(error: unknown): boolean {
  if (error instanceof UnreachableError || error instanceof EmbeddedPostgresError || isTransient(error)) return true;
  return NOT_OURS_YET.has(String((error as { code?: unknown }).code));
}

/** SQLSTATE: no such database, nobody we may be there; no such table or column. */
const NOT_OURS_YET = new Set(['3D000', '28000', '28P01', '42501', '42P01', '42703']);

/** The error itself, or what to do when it says that the database of DATABASE_URL does not answer or let us in. */
export function unreachableDatabase(error: unknown, { databaseUrl }: Pick<Environment, 'databaseUrl'>): unknown {
  if (databaseUrl === null || !(error instanceof Error)) return error;
  const refusal = refusalOf(error);
  if (refusal !== null)
    return new UnreachableError(`${databaseInWords({ databaseUrl }, '')}: ${refusal.why}; ${refusal.todo}`);
  if (!isTransient(error)) return error;
  const why = (error as NodeJS.ErrnoException).code ?? error.message;
  return new UnreachableError(`${databaseInWords({ databaseUrl }, '')} does not answer (${why}); check DATABASE_URL`);
}

export function databaseInWords(
  { databaseUrl }: Pick<Environment, 'databaseUrl'>,
  data: string,
  language: Language = 'en',
): string {
  if (databaseUrl !== null) return `PostgreSQL ${place(databaseUrl)}`;
  const folder = join(data, 'postgres');
  return language === 'ja' ? `内蔵のPostgreSQL（${folder}）` : `the embedded PostgreSQL in ${folder}`;
}

export function queueInWords({ queueUrl }: Pick<Environment, 'queueUrl'>, language: Language = 'en'): string {
  if (queueUrl === null) return language === 'ja' ? 'BullMQ（同じPostgreSQL）' : 'BullMQ on the same PostgreSQL';
  const where = `${queueUrl.startsWith('redis') ? 'Redis' : 'PostgreSQL'} ${place(queueUrl)}`;
  return language === 'ja' ? `BullMQ（${where}）` : `BullMQ on ${where}`;
}

export function mailInWords(
  { smtpUrl }: Pick<Environment, 'smtpUrl'>,
  data: string,
  language: Language = 'en',
): string {
  if (smtpUrl !== null) return `SMTP ${place(smtpUrl)}`;
  const folder = join(data, 'mail');
  return language === 'ja' ? `.emlファイル（${folder}）` : `.eml files in ${folder}`;
}

/** Host, port and path, without user and password. */
function place(url: string): string {
  // Of several hosts the first.
  const { host, pathname } = new URL(url.replace(/^(\w+\+\w+:\/\/(?:[^@/]*@)?[^,/]+),[^/]+/, '$1'));
  return `${host}${pathname === '/' ? '' : pathname}`;
}
