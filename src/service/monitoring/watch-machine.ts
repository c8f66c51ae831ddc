// What no part of the service can notice by its own work until it is too late: the disk under its data fills, the clock drifts
// away from everybody else's, PostgreSQL no longer clears up. Every process looks; whoever finds something owes ops a mail.

import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, virtualMs } from '../../core/clock.ts';
import { tablesBehind } from '../../store/monitoring/vacuum.ts';
import { startTicker, type Ticker } from '../loop.ts';
import type { Service } from '../service.ts';
import { notifyOfSelf } from './detect-own-gaps.ts';
import type { ServiceCause } from './incident-causes.ts';

const LOOKED_AT = ['disk', 'drift', 'vacuum'] as const satisfies readonly ServiceCause[];

/** What was found, short and in no language; null: well, or nothing is known. */
export type MachineState = Readonly<Record<(typeof LOOKED_AT)[number], string | null>>;

export interface MachineParts {
  /** The folder whose disk holds the database and the mails of this process; null: it has none. */
  readonly dataDir: string | null;
  /** By how many ms the host's clock is ahead of RMS's; null: not known. */
  readonly hostAheadMs: () => number | null;
}

const EVERY_REAL_MS = 5 * 60_000;
/** Less is left than a busy day of a large shop writes. */
const LEAST_FREE_BYTES = 1024 ** 3;
/** Of a disk so small that this much of it is always free. */
const LEAST_FREE_SHARE = 0.05;
/** Within it a reply may be written at 24:00 by one clock and after it by the other. */
const MOST_DRIFT_MS = 30_000;

const WELL: MachineState = { disk: null, drift: null, vacuum: null };

/** Looks now and every five minutes; `state` is what the last look found. */
export function startMachineLoop(service: Service, parts: MachineParts): { loop: Ticker; state(): MachineState } {
  let found = WELL;
  // On a full disk that cannot be written down either: it is once there is room.
  const untold = new Set<ServiceCause>();
  const round = async (): Promise<number> => {
    found = await lookAtMachine(service, parts);
    for (const cause of LOOKED_AT) if (found[cause] !== null) untold.add(cause);
    await notifyOfSelf(service, untold);
    untold.clear();
    return virtualMs(service.clock, EVERY_REAL_MS);
  };
  return { loop: startTicker('machine', round, service), state: () => found };
}

/** One look. */
export async function lookAtMachine({ db, clock }: Service, parts: MachineParts): Promise<MachineState> {
  const behind = await tablesBehind(db);
  return {
    disk: parts.dataDir === null ? null : ((await fullness(parts.dataDir)) ?? (await fullnessOfCluster(parts.dataDir))),
    drift: driftOf(clock, parts.hostAheadMs()),
    vacuum: behind.length === 0 ? null : behind.join(', '),
  };
}

/** How much is free where it is too little. */
async function fullness(dataDir: string): Promise<string | null> {
  const { bavail, blocks, bsize } = await statfs(dataDir);
  const [free, size] = [bavail * bsize, blocks * bsize];
  return free >= Math.min(LEAST_FREE_BYTES, size * LEAST_FREE_SHARE) ? null : `${mebibytes(free)} / ${mebibytes(size)}`;
}

/** The embedded database may lie elsewhere, by a link (store/embedded/home.ts); where there is none, there is nothing to ask. */
async function fullnessOfCluster(dataDir: string): Promise<string | null> {
  const cluster = join(dataDir, 'postgres', 'cluster');
  return existsSync(cluster) ? fullness(cluster) : null;
}

const mebibytes = (bytes: number): string => `${Math.floor(bytes / 1024 ** 2)} MiB`;

/** What is due goes by `clock`; an accelerated one agrees with nobody. */
function driftOf(clock: Clock & { hostAheadMs?: () => number }, aheadOfRms: number | null): string | null {
  if (aheadOfRms === null || clock.hostAheadMs === undefined) return null;
  const ahead = aheadOfRms - clock.hostAheadMs();
  return Math.abs(ahead) <= MOST_DRIFT_MS
    ? null
    : `RMS ${ahead > 0 ? '+' : '−'}${Math.round(Math.abs(ahead) / 1_000)} s`;
}
