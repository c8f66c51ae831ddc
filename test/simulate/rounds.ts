// When loops wake up: around what the database says falls due, and now and then; what would find nothing sleeps on.

import type { Engine } from './engine.ts';
import type { Host, SimProcess } from './host.ts';
import { sleepOn } from './turns.ts';

export interface RoundsParts {
  readonly engine: Engine;
  readonly host: Host;
  /** How many were made until now. */
  readonly statements: () => number;
  /** Whether any process does. */
  readonly isWorking: () => boolean;
}

export interface Rounds {
  /** Lets loops sleep on until something can happen. */
  sleepUntilNeeded(end: number): Promise<void>;
  /** Something changed for which nothing stored falls due. */
  wakeUp(): void;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TICK_MS = 30_000;
/** Before what is due alarms are armed; after it what they lost is found. */
const ROUNDS_AROUND = [-45_000, 1_000, 2 * TICK_MS];
/** Even if nothing can happen that we know of. */
const LONGEST_SLEEP_MS = 3 * HOUR_MS;

/** When the first of what is stored falls due after $1, in epoch ms. Trap: greatest() passes over null. */
const NEXT_DUE = `
  select (extract(epoch from min(at)) * 1000)::float8 as at from (
    select greatest(min(next_due_at), $1::timestamptz) as at from episode having min(next_due_at) is not null
    union all select min(next_attempt_at) from outbox where next_attempt_at > $1::timestamptz
    union all select min(claimed_at + interval '2 minutes') from outbox
      where state = 'sending' and claimed_at + interval '2 minutes' > $1::timestamptz
    union all select min(slot_at) from step where (owner_owed or ops_owed) and slot_at > $1::timestamptz
    union all select min(send_at) from notice where owed and send_at > $1::timestamptz
    union all select greatest(min(next_due_at), $1::timestamptz) from promise having min(next_due_at) is not null
    union all select min(next_at) from list_slot where next_at > $1::timestamptz
    union all select min(until_at) from mute where lifted_at is null and until_at > $1::timestamptz
    union all select min(next_look_at) from calendar_look where next_look_at > $1::timestamptz
    union all select min(made_at + interval '7 days') from goal_warning
      where over_at is not null and made_at + interval '7 days' > $1::timestamptz
) due`;

export function createRounds({ engine, host, statements, isWorking }: RoundsParts): Rounds {
  let rounds: number[] = [];

  function wakeUp(): void {
    for (const ms of [1_000, 2 * TICK_MS]) rounds.push(host.monotonic() + ms);
  }

  /** When the database says that something falls due (on the monotonic clock), and the daily proof. */
  async function nextDue(): Promise<number> {
    const now = host.wall();
    const [row] = await engine.ask<{ at: number | null }>(NEXT_DUE, new Date(now));
    const midnight = Math.ceil((now + 9 * HOUR_MS - 6 * MINUTE_MS) / DAY_MS) * DAY_MS - 9 * HOUR_MS + 6 * MINUTE_MS;
    return host.monotonic() + Math.min(row?.at ?? midnight, midnight) - now;
  }

  let known = { at: 0, statements: -1 };
  /** The same while no statement was made and the time has not come. */
  async function knownDue(): Promise<number> {
    if (known.statements !== statements() || known.at <= host.monotonic())
      known = { at: await nextDue(), statements: statements() };
    return known.at;
  }

  let roundEnd = 0;
  /** Timers up to this one were set before the round. */
  let roundOrder = 0;

  async function sleepUntilNeeded(end: number): Promise<void> {
    const now = host.monotonic();
    const timers = host.timers();
    if (now < roundEnd) {
      // Who wakes up more often does so once in a round.
      sleepOn(
        timers.filter(({ idleMs, order }) => idleMs !== null && idleMs < TICK_MS && order > roundOrder),
        roundEnd,
      );
      return;
    }
    const due = await knownDue();
    for (const ms of ROUNDS_AROUND) if (due + ms > now && !rounds.includes(due + ms)) rounds.push(due + ms);
    rounds = rounds.filter((at) => at >= now).sort((a, b) => a - b);
    const other = timers.find(({ idleMs }) => idleMs === null)?.at ?? end;
    const round = Math.min(rounds[0] ?? Number.POSITIVE_INFINITY, now + LONGEST_SLEEP_MS);
    const until = Math.min(other, round, end);
    if (until === round) {
      roundEnd = round + TICK_MS;
      roundOrder = Math.max(...timers.map(({ order }) => order));
    }
    sleepOn(timers, until);
    if (isWorking() && until > now + TICK_MS) await sign(host.wall() + until - now);
  }

  /** What the rounds that were slept over would have left behind. */
  async function sign(at: number): Promise<void> {
    await engine.ask(
      `with tick as (update worker_tick set at = greatest(at, $1::timestamptz))
      update service_sign set at = greatest(at, $1::timestamptz) where name = 'source-tick'`,
      new Date(at),
    );
  }

  return { sleepUntilNeeded, wakeUp };
}

/** Rejects as a clock's sleep does. */
export function sleepInLoop(host: Host, process: SimProcess, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = (): void => {
      host.cancel(timer);
      reject(signal!.reason);
    };
    const wake = (): void => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const timer = host.addTimer(process, ms, wake, Math.max(ms, 1_000));
    signal?.addEventListener('abort', stop);
  });
}
