// cli: `start`, the daemon. The log is JSON on stdout, on a terminal lines for people; faults that keep it from starting are lines on stderr.
// Whatever hangs while stopping must not keep the process: there is a hard limit, and a second signal.

import pino, { type Logger } from 'pino';
import { type App, type AppOptions, openApp, ROLES, type Role } from '../../app.ts';
import { type ConfigFolder, openConfigFolder } from '../../config/config-folder.ts';
import { type Environment, readEnvironment } from '../../config/environment.ts';
import type { BrokenConfig, Config, PartialConfig } from '../../config/load.ts';
import { describe } from '../../config/values/faults.ts';
import { NoGoodConfigError } from '../../service/configuration/load-last-good.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { onceReachable } from '../io/once-reachable.ts';
import { readableLog } from '../io/readable-log.ts';
import { secretTroubles } from '../io/secrets.ts';
import {
  databaseInWords,
  type FolderOptions,
  mailInWords,
  queueInWords,
  refuseFolder,
  unreachableDatabase,
} from '../io/settings.ts';
import { onHangUp, stopOnSignals } from '../io/signals.ts';

export interface StartOptions extends FolderOptions {
  /** `worker,http,source`; all of them when left out. */
  readonly role?: string | undefined;
}

/** Stopping takes at most the 10 s of the queue and what the rest needs; then the process ends as it is. */
const CLOSE_LIMIT_MS = 15_000;

/**
 * Runs the service until SIGTERM or SIGINT. A database that does not answer is waited for. Exit code 0 after an orderly
 * stop, 1 when stopping took too long, 2 for wrong settings. @throws UnreachableError when the database lets nobody in
 */
export async function start(options: StartOptions, out: Output): Promise<ExitCode> {
  const roles = readRoles(options.role, out);
  if (roles === null) return 2;
  const environment = readEnvironment();
  const logger = openLog(environment.logLevel);
  endOnStrayErrors(logger);
  const stop = stopOnSignals();
  logger.info(`starting with ${options.config} and ${databaseInWords(environment, options.data)}`);
  let running: App | null = null;
  const hangUp = onHangUp(() => {
    running?.reload().then(
      (result) => logger.info({ result }, 'SIGHUP: config files read'),
      (error) => logger.error({ err: error }, 'SIGHUP: config files not read, tried again'),
    );
  });
  const onRead = (read: Config | BrokenConfig): void => {
    logger.info({ roles: [...roles] }, inOneLine(read, environment, options, roles));
    warnOfMissingSecrets(read, environment, logger);
  };
  const config = openConfigFolder(options.config);
  const app = await openedOnceReachable(
    { config, onRead, environment, logger, roles, dataDir: options.data },
    stop.signal,
    out,
  );
  if (app === 'stopped') logger.info('stopped while waiting');
  if (app === 'stopped' || app === 'refused') {
    hangUp.release();
    return app === 'stopped' ? 0 : 2;
  }
  running = app;
  logger.info({ url: app.url }, app.url === null ? 'running' : `running, the board is at ${app.url}`);
  if (!stop.signal.aborted)
    await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }));
  hangUp.release();
  logger.info({ signal: (stop.signal.reason as Error).message }, 'stopping');
  return close(app, logger);
}

/** For programs, unless a person looks at it. */
function openLog(level: string): Logger {
  const { stdout } = process;
  return stdout.isTTY === true
    ? pino(
        { level },
        readableLog((line) => stdout.write(line)),
      )
    : pino({ level });
}

/** Opens the service; while the database of DATABASE_URL is away it is tried again. `refused`: for its config files. */
async function openedOnceReachable(
  parts: AppOptions & { readonly config: ConfigFolder },
  signal: AbortSignal,
  out: Output,
): Promise<App | 'stopped' | 'refused'> {
  try {
    return (await onceReachable(() => openApp(parts), { ...parts, signal })) ?? 'stopped';
  } catch (error) {
    if (!(error instanceof NoGoodConfigError)) throw unreachableDatabase(error, parts.environment);
    refuseFolder(parts.config.dir, error.faults, out);
    return 'refused';
  }
}

async function close(app: App, logger: Logger): Promise<ExitCode> {
  const limit = setTimeout(() => {
    logger.fatal(`not stopped within ${CLOSE_LIMIT_MS / 1_000} s, ending as it is; nothing is lost`);
    process.exit(1);
  }, CLOSE_LIMIT_MS);
  // Kept after an orderly stop too, unable to keep the process alive by itself: a forgotten socket must not either.
  limit.unref();
  await app.close();
  logger.info('stopped');
  return 0;
}

function readRoles(text: string | undefined, out: Output): Set<Role> | null {
  if (text === undefined) return new Set(ROLES);
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !ROLES.includes(name as Role));
  if (unknown.length === 0) return new Set(names as Role[]);
  out.error(`--role: found ${describe(unknown[0])}; allowed: ${ROLES.join(', ')}, separated by commas`);
  return null;
}

function inOneLine(
  config: Pick<Config, 'shops'>,
  environment: Environment,
  { data }: StartOptions,
  roles: ReadonlySet<Role>,
): string {
  const shops = [...config.shops.values()];
  const read = shops.filter(({ rms }) => rms !== null).length;
  const { host, port } = environment;
  const board = roles.has('http') ? `board on ${host} port ${port === 0 ? '(any free one)' : port}` : 'no board here';
  return [
    whatItDoes(roles, shops.length, read),
    board,
    `database: ${databaseInWords(environment, data)}`,
    `queue: ${queueInWords(environment)}`,
    `mails: ${mailInWords(environment, data)}`,
  ].join('; ');
}

/** Only what these roles do themselves: a process that shows pages watches nothing. */
function whatItDoes(roles: ReadonlySet<Role>, shops: number, read: number): string {
  const of = `${shops} ${shops === 1 ? 'shop' : 'shops'}`;
  const isRead = `${read} of them read from RMS`;
  if (roles.has('worker'))
    return `watching ${of}, ${roles.has('source') ? isRead : `${isRead} by a process with the role source`}`;
  if (roles.has('source')) return `reading sources for ${of}, ${isRead}; a process with the role worker watches them`;
  return `showing ${of}; a process with the role worker watches them`;
}

/** The service starts all the same: the other shops must not wait, and the board says which source is not read. */
function warnOfMissingSecrets(
  config: Pick<PartialConfig, 'service' | 'shops'>,
  environment: Environment,
  logger: Logger,
): void {
  for (const { shop, name, words } of secretTroubles(config, environment))
    logger.error({ shop, missing: [name] }, `${shop}: ${words.ja} ／ ${words.en}`);
}

/** Nothing goes on after an error that nobody handled: the next start heals, a half-dead process does not. */
function endOnStrayErrors(logger: Logger): void {
  const end = (error: unknown): void => {
    logger.fatal({ err: error }, 'an error that nobody handled; ending');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}
