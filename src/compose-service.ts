// Composes the service and what runs by itself from parts that are handed in; app.ts hands in the real ones. Nothing here
// knows where a database, a queue, a mail server or RMS is.

import type { Logger } from 'pino';
import { type ConfigFolder, openConfigFolder } from './config/config-folder.ts';
import type { BrokenConfig, Config } from './config/load.ts';
import type { Clock } from './core/clock.ts';
import type { Instant } from './core/model.ts';
import type { MailTransport } from './mail/transport/mail-transport.ts';
import type { Queue, QueueHandlers } from './queue/queue.ts';
import type { Releases } from './releases.ts';
import { startCanaryLoop } from './service/canary/keep-canary.ts';
import { createCounting } from './service/compiled-calendars.ts';
import { type KeptConfig, loadLastGood } from './service/configuration/load-last-good.ts';
import { applyRevisions } from './service/configuration/register-revisions.ts';
import { createReloader, type Reloader } from './service/configuration/reload-config.ts';
import { createCounts, startCountsLoop } from './service/counters.ts';
import type { Ticker } from './service/loop.ts';
import { startConfigLoops } from './service/loops/config-loops.ts';
import { allOf, type Lanes, openLanes } from './service/loops/process-lanes.ts';
import { startClockLoop, startSourceLoop, startWorkerLoops, type WorkerLoops } from './service/loops/worker-loops.ts';
import { type MachineParts, startMachineLoop } from './service/monitoring/watch-machine.ts';
import { startMailLoop } from './service/notifications/record/mail-health.ts';
import { startProofLoop } from './service/proof/prove-days.ts';
import { startRetentionLoop } from './service/retention/keep-retention.ts';
import type { Service } from './service/service.ts';
import { createHealthReader } from './service/status/health/read-health.ts';
import { ownHealth } from './service/status/own-health.ts';
import type { SystemParts } from './service/status/read-system.ts';
import { startHeartbeatLoop } from './service/status/send-heartbeat.ts';
import { type Database, LONG_LIMIT_MS } from './store/database.ts';
import type { ClockJump, DatabaseClock } from './store/database-clock.ts';
import type { CallHeartbeat } from './webhook/heartbeat-call.ts';

export const ROLES = ['worker', 'source', 'http'] as const;
export type Role = (typeof ROLES)[number];

/** The one clock of a process; one that is steered by another can be measured again. */
export type ServiceClock = Clock & Partial<Pick<DatabaseClock, 'refresh' | 'hostAheadMs'>>;

/** What the service works with and did not make itself. Whoever hands it in closes it, except what is opened here. */
export interface Parts extends Pick<Service, 'logger' | 'webhooks' | 'decodeCalendar' | 'traced'> {
  /** With broken files it is completed by the last good revisions that the database knows. */
  readonly config: Config | BrokenConfig;
  /** What `config` was read by; null: a folder of its own is opened, where `config` names one. */
  readonly folder: ConfigFolder | null;
  readonly roles: ReadonlySet<Role>;
  /** Pages' connections, to a migrated database. */
  readonly db: Database;
  /** A replica for reports, opened read-only. */
  readonly replica?: Database;
  /** So many connections more; statements on them take `limitMs` at most. */
  readonly openPool: (max: number, limitMs?: number) => Database;
  readonly openClock: (db: Database, onJump: (jump: ClockJump) => void) => Promise<ServiceClock>;
  readonly openMail: (config: Config) => MailTransport;
  /** `db`: where processes agree on whose turn it is. */
  readonly openChats: (db: Database) => Service['chats'];
  readonly openQueue: (handlers: Partial<QueueHandlers>, clock: Clock) => Promise<Queue>;
  /** Calls a dead-man's switch; left out: nobody does. */
  readonly callHeartbeat?: CallHeartbeat;
  /** What of the machine under this process is looked at; left out: nothing. */
  readonly machine?: MachineParts;
  readonly openRms: (db: Database, clock: Clock, config: () => Config) => Service['rmsClient'];
}

/** A service that runs. */
export interface Composed {
  readonly service: Service;
  readonly queue: Queue;
  /** Null where there are no files to look at. */
  readonly reloader: Reloader | null;
  /** What this process knows of its own parts, or can ask. */
  readonly own: SystemParts;
}

/**
 * Connections at most, for each kind of work its own, so that none waits for another's (src/README.md, invariant 6). They
 * are opened when they are needed. `health` asks whether the database answers, also while all of `pages` wait. `due` is what fires: by alarms and by the tick, two each at most, and one that waits for
 * rows that somebody holds. `rounds` has one for each loop that does little and often.
 */
export const CONNECTIONS = {
  pages: 10,
  replica: 5,
  health: 2,
  due: 5,
  rounds: 10,
  mails: 5,
  sources: 8,
  upkeep: 4,
  proof: 1,
  retention: 1,
} as const;

/** Composes and starts; what it opens and starts is added to `releases`. */
export async function compose(parts: Parts, releases: Releases): Promise<Composed> {
  const { db, logger, roles, openPool } = parts;
  const started = 'faults' in parts.config ? await loadLastGood({ db, logger }, parts.config) : null;
  let inForce = 'faults' in parts.config ? started!.config : parts.config;
  const jumps = countJumps(logger);
  const rounds = openPool(CONNECTIONS.rounds);
  const clock = await parts.openClock(rounds, jumps.onJump);
  const counts = createCounts();
  const sending = openPool(CONNECTIONS.mails);
  const mail = parts.openMail(inForce);
  releases.add(() => mail.close());
  let queue: Queue | null = null;
  const service: Service = {
    db,
    ...(parts.replica && { replica: parts.replica }),
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
    webhooks: parts.webhooks,
    chats: parts.openChats(sending),
    decodeCalendar: parts.decodeCalendar,
    rmsClient: parts.openRms(db, clock, () => inForce),
    counts,
    ...(parts.traced && { traced: parts.traced }),
  };
  await applyRevisions(service);
  const swap = (config: Config): void => {
    inForce = config;
  };
  const reloader = openReloader(service, swap, started, parts.folder);
  // What is broken is noted, and ops are told, before anything runs.
  if (started !== null) await reloader?.reload();

  const due = onPool(service, openPool(CONNECTIONS.due));
  const round = onPool(service, rounds);
  const upkeep = onPool(service, openPool(CONNECTIONS.upkeep, LONG_LIMIT_MS));
  const reading = onPool(service, openPool(CONNECTIONS.sources, LONG_LIMIT_MS));
  const lanes = openLanes(
    { mails: onPool(service, sending), sources: reading },
    { delivers: roles.has('worker'), reads: roles.has('source') },
  );
  let worker: WorkerLoops | null = null;
  queue = await parts.openQueue(
    handlersOf(lanes, async () => worker?.ring()),
    clock,
  );
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
  const beside = roles.has('worker')
    ? [
        startProofLoop(onPool(service, openPool(CONNECTIONS.proof, LONG_LIMIT_MS))),
        startRetentionLoop(onPool(service, openPool(CONNECTIONS.retention))),
        startCanaryLoop(round),
      ]
    : [];
  const mails = startMailLoop(round, { looks: roles.has('worker') });
  // The worker's tick measures the clock; without a worker nobody else would, and ages would be told by a wrong one.
  const steering = roles.has('worker') ? [] : [startClockLoop(round, async () => clock.refresh?.())];
  const counting = startCountsLoop(round, counts);
  const loops: Ticker[] = [...tickers];
  const machine = parts.machine === undefined ? null : startMachineLoop(round, parts.machine);
  const own = ownHealth({ clock, queue, tickers, loops, reloader, mail: mails.state, machine: machine?.state });
  const { callHeartbeat: call } = parts;
  const beat = roles.has('worker') && call ? [startHeartbeatLoop(round, createHealthReader(round, own), call)] : [];
  loops.push(...startConfigLoops(upkeep, reloader), ...beside, ...beat, ...steering, mails, counting.loop);
  if (machine !== null) loops.push(machine.loop);
  releases.add(async () => {
    const stopped = [...loops, ...allOf(lanes)].map(async (one) => one?.stop());
    await Promise.all(stopped);
    // What the others counted until then.
    await counting.stop();
  });
  return { service, queue, reloader, own };
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
