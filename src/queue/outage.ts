// Queue room: is the server there? One line per outage and one per recovery, however often clients retry.
// What decides is a probe, never the text of an error: an error while the probe succeeds is a fault, not an outage.

import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../core/clock.ts';
import type { QueueHealth, QueueLogger } from './contract.ts';
import type { Describe } from './scrub.ts';

const PROBE_EVERY_MS = 250;

export interface Outage {
  health(): QueueHealth;
  /** Something failed: look whether the server is away, and if so until it is back. Returns at once. */
  suspect(error: unknown): void;
  /** The server answered. */
  confirm(): void;
  stop(): void;
}

export interface OutageOptions {
  readonly label: string;
  readonly clock: Clock;
  readonly logger: QueueLogger;
  readonly describe: Describe;
  /** Resolves to false, and never rejects, when the server does not answer in time. */
  readonly probe: () => Promise<boolean>;
}

/** Starts out as not connected and silent until the first contact or the first error. */
export function watchOutage({ label, clock, logger, describe, probe }: OutageOptions): Outage {
  const stopping = new AbortController();
  let health: QueueHealth = { connected: false, since: clock.now(), error: null };
  let looking = false;
  let lastFault: string | null = null;

  function confirm(): void {
    if (health.connected) return;
    health = { connected: true, since: clock.now(), error: null };
    lastFault = null;
    logger.info({ queue: label }, 'The queue answers');
  }

  function away(error: string): void {
    health = { connected: false, since: clock.now(), error };
    logger.error({ queue: label, error }, 'The queue does not answer; the tick does its work until it is back');
  }

  function fault(error: string): void {
    confirm();
    if (error === lastFault) return;
    lastFault = error;
    logger.warn({ queue: label, error }, 'The queue answers, but reported a fault');
  }

  async function look(error: string): Promise<void> {
    if (await probe()) return fault(error);
    away(error);
    while (!(await probe())) await pause(PROBE_EVERY_MS, undefined, { signal: stopping.signal });
    confirm();
  }

  return {
    health: () => health,
    confirm,
    suspect(error) {
      if (stopping.signal.aborted) return;
      if (looking) {
        // A later error says more than the first: "connect ECONNREFUSED" follows "stream isn't writeable".
        if (!health.connected) health = { ...health, error: describe(error) };
        return;
      }
      looking = true;
      look(describe(error))
        // Only stop() ends the pause early.
        .catch(() => undefined)
        .finally(() => {
          looking = false;
        });
    },
    stop: () => stopping.abort(),
  };
}
