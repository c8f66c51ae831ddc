// config: the policy of an NDJSON request (CONTRACT.md, deadlines): as in a shop file, with `notices` (RULES.md 9) besides.

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
import { type Duration, duration } from './duration.ts';
import type { CalendarTraits } from './named-calendars.ts';
import { POLICY_SHAPE, policyOf } from './policy.ts';

export interface RequestPolicy {
  readonly policy: Policy;
  readonly notices: readonly NoticeTime[];
}

const NOTICE_OF: readonly NoticeOf[] = ['flag', 'owner_alert', 'breach', 'promise'];
const NOTICE = 'one of at, after, before with of';

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

const SHAPE = { ...POLICY_SHAPE, notices: optional(listOf(notice, 'notices'), []) };

/**
 * A request's policy, its faults under the path `policy`.
 * @param calendars what is known of each calendar that it may name
 */
export function parseRequestPolicy(
  value: unknown,
  calendars: CalendarTraits,
): RequestPolicy | { readonly faults: readonly Fault[] } {
  const at = place(['policy']);
  const read = readMap(SHAPE, value, at);
  if (!read || at.faults.length > 0) return { faults: at.faults };
  const policy = policyOf(read, value, calendars, at)!;
  const notices = whole(read.notices ?? []);
  refuseUnfitNotices(notices, policy, at);
  return at.faults.length > 0 ? { faults: at.faults } : { policy, notices };
}

/** `after` counts like a step: in days where the steps are in days, in hours and minutes where they are. */
function refuseUnfitNotices(notices: readonly NoticeTime[], { flagAfter }: Policy, at: Place): void {
  const unit = 'days' in flagAfter ? 'days' : 'hours or minutes';
  notices.forEach((time, i) => {
    if ('after' in time && 'days' in time.after !== 'days' in flagAfter)
      refuse(inside(inside(inside(at, 'notices'), i), 'after'), 'another unit', `${unit}, as the steps`);
  });
}
