// Whose turn it is. Everything that waits for a statement or a timer stands here; chance decides who goes next, which is
// how simulated processes interleave, and what happens to it: nothing, a connection that breaks, the end of a process.

import type { Results } from '@electric-sql/pglite';
import type { Effect, Engine, TakeTurn } from './engine.ts';
import type { Host, SimProcess } from './host.ts';
import type { Random } from './random.ts';

interface Waiting {
  readonly process: SimProcess;
  readonly connection: object;
  readonly effect: Effect;
  readonly run: () => Promise<Results>;
  readonly resolve: (results: Results) => void;
  readonly reject: (error: unknown) => void;
}

/** What befalls a statement. */
export type Fate = 'well' | 'broken-before' | 'broken-after' | 'dies-before' | 'dies-after';

export interface Turns {
  /** For the databases of this process. */
  of(process: SimProcess): TakeTurn;
  /** Whether anybody waits for a statement, or is inside a transaction. */
  isBusy(): boolean;
  isInTransaction(): boolean;
  /** Gives one of those who wait its turn; false when nobody can go. */
  next(): Promise<boolean>;
  /** The process ends here: whatever it waits for never comes, and its transaction is undone. */
  end(process: SimProcess): Promise<void>;
}

export interface TurnsParts {
  readonly engine: Engine;
  readonly random: Random;
  readonly host: Host;
  readonly fateOf: (process: SimProcess, effect: Effect) => Fate;
  /** A process has ended by its fate. */
  readonly onEnd: (process: SimProcess) => void;
}

/** As the driver says it when a server hangs up. */
const broken = (): Error => new Error('Connection terminated unexpectedly');

export function createTurns({ engine, random, host, fateOf, onEnd }: TurnsParts): Turns {
  let waiting: Waiting[] = [];
  /** Whose transaction is open. */
  let open: { readonly process: SimProcess; readonly connection: object } | null = null;
  const dead = new WeakSet<object>();

  async function undo(): Promise<void> {
    open = null;
    await engine.ask('rollback');
  }

  async function run(one: Waiting): Promise<Results> {
    const results = await one.run();
    if (one.effect === 'begins') open = one;
    else if (one.effect !== 'none') open = null;
    return results;
  }

  async function cut(one: Waiting): Promise<void> {
    dead.add(one.connection);
    if (open?.connection === one.connection) await undo();
    one.reject(broken());
  }

  async function end(process: SimProcess): Promise<void> {
    process.isAlive = false;
    waiting = waiting.filter((one) => one.process !== process);
    if (open?.process === process) await undo();
  }

  async function meet(one: Waiting, fate: Fate): Promise<void> {
    if (fate === 'well' || fate === 'broken-after' || fate === 'dies-after') {
      try {
        const results = await run(one);
        if (fate === 'well') return one.resolve(results);
      } catch (error) {
        return one.reject(error);
      }
    }
    if (fate.startsWith('broken')) return cut(one);
    await end(one.process);
    onEnd(one.process);
  }

  async function next(): Promise<boolean> {
    const able = open === null ? waiting : waiting.filter(({ connection }) => connection === open?.connection);
    if (able.length === 0) return false;
    const one = random.pick(able);
    waiting = waiting.filter((other) => other !== one);
    host.advanceTo(host.monotonic() + random.whole(0, 2));
    if (!dead.has(one.connection)) await meet(one, fateOf(one.process, one.effect));
    else if (one.effect === 'rolls-back') one.resolve({ rows: [], fields: [] });
    else one.reject(broken());
    return true;
  }

  return {
    of: (process) => (connection, effect, work) =>
      new Promise((resolve, reject) => {
        if (process.isAlive) waiting.push({ process, connection, effect, run: work, resolve, reject });
      }),
    isBusy: () => waiting.length > 0 || open !== null,
    isInTransaction: () => open !== null,
    next,
    end,
  };
}
