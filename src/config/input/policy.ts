// config: a policy of a shop file or of an NDJSON request → Policy, and the choice among a shop's policies.

import { COUNTING_RULES, type Policy, type StepLength } from '../../core/model.ts';
import { describe } from '../values/faults.ts';
import { inside, lineOfText, oneOf, optional, type Place, type Reader, readMap, refuse } from '../values/readers.ts';

/** Which inquiries a policy is for; a key that is left out fits every inquiry. */
export interface InquiryTraits {
  readonly channel?: string | undefined;
  readonly type?: string | undefined;
  readonly category?: string | undefined;
}

export interface PolicyRule extends InquiryTraits {
  readonly policy: Policy;
}

const STEP_KEYS = ['flagAfter', 'mailOwnerAfter', 'breachAfter'] as const;
const DEFAULT_TEXT = { flagAfter: '1d', mailOwnerAfter: '2d', breachAfter: '3d' } as const;
const DURATION = 'a positive duration: 1d (business days), 3h (business hours) or 15m (business minutes)';
/** Far beyond any use; keeps every sum inside the days a calendar is compiled for. */
const MOST = { d: 1_000, h: 10_000, m: 600_000 } as const;

export interface Duration {
  readonly text: string;
  readonly length: StepLength;
}

/** A positive length of business time. */
export const duration: Reader<Duration> = (value, at) => {
  const match = typeof value === 'string' ? /^(\d{1,7})([dhm])$/.exec(value) : null;
  if (!match) return refuse(at, describe(value), DURATION, durationHint(value));
  const [count, unit] = [Number(match[1]), match[2] as 'd' | 'h' | 'm'];
  if (count === 0) return refuse(at, describe(value), DURATION);
  if (count > MOST[unit]) return refuse(at, describe(value), `at most ${MOST[unit]}${unit}`);
  const length = unit === 'd' ? { days: count } : { openMs: count * (unit === 'h' ? 3_600_000 : 60_000) };
  return { text: match[0], length };
};

/** A step's length as the file writes it: `1d`, `3h`, `15m`. */
export function formatDuration(length: StepLength): string {
  if ('days' in length) return `${length.days}d`;
  const minutes = length.openMs / 60_000;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

function durationHint(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return `did you mean ${value}d?`;
  const match = typeof value === 'string' ? /^(\d+)\s*(d|h|m)[a-z]*$/i.exec(value.trim()) : null;
  return match && Number(match[1]) > 0 ? `did you mean ${match[1]}${match[2]?.toLowerCase()}?` : undefined;
}

const fallback = (key: (typeof STEP_KEYS)[number]): Duration => ({
  text: DEFAULT_TEXT[key],
  length: { days: Number.parseInt(DEFAULT_TEXT[key], 10) },
});

const trait = optional<string | undefined>(lineOfText(), undefined);

/** The keys of a policy in a shop file. */
export const POLICY_SHAPE = {
  channel: trait,
  type: trait,
  category: trait,
  counting: optional(oneOf(COUNTING_RULES), 'day-end'),
  flagAfter: optional(duration, fallback('flagAfter')),
  mailOwnerAfter: optional(duration, fallback('mailOwnerAfter')),
  breachAfter: optional(duration, fallback('breachAfter')),
};

/**
 * Reads one policy with the traits it is for; missing durations are 1d, 2d, 3d.
 * @param hasHours whether the calendar gives opening hours, which durations in hours and minutes need;
 *   undefined when the calendar could not be read, then that is not judged.
 */
export function policyRule(hasHours: boolean | undefined): Reader<PolicyRule> {
  return (value, at) => {
    const before = at.faults.length;
    const read = readMap(POLICY_SHAPE, value, at);
    if (!read) return undefined;
    const { flagAfter, mailOwnerAfter, breachAfter } = read;
    if (!flagAfter || !mailOwnerAfter || !breachAfter) return undefined;
    if (!at.fragment) refuseUnfit([flagAfter, mailOwnerAfter, breachAfter], new Set(keysOf(value)), hasHours, at);
    if (at.faults.length > before) return undefined;
    return {
      ...definedTraits(read),
      policy: {
        counting: read.counting ?? 'day-end',
        flagAfter: flagAfter.length,
        mailOwnerAfter: mailOwnerAfter.length,
        breachAfter: breachAfter.length,
      },
    };
  };
}

/** The first rule whose traits all fit the inquiry, or null: then the default policy applies. */
export function firstFit(rules: readonly PolicyRule[], inquiry: InquiryTraits): Policy | null {
  const fits = (rule: PolicyRule) =>
    (['channel', 'type', 'category'] as const).every((key) => rule[key] === undefined || rule[key] === inquiry[key]);
  return rules.find(fits)?.policy ?? null;
}

/** Refuses steps that do not fit together, or that need the opening hours which the calendar lacks. */
export function refuseUnfit(
  steps: readonly [Duration, Duration, Duration],
  given: ReadonlySet<string>,
  hasHours: boolean | undefined,
  at: Place,
): void {
  const named = (i: number) => `${STEP_KEYS[i]} ${steps[i]!.text}${given.has(STEP_KEYS[i]!) ? '' : ' (the default)'}`;
  const inDays = steps.map((step) => 'days' in step.length);
  const odd = inDays.findIndex((days) => days !== inDays[0]);
  if (odd > 0) {
    const found = `${named(odd)} beside ${named(0)}`;
    refuse(inside(at, STEP_KEYS[odd]!), found, 'all three in days, or all three in hours and minutes');
  } else {
    refuseOrder(steps, named, at);
  }
  const first = inDays.indexOf(false);
  if (first >= 0 && hasHours === false)
    refuse(inside(at, STEP_KEYS[first]!), named(first), 'days, since the calendar gives no `hours`');
}

function refuseOrder(steps: readonly Duration[], named: (i: number) => string, at: Place): void {
  const size = ({ length }: Duration) => ('days' in length ? length.days : length.openMs);
  for (const i of [1, 2])
    if (size(steps[i]!) <= size(steps[i - 1]!))
      refuse(inside(at, STEP_KEYS[i]!), named(i), `a duration longer than ${named(i - 1)}`);
}

function definedTraits({ channel, type, category }: InquiryTraits): InquiryTraits {
  return { ...(channel ? { channel } : {}), ...(type ? { type } : {}), ...(category ? { category } : {}) };
}

export function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
