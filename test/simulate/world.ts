// One run: a seed makes shops, people, servers and faults, and steps the service through its days. The time jumps to the
// next instant at which anything can happen; loops that would find nothing sleep on.

import pino from 'pino';
import { compose, ROLES } from '../../src/compose-service.ts';
import type { Config } from '../../src/config/load.ts';
import { decodeCalendar } from '../../src/ics/decode/decode-calendar.ts';
import { createReleases } from '../../src/releases.ts';
import type { Service } from '../../src/service/service.ts';
import { openSteeredClock } from '../../src/store/database-clock.ts';
import type { Engine } from './engine.ts';
import type { Host, SimProcess } from './host.ts';
import { createJudge, type Judged } from './judge.ts';
import { createLog, type Log } from './log.ts';
import { createPeople, type Thread } from './people.ts';
import { createAlarms } from './queue.ts';
import { createRandom, type Random } from './random.ts';
import { createRounds, type Rounds, sleepInLoop } from './rounds.ts';
import { createSettings, type Settings } from './settings.ts';
import { createMailServer } from './smtp.ts';
import { createTurns, type Fate, type Turns } from './turns.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly days: number;
  /** Told of each line as it is written. */
  readonly trace?: (line: string) => void;
}

export interface Outcome extends Judged {
  readonly log: Log;
  readonly settings: Settings;
  readonly statements: number;
}

/** What everybody in the world knows. */
export interface World {
  readonly random: Random;
  readonly host: Host;
  readonly engine: Engine;
  readonly log: Log;
  readonly settings: Settings;
  /** After so many ms something happens, unless what it answers is called before. */
  after(ms: number, work: () => void): () => void;
  /** Living processes that work. */
  services(): readonly Running[];
  /** For so long everything stands still; 0: nothing does. */
  stillForMs(): number;
  /** An event of the thread has been taken. */
  learns(thread: Thread): void;
  /** Things go wrong, of themselves or by somebody: until `until` (epoch ms) nothing has to be in time. */
  disturb(until: number, why: string): void;
}

export interface Running {
  readonly process: SimProcess;
  readonly service: Service;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Thursday 2026-11-26, 08:00 in Japan, and so many days later: a fortnight without public holidays, with weekends. */
const FIRST_START = Date.UTC(2026, 10, 25, 23);
const START_DAYS = [0, 1, 4, 5, 6];
/** After a standstill all is told, and whatever came too late is on its way. */
const SETTLED_MS = 30 * MINUTE_MS;
const SILENT = pino({ level: 'silent' });

/** Runs one seed from the beginning; the same seed gives the same log. */
export async function runWorld(host: Host, engine: Engine, options: WorldOptions): Promise<Outcome> {
  const random = createRandom(options.seed);
  host.begin(random, FIRST_START + random.pick(START_DAYS) * DAY_MS);
  await engine.empty();
  const log = createLog(host, options.trace);
  const settings = createSettings(random, options.days);
  const outside = host.current();
  const running = new Map<SimProcess, Service>();
  /** Those that start as well. */
  const living = new Set<SimProcess>();
  const disturbances: { readonly from: number; readonly until: number }[] = [];
  let started = 0;
  /** By the monotonic clock. */
  let stillUntil = 0;
  let statements = 0;

  const world: World = {
    random,
    host,
    engine,
    log,
    settings,
    after: (ms, work) => {
      const timer = host.addTimer(outside, ms, work);
      return () => host.cancel(timer);
    },
    services: () => [...running].map(([process, service]) => ({ process, service })),
    stillForMs: () => Math.max(0, stillUntil - host.monotonic()),
    learns: (thread) => {
      if (judge.changesGoals(thread)) rounds.wakeUp();
    },
    disturb: (until, why) => {
      log.write('disturbed', `${why} until ${new Date(until).toISOString()}`);
      disturbances.push({ from: host.wall(), until });
    },
  };
  const fateOf = (process: SimProcess, effect: string): Fate => {
    statements++;
    const { breaks, deaths } = settings.faults;
    if (breaks > 0 && random.oneIn(breaks)) {
      const fate = random.pick(['broken-before', 'broken-after'] as const);
      log.write(process.name, `connection ${fate} (${effect})`);
      world.disturb(host.wall() + 5 * MINUTE_MS, 'a connection broke');
      return fate;
    }
    if (deaths > 0 && running.has(process) && random.oneIn(deaths)) return random.pick(['dies-before', 'dies-after']);
    return 'well';
  };
  const turns: Turns = createTurns({ engine, random, host, fateOf, onEnd: (process) => died(process) });
  const rounds: Rounds = createRounds({
    engine,
    host,
    statements: () => statements,
    isWorking: () => running.size > 0,
  });
  const mailServer = createMailServer(world);
  const alarms = createAlarms(world);
  const people = createPeople(world, options.days);
  const judge = createJudge(world, { mails: mailServer.taken, people, disturbances });

  function died(process: SimProcess): void {
    running.delete(process);
    living.delete(process);
    const pause = random.pick([2_000, 20_000, 5 * MINUTE_MS, 40 * MINUTE_MS]);
    log.write(process.name, `died, again in ${pause / 1_000} s`);
    // What it had claimed is taken up after two minutes, and a new one waits for its sources.
    world.disturb(host.wall() + pause + 15 * MINUTE_MS, 'a process died');
    world.after(pause, start);
  }

  function start(): void {
    if (world.stillForMs() > 0) {
      world.after(world.stillForMs(), start);
      return;
    }
    const process: SimProcess = { name: `p${++started}`, isAlive: true };
    living.add(process);
    log.write(process.name, 'starts');
    host
      .as(process, () => open(process))
      .catch(async (error: unknown) => {
        if (!process.isAlive) return;
        log.write(process.name, `did not start: ${String(error)}`);
        await turns.end(process);
        died(process);
      });
  }

  async function open(process: SimProcess): Promise<void> {
    const openPool = () => engine.open(turns.of(process));
    const config: Config = settings.config();
    const composed = await compose(
      {
        config,
        folder: null,
        roles: new Set(ROLES.filter((role) => role !== 'http')),
        logger: options.trace ? log.asLogger(process.name) : SILENT,
        db: openPool(),
        openPool,
        openClock: async (_, onJump) => {
          const clock = await openSteeredClock(async () => host.wall() - host.monotonic(), { onJump });
          return { ...clock, sleep: (ms, signal) => sleepInLoop(host, process, ms, signal) };
        },
        openMail: () => mailServer.open(process),
        openQueue: (handlers) => alarms.open(process, handlers),
        openRms: () => () => {
          throw new Error('this world has no RMS yet');
        },
        webhooks: { send: async () => ({ kind: 'delivered', reason: 'HTTP 200' }) },
        openChats: () => ({ send: async () => ({ kind: 'taken', meaning: 'taken', reason: 'HTTP 200' }) }),
        decodeCalendar: async (bytes, ask) => decodeCalendar(bytes, ask),
      },
      createReleases(),
    );
    if (process.isAlive) running.set(process, composed.service);
  }

  async function stopAll(): Promise<number> {
    const all = [...living];
    for (const process of all) await turns.end(process);
    running.clear();
    living.clear();
    return all.length;
  }

  /** All processes are stopped, the files are edited, and all start again. */
  async function edit(): Promise<void> {
    log.write('world', 'the files are edited');
    settings.edit(host.wall());
    world.disturb(host.wall() + 20 * MINUTE_MS, 'the files were edited');
    for (let left = await stopAll(); left > 0; left--) start();
  }

  /** People go on. */
  async function standStill(ms: number): Promise<void> {
    stillUntil = host.monotonic() + ms;
    world.disturb(host.wall() + ms + SETTLED_MS, 'everything stands still');
    for (let left = await stopAll(); left > 0; left--) start();
  }

  async function runTo(end: number): Promise<void> {
    for (;;) {
      await host.settle();
      if (await turns.next()) continue;
      if (!turns.isBusy()) await rounds.sleepUntilNeeded(end);
      const timer = host.timers()[0];
      if (timer === undefined || timer.at > end) break;
      host.advanceTo(timer.at);
      host.fire(timer);
    }
    host.advanceTo(end);
  }

  for (let at = 0; at < settings.processes; at++) start();
  await runTo(MINUTE_MS);
  people.begin();
  const planned: { readonly at: number; readonly work: () => Promise<void> }[] = [];
  const { editAfterMs, standstill } = settings;
  if (editAfterMs !== null) planned.push({ at: editAfterMs, work: edit });
  if (standstill !== null) planned.push({ at: standstill.afterMs, work: () => standStill(standstill.ms) });
  planned.sort((a, b) => a.at - b.at);
  for (let day = 1; day <= options.days; day++) {
    for (; planned[0] !== undefined && planned[0].at <= day * DAY_MS; planned.shift()) {
      await runTo(planned[0].at);
      await planned[0].work();
    }
    await runTo(day * DAY_MS);
    if (host.monotonic() < stillUntil + SETTLED_MS) continue;
    // Whatever was under way comes to its end.
    await people.allTold(runTo);
    await judge.look();
    if (judge.faults().length > 0) break;
  }
  const judged = await judge.end();
  for (const process of running.keys()) await turns.end(process);
  return { ...judged, log, settings, statements };
}
