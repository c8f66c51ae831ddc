// `demo --seed`: the service on an embedded database with four weeks of eight shops in it, to click through. A folder of
// its own is filled once, and its clock goes on from there whenever it is started again.
// No source is read, because the shops' keys open nothing.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { type AppOptions, openApp, type Role } from '../../app.ts';
import { type BrokenConfig, type Config, loadConfig, readConfig } from '../../config/load.ts';
import type { Service } from '../../service/service.ts';
import { removeCluster } from '../../store/embedded/home.ts';
import { type AcceleratedClock, createAcceleratedClock } from '../accelerated-clock.ts';
import { checkLoopback } from '../loopback.ts';
import { fillSeed } from './fill-seed.ts';
import { at, SEED_NOW } from './seed-history.ts';
import { secretOf, writeSeedConfig } from './seed-shops.ts';

export interface SeededOptions {
  /** Keeps the config, the database, the mails and the log; null: a temporary one, removed at the end. */
  readonly folder: string | null;
  readonly port: number;
  readonly write: (lines: string) => void | Promise<void>;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The folder is somebody else's: nothing in it is touched. */
export class NoSeedFolderError extends Error {
  constructor(folder: string) {
    super(`${folder} is no folder, or not empty and not made by demo --seed`);
    this.name = 'NoSeedFolderError';
  }
}

/** Before the first event. */
const WATCHED_FROM = at('2026-11-01T00:00:00+09:00');
/** Tells the folder apart from others; holds when it was full, in real time. */
const MARK = 'seed.json';

/**
 * Runs the seeded service until the signal.
 * @throws NoSeedFolderError, LoopbackDownError, and whatever keeps a part from opening
 */
export async function runSeeded({ folder, ...options }: SeededOptions): Promise<void> {
  await checkLoopback();
  if (folder !== null) return runIn(folder, options);
  const temporary = mkdtempSync(join(tmpdir(), 'inquiry-sla-seed-'));
  try {
    await runIn(temporary, options);
  } finally {
    removeCluster(join(temporary, 'postgres'));
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function runIn(folder: string, { port, write, signal }: Omit<SeededOptions, 'folder'>): Promise<void> {
  makeFolder(folder);
  const logger = pino({ level: 'debug' }, pino.destination(join(folder, 'service.log')));
  const filledAt = readMark(folder) ?? (await fill(folder, logger));
  const clock = createAcceleratedClock(SEED_NOW + Math.max(0, Date.now() - filledAt), 1);
  clock.begin();
  const config = readFolder(join(folder, 'config'));
  const app = await openApp(appOptions({ folder, config, clock, logger, roles: ['worker', 'http'], port }));
  try {
    await write(`一覧 board: ${app.url}   ${folder}   Ctrl-C で終了します ends it`);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  } finally {
    await app.close();
  }
}

/** @throws NoSeedFolderError */
function makeFolder(folder: string): void {
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new NoSeedFolderError(folder);
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0 && !existsSync(join(folder, MARK))) throw new NoSeedFolderError(folder);
  // As root the database runs as another account, which must get through to its files.
  chmodSync(folder, 0o711);
}

/** When the folder was full, in real epoch ms; null: it is not, or only half. */
function readMark(folder: string): number | null {
  const file = join(folder, MARK);
  if (!existsSync(file)) return null;
  return (JSON.parse(readFileSync(file, 'utf8')) as { filledAt: number | null }).filledAt;
}

/** Fills the folder from nothing; nobody is at work meanwhile. Answers when it was full. */
async function fill(folder: string, logger: Logger): Promise<number> {
  writeFileSync(join(folder, MARK), JSON.stringify({ filledAt: null }));
  removeCluster(join(folder, 'postgres'));
  for (const name of ['config', 'mail']) rmSync(join(folder, name), { recursive: true, force: true });
  const config = writeSeedConfig(join(folder, 'config'));
  const clock = createAcceleratedClock(WATCHED_FROM, 1);
  const app = await openApp(appOptions({ folder, config, clock, logger, roles: [], port: 0 }));
  try {
    await fillSeed(withoutWakeUps(app.service), clock.forwardTo);
  } finally {
    await app.close();
  }
  const filledAt = Date.now();
  writeFileSync(join(folder, MARK), JSON.stringify({ filledAt }));
  return filledAt;
}

/** Whoever fills delivers himself; nobody else would. */
const withoutWakeUps = (service: Service): Service => ({
  ...service,
  wakeUps: { armAlarms: async () => false, wakeMail: async () => false },
});

function readFolder(dir: string): Config | BrokenConfig {
  const read = loadConfig(dir);
  return 'config' in read ? read.config : { ...readConfig(dir), dir };
}

interface Parts {
  readonly folder: string;
  readonly config: Config | BrokenConfig;
  readonly clock: AcceleratedClock;
  readonly logger: Logger;
  readonly roles: readonly Role[];
  readonly port: number;
}

function appOptions({ folder, config, clock, logger, roles, port }: Parts): AppOptions {
  return {
    config,
    environment: {
      databaseUrl: null,
      queueUrl: null,
      smtpUrl: null,
      host: '127.0.0.1',
      port,
      trustProxy: 0,
      logLevel: 'debug',
      secret: secretOf,
      secretFault: () => null,
    },
    dataDir: folder,
    roles: new Set(roles),
    logger,
    openClock: async () => clock,
  };
}
