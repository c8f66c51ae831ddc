// The canary: what came of each day's, and its rows among all others, which leave when it has arrived.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { CANARY } from '../../core/shop-id.ts';
import type { Db, Trx } from '../schema.ts';
import { orTime, time } from '../sql-parameters.ts';

export interface CanaryRow {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly beganAt: Instant;
  /** When its owner is to be told. */
  readonly dueAt: Instant;
  readonly raisedAt: Instant | null;
  /** A mail server took its mail. */
  readonly acceptedAt: Instant | null;
  /** All the way: the board showed it too. */
  readonly arrivedAt: Instant | null;
  /** Ops were told that it did not arrive in time. */
  readonly toldAt: Instant | null;
}

const ROW = [
  'day',
  'began_at as beganAt',
  'due_at as dueAt',
  'raised_at as raisedAt',
  'accepted_at as acceptedAt',
  'arrived_at as arrivedAt',
  'told_at as toldAt',
] as const;

/** The newest. */
export async function latestCanary(db: Db): Promise<CanaryRow | null> {
  const row = await db.selectFrom('canary').select(ROW).orderBy('day', 'desc').limit(1).executeTakeFirst();
  return row ?? null;
}

/** The newest that went all the way. */
export async function latestArrival(db: Db): Promise<CanaryRow | null> {
  const row = await db
    .selectFrom('canary')
    .select(ROW)
    .where('arrived_at', 'is not', null)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Days of which it is kept what came of them. */
const KEPT_DAYS = 40;

/** Begins that day's, if nobody has: what is left of those before leaves. */
export async function beginCanary(
  trx: Trx,
  { day, beganAt, dueAt }: Pick<CanaryRow, 'day' | 'beganAt' | 'dueAt'>,
): Promise<void> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('canary')
    .values({ day, began_at: time(beganAt), due_at: time(dueAt) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows !== 1n) return;
  await dropCanary(trx);
  await sql`delete from canary where day < ${day}::date - ${KEPT_DAYS}::int`.execute(trx);
}

/** How far that day's has come: when it was raised, and when a mail server took its mail. */
export async function canaryProgress(
  db: Db,
  day: string,
): Promise<{ readonly raisedAt: Instant | null; readonly acceptedAt: Instant | null }> {
  const { rows } = await sql<{ raisedAt: Instant | null; acceptedAt: Instant | null }>`
    select t.detected_at as "raisedAt", (
      select min(d.at) from mail_item m join delivery d on d.outbox_id = m.outbox_id
      where m.episode_id = t.episode_id and d.state = 'accepted' and d.way = 'smtp') as "acceptedAt"
    from inquiry i join episode e on e.inquiry_id = i.id join step t on t.episode_id = e.id
    where i.shop = ${CANARY} and i.external_id = ${day} and t.step = 'owner_alert' and t.withdrawn_at is null`.execute(
    db,
  );
  return rows[0] ?? { raisedAt: null, acceptedAt: null };
}

/** Notes how far it has come; what is noted stays. */
export async function noteCanary(
  db: Db,
  day: string,
  { raisedAt, acceptedAt, arrivedAt }: Pick<CanaryRow, 'raisedAt' | 'acceptedAt' | 'arrivedAt'>,
): Promise<void> {
  const first = (known: RawBuilder<unknown>, at: Instant | null) =>
    at === null ? sql`${known}` : sql`coalesce(${known}, ${time(at)})`;
  await sql`
    update canary set raised_at = ${first(sql`raised_at`, raisedAt)}, accepted_at = ${first(sql`accepted_at`, acceptedAt)},
      arrived_at = ${first(sql`arrived_at`, arrivedAt)}
    where day = ${day}`.execute(db);
}

/** Ops are told of it from now on. */
export async function noteCanaryTold(db: Db, day: string, now: Instant): Promise<void> {
  await db
    .updateTable('canary')
    .set(({ ref }) => ({ told_at: orTime(ref('told_at'), now) }))
    .where('day', '=', day)
    .execute();
}

/** Canaries of days after `today` (YYYY-MM-DD) have never been; without them the next day's begins. */
export async function dropCanariesAfter(trx: Trx, today: string): Promise<void> {
  const { numDeletedRows } = await trx.deleteFrom('canary').where('day', '>', today).executeTakeFirstOrThrow();
  if (numDeletedRows > 0n) await dropCanary(trx);
}

/** Everything that stands of canaries among the rows of shops leaves. */
export async function dropCanary(trx: Trx): Promise<void> {
  const [inquiries, episodes, mails] = [
    sql`(select id from inquiry where shop = ${CANARY})`,
    sql`(select id from episode where shop = ${CANARY})`,
    sql`(select id from outbox where shop = ${CANARY})`,
  ];
  await sql`delete from mail_item where outbox_id in ${mails}`.execute(trx);
  await sql`delete from delivery where outbox_id in ${mails}`.execute(trx);
  await sql`delete from outbox where shop = ${CANARY}`.execute(trx);
  await sql`delete from step_withdrawal where episode_id in ${episodes}`.execute(trx);
  await sql`delete from step where episode_id in ${episodes}`.execute(trx);
  await sql`delete from event_copy where inquiry_id in ${inquiries}`.execute(trx);
  await sql`delete from event where inquiry_id in ${inquiries}`.execute(trx);
  await sql`delete from episode where shop = ${CANARY}`.execute(trx);
  await sql`delete from inquiry where shop = ${CANARY}`.execute(trx);
}
