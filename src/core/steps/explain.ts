// Day by day, why a deadline is what it is (RULES.md 3). It walks the dates one by one, apart from the integer tables,
// so that the two check each other. Which dates count depends on the rule's start, not on the date received.

import type { Calendar } from '../calendar/calendar.ts';
import { type Deadlines, type EpochDay, type Instant, type Policy, STEPS, type Step } from '../model.ts';
import { formatDate, MINUTE_MS, weekdayOf } from '../time/civil-date.ts';
import { computeDeadlines, cutoffOf } from './counting.ts';
import type { CountStart, DayRole, DueStep, ExplainedDay, Explanation, RuleFacts } from './explanation.ts';
import { ruleFacts } from './rule-words.ts';

export { dayChain, explainInWords } from './explain-words.ts';
export type { ExplainedDay, Explanation } from './explanation.ts';
export { describeRule } from './rule-words.ts';

/**
 * The three deadlines of an episode that starts at `startedAt` (epoch ms), with every date between and its part in them.
 * The result is plain data and can be serialised. Errors as in `computeDeadlines`.
 */
export function explain(calendar: Calendar, policy: Policy, startedAt: Instant): Explanation {
  const deadlines = computeDeadlines(calendar, policy, startedAt);
  const rule = ruleFacts(calendar, policy);
  const start = rule.inHours ? startOfOpenTime(calendar, startedAt) : startOfCount(calendar, policy, startedAt);
  const walk: Walk = { calendar, policy, deadlines, rule, start, startedAt };
  return {
    policy,
    rule,
    zone: calendar.zone.name,
    startedAt,
    receivedDay: calendar.zone.localDay(startedAt),
    start,
    days: explainDays(walk),
    deadlines,
    provisional: deadlines.provisional,
  };
}

interface Walk {
  readonly calendar: Calendar;
  readonly policy: Policy;
  readonly deadlines: Deadlines;
  readonly rule: RuleFacts;
  readonly start: CountStart;
  readonly startedAt: Instant;
}

function startOfCount(calendar: Calendar, policy: Policy, startedAt: Instant): CountStart {
  const { zone } = calendar;
  const { counting } = policy;
  const received = zone.localDay(startedAt);
  const open = calendar.isOpen(received);
  const cutoff = cutoffOf(calendar, policy);
  const late = open && cutoff !== null && zone.localMs(startedAt) >= cutoff * MINUTE_MS;
  if (counting === 'elapsed') {
    if (open && !late) return { day: received, at: startedAt, shiftedBy: [] };
    const day = calendar.nextOpenDay(received);
    const openingMs = (calendar.dayInfo(day).hours?.[0]?.from ?? 0) * MINUTE_MS;
    return { day, at: zone.instantOf(day, openingMs), shiftedBy: [late ? 'cutoff' : 'closed-day'] };
  }
  const counted = late ? nextExistingDay(calendar, received) : received;
  const shiftedBy = late ? (['cutoff'] as const) : [];
  if (counting === 'day-end' || calendar.isOpen(counted)) return { day: counted, at: null, shiftedBy };
  return { day: calendar.nextOpenDay(counted), at: null, shiftedBy: [...shiftedBy, 'closed-day'] };
}

function nextExistingDay({ zone }: Calendar, day: EpochDay): EpochDay {
  let next = day + 1;
  while (zone.startOfDay(next) === zone.startOfDay(next + 1)) next++;
  return next;
}

function startOfOpenTime(calendar: Calendar, startedAt: Instant): CountStart {
  const received = calendar.zone.localDay(startedAt);
  for (let day = received; ; day = calendar.nextOpenDay(day)) {
    const next = openIntervals(calendar, day).find(({ to }) => to > startedAt);
    if (!next) continue;
    const at = Math.max(next.from, startedAt);
    if (at === startedAt) return { day, at, shiftedBy: [] };
    return { day, at, shiftedBy: [calendar.isOpen(received) ? 'outside-hours' : 'closed-day'] };
  }
}

function openIntervals({ zone, dayInfo }: Calendar, day: EpochDay): readonly { from: Instant; to: Instant }[] {
  return (dayInfo(day).hours ?? [])
    .map(({ from, to }) => ({ from: zone.instantOf(day, from * MINUTE_MS), to: zone.instantOf(day, to * MINUTE_MS) }))
    .filter(({ from, to }) => from < to);
}

function explainDays(walk: Walk): readonly ExplainedDay[] {
  const { calendar, policy, rule, start, startedAt, deadlines } = walk;
  const days: ExplainedDay[] = [];
  const received = calendar.zone.localDay(startedAt);
  // The last open ms lies just before the due instant, so a closing at 24:00 belongs to the date it closes.
  const lastOpen = calendar.zone.localDay(deadlines.at.breach - 1);
  const total = 'days' in policy.after.breach ? policy.after.breach.days : 0;
  let nth = 0;
  for (let day = received; rule.inHours ? day <= lastOpen : nth < total; day++) {
    const counts = !rule.inHours && day > start.day && calendar.isOpen(day);
    if (counts) nth++;
    days.push(explainDay(walk, day, day === received, counts ? nth : null));
  }
  return days;
}

function explainDay(walk: Walk, day: EpochDay, received: boolean, nth: number | null): ExplainedDay {
  const { calendar, rule } = walk;
  const { open, closedBy, openBy, hours } = calendar.dayInfo(day);
  const openMs = rule.inHours ? openMsOn(walk, day) : null;
  return {
    day,
    date: formatDate(day),
    weekday: weekdayOf(day),
    open,
    nth,
    role: roleOf(walk, day, received, open, nth !== null || (openMs ?? 0) > 0),
    closedBy,
    openBy,
    hours,
    openMs,
    due: dueOn(walk, day, nth),
  };
}

function roleOf(walk: Walk, day: EpochDay, received: boolean, open: boolean, counted: boolean): DayRole {
  if (received) return 'received';
  if (day === walk.start.day) return 'start';
  if (counted) return 'counted';
  return open ? 'open' : 'closed';
}

function openMsOn({ calendar, startedAt, deadlines }: Walk, day: EpochDay): number {
  return openIntervals(calendar, day).reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, deadlines.at.breach) - Math.max(from, startedAt)),
    0,
  );
}

function dueOn(
  { calendar, policy, deadlines, rule, start }: Walk,
  day: EpochDay,
  nth: number | null,
): readonly DueStep[] {
  // The date received counts as none, and is the one on which a step of 0d is due.
  const count = nth === null && day === start.day ? 0 : nth;
  const falls = (step: Step) => {
    const after = policy.after[step];
    return 'days' in after ? after.days === count : calendar.zone.localDay(deadlines.at[step] - 1) === day;
  };
  const isAtDayEnd = !rule.inHours && rule.counting !== 'elapsed' && rule.dueTime === null;
  return STEPS.filter(falls).map((step) => ({ step, at: deadlines.at[step], when: isAtDayEnd ? 'end' : 'within' }));
}
