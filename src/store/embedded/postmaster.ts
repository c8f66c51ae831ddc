// A PostgreSQL server on a data directory, whoever started it: found and stopped. Truth is PostgreSQL's postmaster.pid.
// Trap: the process id in that file may belong to somebody else by now, so the command line is looked at as well.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresError } from './error.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  /** False while it starts, recovers or stops. */
  readonly ready: boolean;
}

/** How often a server that starts or stops is looked at. */
export const POLL_MS = 15;

/** The server that lives on this data directory, or null. */
export function findPostmaster(pgdata: string): Postmaster | null {
  const lines = readPidFile(pgdata);
  const pid = Number(lines[0]);
  if (!(pid > 0) || !isPostmaster(pid, pgdata)) return null;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Fast shutdown of the server (transactions are rolled back); waits for its end, and is harsh after 30 s. */
export async function stopPostmaster(pid: number, pgdata: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
      throw error;
    }
    for (let waited = 0; waited < 30_000; waited += POLL_MS) {
      if (!isPostmaster(pid, pgdata)) return;
      await sleep(POLL_MS);
    }
  }
}

/** Whether any process has this id. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readPidFile(pgdata: string): string[] {
  try {
    return readFileSync(join(pgdata, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Whether that process is alive and the server of this data directory. A zombie is not: its command line is empty. */
function isPostmaster(pid: number, pgdata: string): boolean {
  return processExists(pid) && commandLine(pid).includes(` -D ${pgdata} `);
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (process.platform === 'linux' && ['ENOENT', 'ESRCH'].includes(code)) return '';
  }
  try {
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch (error) {
    // Its exit code says that there is no such process; without a program or a right to ask nobody knows.
    if ((error as { status?: number | null }).status === 1) return '';
    throw error;
  }
}

/**
 * PostgreSQL refuses to start when the id in a stale postmaster.pid has been given to another process. Our own id in
 * its place says "stale" (a server trusts its parent), and keeps the check for surviving backends that deleting loses.
 */
export function disownStalePidFile(pgdata: string): void {
  const [pid, ...rest] = readPidFile(pgdata);
  if (pid !== undefined && !(Number(pid) > 0)) {
    removeBrokenPidFile(pgdata);
    return;
  }
  if (rest.length === 0 || !processExists(Number(pid)) || isPostmaster(Number(pid), pgdata)) return;
  writeFileSync(join(pgdata, 'postmaster.pid'), [process.pid, ...rest].join('\n'));
}

/** A full disk or a lost power leaves it empty. PostgreSQL will not start beside it, and cannot tell whether one runs. */
function removeBrokenPidFile(pgdata: string): void {
  const file = join(pgdata, 'postmaster.pid');
  const living = livingIn(pgdata);
  if (living === null)
    throw new EmbeddedPostgresError(
      `${file} is empty or damaged. See that no process named postgres runs on that folder, then delete this one file`,
    );
  // One that starts has not written it yet; or processes of a killed one work on.
  if (living.length > 0) return;
  rmSync(file, { force: true });
}

/** The processes whose working folder it is, as every process of a server has; null where that cannot be asked. */
function livingIn(pgdata: string): number[] | null {
  if (process.platform !== 'linux') return null;
  const home = realpathSync(pgdata);
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && workingFolder(pid) === home);
}

function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    // It ended meanwhile, or is another user's and so none of ours.
    return '';
  }
}
