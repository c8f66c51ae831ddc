// Worker processes that a test starts, ticks and kills.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { builtProgram } from '../support/run/programs.ts';

export interface WorkerOptions {
  readonly databaseUrl: string;
  readonly smtpUrl: string;
  readonly shops: readonly string[];
  readonly now: string;
}

export interface Worker {
  /** Ticks once, as if it were this instant (epoch ms). */
  tick(at: number): Promise<void>;
  /** kill -9 at once; resolves when the process is gone. */
  kill(): Promise<void>;
}

const PROGRAM = 'test/behaviours/worker-process.ts';

/** Another process on the same database and mail server; killed with the test. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const child = fork(builtProgram(PROGRAM), [JSON.stringify(options)], { execArgv: [] });
  const exit = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  await expectMessage(child, exit, 'ready');
  return {
    tick: async (at) => {
      child.send(at);
      await expectMessage(child, exit, 'ticked');
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

async function expectMessage(child: ChildProcess, exit: Promise<unknown>, wanted: string): Promise<void> {
  const message = await Promise.race([once(child, 'message').then(([text]) => text), exit.then(() => 'gone')]);
  if (message !== wanted) throw new Error(`the worker said ${message}`);
}
