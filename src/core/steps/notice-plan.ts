// What the notices of a policy come to for one episode (RULES.md 9): when each is due, from when on it may leave, and until
// when. Decided by the episode's own times and the calendars alone, so that planning twice gives the same.

import type { Calendar } from '../calendar/calendar.ts';
import type { Deadlines, Episode, Instant, Notice, NoticeTime, ThreadPromise } from '../model.ts';
import { NoBusinessDayError } from './counting.ts';
import { type NoticeCounting, noticeAt, noticeKey, promiseNoticeAt } from './notices.ts';
import { nextSendInstant, warningSlot } from './send-window.ts';
import { afterPauses, dueInstants, fellInPause } from './steps.ts';

/** What notices are planned with: counted on the policy's calendar, sent in the window of the shop's own. */
export interface NoticePlanning extends NoticeCounting {
  readonly own: Calendar;
}

/** One notice to one contact. */
export interface PlannedNotice {
  readonly key: string;
  readonly contact: string;
  readonly dueAt: Instant;
  /** From when on its message may leave. */
  readonly sendAt: Instant;
  /** Of a warning: from when on it is too late; null for others. */
  readonly untilAt: Instant | null;
  /** A warning that fell into a completed pause goes to nobody. */
  readonly dropped: 'while-completed' | null;
}

/** The notices of an episode, in the order of the policy; those that do not exist are left out. */
export function planNotices(
  planning: NoticePlanning,
  episode: Pick<Episode, 'startedAt' | 'pauses'>,
  deadlines: Deadlines,
): PlannedNotice[] {
  return (planning.policy.notices ?? []).flatMap((notice) => {
    const planned = plan(planning, notice, episode, deadlines);
    const key = noticeKey(notice);
    return planned === null ? [] : notice.tell.map((contact) => ({ key, contact, ...planned }));
  });
}

/**
 * The notices of a promise, each once for each contact. That it is broken is told without being asked for, to these
 * contacts (RULES.md 10.5).
 */
export function planPromiseNotices(
  planning: NoticePlanning,
  promise: Pick<ThreadPromise, 'madeAt' | 'until'>,
  tellBroken: readonly string[],
): PlannedNotice[] {
  const broken: Notice = { at: 'promise', tell: tellBroken };
  const planned = [broken, ...(planning.policy.notices ?? [])].flatMap((notice) => {
    const dueAt = orNone(() => promiseNoticeAt(planning, notice, promise));
    if (dueAt === null) return [];
    const times =
      'before' in notice
        ? warning(planning, dueAt, { startedAt: promise.madeAt, until: promise.until })
        : { sendAt: sendAt(planning, dueAt), untilAt: null };
    return notice.tell.map((contact) => ({ key: noticeKey(notice), contact, dueAt, dropped: null, ...times }));
  });
  return [...new Map(planned.map((one) => [`${one.key}\n${one.contact}`, one])).values()];
}

type Planned = Omit<PlannedNotice, 'key' | 'contact'>;

function plan(
  planning: NoticePlanning,
  notice: Notice,
  episode: Pick<Episode, 'startedAt' | 'pauses'>,
  deadlines: Deadlines,
): Planned | null {
  const at = orNone(() => noticeAt(planning, notice, deadlines, episode.startedAt));
  if (at === null) return null;
  if ('before' in notice) return planWarning(planning, notice, at, episode, deadlines);
  const dueAt = 'at' in notice ? stepDueIn(notice.at, episode, deadlines) : afterPauses(episode, at);
  return dueAt === null ? null : { dueAt, sendAt: sendAt(planning, dueAt), untilAt: null, dropped: null };
}

/** None where no business day ends a length within 400 days, or it lies beyond all tables. */
function orNone(instantOf: () => Instant | null): Instant | null {
  try {
    return instantOf();
  } catch (error) {
    if (error instanceof NoBusinessDayError || error instanceof RangeError) return null;
    throw error;
  }
}

/** With the step itself: a breach that passed while the thread was completed never counts. */
function stepDueIn(
  of: Extract<NoticeTime, { readonly at: unknown }>['at'],
  episode: Pick<Episode, 'pauses'>,
  deadlines: Deadlines,
): Instant | null {
  return of === 'promise' ? null : dueInstants(episode, deadlines)[of];
}

/** As the owner alert: in the window at once, else at its next opening. A shop that never opens again is told at once. */
function sendAt({ own, sendWindow }: NoticePlanning, dueAt: Instant): Instant {
  try {
    return nextSendInstant(own, sendWindow, dueAt);
  } catch (error) {
    if (error instanceof NoBusinessDayError) return dueAt;
    throw error;
  }
}

function planWarning(
  planning: NoticePlanning,
  { of }: Extract<NoticeTime, { readonly before: unknown }>,
  dueAt: Instant,
  episode: Pick<Episode, 'startedAt' | 'pauses'>,
  deadlines: Deadlines,
): Planned {
  const until = of === 'promise' ? dueAt : deadlines.at[of];
  const dropped = fellInPause(episode, dueAt) ? 'while-completed' : null;
  return { dueAt, ...warning(planning, dueAt, { startedAt: episode.startedAt, until }), dropped };
}

/** When a warning leaves: never after what it warns of. */
function warning(
  { own, sendWindow }: NoticePlanning,
  dueAt: Instant,
  { startedAt, until }: { readonly startedAt: Instant; readonly until: Instant },
): Pick<Planned, 'sendAt' | 'untilAt'> {
  const slot =
    sendWindow === 'always'
      ? { from: dueAt, until }
      : warningSlot(own, sendWindow, dueAt, own.zone.localDay(startedAt));
  // Without a window since the start it can never leave: too late as soon as it is due.
  const leaves = slot ?? { from: dueAt, until: dueAt };
  return { sendAt: leaves.from, untilAt: Math.min(leaves.until, until) };
}
