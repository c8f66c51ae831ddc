// config: a policy of a shop file or of an NDJSON request → Policy, and the choice among a shop's policies.

import {
  type ByStep,
  COUNTING_RULES,
  type Notice,
  OWN_CALENDAR,
  type Policy,
  STEPS,
  type Step,
  type StepLength,
} from '../../core/model.ts';
import { DEFAULT_POLICY, isSameDay } from '../../core/steps/counting.ts';
import { didYouMean } from '../values/did-you-mean.ts';
import { describe } from '../values/faults.ts';
import {
  idOfText,
  inside,
  lineOfText,
  listOf,
  oneOf,
  optional,
  type Place,
  type Reader,
  readMap,
  refuse,
  whole,
} from '../values/readers.ts';
import { type Duration, duration, formatDuration, stepDuration } from './duration.ts';
import { timeOfDay } from './hours.ts';
import type { CalendarTraits } from './named-calendars.ts';
import { notice, refuseIdleNotices, refuseUnfitNotices } from './policy-notices.ts';

/** Which inquiries a policy is for; a key that is left out fits every inquiry. */
export interface InquiryTraits {
  readonly channel?: string | undefined;
  readonly type?: string | undefined;
  readonly category?: string | undefined;
}

export interface PolicyRule extends InquiryTraits {
  readonly policy: Policy;
}

/** What the contract calls the length of each step. */
export const STEP_KEYS = { flag: 'flagAfter', owner_alert: 'mailOwnerAfter', breach: 'breachAfter' } as const;

function fallback(step: Step): Duration {
  const length = DEFAULT_POLICY.after[step];
  return { text: formatDuration(length), length };
}

const trait = optional<string | undefined>(lineOfText(), undefined);

/** The keys of a policy. */
export const POLICY_SHAPE = {
  channel: trait,
  type: trait,
  category: trait,
  counting: optional(oneOf(COUNTING_RULES), 'day-end'),
  flagAfter: optional(stepDuration, fallback('flag')),
  mailOwnerAfter: optional(duration, fallback('owner_alert')),
  breachAfter: optional(duration, fallback('breach')),
  dueTime: optional<number | null>(timeOfDay, null),
  counts: optional(oneOf(['every', 'first'] as const), 'every'),
  calendar: optional(idOfText(), OWN_CALENDAR),
  notices: optional<(Notice | undefined)[]>(listOf(notice, 'notices'), []),
};

/** What a policy may name. */
export interface Named {
  /** What is known of the calendars; null when they could not be read, then what depends on them is not judged. */
  readonly calendars: CalendarTraits | null;
  /** The contacts that its notices may tell besides owner and ops; null where anybody may be named. */
  readonly contacts: readonly string[] | null;
}

/** Reads one policy with the traits it is for; missing durations are 1d, 2d, 3d. */
export function policyRule(named: Named): Reader<PolicyRule> {
  return (value, at) => {
    const before = at.faults.length;
    const read = readMap(POLICY_SHAPE, value, at);
    const policy = read && policyOf(read, value, named, at);
    return policy && at.faults.length === before ? { ...definedTraits(read), policy } : undefined;
  };
}

type PolicyValues = NonNullable<ReturnType<typeof readMap<typeof POLICY_SHAPE>>>;

/** The policy that these values make, or undefined when a step was refused; its other faults are reported at `at`. */
export function policyOf(
  { flagAfter, mailOwnerAfter, breachAfter, counting = 'day-end', dueTime, counts, calendar, notices }: PolicyValues,
  value: unknown,
  { calendars, contacts }: Named,
  at: Place,
): Policy | undefined {
  if (!flagAfter || !mailOwnerAfter || !breachAfter) return undefined;
  const name = calendar ?? OWN_CALENDAR;
  const traits = calendars?.get(name);
  const known = calendars === null ? [name] : [...calendars.keys()];
  if (!known.includes(name)) refuse(inside(at, 'calendar'), describe(name), known.join(', '), didYouMean(name, known));
  const steps = { flag: flagAfter, owner_alert: mailOwnerAfter, breach: breachAfter };
  const said = ({ length }: Duration): StepLength =>
    'openMs' in length && traits?.neverStops ? { ...length, neverStops: true } : length;
  const given = whole(notices ?? []);
  const policy: Policy = {
    counting,
    after: { flag: said(flagAfter), owner_alert: said(mailOwnerAfter), breach: said(breachAfter) },
    // Only where given: what does not concern a shop leaves its revision alone.
    ...(dueTime != null && { dueTime }),
    ...(name !== OWN_CALENDAR && { calendar: name }),
    ...(counts === 'first' && { counts }),
    ...(given.length > 0 && { notices: given }),
  };
  if (at.fragment) return policy;
  refuseUnfit(steps, new Set(keysOf(value)), traits?.hasHours, at);
  refuseUnfitDays(policy, at);
  refuseUnfitNotices(notices ?? [], policy, at);
  if (contacts !== null) refuseIdleNotices(notices ?? [], policy, contacts, at);
  return policy;
}

type RuleFields = InquiryTraits & {
  readonly policy: Omit<Policy, 'after'> & Record<(typeof STEP_KEYS)[Step], StepLength>;
};

/** A policy as JSON says it and revisions keep it: by the names, and in the order, of the contract. */
export function policyFields({ counting, after, ...rest }: Policy): RuleFields['policy'] {
  return { counting, flagAfter: after.flag, mailOwnerAfter: after.owner_alert, breachAfter: after.breach, ...rest };
}

export const ruleFields = (rule: PolicyRule): RuleFields => ({ ...rule, policy: policyFields(rule.policy) });

/** The rule of which `ruleFields` made these. */
export function ruleOfFields({ policy, ...traits }: RuleFields): PolicyRule {
  const { flagAfter, mailOwnerAfter, breachAfter, ...rest } = policy;
  return {
    ...traits,
    policy: { ...rest, after: { flag: flagAfter, owner_alert: mailOwnerAfter, breach: breachAfter } },
  };
}

/** The first rule whose traits all fit the inquiry, or null: then the default policy applies. */
export function firstFit(rules: readonly PolicyRule[], inquiry: InquiryTraits): Policy | null {
  const fits = (rule: PolicyRule) =>
    (['channel', 'type', 'category'] as const).every((key) => rule[key] === undefined || rule[key] === inquiry[key]);
  return rules.find(fits)?.policy ?? null;
}

/** The name of the calendar on which a channel's inquiries of no type and category are counted. */
export const calendarOfChannel = (rules: readonly PolicyRule[], channel: string): string =>
  firstFit(rules, { channel })?.calendar ?? OWN_CALENDAR;

/** Refuses steps that do not fit together, or that need the opening hours which the calendar lacks. */
function refuseUnfit(
  steps: ByStep<Duration>,
  given: ReadonlySet<string>,
  hasHours: boolean | undefined,
  at: Place,
): void {
  const named = (step: Step) =>
    `${STEP_KEYS[step]} ${steps[step].text}${given.has(STEP_KEYS[step]) ? '' : ' (the default)'}`;
  const inDays = (step: Step) => 'days' in steps[step].length;
  const odd = STEPS.find((step) => inDays(step) !== inDays('flag'));
  if (odd !== undefined) {
    const found = `${named(odd)} beside ${named('flag')}`;
    refuse(inside(at, STEP_KEYS[odd]), found, 'all three in days, or all three in hours and minutes');
  } else {
    refuseOrder(steps, named, at);
  }
  const first = STEPS.find((step) => !inDays(step));
  if (first !== undefined && hasHours === false)
    refuse(inside(at, STEP_KEYS[first]), named(first), 'days, since the calendar gives no `hours`');
}

function refuseOrder(steps: ByStep<Duration>, named: (step: Step) => string, at: Place): void {
  const size = ({ length }: Duration) => ('days' in length ? length.days : length.openMs);
  for (const [before, step] of [
    ['flag', 'owner_alert'],
    ['owner_alert', 'breach'],
  ] as const)
    if (size(steps[step]) <= size(steps[before]))
      refuse(inside(at, STEP_KEYS[step]), named(step), `a duration longer than ${named(before)}`);
}

function refuseUnfitDays({ counting, after, dueTime }: Policy, at: Place): void {
  const inDays = 'days' in after.flag;
  if (isSameDay(after.flag) && counting !== 'day-end-shifted')
    refuse(inside(at, 'flagAfter'), '0d', '0d only with counting: day-end-shifted');
  if (dueTime !== undefined && (!inDays || counting === 'elapsed'))
    refuse(
      inside(at, 'dueTime'),
      'a due time',
      'only for steps in days under day-end or day-end-shifted',
      undefined,
      'key',
    );
}

function definedTraits({ channel, type, category }: InquiryTraits): InquiryTraits {
  return { ...(channel ? { channel } : {}), ...(type ? { type } : {}), ...(category ? { category } : {}) };
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
