// config: the notices of a policy (RULES.md 9): one reader for shop files and NDJSON requests, and what a shop file must
// hold besides: contacts that exist, each notice once, warnings that can come true.

import type { Notice, NoticeOf, NoticeTime, Policy, StepLength } from '../../core/model.ts';
import { RESERVED_CONTACTS } from '../../core/notifications/contacts.ts';
import { noticeKey } from '../../core/steps/notices.ts';
import { didYouMean } from '../values/did-you-mean.ts';
import { describe } from '../values/faults.ts';
import {
  idOfText,
  inside,
  listOf,
  oneOf,
  optional,
  type Place,
  type Reader,
  readMap,
  refuse,
  whole,
} from '../values/readers.ts';
import { type Duration, duration, formatDuration } from './duration.ts';

const NOTICE_OF: readonly NoticeOf[] = ['flag', 'owner_alert', 'breach', 'promise'];
const NOTICE = 'one of at, after, before with of';

const NOTICE_SHAPE = {
  at: optional<NoticeOf | null>(oneOf(NOTICE_OF), null),
  after: optional<Duration | null>(duration, null),
  before: optional<Duration | null>(duration, null),
  of: optional<NoticeOf | null>(oneOf(NOTICE_OF), null),
  tell: { read: listOf(idOfText(), 'contacts', 1), required: 'a list of contacts' },
};

/** One notice: when, and whom to tell. */
export const notice: Reader<Notice> = (value, at) => {
  const faults = at.faults.length;
  const read = readMap(NOTICE_SHAPE, value, at);
  if (!read || at.faults.length > faults) return undefined;
  const { at: step, after, before, of } = read;
  const tell = whole(read.tell ?? []);
  const times = [step, after, before].filter((time) => time != null);
  if (times.length !== 1) return refuse(at, describe(value), NOTICE);
  if ((before != null) !== (of != null))
    return refuse(inside(at, 'of'), describe(of ?? 'nothing'), '`of` goes with `before`');
  if (step) return { at: step, tell };
  return after ? { after: after.length, tell } : { before: before!.length, of: of!, tell };
};

/** Those that were refused already stay as undefined, so that the others keep their place. */
type Read = readonly (Notice | undefined)[];

/** `after` counts like a step: in days where the steps are in days, in hours and minutes where they are. */
export function refuseUnfitNotices(notices: Read, { after }: Policy, at: Place): void {
  const unit = 'days' in after.flag ? 'days' : 'hours or minutes';
  notices.forEach((time, i) => {
    if (time && 'after' in time && 'days' in time.after !== 'days' in after.flag)
      refuse(inside(noticePlace(at, i), 'after'), 'another unit', `${unit}, as the steps`);
  });
}

/** What only a shop file can say wrong: a contact that it does not name, a notice twice, a warning that never comes. */
export function refuseIdleNotices(notices: Read, policy: Policy, contacts: readonly string[], at: Place): void {
  const known = [...RESERVED_CONTACTS, ...contacts];
  const seen = new Map<string, number>();
  notices.forEach((one, i) => {
    if (one === undefined) return;
    const here = noticePlace(at, i);
    one.tell.forEach((name, n) => {
      const whom = inside(inside(here, 'tell'), n);
      if (!known.includes(name)) refuse(whom, describe(name), known.join(', '), didYouMean(name, known));
      const key = `${noticeKey(one)}\n${name}`;
      const before = seen.get(key);
      if (before !== undefined) refuse(whom, `${name} twice for the same notice`, `once: notices[${before}] tells it`);
      seen.set(key, before ?? i);
    });
    refuseTooEarly(one, policy, here);
  });
}

/** A warning that would always lie before the start of the wait. A day more than the step: a cut-off may give it. */
function refuseTooEarly(time: NoticeTime, policy: Policy, at: Place): void {
  if (!('before' in time) || time.of === 'promise') return;
  const step = policy.after[time.of];
  if (!isLonger(time.before, step)) return;
  const found = `${formatDuration(time.before)} before a step that is due after ${formatDuration(step)}`;
  refuse(inside(at, 'before'), found, `less than ${formatDuration(step)}: the warning would lie before the message`);
}

function isLonger(before: StepLength, step: StepLength): boolean {
  if ('days' in before) return 'days' in step && before.days > step.days + 1;
  return 'openMs' in step && before.openMs >= step.openMs;
}

const noticePlace = (at: Place, i: number): Place => inside(inside(at, 'notices'), i);
