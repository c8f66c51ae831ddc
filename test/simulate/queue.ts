// The queue: takes alarms and wake-ups and may lose, double, delay and reorder each of them.

import type { Queue, QueueHandlers } from '../../src/queue/queue.ts';
import type { SimProcess } from './host.ts';
import type { World } from './world.ts';

export interface Alarms {
  open(process: SimProcess, handlers: Partial<QueueHandlers>): Promise<Queue>;
}

const FIFTH_MS = 200;

export function createAlarms({ random, host, settings, log, after, clock }: World): Alarms {
  const workers = new Map<SimProcess, Partial<QueueHandlers>>();
  const armed = new Set<number>();

  function ring(kind: 'alarm' | 'mail', key: string): void {
    if (kind === 'alarm') armed.delete(Number(key));
    const alive = [...workers].filter(([process]) => process.isAlive);
    if (alive.length === 0) return;
    const [process, handlers] = random.pick(alive);
    const call = () => (kind === 'alarm' ? handlers.alarm?.() : handlers.mail?.(key));
    host
      .as(process, async () => call())
      .catch((error: unknown) => log.write(process.name, `${kind} failed: ${String(error)}`));
  }

  function plan(kind: 'alarm' | 'mail', key: string, ms: number): void {
    const odd = settings.faults.alarms > 0 && random.oneIn(settings.faults.alarms);
    const fate = odd ? random.pick(['lost', 'doubled', 'late'] as const) : 'well';
    const jitter = random.whole(0, 20);
    if (fate !== 'lost')
      after(ms + jitter + (fate === 'late' ? random.whole(1, 120) * 1_000 : 0), () => ring(kind, key));
    if (fate === 'doubled') after(ms + random.whole(0, 2_000), () => ring(kind, key));
  }

  return {
    open: async (process, handlers) => {
      workers.set(process, handlers);
      return {
        armAlarms: async (due) => {
          for (const at of due) {
            const instant = Math.ceil(at / FIFTH_MS) * FIFTH_MS;
            if (armed.has(instant)) continue;
            armed.add(instant);
            plan('alarm', String(instant), instant - clock());
          }
          return true;
        },
        wakeMail: async (ids) => {
          for (const id of ids) plan('mail', id, 1);
          return true;
        },
        wakePoll: async () => true,
        health: () => ({ connected: true, since: null, error: null }),
        depth: async () => null,
        inspected: () => [],
        close: async () => void workers.delete(process),
      };
    },
  };
}
