// config: the policy of an NDJSON request (CONTRACT.md, deadlines). It knows more than a policy of a shop file: a step of 0d,
// `dueTime`, `counts`, `calendar` and `notices` (RULES.md 3, 9).

import type { Policy } from '../../core/model.ts';
import type { NoticeOf, NoticeTime } from '../../core/steps/notices.ts';
import { describe, type Fault } from '../values/faults.ts';
import {
  idOfText,
  inside,
  listOf,
  oneOf,
  optional,
  type Place,
  place,
  type Reader,
  readMap,
  refuse,
  whole,
} from '../values/readers.ts';
import { timeOfDay } from './hours.ts';
import { type Duration, duration, keysOf, POLICY_SHAPE, refuseUnfit } from './policy.ts';

export interface RequestPolicy {
  readonly policy: Policy;
  /** `first`: only the first episode of a thread has steps. */
  readonly counts: 'every' | 'first';
  /** The name of the calendar it counts on. */
  readonly calendar: string;
  readonly notices: readonly NoticeTime[];
}

/** The shop's own calendar, by the name that a policy may give it. */
export const OWN_CALENDAR = 'shop';

const NOTICE_OF: readonly NoticeOf[] = ['flag', 'owner_alert', 'breach', 'promise'];
const NOTICE = 'one of at, after, before with of';
const SAME_DAY: Duration = { text: '0d', length: { days: 0 } };

const firstDuration: Reader<Duration> = (value, at) => (value === '0d' ? SAME_DAY : duration(value, at));

const NOTICE_SHAPE = {
  at: optional<NoticeOf | null>(oneOf(NOTICE_OF), null),
  after: optional<Duration | null>(duration, null),
  before: optional<Duration | null>(duration, null),
  of: optional<NoticeOf | null>(oneOf(NOTICE_OF), null),
  tell: { read: listOf(idOfText(), 'contacts', 1), required: 'a list of contacts' },
};

const notice: Reader<NoticeTime> = (value, at) => {
  const faults = at.faults.length;
  const read = readMap(NOTICE_SHAPE, value, at);
  if (!read || at.faults.length > faults) return undefined;
  const { at: step, after, before, of } = read;
  const times = [step, after, before].filter((time) => time != null);
  if (times.length !== 1) return refuse(at, describe(value), NOTICE);
  if ((before != null) !== (of != null))
    return refuse(inside(at, 'of'), describe(of ?? 'nothing'), '`of` goes with `before`');
  if (step) return { at: step };
  return after ? { after: after.length } : { before: before!.length, of: of! };
};

const SHAPE = {
  ...POLICY_SHAPE,
  flagAfter: { ...POLICY_SHAPE.flagAfter, read: firstDuration },
  dueTime: optional<number | null>(timeOfDay, null),
  counts: optional(oneOf(['every', 'first'] as const), 'every'),
  calendar: optional(idOfText(), OWN_CALENDAR),
  notices: optional(listOf(notice, 'notices'), []),
};

/**
 * A request's policy, its faults under the path `policy`.
 * @param hasHours whether each calendar it may name gives weekly opening hours, by name
 */
export function parseRequestPolicy(
  value: unknown,
  hasHours: ReadonlyMap<string, boolean>,
): RequestPolicy | { readonly faults: readonly Fault[] } {
  const at = place(['policy']);
  const read = readMap(SHAPE, value, at);
  if (!read || at.faults.length > 0) return { faults: at.faults };
  const { flagAfter, mailOwnerAfter, breachAfter, counting = 'day-end', dueTime, counts = 'every', calendar } = read;
  const steps = [flagAfter!, mailOwnerAfter!, breachAfter!] as const;
  const name = calendar ?? OWN_CALENDAR;
  if (!hasHours.has(name)) refuse(inside(at, 'calendar'), describe(name), [...hasHours.keys()].join(', '));
  refuseUnfit(steps, new Set(keysOf(value)), hasHours.get(name), at);
  const policy: Policy = {
    counting,
    flagAfter: steps[0].length,
    mailOwnerAfter: steps[1].length,
    breachAfter: steps[2].length,
    ...(dueTime != null && { dueTime }),
  };
  refuseUnfitDays(policy, at);
  const notices = whole(read.notices ?? []);
  refuseUnfitNotices(notices, policy, at);
  return at.faults.length > 0 ? { faults: at.faults } : { policy, counts, calendar: name, notices };
}

function refuseUnfitDays({ counting, flagAfter, dueTime }: Policy, at: Place): void {
  const inDays = 'days' in flagAfter;
  if (inDays && flagAfter.days === 0 && counting !== 'day-end-shifted')
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

/** `after` counts like a step: in days where the steps are in days, in hours and minutes where they are. */
function refuseUnfitNotices(notices: readonly NoticeTime[], { flagAfter }: Policy, at: Place): void {
  const unit = 'days' in flagAfter ? 'days' : 'hours or minutes';
  notices.forEach((time, i) => {
    if ('after' in time && 'days' in time.after !== 'days' in flagAfter)
      refuse(inside(inside(inside(at, 'notices'), i), 'after'), 'another unit', `${unit}, as the steps`);
  });
}
