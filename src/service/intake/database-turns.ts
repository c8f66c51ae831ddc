// Hundreds of sources are read at once, and mostly wait for RMS; their statements share a few connections. They wait for
// their turn here, first come first served, and not in the pool, which gives up after some seconds: a busy database then
// makes reads slower and fails none.

import type { Db } from '../../store/schema.ts';

/** Fewer than the connections of the pool: a claim that is renewed takes no turn. */
const AT_ONCE = 6;

interface Turns {
  busy: number;
  readonly waiting: (() => void)[];
}

const turnsOf = new WeakMap<Db, Turns>();

/** Does `work` when one of this database's turns is free; all who share a database name the same number of them. */
export async function inTurn<T>(db: Db, work: () => Promise<T>, atOnce = AT_ONCE): Promise<T> {
  const turns = turnsOf.get(db) ?? { busy: 0, waiting: [] };
  turnsOf.set(db, turns);
  // Whoever ends hands its turn on, so that it is never free in between.
  if (turns.busy < atOnce) turns.busy++;
  else await new Promise<void>((resolve) => turns.waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = turns.waiting.shift();
    if (next === undefined) turns.busy--;
    else next();
  }
}
