// Since when a warning of a goal holds, by what was known at each moment: a recount at every instant at which it can change.

import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import type { ShareGoal } from '../../../src/core/goals/goals.ts';
import { STEPS } from '../../../src/core/model.ts';
import type { Thread } from '../people.ts';
import type { Counted, Law } from './law.ts';
import { isVague, spentOf, waitsOf } from './recount.ts';

export const KINDS = ['spent', 'fast'] as const;
export type WarningKind = (typeof KINDS)[number];

/** One warning of one goal of a shop. */
export interface Watched {
  readonly shop: ShopConfig;
  readonly own: readonly Thread[];
  readonly goal: ShareGoal;
  readonly kind: WarningKind;
}

/** [from, to); null: it is not to be said. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly holds: boolean | null;
}

const RECENT_DAYS = 7;

/** Of averages nobody is warned. */
export function watchedOf(shop: ShopConfig, threads: readonly Thread[]): Watched[] {
  const own = threads.filter((thread) => thread.shop === shop.id);
  return (shop.goals ?? []).flatMap((goal) =>
    'within' in goal ? KINDS.map((kind): Watched => ({ shop, own, goal, kind })) : [],
  );
}

/** Whether something was late and nothing is left, or the last week alone was late more often than half of what may be. */
export function holdsAt(law: Law, { shop, own, goal, kind }: Watched, when: number): boolean {
  const calendar = law.calendarOf(shop);
  const waits = waitsOf(law, own, when);
  const { late, allowed } = spentOf(waits, calendar, goal, when);
  if (kind === 'spent') return late > 0 && late >= allowed;
  return goal.days > RECENT_DAYS && 2 * spentOf(waits, calendar, { ...goal, days: RECENT_DAYS }, when).late > allowed;
}

/** How it went from `from` to `to`, in stretches as long as they can be. */
export function stretchesOf(law: Law, watched: Watched, from: number, to: number): Stretch[] {
  const moments = [from, ...turnsOf(law, watched, from, to), to];
  const stretches: Stretch[] = [];
  for (const [nth, at] of moments.slice(0, -1).entries()) {
    const end = moments[nth + 1]!;
    const isKnown = !isVague(watched.own, at, end - 1) && !watched.own.some((thread) => law.isMixedAt(thread, at));
    push(stretches, { from: at, to: end, holds: isKnown ? holdsAt(law, watched, at) : null });
  }
  return stretches;
}

/** Adds one, or makes the last one longer. */
export function push(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1);
  if (last !== undefined && last.to === next.from && last.holds === next.holds)
    stretches[stretches.length - 1] = { ...last, to: next.to };
  else stretches.push(next);
}

/** What is told, what falls due, midnights, and the edit. */
function turnsOf(law: Law, { shop, own }: Watched, from: number, to: number): number[] {
  const { zone } = law.calendarOf(shop);
  const heard = own.flatMap(({ events }) => events.flatMap(({ askedAt, toldAt }) => [askedAt ?? 0, toldAt ?? 0]));
  const midnights = Array.from({ length: zone.localDay(to) - zone.localDay(from) + 1 }, (_, nth) =>
    zone.startOfDay(zone.localDay(from) + nth),
  );
  const inside = (at: number): boolean => at > from && at < to;
  const told = [from, ...heard.filter(inside), to];
  const due = told.flatMap((at) => waitsOf(law, own, at).flatMap(duesOf));
  return [...new Set([...told, ...midnights, ...due, law.editedAt ?? 0].filter(inside))].sort((a, b) => a - b);
}

const duesOf = ({ dues }: Counted): number[] => STEPS.flatMap((step) => dues[step] ?? []);
