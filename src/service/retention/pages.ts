// Work on many rows page by page, each in a transaction with a limit, at most half of the time, and each kind by one process.

import { setTimeout as pause } from 'node:timers/promises';
import { withLimit } from '../../store/database.ts';
import { lockPastKind, type PastKind } from '../../store/retention/past-inquiries.ts';
import type { Db, Trx } from '../../store/schema.ts';

export const STATEMENT_LIMIT_MS = 5_000;

/** Works and rests in turns of one length. */
export interface Pace {
  goesOn(): boolean;
  /** To be awaited after each piece of work that began then (performance.now). */
  rest(began: number): Promise<void>;
}

export const UNTIL_DONE: Pace = { goesOn: () => true, rest: async () => {} };

export function openPace(signal: AbortSignal, lengthMs: number): Pace {
  const ends = performance.now() + lengthMs;
  return {
    goesOn: () => !signal.aborted && performance.now() < ends,
    rest: async (began) => {
      await pause(performance.now() - began, undefined, { signal, ref: false }).catch(() => undefined);
    },
  };
}

export interface Pages {
  readonly taken: number;
  readonly isDone: boolean;
}

export const NONE: Pages = { taken: 0, isDone: true };

/** One page of this kind after the other, each in a transaction, until one is the last or another process is at it. */
export async function inPages(db: Db, kind: PastKind, pace: Pace, page: (trx: Trx) => Promise<Pages>): Promise<Pages> {
  const short = withLimit(db, STATEMENT_LIMIT_MS);
  const locked = async (trx: Trx): Promise<Pages> => ((await lockPastKind(trx, kind)) ? page(trx) : NONE);
  let taken = 0;
  while (pace.goesOn()) {
    const began = performance.now();
    const done = await short.transaction().execute(locked);
    taken += done.taken;
    if (done.isDone) return { taken, isDone: true };
    await pace.rest(began);
  }
  return { taken, isDone: false };
}
