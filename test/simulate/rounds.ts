// When loops wake up: around what the database says falls due for them, and now and then; what would find nothing sleeps on. One
// loop in a thousand that should find nothing looks all the same, and has to change nothing.

import type { Host, SimProcess, Timer } from './host.ts';
import { type Dues, isRetry, KINDS, type Kind, kindOf, NEXT_DUE, SIGN } from './loops.ts';
import type { World } from './world.ts';

export interface RoundsParts {
  readonly world: Pick<World, 'engine' | 'host' | 'random' | 'clock'>;
  /** Processes that work. */
  readonly working: () => readonly SimProcess[];
  /** Shops whose source may show something new; what is read of the others is what is known. */
  readonly restless: () => readonly string[];
}

export interface Rounds {
  /** Lets loops sleep on until something can happen. A loop that should find nothing, to be looked at: it is to be fired now. */
  sleepUntilNeeded(end: number): Promise<Timer | null>;
  /** Something changed for which nothing stored falls due: for loops of these kinds, else of all. */
  wakeUp(kinds?: readonly Kind[]): void;
  /** The same, and no process is left out. */
  wakeAll(): void;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const TICK_MS = 30_000;
/** Before what is due alarms are armed; after it what they lost is found. */
const ARMED_BEFORE_MS = -45_000;
const AFTER_MS = [1_000, 2 * TICK_MS];
/** A look takes its time as well: what falls due during it is found by it. */
const LOOKING_MS = 100;
/** By then what waits a while for a new day has waited: its proof waits five minutes. */
const NIGHT_MS = 6 * MINUTE_MS;
/** Even if nothing can happen that we know of. */
const LONGEST_SLEEP_MS = 3 * HOUR_MS;
/** While the mail server is well its state and the counters are looked at in one round of so many. */
const UPKEEP_IN = 8;
/** Of those that sleep on, one in so many looks all the same. */
const LOOKS_IN_VAIN = 1_000;

interface Round {
  readonly end: number;
  readonly kinds: readonly Kind[];
  /** The only one that takes part; null: all do. */
  readonly process: SimProcess | null;
  /** Timers up to this one were set before it. */
  readonly order: number;
}

export function createRounds({ world, working, restless }: RoundsParts): Rounds {
  const { engine, host, random, clock } = world;
  const rounds = new Map<Kind, number[]>(KINDS.map((kind) => [kind, []]));
  let round: Round = { end: 0, kinds: [], process: null, order: 0 };

  function add(kind: Kind, at: number): void {
    const known = rounds.get(kind)!;
    if (at > host.monotonic() && !known.includes(at)) known.push(at);
  }

  function wakeUp(kinds: readonly Kind[] = KINDS): void {
    for (const kind of kinds) for (const ms of AFTER_MS) add(kind, host.monotonic() + ms);
  }

  /** Rounds in which all take part. */
  let ofAll: readonly number[] = [];
  function wakeAll(): void {
    wakeUp();
    ofAll = [...ofAll, ...AFTER_MS.map((ms) => host.monotonic() + ms)];
  }

  let known: { readonly dues: Dues; readonly at: number; readonly print: string } | null = null;
  /** Adds rounds for what the database says falls due. The same while nothing was written and no time has come. */
  async function plan(): Promise<void> {
    const ahead = clock() - host.monotonic();
    const shops = restless();
    const print = `${engine.state()} ${shops}`;
    if (known === null || known.print !== print || known.at <= clock()) {
      const now = clock();
      const [dues] = await engine.ask<Dues>(NEXT_DUE, new Date(now), new Date(nextNight(now)), shops);
      if (dues!.waiting !== known?.dues.waiting) wakeUp(['steps']);
      const first = Math.min(...KINDS.map((kind) => dues![kind] ?? Number.POSITIVE_INFINITY));
      known = { dues: dues!, at: first, print };
    }
    for (const kind of KINDS) {
      const due = known.dues[kind];
      if (due === null) continue;
      if (kind === 'steps') add(kind, due - ahead + ARMED_BEFORE_MS);
      for (const ms of AFTER_MS) add(kind, due - ahead + ms);
    }
  }

  const takesPart = ({ process, rest }: Timer): boolean =>
    round.kinds.includes(kindOf(rest!)) &&
    (round.process === null || round.process === process || !round.process.isAlive);

  async function sleepUntilNeeded(end: number): Promise<Timer | null> {
    const now = host.monotonic();
    const timers = host.timers();
    const resting = timers.filter(({ rest }) => rest !== null);
    await sign(now);
    if (now >= round.end) return begin(timers, end);
    for (const timer of resting) {
      // Who wakes up more often does so once in a round.
      const isAgain = timer.rest!.ms < TICK_MS && timer.order > round.order;
      if (!isRetry(timer.rest!) && (!takesPart(timer) || isAgain)) sleepOn(timer, round.end);
    }
    return null;
  }

  /** The next round, unless something else happens before it. */
  async function begin(timers: readonly Timer[], end: number): Promise<Timer | null> {
    const now = host.monotonic();
    await plan();
    // What has just fallen due has its round in a moment, or in the one that begins here.
    const isSoon = (kind: Kind): boolean => rounds.get(kind)!.some((at) => at <= now + AFTER_MS[0]! + LOOKING_MS);
    const isIdle = (kind: Kind): boolean => !(kind === 'sources' && known!.dues.isBlind) && !isSoon(kind);
    const idle = KINDS.filter((kind) => kind !== 'upkeep' && isIdle(kind));
    const longest = now + LONGEST_SLEEP_MS;
    const first = Math.max(now, Math.min(longest, ...[...rounds.values()].flat()));
    const other = timers.find(({ rest }) => rest === null || isRetry(rest))?.at ?? end;
    const until = Math.min(other, first, end);
    if (until === first) {
      const isKept = random.oneIn(UPKEEP_IN);
      const isOwn = (kind: Kind): boolean =>
        (kind === 'upkeep' && isKept) || rounds.get(kind)!.some((at) => at <= first);
      const kinds = first === longest ? KINDS : KINDS.filter(isOwn);
      // What came up during the round before has its own.
      for (const kind of kinds)
        rounds.set(
          kind,
          rounds.get(kind)!.filter((at) => at > first),
        );
      const isOfAll = ofAll.some((at) => at <= first);
      ofAll = ofAll.filter((at) => at > first);
      const only = !isOfAll && working().length > 1 && !random.oneIn(3) ? random.pick(working()) : null;
      round = { end: first + TICK_MS, kinds, process: only, order: Math.max(0, ...timers.map(({ order }) => order)) };
    }
    const sleepers = timers.filter(({ at, rest }) => rest !== null && !isRetry(rest) && at < until);
    // What waits a while for the new day has work before its round comes.
    const isNight = nextNight(clock()) - clock() <= NIGHT_MS;
    const inVain = isNight
      ? undefined
      : sleepers.find(({ rest }) => idle.includes(kindOf(rest!)) && random.oneIn(LOOKS_IN_VAIN));
    if (inVain !== undefined) {
      await sign(now, 0);
      return inVain;
    }
    for (const timer of sleepers) sleepOn(timer, until);
    await sign(until);
    return null;
  }

  let signedTo = 0;
  /** What the rounds that were slept over until then (on the monotonic clock) would have left behind. */
  async function sign(until: number, everyMs = TICK_MS): Promise<void> {
    if (working().length === 0 || until <= signedTo + everyMs) return;
    signedTo = until;
    await engine.ask(SIGN, new Date(clock() + until - host.monotonic()), restless());
  }

  return { sleepUntilNeeded, wakeUp, wakeAll };
}

/** When days change in Japan and what waits a while for that has waited. */
const nextNight = (now: number): number =>
  Math.ceil((now + 9 * HOUR_MS - NIGHT_MS) / DAY_MS) * DAY_MS - 9 * HOUR_MS + NIGHT_MS;

/** Sleeps on in its own rhythm until `until`. */
function sleepOn(timer: Timer, until: number): void {
  if (timer.at < until) timer.at += Math.ceil((until - timer.at) / timer.rest!.ms) * timer.rest!.ms;
}

/** Rejects as a clock's sleep does. */
export function sleepInLoop(
  host: Host,
  process: SimProcess,
  ms: number,
  { signal, loop }: { readonly signal: AbortSignal | undefined; readonly loop: string | undefined },
): Promise<void> {
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
    const timer = host.addTimer(process, ms, wake, loop === undefined ? null : { loop, ms: Math.max(ms, 1_000) });
    signal?.addEventListener('abort', stop);
  });
}
