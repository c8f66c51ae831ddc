// The judge: knows what really happened (people.ts), what the mail server took, and the pure rules. Of what the service did it
// reads only what people read: steps as recorded, the board, mails.

import { STEPS, type Step } from '../../src/core/model.ts';
import { readBoard, type ShopMutes } from '../../src/service/board/read-board.ts';
import { groupBy } from '../../src/service/group-by.ts';
import type { Service } from '../../src/service/service.ts';
import type { Feed } from './calendars/feed.ts';
import { judgeAnnounced, judgeToldOps } from './judge/announced.ts';
import { type Court, createGivenUp } from './judge/evidence.ts';
import { judgeFeed } from './judge/feeds.ts';
import { createGoalsJudge } from './judge/goals.ts';
import type { Disturbance, WrongClock } from './judge/law.ts';
import { certain, createLaw, iso, UNDER_WAY_MS } from './judge/law.ts';
import { judgeMornings } from './judge/mornings.ts';
import { judgeNotices } from './judge/notices.ts';
import { judgePromises } from './judge/promises.ts';
import { createQuiet } from './judge/quiet.ts';
import { judgeSources } from './judge/sources.ts';
import { judgeSummaries } from './judge/summaries.ts';
import type { People, Thread } from './people.ts';
import { endOf, type SilenceKind, type Silences } from './quiet/silences.ts';
import type { Rms } from './rms/rms.ts';
import type { TakenMail } from './smtp.ts';
import type { World } from './world.ts';

export interface Judged {
  readonly faults: readonly string[];
  readonly steps: number;
  /** Told. */
  readonly notices: number;
  readonly lists: number;
  readonly summaries: number;
  /** Of goals, noted. */
  readonly warnings: number;
  readonly promises: number;
  readonly mails: number;
  /** The latest that a mail came after it could go, in ms, where nothing excused it. */
  readonly latestMs: number;
}

export interface Judge {
  /** Compares everything now. */
  look(): Promise<void>;
  /** Whether what was just learned of it makes a warning of a goal hold, or ends one. */
  changesGoals(thread: Thread): boolean;
  end(): Promise<Judged>;
  /** Says what is wrong, once. */
  fault(what: string): void;
  faults(): readonly string[];
}

export interface Evidence {
  readonly mails: readonly TakenMail[];
  readonly people: People;
  readonly rms: Rms;
  readonly silences: Silences;
  readonly feed: Feed;
  readonly disturbances: readonly Disturbance[];
  /** While the clock was wrong. */
  readonly jumps: readonly WrongClock[];
}

interface RecordedStep {
  readonly number: string;
  readonly opener: string;
  readonly step: Step;
  readonly due: number;
  readonly lowered: number | null;
  readonly completed: boolean;
}

export function createJudge(
  world: World,
  { mails, people, rms, silences, feed, disturbances, jumps }: Evidence,
): Judge {
  const { host, engine, log } = world;
  const began = host.wall();
  const law = createLaw(world, disturbances, jumps);
  const { counted } = law;
  const faults: string[] = [];
  const seen = new Set<string>();
  const court: Court = {
    world,
    law,
    quiet: createQuiet(silences, law),
    mails,
    fault,
    givenUp: createGivenUp(world),
    settled: new Set(),
  };
  let steps = 0;
  const goals = createGoalsJudge(court, began);
  let [notices, lists, summaries, warnings, promises] = [0, 0, 0, 0, 0];
  let latestMs = 0;

  function fault(what: string): void {
    if (seen.has(what)) return;
    seen.add(what);
    faults.push(what);
    log.write('judge', `FAULT ${what}`);
  }

  function judgeSteps(threads: readonly Thread[], recorded: readonly RecordedStep[], now: number): void {
    const byNumber = groupBy(recorded, ({ number }) => number);
    for (const thread of threads) {
      const left = new Set(byNumber.get(thread.number) ?? []);
      const isMixed = law.isMixed(thread);
      for (const { episode, dues, deadlines } of counted(thread, now)) {
        if (isMixed && episode.endedAt !== null) continue;
        for (const step of STEPS) {
          const found = [...left].find((one) => one.step === step && episode.messages.includes(one.opener));
          if (found !== undefined) left.delete(found);
          const due = dues[step];
          const at = `${thread.number} ${step} of ${iso(episode.startedAt)}`;
          if (due === null) {
            if (found !== undefined && !found.completed) fault(`${at} counts although it passed while completed`);
            if (found === undefined && deadlines.at.breach <= now - UNDER_WAY_MS)
              fault(`${at} while completed is not recorded`);
            continue;
          }
          const hasPassed = due <= Math.min(episode.endedAt ?? now, now);
          const mayBeUnderWay = episode.endedAt === null && due > now - UNDER_WAY_MS;
          if (hasPassed) steps++;
          if (hasPassed && found === undefined && !mayBeUnderWay) fault(`${at}, due ${iso(due)}, is missing`);
          if (!hasPassed && found !== undefined) fault(`${at} was raised and has not passed`);
          if (found === undefined) continue;
          if (found.due !== due) fault(`${at} is due ${iso(due)}, recorded ${iso(found.due)}`);
          if (found.lowered !== episode.endedAt)
            fault(`${at} ended ${iso(episode.endedAt)}, recorded ${iso(found.lowered)}`);
        }
      }
      for (const one of isMixed ? [] : left)
        fault(`${thread.number} ${one.step} due ${iso(one.due)} belongs to no wait`);
    }
  }

  async function judgeBoard(threads: readonly Thread[], now: number): Promise<void> {
    const [running] = world.services();
    if (running === undefined) return;
    const db = engine.open((_, __, run) => run());
    const clock = { ...running.service.clock, now: () => now };
    const service = Object.create(running.service, { db: { value: db }, clock: { value: clock } }) as Service;
    const { cards } = await readBoard(service);
    for (const { shop, counts, mutes } of cards) {
      const open = threads
        .filter((thread) => thread.shop === shop.id)
        .flatMap((thread) => counted(thread, now))
        .filter(({ episode }) => episode.endedAt === null);
      const passed = (step: Step) => open.filter(({ dues }) => dues[step] !== null && dues[step] <= now).length;
      const should = [open.length, passed('flag'), passed('owner_alert'), passed('breach')];
      const shown = [counts.unanswered, counts.flagged, counts.ownerAlertDue, counts.breached];
      if (String(should) !== String(shown))
        fault(`the board of ${shop.id} at ${iso(now)} shows ${shown}, it is ${should}`);
      judgeHeld(shop.id, mutes, new Set(open.map(({ thread }) => thread.number)), now);
    }
  }

  /** Waiting inquiries in somebody's hand, and muted ones, and until when all of the shop is. */
  function judgeHeld(shop: string, mutes: ShopMutes | null, waiting: ReadonlySet<string>, now: number): void {
    const standing = silences.all().filter((one) => one.shop === shop && one.from <= now && endOf(one) > now);
    const count = (of: SilenceKind) =>
      standing.filter(({ kind, number }) => kind === of && number !== null && waiting.has(number)).length;
    const until = standing.find(({ number }) => number === null)?.until ?? null;
    const should = [count('in_hand'), count('mute'), iso(until)];
    const shown = [mutes?.inHand ?? 0, mutes?.muted ?? 0, iso(mutes?.until ?? null)];
    if (String(should) !== String(shown))
      fault(`the board of ${shop} at ${iso(now)} shows ${shown} in hand and muted, it is ${should}`);
  }

  async function look(): Promise<void> {
    const now = host.wall();
    const threads = certain(people);
    await court.givenUp.look();
    judgeSteps(threads, await readSteps(world), now);
    const wasWrong = jumps.length > 0;
    if (!wasWrong) notices = await judgeNotices(court, threads, now);
    promises = await judgePromises(court, threads, now);
    if (threads.length === people.threads.size) {
      await judgeBoard(threads, now);
    }
    // What is told by the day comes by the clock that was wrong, or does not.
    if (threads.length === people.threads.size && !wasWrong) {
      lists = judgeMornings(court, threads, began, now);
      summaries = judgeSummaries(court, threads, began, now);
      warnings = await goals.look(threads, now);
    }
    latestMs = Math.max(latestMs, judgeAnnounced(court, threads, now));
    judgeToldOps(court, rms, threads, { began, now });
    judgeFeed(court, feed, now);
    judgeSources(court, rms, disturbances, { threads, now });
    log.write('judge', `looked at ${threads.length} inquiries, ${mails.length} mails: ${faults.length} faults`);
  }

  return {
    look,
    fault,
    faults: () => faults,
    changesGoals: ({ shop }) => goals.changes(shop, [...people.threads.values()], host.wall()),
    end: async () => ({ faults, steps, notices, lists, summaries, warnings, promises, mails: mails.length, latestMs }),
  };
}

async function readSteps({ engine }: World): Promise<RecordedStep[]> {
  return engine.ask<RecordedStep>(`
    select i.external_id as number, e.opener, t.step, t.due_at as due, t.lowered_at as lowered,
      t.while_completed as completed
    from step t join episode e on e.id = t.episode_id join inquiry i on i.id = e.inquiry_id
    where t.withdrawn_at is null order by e.id, t.step`);
}
