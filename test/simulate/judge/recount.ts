// A shop's figures, counted anew from what happened in the world: nothing here is read from the service, and of its own rules
// only what an episode is and when its steps take effect.

import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import type { AverageGoal, Goal, ShareGoal } from '../../../src/core/goals/goals.ts';
import { type EpochDay, STEPS, type Step } from '../../../src/core/model.ts';
import { civil } from '../../../src/core/time/civil-date.ts';
import { openTimeInWords } from '../../../src/core/time/words.ts';
import type { Thread } from '../people.ts';
import type { Counted, Law } from './law.ts';

/** A shop and everything that waited in it. */
export interface ShopThreads {
  readonly shop: ShopConfig;
  readonly own: readonly Thread[];
}

/** Every wait of a shop as it was known at a moment. */
export const waitsOf = (law: Law, own: readonly Thread[], when: number): Counted[] =>
  own.flatMap((thread) => law.counted(thread, when));

/** Whether some event of the shop may or may not have been taken in between: then no figure is certain. */
export const isVague = (own: readonly Thread[], from: number, to: number): boolean =>
  own.some(({ events }) =>
    events.some(
      ({ askedAt, toldAt }) =>
        askedAt !== null && askedAt <= to && (toldAt === null || toldAt > from) && askedAt !== toldAt,
    ),
  );

const isAnswered = ({ episode: { endedBy } }: Counted): boolean =>
  endedBy === 'shop_reply' || endedBy === 'answered_elsewhere';

const hasPassed = ({ episode: { endedAt }, dues }: Counted, step: Step, when: number): boolean => {
  const due = dues[step];
  return due !== null && due <= (endedAt ?? when);
};

const isMet = (one: Counted, step: Step, when: number): boolean =>
  one.dues[step] !== null && isAnswered(one) && !hasPassed(one, step, when);

const count = (waits: readonly Counted[], of: (one: Counted) => boolean): number => waits.filter(of).length;

/** `80% 4/5` of each step, as lists of weeks write it. */
export function keptOf(waits: readonly Counted[], when: number): string[] {
  return STEPS.map((step) => {
    const met = count(waits, (one) => isMet(one, step, when));
    const decided = met + count(waits, (one) => hasPassed(one, step, when));
    return decided === 0 ? '–' : `${Math.floor((100 * met) / decided)}% ${met}/${decided}`;
  });
}

export const beganIn = (waits: readonly Counted[], from: number, to: number): Counted[] =>
  waits.filter(({ episode: { startedAt } }) => startedAt >= from && startedAt < to);

/** Those whose deadline passed in it, unanswered; one at its last instant is of it, one at its first of what was before. */
export const lateIn = (waits: readonly Counted[], from: number, to: number, when: number): Counted[] =>
  waits.filter(
    (one) =>
      one.dues.breach !== null && one.dues.breach > from && one.dues.breach <= to && hasPassed(one, 'breach', when),
  );

export const openOf = (waits: readonly Counted[]): Counted[] => waits.filter(({ episode }) => episode.endedAt === null);

/** Late and decided for a share, and how many might be late. */
export interface Spent {
  readonly total: number;
  readonly late: number;
  readonly allowed: number;
}

/** Whatever began in the last `days` local days, but what was deleted. */
const windowOf = (waits: readonly Counted[], shop: Counted['calendar'], days: number, when: number): Counted[] => {
  const { zone } = shop;
  const today = zone.localDay(when);
  return beganIn(waits, zone.startOfDay(today - days + 1), zone.startOfDay(today + 1)).filter(
    ({ episode }) => episode.endedBy !== 'message_deleted',
  );
};

export function spentOf(
  waits: readonly Counted[],
  calendar: Counted['calendar'],
  { within, percent, days }: ShareGoal,
  when: number,
): Spent {
  const counted = windowOf(waits, calendar, days, when);
  const late = count(counted, (one) => hasPassed(one, within, when));
  const total = late + count(counted, (one) => isMet(one, within, when));
  return { total, late, allowed: Math.floor((total * (100 - percent)) / 100) };
}

/** A share as it is told: `30日: 40件中 遅れ1件、あと1件まで`. */
export function spentInWords({ days }: ShareGoal, { total, late, allowed }: Spent): string {
  const left = allowed - late;
  const rest = left > 0 ? `あと${left}件まで` : left === 0 ? '遅れの余裕なし' : `${-left}件超過`;
  return `${days}日: ${total}件中 遅れ${late}件、${rest}`;
}

function averageInWords(
  waits: readonly Counted[],
  calendar: Counted['calendar'],
  goal: AverageGoal,
  when: number,
): string {
  const answered = windowOf(waits, calendar, goal.days, when).filter(isAnswered);
  if (answered.length === 0) return `${goal.days}日: 返信なし`;
  const sum = answered.reduce((ms, { episode }) => ms + (episode.endedAt! - episode.startedAt), 0);
  const mean = openTimeInWords(Math.ceil(sum / answered.length / 60_000) * 60_000, 'ja');
  return `${goal.days}日: 返信${answered.length}件の平均 ${mean}`;
}

/** Where a goal stands, as lists and warnings say it. */
export const goalInFigures = (
  waits: readonly Counted[],
  calendar: Counted['calendar'],
  goal: Goal,
  when: number,
): string =>
  'within' in goal
    ? spentInWords(goal, spentOf(waits, calendar, goal, when))
    : averageInWords(waits, calendar, goal, when);

/** `11/30` */
export function dateOf(day: EpochDay): string {
  const { month, day: date } = civil(day);
  return `${month}/${date}`;
}
