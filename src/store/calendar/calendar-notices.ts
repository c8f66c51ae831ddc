// What is to be told about shops' calendars, each once: seasons without an entry, drift from RMS, held answers.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { anyText, textArray, time } from '../sql-parameters.ts';
import type { NoticeKind } from '../tables/calendar-tables.ts';

export interface NoticeKey {
  readonly shop: string;
  readonly kind: NoticeKind;
  readonly key: string;
}

export interface Notice extends NoticeKey {
  readonly madeAt: Instant;
}

const NOTICE = ['shop', 'kind', 'key', 'made_at as madeAt'] as const;

const list = (notices: readonly NoticeKey[]) =>
  sql`unnest(${textArray(notices.map((n) => n.shop))}, ${textArray(notices.map((n) => n.kind))},
    ${textArray(notices.map((n) => n.key))})`;

/** Adds notices; returns those that were not there. */
export async function addNotices(db: Db, notices: readonly NoticeKey[], now: Instant): Promise<NoticeKey[]> {
  if (notices.length === 0) return [];
  const { rows } = await sql<NoticeKey>`
    insert into calendar_notice (shop, kind, key, made_at) select *, ${time(now)} from ${list(notices)}
    on conflict do nothing returning shop, kind, key`.execute(db);
  return rows;
}

/** What is over is told again when it comes back. */
export async function dropNotices(db: Db, notices: readonly NoticeKey[]): Promise<void> {
  if (notices.length === 0) return;
  await sql`delete from calendar_notice n using ${list(notices)} d(shop, kind, key)
    where n.shop = d.shop and n.kind = d.kind and n.key = d.key`.execute(db);
}

/** All notices of a shop and kind. */
export async function noticesOf(db: Db, shop: string, kind: NoticeKind): Promise<Notice[]> {
  return db
    .selectFrom('calendar_notice')
    .select(NOTICE)
    .where('shop', '=', shop)
    .where('kind', '=', kind)
    .orderBy('made_at')
    .orderBy('key')
    .execute();
}

/** What ops have not been told yet of these shops, oldest first. Those of other shops wait until they are back. */
export async function pendingCalendarNotices(db: Db, shops: readonly string[]): Promise<Notice[]> {
  return db
    .selectFrom('calendar_notice')
    .select(NOTICE)
    .where('told_at', 'is', null)
    .where('shop', '=', anyText(shops))
    .orderBy('made_at')
    .orderBy('shop')
    .orderBy('kind')
    .orderBy('key')
    .execute();
}

/** Ties notices to the mail that is about to tell them. */
export async function attachNotices(db: Db, outboxId: number, notices: readonly NoticeKey[]): Promise<void> {
  await sql`update calendar_notice n set outbox_id = ${outboxId} from ${list(notices)} d(shop, kind, key)
    where n.shop = d.shop and n.kind = d.kind and n.key = d.key and n.told_at is null`.execute(db);
}

/** The first 250 for that mail. */
export async function markCalendarNoticesNotified(trx: Trx, outboxId: number, now: Instant): Promise<void> {
  await trx
    .updateTable('calendar_notice')
    .set({ told_at: time(now) })
    .where('outbox_id', '=', outboxId)
    .where('told_at', 'is', null)
    .execute();
}

/** Untold notices that hold no more: a season's stays as told, the others are forgotten. */
export async function settleNotices(db: Db, notices: readonly NoticeKey[], now: Instant): Promise<void> {
  const seasons = notices.filter(({ kind }) => kind === 'season');
  await dropNotices(
    db,
    notices.filter(({ kind }) => kind !== 'season'),
  );
  if (seasons.length === 0) return;
  await sql`update calendar_notice n set told_at = ${time(now)} from ${list(seasons)} d(shop, kind, key)
    where n.shop = d.shop and n.kind = d.kind and n.key = d.key and n.told_at is null`.execute(db);
}

/** Whether ops have anything left to be told of these shops. */
export async function anyPending(db: Db, shops: readonly string[]): Promise<boolean> {
  const one = await db
    .selectFrom('calendar_notice')
    .select('key')
    .where('told_at', 'is', null)
    .where('shop', '=', anyText(shops))
    .limit(1)
    .executeTakeFirst();
  return one !== undefined;
}
