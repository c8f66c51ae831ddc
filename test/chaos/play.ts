// One run: daemons on a database of their own; in two acts customers write while a hand breaks things; after each the
// power goes, minutes pass, and everything comes back. In the end all is well, and the judge looks.

import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { createReleases, type Releases } from '../../src/releases.ts';
import { createRandom } from '../simulate/random.ts';
import type { Daemon } from './daemon.ts';
import { createHand } from './hand.ts';
import { judge, type Verdict } from './judge.ts';
import { createPeople } from './people.ts';
import { openStage, type StageOptions } from './stage.ts';
import type { WorldClock } from './world-clock.ts';

export interface PlayOptions extends StageOptions {
  readonly seed: number;
  readonly actMs?: number;
  readonly trace?: (line: string) => void;
}

export interface Played extends Verdict {
  readonly inquiries: number;
  readonly mails: number;
  /** Where the daemons' logs lie, if there is something to find; else they are gone. */
  readonly logs: string | null;
}

const ACTS = 2;
const ACT_MS = 12_000;
const EVERY_MS = 350;
/** Longer than the longest that anything waits for after a fault: the pause between two mails to one shop. */
const SKIP_MS = 7 * 60_000;
const SETTLE_MS = 40_000;
const LOOK_EVERY_MS = 300;

/** Later than this nothing may come: a sweep (30 s), and what is left of an act for what waits for its end (12 s). */
export const ALLOWED_MS = 50_000;

export async function play(options: PlayOptions): Promise<Played> {
  const releases = createReleases();
  try {
    return await playOn(options, releases);
  } finally {
    await releases.close();
  }
}

async function playOn(options: PlayOptions, releases: Releases): Promise<Played> {
  const { seed, trace = () => {}, actMs = ACT_MS } = options;
  const random = createRandom(seed);
  const stage = await openStage(options, releases);
  const { held, clock, db, folder } = stage;
  const faults: string[] = [];
  const hand = createHand({ random, held, trace, onChange: stage.note, fault: (what) => void faults.push(what) });
  stage.watch(() => hand.isBlocking() || held.daemons.every((one) => one.url() === null));
  const people = createPeople({
    ...{ random: createRandom(seed + 1_000_000), now: clock.now, trace },
    rmsShop: ({ rms }) => stage.rmsShops.get(rms!.shopId)!,
    anyUrl: () => urlOf(held.daemons),
  });
  const [first, ...others] = held.daemons;
  await Promise.all(held.daemons.map((one) => one.start()));
  // One after the other: the first of this release migrates while the others still work. An older one that dies then is not
  // started again on a database that is newer than it: whoever starts it exchanges it.
  if (options.older !== undefined) await exchange(first!, options.main, trace);
  for (const one of others) one.comesBackAs(options.main);
  for (let act = 0; act < ACTS; act++) {
    trace(`act ${act + 1}`);
    await Promise.all([hand.play(actMs), people.live(actMs, EVERY_MS)]);
    if (act === 0 && options.older !== undefined) for (const one of others) await exchange(one, options.main, trace);
    await powerCut(held.daemons, clock, trace);
  }
  await people.allTold();
  const until = clock.now();
  // What was told of only now may wait for the next mail to its shop.
  await powerCut(held.daemons, clock, trace);
  const look = (): Promise<Verdict> =>
    judge({ db, threads: people.threads, taken: held.mail.taken, blocked: stage.blocked(), until });
  const verdict = await settled(look);
  trace('the end');
  for (const daemon of held.daemons) {
    const code = await daemon.end();
    if (code !== 0) faults.push(`${daemon.name} ended with ${code} although nothing was broken`);
  }
  const wrong = [...verdict.wrong, ...faults];
  const isClean = verdict.missed.length + verdict.doubled.length + wrong.length === 0 && verdict.latestMs <= ALLOWED_MS;
  if (isClean) rmSync(folder, { recursive: true, force: true });
  return {
    ...verdict,
    wrong,
    inquiries: people.threads.length,
    mails: held.mail.taken.length,
    logs: isClean ? null : folder,
  };
}

async function exchange(daemon: Daemon, main: string, trace: (line: string) => void): Promise<void> {
  await daemon.end();
  await daemon.start(main);
  trace(`${daemon.name} is of this release`);
}

/** Everything dies at once; minutes later it comes back. */
async function powerCut(daemons: readonly Daemon[], clock: WorldClock, trace: (line: string) => void): Promise<void> {
  trace('the power goes');
  await Promise.all(daemons.map((one) => one.kill()));
  await clock.skip(SKIP_MS);
  await Promise.all(daemons.map((one) => one.start()));
  trace('the power is back');
}

async function settled(look: () => Promise<Verdict>): Promise<Verdict> {
  for (const until = performance.now() + SETTLE_MS; ; await delay(LOOK_EVERY_MS)) {
    const verdict = await look();
    if (verdict.missed.length + verdict.wrong.length === 0 || performance.now() > until) return verdict;
  }
}

function urlOf(daemons: readonly Daemon[]): string | null {
  const urls = daemons.flatMap((one) => one.url() ?? []);
  return urls[Math.floor(Math.random() * urls.length)] ?? null;
}
