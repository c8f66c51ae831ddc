// Reading calendars outside the shop's file: who reads which, every answer, when each is read next. Answers are facts and stay.

import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { json, orTime, time } from '../sql-parameters.ts';
import { OUTSIDE_ROW, type OutsideKey, type OutsideRow } from './outside-calendars.ts';

/** Takes a due calendar for one reader until `until`; null if it is not due or another reads it. */
export async function claimOutside(
  db: Db,
  { shop, source }: OutsideKey,
  now: Instant,
  until: Instant,
): Promise<OutsideRow | null> {
  const row = await db
    .updateTable('outside_calendar')
    .set({ claimed_until: time(until) })
    .where('shop', '=', shop)
    .where('source', '=', source)
    .where('next_read_at', '<=', time(now))
    .where(({ or, eb }) => or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', time(now))]))
    .returning(OUTSIDE_ROW)
    .executeTakeFirst();
  return row ?? null;
}

/** Takes up to `limit` due feeds for one reader until `until`. */
export async function claimDueFeeds(db: Db, now: Instant, until: Instant, limit: number): Promise<OutsideRow[]> {
  return db
    .with('due', (qb) =>
      qb
        .selectFrom('outside_calendar')
        .select(['shop', 'source'])
        .where('next_read_at', '<=', time(now))
        .where('source', '<>', 'rms')
        .where(({ or, eb }) => or([eb('claimed_until', 'is', null), eb('claimed_until', '<=', time(now))]))
        .orderBy('next_read_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('outside_calendar')
    .from('due')
    .set({ claimed_until: time(until) })
    .whereRef('outside_calendar.shop', '=', 'due.shop')
    .whereRef('outside_calendar.source', '=', 'due.source')
    .returning(OUTSIDE_ROW)
    .execute();
}

/** Keeps an answer; one that says the same as the one before it is kept without its text. */
export async function writeAnswer(
  trx: Trx,
  row: OutsideRow,
  answer: { readonly hash: string; readonly value: unknown },
  now: Instant,
): Promise<void> {
  const { shop, source, answerHash } = row;
  const text = answer.hash === answerHash ? null : json(answer.value);
  await trx
    .insertInto('outside_answer')
    .values({ shop, source, read_at: time(now), hash: answer.hash, answer: text })
    .execute();
}

/** A good read. `nextReadAt` is when it is due again. */
export async function recordRead(
  trx: Trx,
  { shop, source }: OutsideKey,
  read: { readonly hash: string; readonly remarks: unknown; readonly nextReadAt: Instant },
  now: Instant,
): Promise<void> {
  await trx
    .updateTable('outside_calendar')
    .set({
      read_at: time(now),
      fresh_at: time(now),
      next_read_at: time(read.nextReadAt),
      answer_hash: read.hash,
      remarks: json(read.remarks),
      claimed_until: null,
      failing_since: null,
      failure: null,
    })
    .where('shop', '=', shop)
    .where('source', '=', source)
    .execute();
}

/** A read that failed: what is in force stays so. `failure` holds no address and no secret. */
export async function recordOutsideFailure(
  db: Db,
  { shop, source }: OutsideKey,
  failure: string,
  nextReadAt: Instant,
  now: Instant,
): Promise<void> {
  await db
    .updateTable('outside_calendar')
    .set(({ ref }) => ({
      next_read_at: time(nextReadAt),
      claimed_until: null,
      failing_since: orTime(ref('failing_since'), now),
      failure,
    }))
    .where('shop', '=', shop)
    .where('source', '=', source)
    .execute();
}

/** The reader stopped in the middle: the next one may begin at once. */
export async function releaseOutside(db: Db, { shop, source }: OutsideKey): Promise<void> {
  await db
    .updateTable('outside_calendar')
    .set({ claimed_until: null })
    .where('shop', '=', shop)
    .where('source', '=', source)
    .execute();
}
