// What the rules say of lists by the day and by the week, and of warnings about goals: from the story's events alone, by the pure core. What a
// slow machine decides may have happened; anything else did or did not.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Config } from '../../config/load.ts';
import { budgetOf, type GoalEpisode, goalKey, goalTallyOf, goalWindow } from '../../core/goals/goals.ts';
import { goalWarnings, RECENT_DAYS } from '../../core/goals/warnings.ts';
import type { EpochDay, InquiryEvent, Instant, Weekday } from '../../core/model.ts';
import {
  type ListDays,
  type ListSlot,
  listSlot,
  nextListInstant,
  shopListDays,
  slotNow,
  weeksToldOn,
} from '../../core/notifications/list-days.ts';
import { computeDeadlines } from '../../core/steps/counting.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import { dueInstants } from '../../core/steps/steps.ts';
import type { Story } from '../story.ts';
import { calendarOf, type RuledEpisode, type RuledStep } from './rules.ts';
import { awake, type Down } from './rules-notices.ts';

/** The morning list of a shop on one of its business days, or its summary on one that has one. */
export interface RuledList {
  readonly kind: 'morning' | 'weekly';
  readonly shop: ShopConfig;
  /** Contacts, or `owner`. */
  readonly tell: readonly string[];
  readonly day: EpochDay;
  /** In [at, until). */
  readonly at: Instant;
  readonly until: Instant;
  readonly sent: 'must' | 'may' | 'never';
  /** What it lists when it is made at that instant. */
  lists(when: Instant): readonly RuledEpisode[];
}

/** So much later than its time a list may be made on a slow machine. */
const LEASH_MS = 6 * 3_600_000;
/** A summary goes out so many days late at most. */
const LATEST_DAYS = 13;

/** What a list is judged from. */
interface Judged {
  readonly story: Story;
  readonly ruled: readonly RuledEpisode[];
  readonly down: readonly Down[];
  readonly shop: ShopConfig;
}

/** The lists of the story, by shop and day; closed days have none. */
export function ruleLists(
  story: Story,
  config: Config,
  ruled: readonly RuledEpisode[],
  down: readonly Down[],
): RuledList[] {
  return [...config.shops.values()].flatMap((shop) => {
    const { zone } = calendarOf(shop);
    const judged = { story, ruled, down, shop };
    const all: RuledList[] = [];
    for (let day = zone.localDay(story.startsAt); day <= zone.localDay(story.endsAt); day++)
      all.push(...ruleMorning(judged, day), ...ruleWeekly(judged, day));
    return all;
  });
}

function ruleMorning(judged: Judged, day: EpochDay): RuledList[] {
  const { shop, ruled } = judged;
  if (shop.morning === undefined) return [];
  const { tell, at } = shop.morning;
  const days = shopListDays(calendarOf(shop), shop.mail.sendWindow, at);
  if (!days.isOpen(day)) return [];
  const lists = (when: Instant) => toList(ruled, shop, when);
  const slot = listSlot(days, day);
  return [
    { kind: 'morning', shop, tell, ...slot, sent: sentIn(judged, days, slot, (when) => lists(when).length > 0), lists },
  ];
}

function ruleWeekly(judged: Judged, day: EpochDay): RuledList[] {
  const { shop, ruled } = judged;
  if (shop.weekly === undefined) return [];
  const { tell, on } = shop.weekly;
  const days = shopListDays(calendarOf(shop), shop.mail.sendWindow, 'opening');
  const weeks = weeksToldOn(days, on, day);
  if (weeks === null) return [];
  // One that was not sent in time still is on a later business day, until there is another.
  const slot = { ...listSlot(days, day), until: days.zone.startOfDay(nextSummary(days, on, day)) };
  const told = { from: days.zone.startOfDay(weeks.first), to: days.zone.startOfDay(weeks.last + 7) };
  // The story is younger than the eight weeks that a summary looks back on.
  const hasAny = (when: Instant) =>
    ruled.some(
      ({ shop: { id }, episode: { startedAt, endedAt } }) =>
        id === shop.id && (startedAt < told.to || (startedAt <= when && (endedAt ?? when) >= when)),
    );
  const lists = (when: Instant) => lateIn(ruled, shop, told, when);
  return [{ kind: 'weekly', shop, tell, ...slot, sent: sentIn(judged, days, slot, hasAny), lists }];
}

/** The next date that has a summary, or after which this one is not sent any more. */
function nextSummary(days: ListDays, on: Weekday, day: EpochDay): EpochDay {
  const later = Array.from({ length: LATEST_DAYS }, (_, n) => day + 1 + n);
  return later.find((next) => weeksToldOn(days, on, next) !== null) ?? day + LATEST_DAYS + 1;
}

/** Whether a list goes out in its slot, where it does if it `hasAny` to tell of. */
function sentIn(
  { story, down }: Judged,
  days: ListDays,
  slot: ListSlot,
  hasAny: (when: Instant) => boolean,
): RuledList['sent'] {
  const up = awake(down, slot.at);
  const at = slotNow(days, up) === null ? nextListInstant(days, up) : up;
  const [early, late] = [hasAny(at), hasAny(at + LEASH_MS)];
  if (at >= slot.until || at >= story.endsAt || slot.at < story.startsAt || !(early || late)) return 'never';
  return early && late ? 'must' : 'may';
}

/** What a summary made at `when` tells of as late: the deadline lay in its weeks, and had passed unanswered. */
function lateIn(
  ruled: readonly RuledEpisode[],
  shop: ShopConfig,
  told: { readonly from: Instant; readonly to: Instant },
  when: Instant,
): RuledEpisode[] {
  const isLate = ({ step, dueAt }: RuledStep) =>
    step === 'breach' && dueAt > told.from && dueAt <= told.to && dueAt <= when;
  return ruled.filter(({ shop: { id }, steps }) => id === shop.id && steps.some(isLate));
}

/** What a morning list of the shop made at `when` tells of: has passed a step, or reaches one by the end of that date. */
export function toList(ruled: readonly RuledEpisode[], shop: ShopConfig, when: Instant): RuledEpisode[] {
  const { zone } = calendarOf(shop);
  const dayEnd = zone.startOfDay(zone.localDay(when) + 1);
  return ruled.filter(({ shop: of, thread, episode, calendar, policy }) => {
    if (of.id !== shop.id || episode.startedAt > when) return false;
    const then = deriveThread(thread.events, when).episodes.find(({ startedAt }) => startedAt === episode.startedAt);
    if (then === undefined || then.endedAt !== null) return false;
    const due = dueInstants(then, computeDeadlines(calendar, policy, then.startedAt));
    return due.flag <= dayEnd;
  });
}

/** Of which goals a shop's owner must have been warned by the end of the story, and of which not at all. */
export interface RuledWarning {
  readonly shop: ShopConfig;
  readonly told: 'must' | 'may' | 'never';
}

const LOOK_EVERY_MS = 6 * 3_600_000;
/** What holds so long is noticed, and a day has a send window. */
const HOLDS_LOOKS = 6;

/** One entry for each shop with goals; `eventsOf`: at the instants at which they count. */
export function ruleWarnings(
  story: Story,
  config: Config,
  ruled: readonly RuledEpisode[],
  eventsOf: (thread: RuledEpisode['thread']) => readonly InquiryEvent[],
): RuledWarning[] {
  return [...config.shops.values()].flatMap((shop) => {
    if (shop.goals === undefined || shop.goals.length === 0) return [];
    const own = ruled.filter((one) => one.shop.id === shop.id);
    const threads = new Map(own.map((one) => [one.thread, one]));
    const held = new Map<string, number>();
    let longest = 0;
    for (let at = story.startsAt; at <= story.endsAt; at += LOOK_EVERY_MS) {
      const episodes = [...threads].flatMap(([thread, one]) => goalEpisodes(eventsOf(thread), one, at));
      const standing = warningsAt(shop, episodes, at);
      for (const key of held.keys()) if (!standing.includes(key)) held.delete(key);
      for (const key of standing) held.set(key, (held.get(key) ?? 0) + 1);
      longest = Math.max(longest, ...held.values());
    }
    return [{ shop, told: longest === 0 ? 'never' : longest >= HOLDS_LOOKS ? 'must' : 'may' } as const];
  });
}

function goalEpisodes(events: readonly InquiryEvent[], { calendar, policy }: RuledEpisode, at: Instant): GoalEpisode[] {
  return deriveThread(events, at).episodes.map((episode) => ({
    ...episode,
    due: dueInstants(episode, computeDeadlines(calendar, policy, episode.startedAt)),
  }));
}

function warningsAt(shop: ShopConfig, episodes: readonly GoalEpisode[], at: Instant): string[] {
  const tally = (days: number) => {
    const { from, to } = goalWindow(days, calendarOf(shop).zone, at);
    return goalTallyOf(
      episodes.filter(({ startedAt }) => startedAt >= from && startedAt < to),
      at,
    );
  };
  return (shop.goals ?? []).flatMap((goal) =>
    goalWarnings(budgetOf(goal, tally(goal.days)), tally(RECENT_DAYS)).map((kind) => `${goalKey(goal)} ${kind}`),
  );
}
