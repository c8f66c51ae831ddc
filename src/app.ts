// The only composition root: opens the parts in order, hands them to each other, closes them in reverse and waits.

import { join } from 'node:path';
import type { Logger } from 'pino';
import { createChatTransport } from './chat/chat-transport.ts';
import { type ConfigFolder, openConfigFolder } from './config/config-folder.ts';
import type { Environment } from './config/environment.ts';
import type { BrokenConfig, Config } from './config/load.ts';
import type { Clock } from './core/clock.ts';
import type { Instant } from './core/model.ts';
import { openHttp } from './http/server.ts';
import { createCalendarDecoder } from './ics/decode/calendar-decoder.ts';
import { openTransport } from './mail/transport/mail-transport.ts';
import { VERSION } from './package.ts';
import { openQueue, type Queue, type QueueHandlers } from './queue/queue.ts';
import { createReleases, type Releases } from './releases.ts';
import { createCounting } from './service/compiled-calendars.ts';
import { openKnownReadings } from './service/configuration/known-readings.ts';
import { type KeptConfig, loadLastGood } from './service/configuration/load-last-good.ts';
import { applyRevisions } from './service/configuration/register-revisions.ts';
import { createReloader, type Reloader, type ReloadResult } from './service/configuration/reload-config.ts';
import { createCounts, startCountsLoop } from './service/counters.ts';
import { createRmsClients } from './service/intake/rms-clients.ts';
import { loopStates, oldestTick, type Ticker } from './service/loop.ts';
import { startConfigLoops } from './service/loops/config-loops.ts';
import type { Lane } from './service/loops/lane.ts';
import { openSourceLanes, type SourceLanes } from './service/loops/source-lanes.ts';
import {
  openFeeds,
  startClockLoop,
  startSourceLoop,
  startWorkerLoops,
  type WorkerLoops,
} from './service/loops/worker-loops.ts';
import { openDeliveries } from './service/notifications/delivery-lanes.ts';
import { dkimKeyOf } from './service/notifications/load-dkim-key.ts';
import { type MailHealth, startMailLoop } from './service/notifications/record/mail-health.ts';
import { recogniseFiledMails } from './service/notifications/record/recognise-filed.ts';
import { startProofLoop } from './service/proof/prove-days.ts';
import type { Service } from './service/service.ts';
import type { BuiltWith } from './service/status/read-system.ts';
import {
  closeDatabase,
  type Database,
  isByTransactionPooler,
  LONG_LIMIT_MS,
  openDatabase,
  UnfitDatabaseError,
} from './store/database.ts';
import { type ClockJump, type DatabaseClock, openDatabaseClock } from './store/database-clock.ts';
import { openEmbeddedPostgres } from './store/embedded/embedded-postgres.ts';
import { migrate } from './store/migrate.ts';
import type { Tracing } from './trace/tracing.ts';
import { createWebhookTransport } from './webhook/webhook-transport.ts';

export const ROLES = ['worker', 'source', 'http'] as const;
export type Role = (typeof ROLES)[number];

export interface AppOptions {
  /**
   * What is in force at first; when it was read from a folder, edits there come in force while the app runs. With broken
   * files it is completed by the last good revisions that the database knows. A folder is read once the database is there,
   * which knows what most files say; `onRead` is told what was read.
   */
  readonly config: Config | BrokenConfig | ConfigFolder;
  readonly onRead?: (read: Config | BrokenConfig) => void;
  readonly environment: Environment;
  /** Holds the embedded database and, without SMTP_URL, the mails. */
  readonly dataDir: string;
  readonly roles: ReadonlySet<Role>;
  readonly logger: Logger;
  /** Namespace of the queue; processes that share work share it. */
  readonly queueName?: string;
  /** The one clock; the database's unless the demo or a story brings an accelerated one. */
  readonly openClock?: (db: Database) => Promise<Clock & Partial<Pick<DatabaseClock, 'refresh'>>>;
  /** Where RMS answers, for a fake one. */
  readonly rmsBaseUrl?: string;
}

export interface App {
  readonly service: Service;
  /** Null without the role `http`. */
  readonly url: string | null;
  /** Reads the edited files now instead of within a second or two; null when there is no folder. */
  reload(): Promise<ReloadResult | null>;
  /** Stops taking work, waits for what is in flight, closes everything. */
  close(): Promise<void>;
}

/**
 * Connections at most, for each kind of work its own, so that none waits for another's (src/README.md, invariant 6). They
 * are opened when they are needed. `health` asks whether the database answers, also while all of `pages` wait. `due` is what fires: by alarms and by the tick, two each at most, and one that waits for
 * rows that somebody holds. `rounds` has one for each loop that does little and often.
 */
const CONNECTIONS = { pages: 10, health: 2, due: 5, rounds: 10, mails: 5, sources: 8, upkeep: 4, proof: 1 } as const;

const BY_POOLER =
  'DATABASE_URL goes by a pooler in transaction mode, where nobody can LISTEN; set QUEUE_URL as well: to Redis, or to PostgreSQL itself';

/** Opens the service. If a part does not open, those before it are closed and the error is thrown. */
export async function openApp(options: AppOptions): Promise<App> {
  const releases = createReleases();
  try {
    return await openParts(options, releases);
  } catch (error) {
    await releases.close().catch((late) => options.logger.error({ err: late }, 'closing after a failed start'));
    throw error;
  }
}

async function openParts(options: AppOptions, releases: Releases): Promise<App> {
  const { environment, logger, roles } = options;
  const tracing = await openTracingOf(options, releases);
  const databaseUrl = environment.databaseUrl ?? (await openEmbedded(options, releases));
  const openPool = (max: number, limitMs?: number): Database => {
    const pool = openDatabase(databaseUrl, { max, logger, ...(limitMs !== undefined && { limitMs }) });
    releases.add(() => closeDatabase(pool));
    return pool;
  };
  const db = openPool(CONNECTIONS.pages);
  // Before anything else, and in words: the queue's own errors would name neither the pooler nor the way out.
  if (environment.queueUrl === null && (await isByTransactionPooler(db))) throw new UnfitDatabaseError(BY_POOLER);
  await migrate(db, { logger });
  const { read, folder } = await readConfigOf(options, db);
  const started = 'faults' in read ? await loadLastGood({ db, logger }, read) : null;
  let inForce = 'faults' in read ? started!.config : read;
  const jumps = countJumps(logger);
  const rounds = openPool(CONNECTIONS.rounds);
  const clock = await (options.openClock ?? openProductionClock(jumps.onJump))(rounds);
  const counts = createCounts();

  const mail = openTransport({
    smtpUrl: environment.smtpUrl,
    mailDir: join(options.dataDir, 'mail'),
    logger,
    dkim: dkimKeyOf(inForce.service.dkim, environment.secret, logger),
  });
  releases.add(() => mail.close());
  const decoder = createCalendarDecoder();
  releases.add(() => decoder.close());
  let queue: Queue | null = null;
  const service: Service = {
    db,
    clock,
    openedAt: clock.now(),
    logger,
    get config() {
      return inForce;
    },
    counting: createCounting(() => inForce),
    wakeUps: {
      armAlarms: async (due) => queue?.armAlarms(due) ?? false,
      wakeMail: async (ids) => queue?.wakeMail(ids) ?? false,
    },
    mail,
    hooks: createWebhookTransport({ secret: environment.secret }),
    chats: createChatTransport({ secret: environment.secret }),
    decodeCalendar: decoder.decode,
    rmsClient: createRmsClients({ db, clock, environment, baseUrl: options.rmsBaseUrl }),
    counts,
    ...(tracing && { traced: tracing.run }),
  };
  await applyRevisions(service);
  const swap = (config: Config): void => {
    inForce = config;
  };
  const reloader = openReloader(service, swap, started, folder);
  // What is broken is noted, and ops are told, before anything runs.
  if (started !== null) await reloader?.reload();

  const due = onPool(service, openPool(CONNECTIONS.due));
  const round = onPool(service, rounds);
  const upkeep = onPool(service, openPool(CONNECTIONS.upkeep, LONG_LIMIT_MS));
  const lanes = openLanes(
    onPool(service, openPool(CONNECTIONS.mails)),
    onPool(service, openPool(CONNECTIONS.sources, LONG_LIMIT_MS)),
    roles,
  );
  let worker: WorkerLoops | null = null;
  queue = await openQueue({
    url: environment.queueUrl ?? databaseUrl,
    name: options.queueName ?? 'inquiry-sla',
    clock,
    logger,
    handlers: handlersOf(lanes, async () => worker?.ring()),
    traced: tracing !== null,
  });
  releases.add(() => queue?.close());
  const { deliveries, sources, feeds } = lanes;
  if (deliveries !== null) {
    const self = { queueAwaySince: () => awaySince(queue), drainJumps: jumps.take };
    worker = startWorkerLoops(round, { ...self, due, refreshClock: async () => clock.refresh?.(), deliveries });
  }
  const tickers = [
    ...(worker?.tickers ?? []),
    ...(sources !== null && feeds !== null ? [startSourceLoop(round, sources, feeds)] : []),
  ];
  const proof = roles.has('worker')
    ? [startProofLoop(onPool(service, openPool(CONNECTIONS.proof, LONG_LIMIT_MS)))]
    : [];
  const mails = startMailLoop(round, { looks: roles.has('worker') });
  // The worker's tick measures the clock; without a worker nobody else would, and ages would be told by a wrong one.
  const steering = roles.has('worker') ? [] : [startClockLoop(round, async () => clock.refresh?.())];
  const counting = startCountsLoop(round, counts);
  const loops = [...tickers, ...startConfigLoops(upkeep, reloader), ...proof, ...steering, mails, counting.loop];
  releases.add(async () => {
    const stopped = [...loops, ...allOf(lanes)].map(async (one) => one?.stop());
    await Promise.all(stopped);
    // What the others counted until then.
    await counting.stop();
  });
  recogniseOldFiles(service, options);
  const parts = { service, queue, tickers, loops, reloader, mailHealth: mails.state };
  const pages = () => openPages(options, { ...parts, healthDb: openPool(CONNECTIONS.health) }, releases);
  const url = roles.has('http') ? await pages() : null;
  return { service, url, reload: async () => reloader?.reload() ?? null, close: () => releases.close() };
}

/** The configuration that was given, or that of the folder that was. */
async function readConfigOf(
  { config, onRead }: AppOptions,
  db: Database,
): Promise<{ readonly read: Config | BrokenConfig; readonly folder: ConfigFolder | null }> {
  if (!('load' in config)) return { read: config, folder: null };
  const loaded = await config.load(await openKnownReadings(db));
  const read = 'config' in loaded ? loaded.config : loaded;
  onRead?.(read);
  return { read, folder: config };
}

/** Nothing of it is loaded where no collector is named. */
async function openTracingOf({ environment, logger }: AppOptions, releases: Releases): Promise<Tracing | null> {
  const endpoint = environment.otlpEndpoint ?? null;
  if (endpoint === null) return null;
  const { openTracing } = await import('./trace/tracing.ts');
  const tracing = openTracing({ endpoint, version: VERSION, logger });
  releases.add(() => tracing.close());
  return tracing;
}

/** What an earlier release wrote to files and called sent; nothing waits for it. */
function recogniseOldFiles(service: Service, { dataDir, logger }: AppOptions): void {
  recogniseFiledMails(service, join(dataDir, 'mail')).catch((error: unknown) =>
    logger.warn({ err: error }, 'mails of earlier releases in files were not recognised'),
  );
}

function openReloader(
  service: Service,
  swap: (config: Config) => void,
  started: KeptConfig | null,
  given: ConfigFolder | null,
): Reloader | null {
  const { dir } = service.config;
  if (dir === undefined) return null;
  return createReloader({ service, folder: given ?? openConfigFolder(dir), swap, started: started ?? undefined });
}

async function openEmbedded({ dataDir, logger }: AppOptions, releases: Releases): Promise<string> {
  const embedded = await openEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), logger });
  releases.add(() => embedded.close());
  return embedded.url;
}

const openProductionClock =
  (onJump: (jump: ClockJump) => void) =>
  (db: Database): Promise<DatabaseClock> =>
    openDatabaseClock(db, { onJump });

/** Jumps are logged at once, and taken by the next tick, which tells ops. */
function countJumps(logger: Logger): { onJump(jump: ClockJump): void; take(): number } {
  let seen = 0;
  const onJump = (jump: ClockJump): void => {
    seen++;
    logger.error({ ...jump }, 'the database clock jumped');
  };
  const take = (): number => {
    const taken = seen;
    seen = 0;
    return taken;
  };
  return { onJump, take };
}

function awaySince(queue: Queue | null): Instant | null {
  const health = queue?.health();
  return health === undefined || health.connected ? null : health.since;
}

/** Where this process does what may take long; null what its roles do not ask for. */
interface Lanes {
  readonly deliveries: Lane | null;
  readonly sources: SourceLanes | null;
  readonly feeds: Lane | null;
}

const allOf = ({ deliveries, sources, feeds }: Lanes): (Lane | null | undefined)[] => [
  deliveries,
  sources?.polls,
  sources?.licences,
  sources?.shopCalendars,
  feeds,
];

function openLanes(mails: Service, sources: Service, roles: ReadonlySet<Role>): Lanes {
  const reads = roles.has('source');
  return {
    deliveries: roles.has('worker') ? openDeliveries(mails) : null,
    sources: reads ? openSourceLanes(sources) : null,
    feeds: reads ? openFeeds(sources) : null,
  };
}

/** The same service on connections of its own; what is swapped in the one, as its configuration, is in the other. */
function onPool(service: Service, db: Database): Service {
  return Object.create(service, { db: { value: db, enumerable: true } }) as Service;
}

function handlersOf({ deliveries, sources }: Lanes, alarm: () => Promise<void>): Partial<QueueHandlers> {
  return {
    ...(deliveries && { alarm, mail: deliveries.run }),
    // Jobs of the release before, which may run beside this one.
    ...(sources && { poll: sources.polls.run }),
  };
}

interface PageParts {
  readonly service: Service;
  /** Asks how the database is. */
  readonly healthDb: Database;
  readonly queue: Queue;
  /** Those whose age says whether the process does its work. */
  readonly tickers: readonly Ticker[];
  /** All of them. */
  readonly loops: readonly Ticker[];
  readonly reloader: Reloader | null;
  readonly mailHealth: () => MailHealth;
}

async function openPages(
  { environment, logger, dataDir }: AppOptions,
  { service, healthDb, queue, tickers, loops, reloader, mailHealth }: PageParts,
  releases: Releases,
): Promise<string> {
  const http = await openHttp({
    service,
    port: environment.port,
    host: environment.host,
    trustProxy: environment.trustProxy,
    logger,
    ...(reloader && { calendarEdits: { dataDir, reloader } }),
    healthOptions: { db: healthDb },
    health: {
      ...(tickers.length > 0 && { tickAgeMs: () => oldestTick(tickers, service.clock) }),
      loops: () => loopStates(loops, service.clock),
      queue: () => queue.health(),
      queueDepth: () => queue.depth(),
      queues: () => queue.inspected(),
      built: builtWith(environment),
      mail: mailHealth,
      config: () => reloader?.health() ?? null,
    },
  });
  releases.add(() => http.close());
  return http.url;
}

function builtWith({ databaseUrl, queueUrl }: Environment): BuiltWith {
  const queue = queueUrl?.startsWith('redis') ? 'redis' : 'postgresql';
  return { database: databaseUrl === null ? 'embedded' : 'given', queue, version: VERSION };
}
