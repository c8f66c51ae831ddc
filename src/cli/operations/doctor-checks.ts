// cli: the checks of `doctor`, in the order in which one needs the other. No line ever holds a secret or a whole URL.

import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Environment, readEnvironment } from '../../config/environment.ts';
import { type Config, loadConfig } from '../../config/load.ts';
import { type Fault, InvalidConfigError } from '../../config/values/faults.ts';
import { openTransport } from '../../mail/transport/mail-transport.ts';
import { isMailExpected } from '../../service/notifications/record/mail-health.ts';
import { reportsBehindMs } from '../../service/reports/report-database.ts';
import { closeDatabase, type Database, openDatabase } from '../../store/database.ts';
import { openDatabaseClock, systemClock } from '../../store/database-clock.ts';
import { openEmbeddedPostgres } from '../../store/embedded/embedded-postgres.ts';
import { pendingMigrations } from '../../store/migrate.ts';
import { latestProofs } from '../../store/proof/daily-proof.ts';
import { queueAnswers } from '../io/queue-answers.ts';
import {
  databaseInWords,
  type FolderOptions,
  mailInWords,
  queueInWords,
  quietLog,
  unreachableDatabase,
} from '../io/settings.ts';
import type { Check } from './doctor-check.ts';
import { checkShops } from './doctor-rms.ts';
import { checkService } from './doctor-service.ts';
import { checkWays } from './doctor-ways.ts';

/** Stands for files with faults: what the database knows is told all the same. */
const UNREADABLE = { service: { timeZone: 'Asia/Tokyo' }, shops: new Map<string, never>() };

const LITTLE_BYTES = 512 * 2 ** 20;
const CLOCK_OFF_MS = 2_000;

/** Every check as its result is known. Never throws for what it finds. */
export async function* checkEverything(options: FolderOptions): AsyncGenerator<Check> {
  const logger = quietLog();
  logger.level = 'silent';
  const environment = readSettings();
  if ('state' in environment) return yield environment;
  const config = readFolder(options.config);
  yield checkConfig(config, options.config);
  yield checkDisk(options.data);
  yield* checkDatabase(environment, config, options.data, logger);
  yield await checkMail(environment, config, options.data, logger);
  if ('shops' in config) yield* checkWays(config, environment);
  if ('shops' in config) yield* checkShops(config, environment);
}

function readSettings(): Environment | Check {
  try {
    return readEnvironment();
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    return { name: 'environment', state: 'fault', words: error.message.replaceAll('\n', '; ') };
  }
}

function readFolder(dir: string): Config | { readonly faults: readonly Fault[] } {
  const read = loadConfig(dir);
  return 'config' in read ? read.config : { faults: read.faults };
}

function checkConfig(config: Config | { readonly faults: readonly Fault[] }, dir: string): Check {
  if ('shops' in config) return { name: 'config', state: 'ok', words: `${config.shops.size} shops in ${dir}` };
  return {
    name: 'config',
    state: 'fault',
    words: `${config.faults.length} faults in ${[...new Set(config.faults.map(({ file = dir }) => file))].join(', ')}`,
    todo: `what is broken stays as it was last good, or is not watched if it never was; see: inquiry-sla check ${dir}`,
  };
}

function checkDisk(data: string): Check {
  try {
    mkdirSync(data, { recursive: true });
    const { bavail, bsize } = statfsSync(data);
    const words = `${Math.floor((bavail * bsize) / 2 ** 20)} MiB free in ${data}`;
    if (bavail * bsize >= LITTLE_BYTES) return { name: 'disk', state: 'ok', words };
    return { name: 'disk', state: 'fault', words, todo: 'make room: the database stops when the disk is full' };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      name: 'disk',
      state: 'fault',
      words: `${data} cannot be used (${code})`,
      todo: 'choose another with --data',
    };
  }
}

async function* checkDatabase(
  environment: Environment,
  config: Config | { readonly faults: readonly Fault[] },
  data: string,
  logger: Logger,
): AsyncGenerator<Check> {
  const name = 'database';
  let embedded: Awaited<ReturnType<typeof openEmbeddedPostgres>> | null = null;
  try {
    if (environment.databaseUrl === null)
      embedded = await openEmbeddedPostgres({ dataDir: join(data, 'postgres'), logger });
  } catch (error) {
    return yield { name, state: 'fault', words: (error as Error).message };
  }
  const url = environment.databaseUrl ?? embedded!.url;
  const db = openDatabase(url, { max: 2, logger });
  try {
    const pending = await pendingMigrations(db);
    const where = databaseInWords(environment, data);
    yield pending.length === 0
      ? { name, state: 'ok', words: `${where}, its schema is up to date` }
      : { name, state: 'fault', words: `${where} lacks ${pending.join(', ')}`, todo: 'run: inquiry-sla migrate' };
    const clock = await openDatabaseClock(db);
    const ahead = Math.round(clock.hostAheadMs());
    yield Math.abs(ahead) < CLOCK_OFF_MS
      ? { name: 'clock', state: 'ok', words: `${ahead} ms ahead of the database's` }
      : { name: 'clock', state: 'fault', words: `${ahead} ms ahead of the database's`, todo: 'set both by NTP' };
    if (pending.length === 0) {
      yield* checkService({ db, clock, logger, config: 'shops' in config ? config : UNREADABLE });
      yield await checkProof(db);
    }
    if (environment.databaseReadUrl) yield await checkReplica(environment.databaseReadUrl, db, logger);
    yield await checkQueue(environment, url, logger);
  } catch (error) {
    const explained = unreachableDatabase(error, environment);
    yield { name, state: explained === error ? 'fault' : 'unreachable', words: (explained as Error).message };
  } finally {
    await closeDatabase(db);
    await embedded?.close();
  }
}

/** Reports do without it: whatever is wrong with it is no reason to page anybody at night. */
async function checkReplica(url: string, db: Database, logger: Logger): Promise<Check> {
  const name = 'read replica';
  const todo = 'reports are read from the main database until then; check DATABASE_READ_URL';
  const replica = openDatabase(url, { max: 1, logger, isReadOnly: true });
  try {
    const behindMs = await reportsBehindMs({ db, replica, clock: systemClock, logger });
    if (behindMs !== null) return { name, state: 'ok', words: `${Math.floor(behindMs / 1_000)} s behind` };
    return { name, state: 'unreachable', words: 'it does not answer, lacks our tables, or is minutes behind', todo };
  } finally {
    await closeDatabase(replica);
  }
}

async function checkProof(db: Database): Promise<Check> {
  const name = 'proof';
  const [proof] = await latestProofs(db, 1);
  if (proof === undefined) return { name, state: 'ok', words: 'not made yet: the first is made after midnight' };
  const { day, expected, raised, late, missing } = proof;
  const words = `${day}: expected ${expected}, raised ${raised}, late ${late}, missing ${missing}`;
  if (late + missing === 0) return { name, state: 'ok', words };
  return { name, state: 'fault', words, todo: 'see which on the page /system and in the log of that day' };
}

async function checkQueue(environment: Environment, databaseUrl: string, logger: Logger): Promise<Check> {
  const words = queueInWords(environment);
  const url = environment.queueUrl ?? databaseUrl;
  const { ok, error } = await queueAnswers(url, logger);
  if (ok) return { name: 'queue', state: 'ok', words };
  const todo = 'check QUEUE_URL; until then the tick does its work, a little later';
  return { name: 'queue', state: 'unreachable', words: `${words} does not answer${error ? ` (${error})` : ''}`, todo };
}

async function checkMail(
  environment: Environment,
  config: Config | { readonly faults: readonly Fault[] },
  data: string,
  logger: Logger,
): Promise<Check> {
  const words = mailInWords(environment, data);
  const mail = openTransport({ smtpUrl: environment.smtpUrl, mailDir: join(data, 'mail'), logger });
  try {
    const verified = await mail.verify();
    if (verified.ok) return mail.kind === 'files' ? filesOnly(words, config) : { name: 'mail', state: 'ok', words };
    const away = /ECONN|ETIMEDOUT|EDNS|ESOCKET|ENOTFOUND/.test(verified.reason);
    const todo = away ? 'check the host and port of SMTP_URL' : 'check user, password and TLS in SMTP_URL';
    return { name: 'mail', state: away ? 'unreachable' : 'fault', words: `${words}: ${verified.reason}`, todo };
  } finally {
    mail.close();
  }
}

/** As it should be where nobody but examples is written to; else somebody waits for mails that never come. */
function filesOnly(words: string, config: Config | { readonly faults: readonly Fault[] }): Check {
  const check = { name: 'mail', words: `${words}: nobody is told` } as const;
  if (!('shops' in config) || !isMailExpected(config)) return { ...check, state: 'ok' };
  return { ...check, state: 'fault', todo: 'set SMTP_URL; `inquiry-sla mail test <address>` tries it' };
}
