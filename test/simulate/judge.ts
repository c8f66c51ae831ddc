// The judge: knows what really happened (people.ts), what the mail server took, and the pure rules. Of what the service did it
// reads only what people read: steps as recorded, the board, mails.

import { choosePolicy, type ShopConfig } from '../../src/config/input/shop-settings.ts';
import { nationalHolidays } from '../../src/config/values/national-holidays.ts';
import { type Calendar, compileCalendar } from '../../src/core/calendar/calendar.ts';
import { type Deadlines, type Episode, STEPS, type Step } from '../../src/core/model.ts';
import { computeDeadlines } from '../../src/core/steps/counting.ts';
import { deriveThread } from '../../src/core/steps/episodes.ts';
import { nextSendInstant } from '../../src/core/steps/send-window.ts';
import { dueInstants } from '../../src/core/steps/steps.ts';
import { openZone } from '../../src/core/time/zone.ts';
import { readBoard } from '../../src/service/board/read-board.ts';
import { groupBy } from '../../src/service/group-by.ts';
import type { Service } from '../../src/service/service.ts';
import type { People, Thread } from './people.ts';
import { OPS, ownerOf } from './settings.ts';
import type { TakenMail } from './smtp.ts';
import type { World } from './world.ts';

export interface Judged {
  readonly faults: readonly string[];
  readonly steps: number;
  readonly mails: number;
  /** The latest that a mail came after it could go, in ms, where nothing excused it. */
  readonly latestMs: number;
}

export interface Judge {
  /** Compares everything now. */
  look(): Promise<void>;
  end(): Promise<Judged>;
  faults(): readonly string[];
}

export interface Evidence {
  readonly mails: readonly TakenMail[];
  readonly people: People;
  readonly disturbances: readonly { readonly from: number; readonly until: number }[];
}

/** Later than this after it could go nothing may come: a tick, and five minutes between two mails to one shop. */
export const ALLOWED_MS = 7 * 60_000;
/** What falls due in this last while before a look may be under way. */
const UNDER_WAY_MS = 90_000;

interface RecordedStep {
  readonly number: string;
  readonly opener: string;
  readonly step: Step;
  readonly due: number;
  readonly lowered: number | null;
  readonly completed: boolean;
}

/** An episode with everything that the rules say of it. */
interface Counted {
  readonly thread: Thread;
  readonly episode: Episode;
  readonly deadlines: Deadlines;
  readonly dues: ReturnType<typeof dueInstants>;
  readonly shop: ShopConfig;
  readonly calendar: Calendar;
}

export function createJudge(world: World, { mails, people, disturbances }: Evidence): Judge {
  const { host, engine, settings, log } = world;
  const faults: string[] = [];
  const seen = new Set<string>();
  const calendars = new Map<string, Calendar>();
  let steps = 0;
  let latestMs = 0;

  function fault(what: string): void {
    if (seen.has(what)) return;
    seen.add(what);
    faults.push(what);
    log.write('judge', `FAULT ${what}`);
  }

  function calendarOf(shop: ShopConfig): Calendar {
    const known = calendars.get(shop.id);
    if (known !== undefined) return known;
    const made = compileCalendar(shop.calendar, openZone(shop.timeZone), nationalHolidays, null);
    calendars.set(shop.id, made);
    return made;
  }

  /** What the service can know by `at`. */
  const knownBy = (thread: Thread, at: number) =>
    thread.events.filter(({ toldAt }) => toldAt !== null && toldAt <= at).map(({ event }) => event);

  function counted(thread: Thread, at: number): Counted[] {
    const shop = settings.config().shops.get(thread.shop)!;
    const calendar = calendarOf(shop);
    const policy = choosePolicy(shop, { channel: 'r-messe' });
    return deriveThread(knownBy(thread, at)).episodes.map((episode) => {
      const deadlines = computeDeadlines(calendar, policy, episode.startedAt);
      return { thread, episode, deadlines, dues: dueInstants(episode, deadlines), shop, calendar };
    });
  }

  function judgeSteps(threads: readonly Thread[], recorded: readonly RecordedStep[], now: number): void {
    const byNumber = groupBy(recorded, ({ number }) => number);
    for (const thread of threads) {
      const left = new Set(byNumber.get(thread.number) ?? []);
      for (const { episode, dues, deadlines } of counted(thread, now)) {
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
      for (const one of left) fault(`${thread.number} ${one.step} due ${iso(one.due)} belongs to no wait`);
    }
  }

  async function judgeBoard(threads: readonly Thread[], now: number): Promise<void> {
    const [running] = world.services();
    if (running === undefined) return;
    const db = engine.open((_, __, run) => run());
    const clock = { ...running.service.clock, now: () => now };
    const service = Object.create(running.service, { db: { value: db }, clock: { value: clock } }) as Service;
    const { cards } = await readBoard(service);
    for (const { shop, counts } of cards) {
      const open = threads
        .filter((thread) => thread.shop === shop.id)
        .flatMap((thread) => counted(thread, now))
        .filter(({ episode }) => episode.endedAt === null);
      const passed = (step: Step) => open.filter(({ dues }) => dues[step] !== null && dues[step] <= now).length;
      const should = [open.length, passed('flag'), passed('owner_alert'), passed('breach')];
      const shown = [counts.unanswered, counts.flagged, counts.ownerAlertDue, counts.breached];
      if (String(should) !== String(shown))
        fault(`the board of ${shop.id} at ${iso(now)} shows ${shown}, it is ${should}`);
    }
  }

  /** The first instant from which on it had to go out unhindered, after whatever went wrong. */
  function excused(at: number): number {
    for (let moved = at; ; ) {
      const hit = disturbances.find(({ from, until }) => from < moved + ALLOWED_MS && moved < until);
      if (hit === undefined) return moved;
      moved = hit.until;
    }
  }

  /** Whether all of it was told by then, so that it was no news. */
  const isOpenAt = (thread: Thread, startedAt: number, at: number): boolean =>
    counted(thread, at).some(({ episode }) => episode.startedAt === startedAt && episode.endedAt === null);

  const learnedAt = (thread: Thread, ids: readonly string[]): number =>
    Math.max(...thread.events.filter(({ event }) => ids.includes(event.id)).map(({ toldAt }) => toldAt ?? 0));

  function judgeMails(threads: readonly Thread[], now: number): void {
    const byNumber = new Map(threads.map((thread) => [thread.number, thread]));
    for (const mail of mails) judgeMail(mail, byNumber);
    for (const thread of threads) for (const one of counted(thread, now)) judgeAnnounced(one, now);
  }

  function judgeMail(mail: TakenMail, byNumber: ReadonlyMap<string, Thread>): void {
    const to = mail.to.join(' ');
    const shop = [...settings.config().shops.values()].find(({ id }) => ownerOf(id) === to);
    if (shop === undefined && to !== OPS) fault(`a mail to ${to}, whom nobody knows`);
    if (shop !== undefined && mail.names.length > 0) {
      const window = nextSendInstant(calendarOf(shop), shop.mail.sendWindow, mail.at);
      if (window > mail.at + 5_000)
        fault(`${mail.messageId} reached ${shop.id} at ${iso(mail.at)}, outside its window`);
    }
    for (const number of mail.names) {
      const thread = byNumber.get(number);
      if (thread === undefined) continue;
      if (shop !== undefined && thread.shop !== shop.id) fault(`${number} of ${thread.shop} in a mail to ${shop.id}`);
    }
  }

  function judgeAnnounced({ thread, episode, dues, shop, calendar }: Counted, now: number): void {
    const due = dues.owner_alert;
    if (due === null) return;
    const could = nextSendInstant(calendar, shop.mail.sendWindow, Math.max(due, learnedAt(thread, episode.messages)));
    const told = mails.filter(
      ({ to, names, at }) => to[0] === ownerOf(shop.id) && names.includes(thread.number) && at >= due,
    );
    // Its end may have been told long after it.
    const isOwn = (at: number): boolean =>
      episode.endedAt === null || at <= episode.endedAt + ALLOWED_MS || isOpenAt(thread, episode.startedAt, at);
    const own = told.filter(({ at }) => at >= episode.startedAt && isOwn(at));
    const at = `${thread.number} of ${iso(episode.startedAt)}`;
    const ids = new Set(own.map(({ messageId }) => messageId));
    if (ids.size > 1) fault(`${at} was announced in ${ids.size} mails: ${[...ids]}`);
    if (own.filter(({ unheard }) => !unheard).length > 1) fault(`${at} was announced ${own.length} times`);
    const limit = excused(could) + ALLOWED_MS;
    if (limit > now) return;
    const mustGo = isOpenAt(thread, episode.startedAt, could) && isOpenAt(thread, episode.startedAt, limit);
    if (mustGo && own.length === 0) fault(`${at}, due ${iso(due)}, could go at ${iso(could)} and was told to nobody`);
    const first = own[0];
    if (first === undefined) return;
    if (mustGo && first.at > limit) fault(`${at} could go at ${iso(could)} and came at ${iso(first.at)}`);
    if (mustGo && excused(could) === could) latestMs = Math.max(latestMs, first.at - could);
  }

  async function look(): Promise<void> {
    const now = host.wall();
    const threads = [...people.threads.values()].filter(({ number }) => !people.isUncertain(number));
    judgeSteps(threads, await readSteps(world), now);
    if (threads.length === people.threads.size) await judgeBoard(threads, now);
    judgeMails(threads, now);
    log.write('judge', `looked at ${threads.length} inquiries, ${mails.length} mails: ${faults.length} faults`);
  }

  return { look, faults: () => faults, end: async () => ({ faults, steps, mails: mails.length, latestMs }) };
}

async function readSteps({ engine }: World): Promise<RecordedStep[]> {
  return engine.ask<RecordedStep>(`
    select i.external_id as number, e.opener, t.step, t.due_at as due, t.lowered_at as lowered,
      t.while_completed as completed
    from step t join episode e on e.id = t.episode_id join inquiry i on i.id = e.inquiry_id
    where t.withdrawn_at is null order by e.id, t.step`);
}

const iso = (at: number | null): string => (at === null ? '-' : new Date(at).toISOString());
