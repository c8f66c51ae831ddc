// Each test run has one folder in a known place, so that the next run finds and ends what a killed one left behind.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeCluster } from '../../../src/store/embedded/home.ts';
import { findPostmaster, processExists, stopPostmaster } from '../../../src/store/embedded/postmaster.ts';
import { shutDownRedis } from './redis-server.ts';

const RUNS = join(tmpdir(), `inquiry-sla-test-${process.getuid?.() ?? 0}`);

/** A fresh folder named after this process, so that it counts as left behind when the process is gone. */
export function makeRunFolder(): string {
  mkdirSync(RUNS, { recursive: true });
  chmodSync(RUNS, 0o711);
  const folder = mkdtempSync(join(RUNS, `${process.pid}-`));
  chmodSync(folder, 0o711);
  return folder;
}

/** Stops the servers of runs that were killed and removes their folders. */
export async function cleanLeftovers(): Promise<void> {
  if (!existsSync(RUNS)) return;
  for (const name of readdirSync(RUNS)) {
    if (!processExists(Number.parseInt(name, 10))) await removeRunFolder(join(RUNS, name)).catch(wasRemoved);
  }
}

/** Two runs that begin at once clean up after the same third. */
function wasRemoved(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** Removes a run's folder with all databases below it; ends servers that still live there. */
export async function removeRunFolder(folder: string): Promise<void> {
  const redis = join(folder, 'redis-url');
  if (existsSync(redis)) await shutDownRedis(readFileSync(redis, 'utf8'));
  for (const name of readdirSync(folder)) await removeDataFolder(join(folder, name));
  rmSync(folder, { recursive: true, force: true });
}

/** Ends the server on an embedded database's folder, if there is one, and removes the folder. */
export async function removeDataFolder(dataDir: string): Promise<void> {
  const cluster = join(dataDir, 'cluster');
  if (existsSync(cluster)) {
    const pgdata = join(realpathSync(cluster), 'data');
    const running = findPostmaster(pgdata);
    if (running !== null) await stopPostmaster(running.pid, pgdata);
  }
  removeCluster(dataDir);
}
