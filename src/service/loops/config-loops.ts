// The two loops that keep the configuration: one looks at the files, one recomputes what a new revision asks for. They
// stand apart from the tick, so that a long recompute holds up neither flags nor mails.

import { virtualMs } from '../../core/clock.ts';
import { recomputeWanted } from '../configuration/recompute-deadlines.ts';
import type { Reloader } from '../configuration/reload-config.ts';
import { startTicker, type Ticker } from '../loop.ts';
import type { Service } from '../service.ts';
import { armDue } from '../steps/arm-alarms.ts';

/** Real time between two looks at the files; what the file system tells of is looked at at once (config-folder.ts). */
const LOOK_REAL_MS = 1_000;
/** While somebody writes: files are read once they look the same twice. */
const SETTLE_REAL_MS = 250;
const RECOMPUTE_REAL_MS = 1_000;
/** A recompute of all that is open takes its time. */
const RECOMPUTE_LIMIT_REAL_MS = 10 * 60_000;

/** Starts both; without files to look at (`reloader` null) only the recompute. */
export function startConfigLoops(service: Service, reloader: Reloader | null): Ticker[] {
  const { clock } = service;
  const virtual = (realMs: number): number => virtualMs(clock, realMs);
  const recompute = async () => {
    const { episodes } = await recomputeWanted(service);
    if (episodes > 0) await armDue(service, clock.now());
    return virtual(RECOMPUTE_REAL_MS);
  };
  const loops = [startTicker('recount', recompute, service, { limitMs: RECOMPUTE_LIMIT_REAL_MS })];
  if (reloader === null) return loops;
  const look = async () => {
    await reloader.check();
    return virtual(reloader.isSettling() ? SETTLE_REAL_MS : LOOK_REAL_MS);
  };
  const ticker = startTicker('config', look, service);
  reloader.watch(ticker.wake);
  const stop = () => {
    reloader.unwatch();
    return ticker.stop();
  };
  return [...loops, { ...ticker, stop }];
}
