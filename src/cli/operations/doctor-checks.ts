// cli: the checks of `doctor`, in the order in which one needs the other. No line ever holds a secret or a whole URL.

import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Environment, readEnvironment } from '../../config/environment.ts';
import { type Config, loadConfig } from '../../config/load.ts';
import { type Fault, InvalidConfigError } from '../../config/values/faults.ts';
import type { Bilingual } from '../../core/model.ts';
import { reportsBehindMs } from '../../service/reports/report-database.ts';
import { closeDatabase, type Database, openDatabase } from '../../store/database.ts';
import { openDatabaseClock, systemClock } from '../../store/database-clock.ts';
import { openEmbeddedPostgres } from '../../store/embedded/embedded-postgres.ts';
import { pendingMigrations } from '../../store/migrate.ts';
import { latestProofs } from '../../store/proof/daily-proof.ts';
import { queueAnswers } from '../io/queue-answers.ts';
import { databaseInWords, type FolderOptions, queueInWords, quietLog, unreachableDatabase } from '../io/settings.ts';
import { asIs, type Check } from './doctor-check.ts';
import { checkMail } from './doctor-mail.ts';
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
    return { name: 'environment', state: 'fault', words: asIs(error.message.replaceAll('\n', '; ')) };
  }
}

function readFolder(dir: string): Config | { readonly faults: readonly Fault[] } {
  const read = loadConfig(dir);
  return 'config' in read ? read.config : { faults: read.faults };
}

function checkConfig(config: Config | { readonly faults: readonly Fault[] }, dir: string): Check {
  const name = 'config';
  if ('shops' in config) {
    const { size } = config.shops;
    return {
      name,
      state: 'ok',
      words: { ja: `${dir} に${size}店舗`, en: `${size} ${size === 1 ? 'shop' : 'shops'} in ${dir}` },
    };
  }
  const { length } = config.faults;
  const files = [...new Set(config.faults.map(({ file = dir }) => file))].join(', ');
  return {
    name,
    state: 'fault',
    words: { ja: `誤り${length}件: ${files}`, en: `${length} ${length === 1 ? 'fault' : 'faults'} in ${files}` },
    todo: {
      ja: `直前の正しい設定のまま動きます。正しい設定が一度もない店舗は監視されません。確認: inquiry-sla check ${dir}`,
      en: `what is broken stays as it was last good, or is not watched if it never was; see: inquiry-sla check ${dir}`,
    },
  };
}

const MAKE_ROOM: Bilingual = {
  ja: '空きを増やしてください。満杯になるとデータベースが止まります',
  en: 'make room: the database stops when the disk is full',
};

function checkDisk(data: string): Check {
  const name = 'disk';
  try {
    mkdirSync(data, { recursive: true });
    const { bavail, bsize } = statfsSync(data);
    const free = `${Math.floor((bavail * bsize) / 2 ** 20)} MiB`;
    const words = { ja: `${data} の空き ${free}`, en: `${free} free in ${data}` };
    if (bavail * bsize >= LITTLE_BYTES) return { name, state: 'ok', words };
    return { name, state: 'fault', words, todo: MAKE_ROOM };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return {
      name,
      state: 'fault',
      words: { ja: `${data} を使えません（${code}）`, en: `${data} cannot be used (${code})` },
      todo: { ja: '--data で別のフォルダーを指定してください', en: 'choose another with --data' },
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
    return yield { name, state: 'fault', words: asIs((error as Error).message) };
  }
  const url = environment.databaseUrl ?? embedded!.url;
  const db = openDatabase(url, { max: 2, logger });
  try {
    const pending = await pendingMigrations(db);
    yield checkSchema(environment, data, pending);
    const clock = await openDatabaseClock(db);
    yield checkClock(Math.round(clock.hostAheadMs()));
    if (pending.length === 0) {
      yield* checkService({ db, clock, logger, config: 'shops' in config ? config : UNREADABLE });
      yield await checkProof(db);
    }
    if (environment.databaseReadUrl) yield await checkReplica(environment.databaseReadUrl, db, logger);
    yield await checkQueue(environment, url, logger);
  } catch (error) {
    const explained = unreachableDatabase(error, environment);
    const { message } = explained as Error;
    const isAway = explained !== error;
    yield {
      name,
      state: isAway ? 'unreachable' : 'fault',
      words: isAway ? { ja: `データベースに接続できません（${message}）`, en: message } : asIs(message),
    };
  } finally {
    await closeDatabase(db);
    await embedded?.close();
  }
}

function checkSchema(environment: Environment, data: string, pending: readonly string[]): Check {
  const name = 'database';
  const [ja, en] = [databaseInWords(environment, data, 'ja'), databaseInWords(environment, data, 'en')];
  if (pending.length === 0)
    return { name, state: 'ok', words: { ja: `${ja}、スキーマは最新です`, en: `${en}, its schema is up to date` } };
  const lacks = pending.join(', ');
  return {
    name,
    state: 'fault',
    words: { ja: `${ja} に未適用の変更があります: ${lacks}`, en: `${en} lacks ${lacks}` },
    todo: { ja: '実行: inquiry-sla migrate', en: 'run: inquiry-sla migrate' },
  };
}

function checkClock(aheadMs: number): Check {
  const name = 'clock';
  const words = {
    ja: `データベースの時計との差 ${aheadMs}ミリ秒`,
    en: `${aheadMs} ms ahead of the database's`,
  };
  if (Math.abs(aheadMs) < CLOCK_OFF_MS) return { name, state: 'ok', words };
  return { name, state: 'fault', words, todo: { ja: '両方の時計をNTPで合わせてください', en: 'set both by NTP' } };
}

/** Reports do without it: whatever is wrong with it is no reason to page anybody at night. */
async function checkReplica(url: string, db: Database, logger: Logger): Promise<Check> {
  const name = 'read replica';
  const todo = {
    ja: 'それまでレポートは主データベースから読みます。DATABASE_READ_URL を確認してください',
    en: 'reports are read from the main database until then; check DATABASE_READ_URL',
  };
  const replica = openDatabase(url, { max: 1, logger, isReadOnly: true });
  try {
    const behindMs = await reportsBehindMs({ db, replica, clock: systemClock, logger });
    const seconds = Math.floor((behindMs ?? 0) / 1_000);
    if (behindMs !== null) return { name, state: 'ok', words: { ja: `遅れ ${seconds}秒`, en: `${seconds} s behind` } };
    const words = {
      ja: '応答しない、テーブルがない、または数分以上遅れています',
      en: 'it does not answer, lacks our tables, or is minutes behind',
    };
    return { name, state: 'unreachable', words, todo };
  } finally {
    await closeDatabase(replica);
  }
}

const NO_PROOF: Bilingual = {
  ja: 'まだありません。最初の検証は0時過ぎに行われます',
  en: 'not made yet: the first is made after midnight',
};

async function checkProof(db: Database): Promise<Check> {
  const name = 'proof';
  const [proof] = await latestProofs(db, 1);
  if (proof === undefined) return { name, state: 'ok', words: NO_PROOF };
  const { day, expected, raised, late, missing } = proof;
  const words = {
    ja: `${day}: 期限到来 ${expected}件、検知 ${raised}件、遅れ ${late}件、見落とし ${missing}件`,
    en: `${day}: expected ${expected}, raised ${raised}, late ${late}, missing ${missing}`,
  };
  if (late + missing === 0) return { name, state: 'ok', words };
  const todo = {
    ja: '対象は /system の画面と、その日のログで確認してください',
    en: 'see which on the page /system and in the log of that day',
  };
  return { name, state: 'fault', words, todo };
}

async function checkQueue(environment: Environment, databaseUrl: string, logger: Logger): Promise<Check> {
  const words = { ja: queueInWords(environment, 'ja'), en: queueInWords(environment, 'en') };
  const url = environment.queueUrl ?? databaseUrl;
  const { ok, error } = await queueAnswers(url, logger);
  if (ok) return { name: 'queue', state: 'ok', words };
  const todo = {
    ja: 'QUEUE_URL を確認してください。それまでは定期の処理が代わりに行うため、少し遅れます',
    en: 'check QUEUE_URL; until then the tick does its work, a little later',
  };
  const away = {
    ja: `${words.ja} が応答しません${error ? `（${error}）` : ''}`,
    en: `${words.en} does not answer${error ? ` (${error})` : ''}`,
  };
  return { name: 'queue', state: 'unreachable', words: away, todo };
}
