// Four weeks of eight shops into an empty database, at the pace of the days, so that flags, mails and breaches carry the
// times they would have. The browser tests and `demo --seed` look at the same.

import type { Instant } from '../../core/model.ts';
import { mute } from '../../service/actions/mute.ts';
import { recomputeGoalDays } from '../../service/goals/recompute-days.ts';
import { warnOfGoals } from '../../service/goals/warn-of-goals.ts';
import { intake } from '../../service/intake/intake-events.ts';
import { acceptLines } from '../../service/intake/intake-lines.ts';
import { tickLists, tickMails } from '../../service/loops/sweep.ts';
import { deliver } from '../../service/notifications/deliver-notification.ts';
import { openCustomerMarks } from '../../service/same-customer/customer-marks.ts';
import type { Service } from '../../service/service.ts';
import { fireDue } from '../../service/steps/raise-due-steps.ts';
import { keepSigns } from '../../store/intake/source-signs.ts';
import { keepMarks } from '../../store/same-customer/customer-keys.ts';
import { recordComplete, recordFailure, recordLicence, syncSources } from '../../store/status/sources.ts';
import { BREACHED_INQUIRY, LONG_INQUIRY, SEED_BEGIN, SEED_NOW, seedEvents } from './seed-history.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * Fills the database of `service`, which must know the seeded shops and have nobody else at work; `setClock` moves its
 * clock, which ends at SEED_NOW.
 */
export async function fillSeed(service: Service, setClock: (instant: Instant) => void): Promise<void> {
  const { db } = service;
  const events = seedEvents();
  await syncSources(db, ['sample-tea', 'blind-books', 'never-read'], service.clock.now());
  for (const moment of moments()) {
    setClock(moment);
    await recordComplete(db, 'sample-tea', moment - MINUTE, moment);
    await intake(service, takeUntil(events, moment), 'rms');
    await raiseAndSend(service);
  }
  await readSources(service);
  await takeInHand(service);
  await markCustomer(service);
  await showSigns(service);
  await acceptLines(
    service,
    [
      { line: 1, fault: 'the line is no JSON' },
      { line: 2, value: { shop: 'sample-tea' } },
    ],
    'api',
  );
}

/** Three times a day, and now. */
function* moments(): Generator<Instant> {
  for (let day = SEED_BEGIN; day < SEED_NOW; day += DAY)
    for (const minute of [1, 9 * 60 + 1, 15 * 60]) if (day + minute * MINUTE < SEED_NOW) yield day + minute * MINUTE;
  yield SEED_NOW;
}

function takeUntil<T extends { event: { at: Instant } }>(events: T[], moment: Instant): T[] {
  const later = events.findIndex(({ event }) => event.at > moment);
  return events.splice(0, later === -1 ? events.length : later);
}

async function raiseAndSend(service: Service): Promise<void> {
  await fireDue(service);
  await recomputeGoalDays(service);
  await warnOfGoals(service);
  await tickLists(service, { wake: () => {} });
  const pending: string[] = [];
  await tickMails(service, { offer: (ids) => void pending.push(...ids) });
  for (const id of pending) await deliver(service, Number(id));
}

/** One source read a minute ago, one whose licence has ended, one never read. */
async function readSources({ db }: Service): Promise<void> {
  const next = SEED_NOW + 5 * MINUTE;
  await recordComplete(db, 'sample-tea', SEED_NOW - MINUTE, next);
  await recordComplete(db, 'blind-books', SEED_NOW - DAY / 2, next);
  await recordFailure(db, 'blind-books', { kind: 'auth-expired', message: 'ES03-01' }, SEED_NOW - DAY / 2, next);
  await recordLicence(db, 'sample-tea', { expiresAt: SEED_NOW + 12 * DAY, warned: null }, SEED_NOW);
}

/** Two inquiries of one customer. */
async function markCustomer(service: Service): Promise<void> {
  const shop = 'sample-tea';
  const marks = await openCustomerMarks(service, [service.config.shops.get(shop)]);
  const mark = marks.of(shop, 'one customer');
  if (mark === null) throw new Error('the seeded shop does not link inquiries of one customer');
  await keepMarks(
    service.db,
    [LONG_INQUIRY, BREACHED_INQUIRY].map((inquiry) => ({ shop, inquiry, ...mark })),
  );
}

/** What a source would show: two are read and wait, and what is answered is not completed, one of it with a question. */
async function showSigns({ db }: Service): Promise<void> {
  const answered = await db
    .selectFrom('inquiry')
    .select('external_id as number')
    .where('shop', '=', 'sample-tea')
    .where('status', '=', 'answered')
    .where('channel', '=', 'r-messe')
    .orderBy('id')
    .limit(ANSWERED_SHOWN)
    .execute();
  const signs = [LONG_INQUIRY, BREACHED_INQUIRY, ...answered.map(({ number }) => number)];
  const asked = answered[0]?.number;
  await keepSigns(
    db,
    'sample-tea',
    signs.map((number) => ({ number, isRead: true, askedAt: number === asked ? SEED_NOW - 12 * DAY : null })),
    SEED_NOW,
  );
}

const ANSWERED_SHOWN = 7;

async function takeInHand(service: Service): Promise<void> {
  const until = '2026-11-27T18:00:00+09:00';
  const inHand = {
    kind: 'in_hand',
    target: `sample-tea/${BREACHED_INQUIRY}`,
    until,
    why: 'メーカーに確認中',
    by: '佐藤',
  } as const;
  const muted = { kind: 'mute', target: 'busy-kimono', until, why: '繁忙期の応援が入るまで', by: '運用 田中' } as const;
  for (const request of [inHand, muted]) {
    const made = await mute(service, request);
    if ('refused' in made) throw new Error(made.message);
  }
}
