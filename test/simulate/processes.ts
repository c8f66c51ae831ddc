// The simulated processes of the service: they start, die, are stopped and start again, each composed as production does it.

import pino from 'pino';
import { compose, ROLES } from '../../src/compose-service.ts';
import { decodeCalendar } from '../../src/ics/decode/decode-calendar.ts';
import { createReleases } from '../../src/releases.ts';
import type { Service } from '../../src/service/service.ts';
import { openSteeredClock } from '../../src/store/database-clock.ts';
import type { SimProcess } from './host.ts';
import type { Alarms } from './queue.ts';
import type { Rms } from './rms/rms.ts';
import { sleepInLoop } from './rounds.ts';
import type { MailServer } from './smtp.ts';
import type { Turns } from './turns.ts';
import type { World } from './world.ts';

export interface Running {
  readonly process: SimProcess;
  readonly service: Service;
}

export interface Processes {
  /** Those that work. */
  running(): Running[];
  isWorking(process: SimProcess): boolean;
  /** One more; while everything stands still it starts after that. */
  start(): void;
  /** It has ended by its fate, and is started again after a while. */
  died(process: SimProcess): void;
  stopAll(): Promise<void>;
  /** All are stopped, and as many start. */
  restartAll(): Promise<void>;
}

export interface ProcessesParts {
  readonly turns: Turns;
  readonly rms: Rms;
  readonly alarms: Alarms;
  readonly mailServer: MailServer;
  /** Whether what they log is told. */
  readonly isTraced: boolean;
}

const MINUTE_MS = 60_000;
const SILENT = pino({ level: 'silent' });

export function createProcesses(world: World, parts: ProcessesParts): Processes {
  const { host, random, log, engine, settings } = world;
  const { turns, rms, alarms, mailServer } = parts;
  const running = new Map<SimProcess, Service>();
  /** Those that start as well. */
  const living = new Set<SimProcess>();
  let started = 0;

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
    const composed = await compose(
      {
        config: settings.files(),
        folder: null,
        roles: new Set(ROLES.filter((role) => role !== 'http')),
        logger: parts.isTraced ? log.asLogger(process.name) : SILENT,
        db: openPool(),
        openPool,
        openClock: async (_, onJump) => {
          const clock = await openSteeredClock(async () => world.clock() - host.monotonic(), { onJump });
          return { ...clock, sleep: (ms, signal, loop) => sleepInLoop(host, process, ms, { signal, loop }) };
        },
        openMail: () => mailServer.open(process),
        openQueue: (handlers) => alarms.open(process, handlers),
        openRms: rms.open,
        webhooks: { send: async () => ({ kind: 'delivered', reason: 'HTTP 200' }) },
        openChats: () => ({ send: async () => ({ kind: 'taken', meaning: 'taken', reason: 'HTTP 200' }) }),
        decodeCalendar: async (bytes, ask) => decodeCalendar(bytes, ask),
      },
      createReleases(),
    );
    if (process.isAlive) running.set(process, composed.service);
  }

  async function stopAll(): Promise<void> {
    for (const process of [...living]) await turns.end(process);
    running.clear();
    living.clear();
  }

  return {
    running: () => [...running].map(([process, service]) => ({ process, service })),
    isWorking: (process) => running.has(process),
    start,
    died,
    stopAll,
    restartAll: async () => {
      const count = living.size;
      await stopAll();
      for (let left = count; left > 0; left--) start();
    },
  };
}
