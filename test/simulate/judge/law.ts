// What the judge judges by: what the service could know at a moment, and what the pure rules make of it.

import { choosePolicy, type ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { nationalHolidays } from '../../../src/config/values/national-holidays.ts';
import { type Calendar, compileCalendar } from '../../../src/core/calendar/calendar.ts';
import type {
  Deadlines,
  Episode,
  Policy,
  ThreadEvent,
  ThreadEventType,
  ThreadPromise,
} from '../../../src/core/model.ts';
import { computeDeadlines } from '../../../src/core/steps/counting.ts';
import { deriveThread } from '../../../src/core/steps/episodes.ts';
import { standingPromise } from '../../../src/core/steps/promises.ts';
import { nextSendInstant } from '../../../src/core/steps/send-window.ts';
import { dueInstants } from '../../../src/core/steps/steps.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import type { People, Thread } from '../people.ts';
import type { World } from '../world.ts';

/** Later than this after it could go nothing may come: a tick, and five minutes between two mails to one shop. */
export const ALLOWED_MS = 7 * 60_000;
/** So long after the server took a mail its sender may end, or not be able to record it. */
const CUT_SHORT_MS = 5_000;
/** What falls due in this last while before a look may be under way. */
export const UNDER_WAY_MS = 90_000;

/** An episode with everything that the rules say of it. */
export interface Counted {
  readonly thread: Thread;
  readonly episode: Episode;
  readonly deadlines: Deadlines;
  readonly dues: ReturnType<typeof dueInstants>;
  readonly shop: ShopConfig;
  readonly calendar: Calendar;
  readonly policy: Policy;
}

/** After an edit these may go on with a wait that had ended before it, or end one that went on. */
const REVIVES: readonly ThreadEventType[] = ['reopened', 'answer_withdrawn', 'message_deleted'];

export interface Disturbance {
  readonly from: number;
  readonly until: number;
}

/** While the clock is wrong, and by how many ms. */
export interface WrongClock extends Disturbance {
  readonly ms: number;
}

/** What the service knows for sure, and what it may know: it was asked to take it. */
export type Knowledge = 'told' | 'asked';

export interface Law {
  readonly editedAt: number | null;
  /** As its file says, now or at a moment. */
  shopOf(thread: Thread, at?: number): ShopConfig;
  /** Whether it is not to be said by which files the ended waits of a thread were counted. */
  isMixed(thread: Thread): boolean;
  isMixedAt(thread: Thread, at: number): boolean;
  /** Whether the files were edited at this moment or after it, and this shop's with them. */
  isEditedSince(shop: string, at: number): boolean;
  calendarOf(shop: ShopConfig): Calendar;
  /** The episodes that the service knows of at that moment. */
  counted(thread: Thread, at: number, by?: Knowledge): Counted[];
  /** The promises that it knows of, as they are at that moment. */
  promises(thread: Thread, at: number, by?: Knowledge): readonly ThreadPromise[];
  /** Whether an episode with this start was open, as far as was known at that moment. */
  isOpenAt(thread: Thread, startedAt: number, at: number): boolean;
  /** Whether that promise was the one to be kept, as far as was known at that moment. */
  standsAt(thread: Thread, id: string, at: number): boolean;
  /** When the last of these events was told. */
  learnedAt(thread: Thread, ids: readonly string[]): number;
  /** The first instant from which on it had to go out unhindered, after whatever went wrong. */
  excused(at: number): number;
  /** When a mail of that moment could go at first, and by when it has to, after whatever went wrong. */
  going(shop: ShopConfig, at: number): { readonly could: number; readonly limit: number };
  /** Whether the clock was wrong then, or a moment ago. */
  isWrongTime(at: number): boolean;
  /** The latest that a clock of the service may have shown at that moment. */
  latestShown(at: number): number;
  /** Whether nothing went wrong in between. */
  isCalm(from: number, to: number): boolean;
  /** Whether something went wrong just then: what was done may be done again. */
  isCutShort(at: number): boolean;
}

export function createLaw(
  { settings }: Pick<World, 'settings'>,
  disturbances: readonly Disturbance[],
  jumps: readonly WrongClock[],
): Law {
  const calendars = new WeakMap<ShopConfig, Calendar>();
  /** By what is known of a thread, and the files by which it is counted. */
  const countings = new Map<Thread, Map<string, Counted[]>>();
  /** By shop, whether the edit changed its file. */
  const edited = new Map<string, boolean>();
  const shopOf = (thread: Thread, at?: number): ShopConfig => settings.config(at).shops.get(thread.shop)!;

  function calendarOf(shop: ShopConfig): Calendar {
    const known = calendars.get(shop);
    if (known !== undefined) return known;
    const made = compileCalendar(shop.calendar, openZone(shop.timeZone), nationalHolidays, null);
    calendars.set(shop, made);
    return made;
  }

  /** Not every file is changed by an edit. */
  function isEdited(shop: string, editedAt: number): boolean {
    const known = edited.get(shop);
    if (known !== undefined) return known;
    const [now, before] = [editedAt, editedAt - 1].map((at) => JSON.stringify(settings.config(at).shops.get(shop)));
    edited.set(shop, now !== before);
    return now !== before;
  }

  /** What had ended by an edit stays as it was counted; all else is counted anew (RULES.md 6). */
  function countedBy(thread: Thread, { endedAt }: Episode, at: number): ShopConfig {
    const { editedAt } = settings;
    const isFrozen = editedAt !== null && endedAt !== null && endedAt < editedAt;
    return shopOf(thread, isFrozen ? editedAt - 1 : at);
  }

  function isMixed(thread: Thread): boolean {
    const { editedAt } = settings;
    if (editedAt === null || !isEdited(thread.shop, editedAt)) return false;
    return thread.events.some(({ event, toldAt }) =>
      event.at < editedAt ? toldAt === null || toldAt >= editedAt : REVIVES.includes(event.type),
    );
  }

  function knownBy({ events }: Thread, at: number, by: Knowledge) {
    const known = events.filter(({ toldAt, askedAt }) => {
      const since = by === 'told' ? toldAt : askedAt;
      return since !== null && since <= at;
    });
    return known.map(({ event }) => event);
  }

  function counted(thread: Thread, at: number, by: Knowledge = 'told'): Counted[] {
    const { editedAt } = settings;
    const known = knownBy(thread, at, by);
    const print = `${editedAt !== null && at >= editedAt} ${editedAt} ${known.map(({ id }) => id)}`;
    const before = countings.get(thread) ?? new Map<string, Counted[]>();
    countings.set(thread, before);
    const counting = before.get(print) ?? count(thread, known, at);
    before.set(print, counting);
    return counting;
  }

  function count(thread: Thread, known: readonly ThreadEvent[], at: number): Counted[] {
    return deriveThread(known).episodes.map((episode) => {
      const shop = countedBy(thread, episode, at);
      const calendar = calendarOf(shop);
      const policy = choosePolicy(shop, { channel: 'r-messe' });
      const deadlines = computeDeadlines(calendar, policy, episode.startedAt);
      return { thread, episode, deadlines, dues: dueInstants(episode, deadlines), shop, calendar, policy };
    });
  }

  /** Each process looks at the database's clock in a rhythm of its own. */
  const isWrong = (at: number, { from, until }: WrongClock): boolean => at >= from && at <= until + ALLOWED_MS;

  const promises = (thread: Thread, at: number, by: Knowledge = 'told') =>
    deriveThread(knownBy(thread, at, by), at).promises;

  function excused(at: number): number {
    for (let moved = at; ; ) {
      const hit = disturbances.find(({ from, until }) => from < moved + ALLOWED_MS && moved < until);
      if (hit === undefined) return moved;
      moved = hit.until;
    }
  }

  function going(shop: ShopConfig, at: number): { could: number; limit: number } {
    const opens = (when: number): number => nextSendInstant(calendarOf(shop), shop.mail.sendWindow, when);
    const could = opens(at);
    for (let moved = could; ; ) {
      const free = opens(excused(moved));
      const limit = free + ALLOWED_MS;
      // What the end of a window cuts off goes in the next.
      if (free === moved && opens(limit) === limit) return { could, limit };
      moved = free === moved ? opens(limit) : free;
    }
  }

  return {
    going,
    get editedAt() {
      return settings.editedAt;
    },
    shopOf,
    isMixed,
    isEditedSince: (shop, at) =>
      settings.editedAt !== null && settings.editedAt >= at && isEdited(shop, settings.editedAt),
    isMixedAt: (thread, at) => settings.editedAt !== null && at >= settings.editedAt && isMixed(thread),
    calendarOf,
    counted,
    promises,
    isOpenAt: (thread, startedAt, at) =>
      counted(thread, at).some(({ episode }) => episode.startedAt === startedAt && episode.endedAt === null),
    standsAt: (thread, id, at) => standingPromise(promises(thread, at))?.id === id,
    learnedAt: (thread, ids) =>
      Math.max(...thread.events.filter(({ event }) => ids.includes(event.id)).map(({ toldAt }) => toldAt ?? 0)),
    excused,
    isWrongTime: (at) => jumps.some((jump) => isWrong(at, jump)),
    latestShown: (at) =>
      jumps.reduce((latest, jump) => (isWrong(at, jump) ? Math.max(latest, at + jump.ms) : latest), at),
    isCutShort: (at) => disturbances.some(({ from }) => from >= at && from <= at + CUT_SHORT_MS),
    isCalm: (from, to) => !disturbances.some((one) => one.from < to && from < one.until),
  };
}

/** Threads of which everything that the service has was said to be there. */
export const certain = (people: People): Thread[] =>
  [...people.threads.values()].filter(({ number }) => !people.isUncertain(number));

export const iso = (at: number | null): string => (at === null ? '-' : new Date(at).toISOString());
