// What /metrics counts over all processes, added to after the work is done. A count that cannot be written must not
// undo or hold up the work it counts, so where a loop writes them they are only noted; alarms rest on what is read from the
// truth, not on these.

import { virtualMs } from '../core/clock.ts';
import { addCounts, type Count } from '../store/status/counters.ts';
import type { Lateness } from '../store/steps/steps.ts';
import type { MailKind } from '../store/tables/notifications-tables.ts';
import { startTicker, type Ticker } from './loop.ts';
import type { CountSink, Service } from './service.ts';

type Parts = Pick<Service, 'db' | 'logger' | 'counts'>;

/** What was counted and is not written yet. */
export interface Counts extends CountSink {
  /** All of them; they are forgotten here. */
  take(): Count[];
}

export function createCounts(): Counts {
  let sums = new Map<string, Count>();
  return {
    add: (counts) => {
      for (const count of counts) {
        const key = `${count.name} ${count.kind} ${count.detail}`;
        sums.set(key, { ...count, value: count.value + (sums.get(key)?.value ?? 0) });
      }
    },
    take: () => {
      const taken = [...sums.values()];
      sums = new Map();
      return taken;
    },
  };
}

const WRITE_REAL_MS = 1_000;

/** Writes what was counted every second (of real time), and once more when it is stopped. */
export function startCountsLoop(service: Service, counts: Counts): Pick<Ticker, 'stop'> & { readonly loop: Ticker } {
  const write = async (): Promise<void> => {
    const taken = counts.take();
    try {
      await addCounts(service.db, taken);
    } catch (error) {
      counts.add(taken);
      throw error;
    }
  };
  const round = async () => {
    await write();
    return virtualMs(service.clock, WRITE_REAL_MS);
  };
  const loop = startTicker('counts', round, service);
  const stop = async (): Promise<void> => {
    await loop.stop();
    await write().catch((error: unknown) => service.logger.warn({ err: error }, 'counts for /metrics were lost'));
  };
  return { loop, stop };
}

export type DeliveryResult = 'sent' | 'empty' | 'held' | 'not-due' | 'retry' | 'unknown' | 'paused' | 'undeliverable';

/** Upper bounds of the lateness histogram, in seconds: a second is precise, thirty a tick, sixty late. */
export const LATENESS_BOUNDS = [0.1, 0.5, 1, 2, 5, 15, 30, 60, 300, 1_800, 7_200, 86_400] as const;

/** Steps that were raised because their instant came, with how late each was noticed. */
export function noteRaised(parts: Parts, raised: readonly Lateness[]): Promise<void> {
  return note(parts, raised.flatMap(countsOf));
}

/** What attempts at mails came to; a mail that was not due, or is held for its window, is none. */
export function noteMails(
  parts: Parts,
  attempts: readonly { readonly kind: MailKind; readonly result: DeliveryResult }[],
): Promise<void> {
  const made = attempts.filter(({ result }) => result !== 'not-due' && result !== 'held');
  const counts = made.map(({ kind, result }) => ({ name: 'mails' as const, kind, detail: result, value: 1 }));
  return counts.length === 0 ? Promise.resolve() : note(parts, counts);
}

function countsOf({ step, lateMs, steps }: Lateness): Count[] {
  return [
    { name: 'raised', kind: step, detail: '', value: steps },
    { name: 'lateness', kind: step, detail: boundOf(lateMs), value: steps },
    { name: 'lateness-ms', kind: step, detail: '', value: lateMs * steps },
  ];
}

const boundOf = (lateMs: number): string => String(LATENESS_BOUNDS.find((bound) => lateMs <= bound * 1_000) ?? '+Inf');

async function note({ db, logger, counts: noted }: Parts, counts: readonly Count[]): Promise<void> {
  if (noted !== undefined) return noted.add(counts);
  const sums = createCounts();
  sums.add(counts);
  try {
    await addCounts(db, sums.take());
  } catch (error) {
    logger.warn({ err: error }, 'counts for /metrics were lost');
  }
}
