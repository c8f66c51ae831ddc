// One run: a seed makes shops, people, servers and faults, and steps the service through its days. The time jumps to the
// next instant at which anything can happen; loops that would find nothing sleep on.

import { createButtons } from './buttons.ts';
import { createFeed } from './calendars/feed.ts';
import type { Engine } from './engine.ts';
import type { Host, SimProcess, Timer } from './host.ts';
import type { Disturbance, WrongClock } from './judge/law.ts';
import { createJudge, type Judged } from './judge.ts';
import { createLearning } from './learning.ts';
import { createLog, type Log } from './log.ts';
import { createPeople, type Thread } from './people.ts';
import { createProcesses, type Processes, type Running } from './processes.ts';
import { createAlarms } from './queue.ts';
import { createHands } from './quiet/hands.ts';
import { createSilences } from './quiet/silences.ts';
import { createRandom, drawApart, type Random } from './random.ts';
import { createRms } from './rms/rms.ts';
import { createRounds, type Rounds } from './rounds.ts';
import { createSettings, type Jump, type Settings } from './settings.ts';
import { createMailServer } from './smtp.ts';
import { createTurns, type Fate, type Turns } from './turns.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly days: number;
  /** Told of each line as it is written. */
  readonly trace?: (line: string) => void;
}

export interface Outcome extends Judged {
  readonly log: Log;
  readonly settings: Settings;
  readonly statements: number;
}

/** What everybody in the world knows. */
export interface World {
  readonly random: Random;
  readonly host: Host;
  readonly engine: Engine;
  readonly log: Log;
  readonly settings: Settings;
  /** After so many ms something happens, unless what it answers is called before. */
  after(ms: number, work: () => void): () => void;
  /** What the service takes for the time (epoch ms): mostly what is so. */
  clock(): number;
  /** By how much (ms) some process may still go by a clock that was behind. */
  behindMs(): number;
  /** Living processes that work. */
  services(): readonly Running[];
  /**
   * Those on whose pages people press. What is pressed while the clock is wrong is dated by it for ever, so nobody does; a process
   * sees a little later that it was set right.
   */
  pages(): readonly Running[];
  /** For so long everything stands still; 0: nothing does. */
  stillForMs(): number;
  /** An event of the thread has been taken. */
  learns(thread: Thread): void;
  /** Says what is wrong, once. */
  fault(what: string): void;
  /** Things go wrong, of themselves or by somebody: until `until` (epoch ms) nothing has to be in time. */
  disturb(until: number, why: string): void;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Thursday 2026-11-26, 08:00 in Japan, and so many days later: a fortnight without public holidays, with weekends. */
const FIRST_START = Date.UTC(2026, 10, 25, 23);
const START_DAYS = [0, 1, 4, 5, 6];
/** After a standstill all is told, and whatever came too late is on its way. */
const SETTLED_MS = 30 * MINUTE_MS;
/** By then each process has seen that the clock was set right, and what it had begun before has ended. */
const NOTICED_MS = 5 * MINUTE_MS;
/** Before then what an edit changed may be under way. */
const EDIT_SETTLES_MS = 2 * HOUR_MS;

/** Runs one seed from the beginning; the same seed gives the same log. */
export async function runWorld(host: Host, engine: Engine, options: WorldOptions): Promise<Outcome> {
  const random = createRandom(options.seed);
  host.begin(random, FIRST_START + random.pick(START_DAYS) * DAY_MS);
  await engine.empty();
  const log = createLog(host, options.trace);
  const apart = { quiet: drawApart(options.seed, 'quiet'), feed: drawApart(options.seed, 'feed') };
  const settings = createSettings(random, options.days, apart);
  const outside = host.current();
  const disturbances: Disturbance[] = [];
  const jumps: WrongClock[] = [];
  let aheadMs = 0;
  /** By the monotonic clock. */
  let stillUntil = 0;
  let judgedFrom = 0;
  let statements = 0;

  const world: World = {
    random,
    host,
    engine,
    log,
    settings,
    after: (ms, work) => {
      const timer = host.addTimer(outside, ms, work);
      return () => host.cancel(timer);
    },
    clock: () => host.wall() + aheadMs,
    behindMs: () => {
      const isFelt = ({ from, until }: WrongClock) => from <= host.wall() && host.wall() < until + NOTICED_MS;
      return Math.max(0, ...jumps.filter(isFelt).map(({ ms }) => -ms));
    },
    services: () => processes.running(),
    pages: () =>
      aheadMs === 0 ? processes.running().filter(({ service }) => service.clock.now() === host.wall()) : [],
    stillForMs: () => Math.max(0, stillUntil - host.monotonic()),
    learns: (thread) => {
      if (judge.changesGoals(thread)) rounds.wakeUp(['goals']);
    },
    fault: (what) => judge.fault(what),
    disturb: (until, why) => {
      log.write('disturbed', `${why} until ${new Date(until).toISOString()}`);
      disturbances.push({ from: host.wall(), until });
    },
  };
  const fateOf = (process: SimProcess, effect: string): Fate => {
    statements++;
    const { breaks, deaths } = settings.faults;
    if (breaks > 0 && random.oneIn(breaks)) {
      const fate = random.pick(['broken-before', 'broken-after'] as const);
      log.write(process.name, `connection ${fate} (${effect})`);
      world.disturb(host.wall() + 5 * MINUTE_MS, 'a connection broke');
      return fate;
    }
    if (deaths > 0 && processes.isWorking(process) && random.oneIn(deaths))
      return random.pick(['dies-before', 'dies-after']);
    return 'well';
  };
  const turns: Turns = createTurns({ engine, random, host, fateOf, onEnd: (process) => processes.died(process) });
  const rounds: Rounds = createRounds({
    world,
    working: () => processes.running().map(({ process }) => process),
    restless: () => rms.restless(),
  });
  const mailServer = createMailServer(world);
  const alarms = createAlarms(world);
  const rms = createRms(world);
  const people = createPeople(world, rms, options.days);
  const buttons = createButtons(world, people, options.days);
  const silences = createSilences(world);
  const feed = createFeed(world, apart.feed);
  const hands = createHands(world, people, { random: apart.quiet, silences, days: options.days });
  const learnEvents = createLearning(engine, (row, source) => {
    if (source === 'rms') rms.take(row, people.threads);
    else buttons.take(row);
    people.told();
  });
  const learn = async (): Promise<void> => {
    await learnEvents();
    // What was held back may go.
    if (await silences.learn()) rounds.wakeUp(['steps']);
    // Others count with it after a tick.
    if (await feed.learn()) rounds.wakeAll();
  };
  const processes: Processes = createProcesses(world, {
    turns,
    rms,
    alarms,
    mailServer,
    isTraced: options.trace !== undefined,
  });
  const judge = createJudge(world, { mails: mailServer.taken, people, rms, silences, feed, disturbances, jumps });

  /** All processes are stopped, the files are edited, and all start again. */
  async function edit(): Promise<void> {
    log.write('world', 'the files are edited');
    settings.edit(host.wall());
    world.disturb(host.wall() + 20 * MINUTE_MS, 'the files were edited');
    await processes.restartAll();
  }

  /** People go on. */
  async function standStill(ms: number): Promise<void> {
    stillUntil = host.monotonic() + ms;
    judgedFrom = Math.max(judgedFrom, stillUntil + SETTLED_MS);
    world.disturb(host.wall() + ms + SETTLED_MS, 'everything stands still');
    await processes.restartAll();
  }

  /** The database's clock, which all follow, is wrong by so much for a while. */
  async function jump({ ms, lastsMs }: Jump): Promise<void> {
    aheadMs = ms;
    judgedFrom = Math.max(judgedFrom, host.monotonic() + lastsMs + 2 * SETTLED_MS);
    log.write('world', `the clock jumps by ${ms / HOUR_MS} h for ${lastsMs / HOUR_MS} h`);
    jumps.push({ from: host.wall(), until: host.wall() + lastsMs, ms });
    world.disturb(host.wall() + lastsMs + SETTLED_MS, 'the clock is wrong');
    measured();
    world.after(lastsMs, () => {
      aheadMs = 0;
      measured();
    });
  }

  /** Each process measures the clock twice a minute, and puts right what a jump left behind once more when it has settled. */
  function measured(): void {
    rounds.wakeAll();
    world.after(NOTICED_MS + 90_000, rounds.wakeAll);
  }

  /** A clock that is right again has left nothing behind: a day later much of it would have come to pass by itself. */
  async function lookBetween(): Promise<void> {
    await people.allTold(runTo);
    const isEdited = settings.editedAt !== null && host.wall() - settings.editedAt < EDIT_SETTLES_MS;
    if (host.monotonic() >= judgedFrom && !isEdited) await judge.look();
  }

  /** What sleeps on would have found nothing. */
  async function lookInVain(timer: Timer): Promise<void> {
    const before = engine.changes();
    host.fire(timer);
    do await host.settle();
    while (await turns.next());
    const { count, last } = engine.changes();
    if (count > before.count) judge.fault(`the loop ${timer.rest!.loop} slept over ${last.trim().slice(0, 80)}`);
  }

  async function runTo(end: number): Promise<void> {
    for (;;) {
      await host.settle();
      if (await turns.next()) {
        if (!turns.isInTransaction()) await learn();
        continue;
      }
      const inVain = turns.isBusy() ? null : await rounds.sleepUntilNeeded(end);
      if (inVain !== null) await lookInVain(inVain);
      if (inVain !== null) continue;
      const timer = host.timers()[0];
      if (timer === undefined || timer.at > end) break;
      host.advanceTo(timer.at);
      host.fire(timer);
    }
    host.advanceTo(end);
  }

  for (let at = 0; at < settings.processes; at++) processes.start();
  await runTo(MINUTE_MS);
  people.begin();
  buttons.begin();
  hands.begin();
  const planned: { readonly at: number; readonly work: () => Promise<void> }[] = [];
  const { editAfterMs, standstill, jump: jumping } = settings;
  if (editAfterMs !== null) planned.push({ at: editAfterMs, work: edit });
  if (standstill !== null) planned.push({ at: standstill.afterMs, work: () => standStill(standstill.ms) });
  if (jumping !== null) {
    planned.push({ at: jumping.afterMs, work: () => jump(jumping) });
    planned.push({ at: jumping.afterMs + jumping.lastsMs + 2 * SETTLED_MS + MINUTE_MS, work: lookBetween });
  }
  planned.sort((a, b) => a.at - b.at);
  for (let day = 1; day <= options.days; day++) {
    for (; planned[0] !== undefined && planned[0].at <= day * DAY_MS; planned.shift()) {
      await runTo(planned[0].at);
      await planned[0].work();
    }
    await runTo(day * DAY_MS);
    if (host.monotonic() < judgedFrom) continue;
    // Whatever was under way comes to its end.
    await people.allTold(runTo);
    await judge.look();
    if (judge.faults().length > 0) break;
  }
  const judged = await judge.end();
  await processes.stopAll();
  return { ...judged, log, settings, statements };
}
