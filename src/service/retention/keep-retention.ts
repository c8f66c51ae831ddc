// The loop that lets go what is over: inquiries and mails after the months that service.yaml gives, days of goals once no
// window reaches them. In small transactions with a limit, and at most half of the time, so that vacuum keeps up, what left
// makes room for what comes, and nothing that is due waits. Bodies of mails that stay are packed. A retention that nobody asked for
// costs no statement.

import { MOST_DAYS } from '../../config/goals/goals.ts';
import type { Instant } from '../../core/model.ts';
import { DAY_MS } from '../../core/time/civil-date.ts';
import { withLimit } from '../../store/database.ts';
import { dropDaysBefore } from '../../store/goals/goal-days.ts';
import { packMails } from '../../store/notifications/mail-bodies.ts';
import {
  dropPastMutes,
  lockPast,
  nextLeft,
  nextUnwalked,
  openWalk,
  type PastBounds,
  takeOut,
  walkedTo,
} from '../../store/retention/past-inquiries.ts';
import { takeOutMails } from '../../store/retention/past-mails.ts';
import type { Trx } from '../../store/schema.ts';
import { isClockSteady } from '../../store/status/heartbeats.ts';
import { startTicker, type Ticker } from '../loop.ts';
import type { Service } from '../service.ts';
import { inPages, NONE, openPace, type Pace, type Pages, STATEMENT_LIMIT_MS, UNTIL_DONE } from './pages.ts';

type Parts = Pick<Service, 'db' | 'config' | 'clock' | 'logger'>;

/** What left. */
export interface LetGo {
  readonly inquiries: number;
  readonly mails: number;
  /** Nothing more is old enough, or another process is at it. */
  readonly isDone: boolean;
}

const EVERY_MS = 60 * 60_000;
/** Of one round, so that the loop's watchdog sees a page that hangs. */
const ROUND_REAL_MS = 20_000;
/** Rows looked at in one transaction. */
const PAGE = 200;
const SHOPS_A_PAGE = 500;
/** The proof looks back two weeks at what was learned; what was learned so lately stays, however old it is. */
const LEARNED_MS = 30 * DAY_MS;

/** Looks once an hour. */
export function startRetentionLoop(service: Service): Ticker {
  let daysAt = Number.NEGATIVE_INFINITY;
  const round = async (signal: AbortSignal) => {
    // What left does not come back: a clock that is years ahead would let go of everything.
    const now = service.clock.now();
    if (!(await isClockSteady(service.db, now))) return EVERY_MS;
    const pace = openPace(signal, ROUND_REAL_MS);
    const left = await letGo(service, pace, now);
    const packed = await packOld(service, pace, now);
    if (now - daysAt >= DAY_MS || now < daysAt) {
      await letGoDays(service, pace, now);
      daysAt = now;
    }
    return left.isDone && packed.isDone ? EVERY_MS : 0;
  };
  return startTicker('retention', round, service);
}

/** Whatever is old enough leaves, page by page for as long as the pace says. */
export async function letGo(service: Parts, pace: Pace = UNTIL_DONE, now = service.clock.now()): Promise<LetGo> {
  const { config, logger } = service;
  const kept = config.service.retention;
  const inquiries = kept.inquiries === null ? NONE : await letGoInquiries(service, boundsOf(now, kept.inquiries), pace);
  const mails = kept.mails === null ? NONE : await letGoMails(service, monthsBefore(now, kept.mails), pace);
  const left = { inquiries: inquiries.taken, mails: mails.taken };
  if (left.inquiries + left.mails > 0) logger.info(left, 'what is over has left');
  return { ...left, isDone: inquiries.isDone && mails.isDone };
}

/** The same date and time so many calendar months before, in UTC; of a date that there is not then the next. */
export function monthsBefore(now: Instant, months: number): Instant {
  const then = new Date(now);
  return then.setUTCMonth(then.getUTCMonth() - months);
}

const boundsOf = (now: Instant, months: number): PastBounds => ({
  before: monthsBefore(now, months),
  learnedBefore: now - LEARNED_MS,
});

async function letGoInquiries(service: Parts, bounds: PastBounds, pace: Pace): Promise<Pages> {
  const { before } = bounds;
  await openWalk(service.db);
  let behind = 0;
  const again = await inPages(service.db, 'inquiries', pace, async (trx) => {
    const { ids, isLast } = await nextLeft(trx, behind, PAGE);
    behind = ids.at(-1) ?? behind;
    return { taken: (await takePast(trx, ids, bounds)).length, isDone: isLast };
  });
  const first = await inPages(service.db, 'inquiries', pace, async (trx) => {
    const { ids, isLast } = await nextUnwalked(trx, before, PAGE);
    if (ids.length === 0) return NONE;
    const past = new Set(await takePast(trx, ids, bounds));
    const stay = ids.filter((id) => !past.has(id));
    await walkedTo(trx, ids.at(-1)!, stay);
    return { taken: past.size, isDone: isLast };
  });
  const taken = again.taken + first.taken;
  if (taken > 0) await dropPastMutes(withLimit(service.db, STATEMENT_LIMIT_MS), before);
  return { taken, isDone: again.isDone && first.isDone };
}

async function takePast(trx: Trx, ids: readonly number[], bounds: PastBounds): Promise<number[]> {
  if (ids.length === 0) return [];
  const past = await lockPast(trx, ids, bounds);
  if (past.length > 0) await takeOut(trx, past);
  return past;
}

function letGoMails(service: Parts, before: Instant, pace: Pace): Promise<Pages> {
  let behind = 0;
  return inPages(service.db, 'mails', pace, async (trx) => {
    const { taken, afterId } = await takeOutMails(trx, behind, before, PAGE);
    behind = afterId ?? behind;
    return { taken, isDone: afterId === null };
  });
}

/** After it a mail is not tried again by itself, and no process of the release before is at work any more. */
const PACKED_AFTER_MS = 2 * DAY_MS;
const MAILS_A_PAGE = 50;

/** Packs the bodies of mails that were sent a while ago. */
export function packOld({ db, clock }: Parts, pace: Pace = UNTIL_DONE, now = clock.now()): Promise<Pages> {
  const before = now - PACKED_AFTER_MS;
  return inPages(db, 'bodies', pace, async (trx) => {
    const taken = await packMails(trx, before, MAILS_A_PAGE);
    return { taken, isDone: taken < MAILS_A_PAGE };
  });
}

/** A window reaches this far back at most, in the zone that is furthest behind. */
const DAYS_KEPT = MOST_DAYS + 10;

/** Days that no window of a goal reaches any more are forgotten. */
export async function letGoDays({ db, clock }: Parts, pace: Pace = UNTIL_DONE, now = clock.now()): Promise<void> {
  const before = Math.floor(now / DAY_MS) - DAYS_KEPT;
  let afterShop: string | null = '';
  while (afterShop !== null && pace.goesOn()) {
    const began = performance.now();
    afterShop = await dropDaysBefore(withLimit(db, STATEMENT_LIMIT_MS), before, { afterShop, limit: SHOPS_A_PAGE });
    await pace.rest(began);
  }
}
