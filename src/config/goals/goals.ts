// config: the goals of a shop (RULES.md 11): within a step, or an average time by the clock; each over a number of days.

import { type Goal, goalKey } from '../../core/goals/goals.ts';
import { STEPS, type Step } from '../../core/model.ts';
import { describe } from '../values/faults.ts';
import {
  inside,
  listOf,
  oneOf,
  optional,
  type Place,
  type Reader,
  readMap,
  refuse,
  required,
  whole,
  wholeNumber,
} from '../values/readers.ts';

const GOAL = 'within with percent, or average';
const MOST_GOALS = 20;
/** What is kept for goals reaches so far back. */
export const MOST_DAYS = 90;
const MOST_MINUTES = 90 * 24 * 60;

/** By the clock: `12h`, `90m`. In days it would read as business days, which it is not. */
const clockTime: Reader<number> = (value, at) => {
  const allowed = 'a time by the clock: 12h or 90m, at most 2160h';
  const match = typeof value === 'string' ? /^(\d{1,6})([hm])$/.exec(value) : null;
  if (!match) return refuse(at, describe(value), allowed, hint(value));
  const minutes = Number(match[1]) * (match[2] === 'h' ? 60 : 1);
  return minutes >= 1 && minutes <= MOST_MINUTES ? minutes * 60_000 : refuse(at, describe(value), allowed);
};

function hint(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return `did you mean ${value}h?`;
  const match = typeof value === 'string' ? /^(\d{1,4})\s*([dhm])[a-z]*$/i.exec(value.trim()) : null;
  if (!match || Number(match[1]) === 0) return undefined;
  const unit = match[2]!.toLowerCase();
  return unit === 'd' ? `did you mean ${Number(match[1]) * 24}h?` : `did you mean ${match[1]}${unit}?`;
}

const SHAPE = {
  within: optional<Step | null>(oneOf(STEPS), null),
  percent: optional<number | null>(wholeNumber(1, 100), null),
  average: optional<number | null>(clockTime, null),
  days: required(wholeNumber(1, MOST_DAYS), `the days it looks back on: a whole number from 1 to ${MOST_DAYS}`),
};

const goal: Reader<Goal> = (value, at) => {
  const faults = at.faults.length;
  const read = readMap(SHAPE, value, at);
  if (!read || at.faults.length > faults) return undefined;
  const { within, percent, average, days = 0 } = read;
  if ((within == null) === (average == null)) return refuse(at, describe(value), GOAL);
  if (average != null)
    return percent == null
      ? { averageMs: average, days }
      : refuse(inside(at, 'percent'), describe(percent), '`percent` goes with `within`');
  if (percent == null) return refuse(inside(at, 'percent'), 'nothing', 'a whole number from 1 to 100, with `within`');
  return { within: within!, percent, days };
};

/** The goals, each once; undefined when one was refused. */
export const goals: Reader<readonly Goal[]> = (value, at) => {
  const faults = at.faults.length;
  const read = listOf(goal, 'goals')(value, at);
  if (read === undefined) return undefined;
  if (read.length > MOST_GOALS) return refuse(at, `${read.length} goals`, `at most ${MOST_GOALS}`);
  refuseTwice(read, at);
  return at.faults.length > faults ? undefined : whole(read);
};

/** Two percentages of one step over the same days, as two averages over them, contradict each other. */
function refuseTwice(read: readonly (Goal | undefined)[], at: Place): void {
  const seen = new Map<string, number>();
  read.forEach((one, i) => {
    if (one === undefined) return;
    const key = 'averageMs' in one ? `average ${one.days}` : `${one.within} ${one.days}`;
    const before = seen.get(key);
    if (before !== undefined)
      refuse(
        inside(at, i),
        `${goalKey(one)}, a second goal for the same over ${one.days} days`,
        `one: goals[${before}]`,
      );
    else seen.set(key, i);
  });
}
