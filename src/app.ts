// The composition root: opens the real parts in order, has the service composed of them (compose-service.ts), opens the pages, closes
// everything in reverse and waits.

import { join } from 'node:path';
import type { Logger } from 'pino';
import { createChatTransport } from './chat/chat-transport.ts';
import { CONNECTIONS, type Composed, compose, type Parts, type Role, type ServiceClock } from './compose-service.ts';
import type { ConfigFolder } from './config/config-folder.ts';
import type { Environment } from './config/environment.ts';
import type { BrokenConfig, Config } from './config/load.ts';
import { openHttp } from './http/server.ts';
import { createCalendarDecoder } from './ics/decode/calendar-decoder.ts';
import { openTransport } from './mail/transport/mail-transport.ts';
import { VERSION } from './package.ts';
import { openQueue } from './queue/queue.ts';
import { createReleases, type Releases } from './releases.ts';
import { createClockSkew } from './rms/clock-skew.ts';
import { openKnownReadings } from './service/configuration/known-readings.ts';
import type { ReloadResult } from './service/configuration/reload-config.ts';
import { createRmsClients } from './service/intake/rms-clients.ts';
import { openSharedTurns } from './service/notifications/chat/shared-turns.ts';
import { dkimKeyOf } from './service/notifications/load-dkim-key.ts';
import { recogniseFiledMails } from './service/notifications/record/recognise-filed.ts';
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
import { openDatabaseClock } from './store/database-clock.ts';
import { openEmbeddedPostgres } from './store/embedded/embedded-postgres.ts';
import { migrate } from './store/migrate.ts';
import type { Tracing } from './trace/tracing.ts';
import { createHeartbeatCall } from './webhook/heartbeat-call.ts';
import { createWebhookTransport } from './webhook/webhook-transport.ts';

export { ROLES, type Role } from './compose-service.ts';

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
  readonly openClock?: (db: Database) => Promise<ServiceClock>;
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
  const replica = openReplica(options, releases);
  const adapters = openAdapters(options, { databaseUrl, tracing }, releases);
  const { read: config, folder } = await readConfigOf(options, db);
  const parts = { ...adapters, ...(replica && { replica }), config, folder, roles, logger, db, openPool };
  const composed = await compose(parts, releases);
  recogniseOldFiles(composed.service, options);
  const pages = () => openPages(options, { ...composed, healthDb: openPool(CONNECTIONS.health) }, releases);
  const url = roles.has('http') ? await pages() : null;
  const reload = async () => composed.reloader?.reload() ?? null;
  return { service: composed.service, url, reload, close: () => releases.close() };
}

/** Reached when the first report is read; that it is away stops nothing. */
function openReplica({ environment, logger, roles }: AppOptions, releases: Releases): Database | null {
  const url = environment.databaseReadUrl ?? null;
  if (url === null || !roles.has('http')) return null;
  const replica = openDatabase(url, { max: CONNECTIONS.replica, logger, limitMs: LONG_LIMIT_MS, isReadOnly: true });
  releases.add(() => closeDatabase(replica));
  return replica;
}

type Adapters = Omit<Parts, 'config' | 'folder' | 'roles' | 'logger' | 'db' | 'replica' | 'openPool'>;

/** The ways out of the house: the clock, mails, the queue, RMS, webhooks, chats, calendars. */
function openAdapters(
  { environment, logger, dataDir, openClock, queueName = 'inquiry-sla' }: AppOptions,
  { databaseUrl, tracing }: { readonly databaseUrl: string; readonly tracing: Tracing | null },
  releases: Releases,
): Adapters {
  const decoder = createCalendarDecoder();
  releases.add(() => decoder.close());
  const { smtpUrl, secret } = environment;
  const url = environment.queueUrl ?? databaseUrl;
  const traced = tracing !== null;
  const clockSkew = createClockSkew();
  const isEmbedded = environment.databaseUrl === null;
  return {
    openClock: openClock ?? ((db, onJump) => openDatabaseClock(db, { onJump })),
    openMail: ({ service: { dkim } }) =>
      openTransport({ smtpUrl, mailDir: join(dataDir, 'mail'), logger, dkim: dkimKeyOf(dkim, secret, logger) }),
    openQueue: (handlers, clock) => openQueue({ url, name: queueName, clock, logger, handlers, traced }),
    openRms: (db, clock, config) =>
      createRmsClients({ db, clock, environment, clockSkew, baseUrl: () => config().service.rmsBaseUrl }),
    machine: { dataDir: isEmbedded || smtpUrl === null ? dataDir : null, hostAheadMs: clockSkew.hostAheadMs },
    webhooks: createWebhookTransport({ secret }),
    callHeartbeat: createHeartbeatCall({ secret }),
    openChats: (db) => createChatTransport({ secret, pacer: openSharedTurns(db, logger) }),
    decodeCalendar: decoder.decode,
    ...(tracing && { traced: tracing.run }),
  };
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

async function openEmbedded({ dataDir, logger }: AppOptions, releases: Releases): Promise<string> {
  const embedded = await openEmbeddedPostgres({ dataDir: join(dataDir, 'postgres'), logger });
  releases.add(() => embedded.close());
  return embedded.url;
}

interface PageParts extends Composed {
  /** Asks how the database is. */
  readonly healthDb: Database;
}

async function openPages(
  { environment, logger, dataDir }: AppOptions,
  { service, healthDb, queue, reloader, own }: PageParts,
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
      ...own,
      queues: () => queue.inspected(),
      built: builtWith(environment),
    },
  });
  releases.add(() => http.close());
  return http.url;
}

function builtWith({ databaseUrl, queueUrl }: Environment): BuiltWith {
  const queue = queueUrl?.startsWith('redis') ? 'redis' : 'postgresql';
  return { database: databaseUrl === null ? 'embedded' : 'given', queue, version: VERSION };
}
