// What the rules say of morning lists and of warnings about goals: from the story's events alone, by the pure core. What a
// slow machine decides may have happened; anything else did or did not.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Config } from '../../config/load.ts';
import { budgetOf, type GoalEpisode, goalKey, goalTallyOf, goalWindow } from '../../core/goals/goals.ts';
import { goalWarnings, RECENT_DAYS } from '../../core/goals/warnings.ts';
import type { EpochDay, InquiryEvent, Instant } from '../../core/model.ts';
import { listSlot, shopListDays } from '../../core/notifications/list-days.ts';
import { computeDeadlines } from '../../core/steps/counting.ts';
import { deriveThread } from '../../core/steps/episodes.ts';
import { dueInstants } from '../../core/steps/steps.ts';
import type { Story } from '../story.ts';
import { calendarOf, type RuledEpisode } from './rules.ts';
import { awake, type Down } from './rules-notices.ts';

/** The morning list of a shop on one of its business days. */
export interface RuledMorning {
  readonly shop: ShopConfig;
  readonly day: EpochDay;
  /** In [at, until). */
  readonly at: Instant;
  readonly until: Instant;
  readonly sent: 'must' | 'may' | 'never';
}

/** So much later than its time a list may be made on a slow machine. */
const LEASH_MS = 6 * 3_600_000;

/** The lists of the story, by shop and day; closed days have none. */
export function ruleMornings(
  story: Story,
  config: Config,
  ruled: readonly RuledEpisode[],
  down: readonly Down[],
): RuledMorning[] {
  return [...config.shops.values()].flatMap((shop) => {
    if (shop.morning === undefined) return [];
    const calendar = calendarOf(shop);
    const days = shopListDays(calendar, shop.mail.sendWindow, shop.morning.at);
    const all: RuledMorning[] = [];
    const last = calendar.zone.localDay(story.endsAt);
    for (let day = calendar.zone.localDay(story.startsAt); day <= last; day++) {
      if (!days.isOpen(day)) continue;
      const slot = listSlot(days, day);
      const at = awake(down, slot.at);
      const [early, late] = [at, at + LEASH_MS].map((when) => toList(ruled, shop, when).length > 0);
      const isNever = at >= slot.until || at >= story.endsAt || slot.at < story.startsAt || !(early || late);
      all.push({ shop, ...slot, sent: isNever ? 'never' : early && late ? 'must' : 'may' });
    }
    return all;
  });
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
