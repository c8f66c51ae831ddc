// What the tests of the embedded database need: folders that are cleaned up, other processes, a look at the server.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { onTestFinished } from 'vitest';
import { findPostmaster, type Postmaster } from '../../src/store/embedded/postmaster.ts';
import { builtProgram } from './run/programs.ts';
import { makeRunFolder, removeRunFolder } from './run/run-folder.ts';

const PROGRAM = 'test/support/embedded-process.ts';

/** A folder for embedded databases, in the known place: what a crashed test leaves is cleaned by the next run. */
export function embeddedFolder(): { fresh(): string; remove(): Promise<void> } {
  const folder = makeRunFolder();
  return { fresh: () => mkdtempSync(join(folder, 'data-')), remove: () => removeRunFolder(folder) };
}

export interface Other {
  readonly url: string;
  readonly process: ChildProcess;
  close(): Promise<void>;
  /** kill -9 */
  kill(): Promise<void>;
}

/** Another process that opens the embedded database on this folder; killed with the test. */
export async function otherProcess(dataDir: string): Promise<Other> {
  const child = spawn(process.execPath, [builtProgram(PROGRAM), dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  const [url] = await Promise.race([
    once(lines, 'line'),
    exit.then(([code]) => Promise.reject(new Error(`the other process ended with ${code}`))),
  ]);
  const end = async (ask: () => unknown): Promise<void> => {
    ask();
    await exit;
  };
  return {
    url,
    process: child,
    close: () => end(() => child.stdin.end()),
    kill: () => end(() => child.kill('SIGKILL')),
  };
}

/** The live server on that folder. */
export function serverOn(dataDir: string): Postmaster | null {
  return findPostmaster(join(realpathSync(join(dataDir, 'cluster')), 'data'));
}

/** One statement over a connection of its own; the first column of all rows. */
export async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows.map(([first]) => first);
  } finally {
    await client.end();
  }
}
