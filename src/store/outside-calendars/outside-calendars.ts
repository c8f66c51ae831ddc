// Calendars outside the shop's file: which are wanted, what of each is in force and what is held. What is in force is made
// of the answers (outside-reads.ts) and replaced as a whole.

import { sql } from 'kysely';
import type { OutsideCalendar } from '../../core/calendar/outside-calendar.ts';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { json, orTime, textArray, time } from '../sql-parameters.ts';
import type { HeldWhy } from '../tables/calendar-tables.ts';

export interface OutsideKey {
  readonly shop: string;
  readonly source: string;
}

export interface OutsideRow extends OutsideKey {
  readonly name: string;
  readonly nextReadAt: Instant;
  /** The last good read; before the first, since when the calendar is wanted. */
  readonly freshAt: Instant;
  readonly readAt: Instant | null;
  readonly failingSince: Instant | null;
  readonly failure: string | null;
  readonly answerHash: string | null;
  readonly inForce: OutsideCalendar | null;
  readonly held: OutsideCalendar | null;
  readonly heldSince: Instant | null;
  readonly heldWhy: HeldWhy | null;
  readonly remarks: unknown;
}

export const OUTSIDE_ROW = [
  'outside_calendar.shop',
  'outside_calendar.source',
  'name',
  'next_read_at as nextReadAt',
  'fresh_at as freshAt',
  'read_at as readAt',
  'failing_since as failingSince',
  'failure',
  'answer_hash as answerHash',
  'in_force as inForce',
  'held',
  'held_since as heldSince',
  'held_why as heldWhy',
  'remarks',
] as const;

const keys = (rows: readonly OutsideKey[]) =>
  sql`unnest(${textArray(rows.map((r) => r.shop))}, ${textArray(rows.map((r) => r.source))})`;

/** Makes the list of outside calendars what the configuration says; a new one is due at once, answers stay. */
export async function syncOutside(
  db: Db,
  wanted: readonly (OutsideKey & { readonly name: string })[],
  now: Instant,
  among: readonly string[] | null = null,
): Promise<void> {
  await sql`
    delete from outside_calendar o where ${among === null ? sql`` : sql`o.shop = any(${textArray(among)}) and`} not exists (
      select 1 from ${keys(wanted)} w(shop, source) where w.shop = o.shop and w.source = o.source)`.execute(db);
  await sql`
    insert into outside_calendar as o (shop, source, name, next_read_at, fresh_at)
    select distinct on (shop, source) *, ${time(now)}, ${time(now)} from unnest(${textArray(wanted.map((w) => w.shop))},
      ${textArray(wanted.map((w) => w.source))}, ${textArray(wanted.map((w) => w.name))}) w(shop, source, name)
    on conflict (shop, source) do update set name = excluded.name where o.name <> excluded.name`.execute(db);
}

/** What is in force of every shop of which something changed at `since` or later; of all shops for null. */
export async function outsideInForce(
  db: Db,
  since: Instant | null,
): Promise<(OutsideKey & { readonly inForce: OutsideCalendar })[]> {
  const changed =
    since === null
      ? sql`true`
      : sql`shop in (
    select shop from outside_calendar where changed_at >= ${time(since)})`;
  const { rows } = await sql<OutsideKey & { inForce: OutsideCalendar }>`
    select shop, source, in_force as "inForce" from outside_calendar
    where in_force is not null and ${changed} order by shop, source`.execute(db);
  return rows;
}

/** The outside calendars of one shop. */
export async function outsideOfShop(db: Db, shop: string): Promise<OutsideRow[]> {
  return db.selectFrom('outside_calendar').select(OUTSIDE_ROW).where('shop', '=', shop).orderBy('source').execute();
}

/** The row, locked; null when the calendar is no longer wanted. */
export async function lockOutside(trx: Trx, { shop, source }: OutsideKey): Promise<OutsideRow | null> {
  const row = await trx
    .selectFrom('outside_calendar')
    .select(OUTSIDE_ROW)
    .where('shop', '=', shop)
    .where('source', '=', source)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Puts a calendar in force; nothing is held any more. */
export async function putInForce(
  trx: Trx,
  { shop, source }: OutsideKey,
  calendar: OutsideCalendar,
  now: Instant,
): Promise<void> {
  await trx
    .updateTable('outside_calendar')
    .set({ in_force: json(calendar), changed_at: time(now), held: null, held_since: null, held_why: null })
    .where('shop', '=', shop)
    .where('source', '=', source)
    .execute();
}

/** What came is what is in force: nothing is held any more. */
export async function dropHeld(trx: Trx, { shop, source }: OutsideKey): Promise<void> {
  await trx
    .updateTable('outside_calendar')
    .set({ held: null, held_since: null, held_why: null })
    .where('shop', '=', shop)
    .where('source', '=', source)
    .execute();
}

/** Holds a calendar for a person's confirmation; the first hold's time stays. */
export async function holdOutside(
  trx: Trx,
  { shop, source }: OutsideKey,
  calendar: OutsideCalendar,
  why: HeldWhy,
  now: Instant,
): Promise<void> {
  await trx
    .updateTable('outside_calendar')
    .set(({ ref }) => ({ held: json(calendar), held_why: why, held_since: orTime(ref('held_since'), now) }))
    .where('shop', '=', shop)
    .where('source', '=', source)
    .execute();
}

/** Calendars without a good read since `before`. */
export async function staleOutside(db: Db, before: Instant): Promise<OutsideRow[]> {
  return db
    .selectFrom('outside_calendar')
    .select(OUTSIDE_ROW)
    .where('fresh_at', '<', time(before))
    .orderBy('fresh_at')
    .execute();
}
