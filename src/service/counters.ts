// What /metrics counts over all processes, added to after the work is done. Trap: a count that cannot be written must not
// undo the work it counts, so it is only logged; alarms rest on what is read from the truth, not on these.

import type { MailKind } from '../store/schema.ts';
import { addCounts, type Count } from '../store/status/counters.ts';
import type { Lateness } from '../store/steps/steps.ts';
import type { Service } from './service.ts';

type Parts = Pick<Service, 'db' | 'logger'>;

export type DeliveryResult = 'sent' | 'empty' | 'held' | 'not-due' | 'retry' | 'unknown' | 'paused' | 'undeliverable';

/** Upper bounds of the lateness histogram, in seconds: a second is precise, thirty a tick, sixty late. */
export const LATENESS_BOUNDS = [0.1, 0.5, 1, 2, 5, 15, 30, 60, 300, 1_800, 7_200, 86_400] as const;

/** Steps that were raised because their instant came, with how late each was noticed. */
export function noteRaised(parts: Parts, raised: readonly Lateness[]): Promise<void> {
  return note(parts, raised.flatMap(countsOf));
}

/** What an attempt at a mail came to; a mail that was not due, or is held for its window, is none. */
export function noteMail(parts: Parts, kind: MailKind, result: DeliveryResult): Promise<void> {
  const isAttempt = result !== 'not-due' && result !== 'held';
  return note(parts, isAttempt ? [{ name: 'mails', kind, detail: result, value: 1 }] : []);
}

function countsOf({ step, lateMs, steps }: Lateness): Count[] {
  return [
    { name: 'raised', kind: step, detail: '', value: steps },
    { name: 'lateness', kind: step, detail: boundOf(lateMs), value: steps },
    { name: 'lateness-ms', kind: step, detail: '', value: lateMs * steps },
  ];
}

const boundOf = (lateMs: number): string => String(LATENESS_BOUNDS.find((bound) => lateMs <= bound * 1_000) ?? '+Inf');

async function note({ db, logger }: Parts, counts: readonly Count[]): Promise<void> {
  const sums = new Map<string, Count>();
  for (const count of counts) {
    const key = `${count.name} ${count.kind} ${count.detail}`;
    sums.set(key, { ...count, value: count.value + (sums.get(key)?.value ?? 0) });
  }
  try {
    await addCounts(db, [...sums.values()]);
  } catch (error) {
    logger.warn({ err: error }, 'counts for /metrics were lost');
  }
}
