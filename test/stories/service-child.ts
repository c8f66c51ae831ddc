// Starts and kills processes of the service, and keeps the time that their clocks show from one to the next.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Instant } from '../../src/core/model.ts';
import { builtProgram } from '../support/run/programs.ts';

export interface ServiceProcessOptions {
  readonly configDir: string;
  readonly databaseUrl: string;
  readonly queueUrl: string | null;
  readonly queueName: string;
  readonly smtpUrl: string;
  readonly startsAt: Instant;
  readonly factor: number;
  /** When (epoch ms of the machine) clocks show `startsAt`, so that those of several processes agree; default: at the start. */
  readonly since?: number;
}

export interface ServiceChild {
  readonly url: string;
  readonly process: ChildProcess;
  /** kill -9, and waits for the end. */
  kill(): Promise<void>;
  /** SIGTERM; the exit code. */
  stop(): Promise<number | null>;
}

const PROGRAM = 'test/stories/service-process.ts';

/** One process of the service; resolves when it takes requests. */
export async function startService(options: ServiceProcessOptions): Promise<ServiceChild> {
  const child = spawn(process.execPath, [builtProgram(PROGRAM), JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const [url] = await Promise.race([
    once(createInterface({ input: child.stdout! }), 'line'),
    exit.then(([code]) => Promise.reject(new Error(`the service ended with ${code} before it ran`))),
  ]);
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return (await exit)[0];
  };
  return { url, process: child, kill: async () => void (await end('SIGKILL')), stop: () => end('SIGTERM') };
}

export interface RunningTime {
  /** What a clock shows that is started now. */
  now(): Instant;
  /** From now on it is so much later: what a process that is down does not see. */
  skip(ms: number): void;
}

/** Time that runs `factor` times as fast as the real one, from `start`. */
export function runningTime(start: Instant, factor: number): RunningTime {
  const begin = performance.now();
  let skipped = 0;
  return {
    now: () => Math.floor(start + skipped + (performance.now() - begin) * factor),
    skip: (ms) => {
      skipped += ms;
    },
  };
}
