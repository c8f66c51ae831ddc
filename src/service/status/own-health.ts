// What a process knows of its own parts, or can ask: what every look at how the service is begins with.

import type { Clock } from '../../core/clock.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Reloader } from '../configuration/reload-config.ts';
import { loopStates, oldestTick, type Ticker } from '../loop.ts';
import type { MachineState } from '../monitoring/watch-machine.ts';
import type { MailHealth } from '../notifications/record/mail-health.ts';
import type { SystemParts } from './read-system.ts';

export interface OwnParts {
  readonly clock: Clock;
  readonly queue: Queue;
  readonly reloader: Reloader | null;
  /** Those whose age says whether the process does its work. */
  readonly tickers: readonly Ticker[];
  /** All of them. */
  readonly loops: readonly Ticker[];
  readonly mail: () => MailHealth;
  readonly machine?: (() => MachineState) | undefined;
}

/** Asked anew each time; without tickers (role http) the process has no rounds to be late with. */
export function ownHealth({ clock, queue, tickers, loops, reloader, mail, machine }: OwnParts): SystemParts {
  return {
    ...(tickers.length > 0 && { tickAgeMs: () => oldestTick(tickers, clock) }),
    loops: () => loopStates(loops, clock),
    queue: () => queue.health(),
    queueDepth: () => queue.depth(),
    mail,
    ...(machine && { machine }),
    config: () => reloader?.health() ?? null,
  };
}
