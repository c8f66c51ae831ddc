// Days of shops as they are kept for goals, and the episodes that they are counted from.

import { sql } from 'kysely';
import type { GoalEpisode, GoalTally } from '../../core/goals/goals.ts';
import type { EpochDay } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { anyId, anyText, idArray, textArray } from '../sql-parameters.ts';

/** One local day of a shop. */
export interface ShopDay {
  readonly shop: string;
  readonly day: EpochDay;
}

export interface KeptDay extends ShopDay {
  readonly tally: GoalTally;
  /** The episodes that are counted in it. */
  readonly episodes: readonly number[];
}

const daysOf = (days: readonly ShopDay[]) =>
  sql`unnest(${textArray(days.map(({ shop }) => shop))}, ${idArray(days.map(({ day }) => day))})`;

/** The ids that these days were counted from; a day that was never counted is left out. */
export async function episodesOfDays(
  db: Db,
  days: readonly ShopDay[],
): Promise<(ShopDay & { readonly episodes: readonly number[] })[]> {
  if (days.length === 0) return [];
  const { rows } = await sql<ShopDay & { episodes: readonly number[] }>`
    select d.shop, d.day, d.episodes from ${daysOf(days)} g(shop, day)
    join goal_day d on d.shop = g.shop and d.day = g.day`.execute(db);
  return rows;
}

/** All days of these shops. */
export async function keptDaysOf(
  db: Db,
  shops: readonly string[],
): Promise<(ShopDay & { readonly episodes: readonly number[] })[]> {
  const { rows } = await sql<ShopDay & { episodes: readonly number[] }>`
    select shop, day, episodes from goal_day where shop = ${anyText(shops)}`.execute(db);
  return rows;
}

export interface EndedEpisode extends GoalEpisode {
  readonly id: number;
  readonly shop: string;
}

/** Those of these episodes that have ended. */
export async function endedEpisodes(db: Db, ids: readonly number[]): Promise<EndedEpisode[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('episode')
    .select(['id', 'shop', 'started_at', 'ended_at', 'ended_by', 'flag_due_at', 'owner_alert_due_at', 'breach_due_at'])
    .where('id', '=', anyId(ids))
    .where('ended_at', 'is not', null)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    shop: row.shop,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    due: { flag: row.flag_due_at, owner_alert: row.owner_alert_due_at, breach: row.breach_due_at },
  }));
}

/** Keeps these days as counted now; a day without episodes is forgotten. */
export async function saveDays(trx: Trx, days: readonly KeptDay[]): Promise<void> {
  const empty = days.filter(({ episodes }) => episodes.length === 0);
  const full = days.filter(({ episodes }) => episodes.length > 0);
  if (empty.length > 0)
    await sql`delete from goal_day d using ${daysOf(empty)} g(shop, day) where d.shop = g.shop and d.day = g.day`.execute(
      trx,
    );
  if (full.length === 0) return;
  const counts = (of: (tally: GoalTally) => number) => idArray(full.map(({ tally }) => of(tally)));
  await sql`
    insert into goal_day (shop, day, flag_met, flag_late, owner_alert_met, owner_alert_late, breach_met, breach_late,
      answered, answer_ms, episodes)
    select k.shop, k.day, k.a, k.b, k.c, k.d, k.e, k.f, k.g, k.h, k.ids::bigint[]
    from unnest(${textArray(full.map(({ shop }) => shop))}, ${idArray(full.map(({ day }) => day))},
      ${counts(({ met }) => met.flag)}, ${counts(({ late }) => late.flag)},
      ${counts(({ met }) => met.owner_alert)}, ${counts(({ late }) => late.owner_alert)},
      ${counts(({ met }) => met.breach)}, ${counts(({ late }) => late.breach)},
      ${counts(({ answered }) => answered)}, ${counts(({ answerMs }) => answerMs)},
      ${textArray(full.map(({ episodes }) => `{${episodes.join(',')}}`))}) k(shop, day, a, b, c, d, e, f, g, h, ids)
    on conflict (shop, day) do update set flag_met = excluded.flag_met, flag_late = excluded.flag_late,
      owner_alert_met = excluded.owner_alert_met, owner_alert_late = excluded.owner_alert_late,
      breach_met = excluded.breach_met, breach_late = excluded.breach_late, answered = excluded.answered,
      answer_ms = excluded.answer_ms, episodes = excluded.episodes`.execute(trx);
}

/** By shop, the zone by which its days are kept; shops of which nothing was kept yet are left out. */
export async function keptZones(db: Db, shops: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.selectFrom('goal_zone').selectAll().where('shop', '=', anyText(shops)).execute();
  return new Map(rows.map(({ shop, zone }) => [shop, zone]));
}

/** From now on these shops' days are kept by these zones. */
export async function saveZones(
  trx: Trx,
  zones: readonly { readonly shop: string; readonly zone: string }[],
): Promise<void> {
  if (zones.length === 0) return;
  await sql`insert into goal_zone (shop, zone)
    select * from unnest(${textArray(zones.map(({ shop }) => shop))}, ${textArray(zones.map(({ zone }) => zone))})
    on conflict (shop) do update set zone = excluded.zone`.execute(trx);
}

/** Those of these shops whose days are kept by another zone. */
export async function shopsOfOtherZones(
  db: Db,
  zones: readonly { readonly shop: string; readonly zone: string }[],
): Promise<string[]> {
  const { rows } = await sql<{ shop: string }>`
    select z.shop from unnest(${textArray(zones.map(({ shop }) => shop))}, ${textArray(zones.map(({ zone }) => zone))})
      g(shop, zone) join goal_zone z on z.shop = g.shop and z.zone <> g.zone`.execute(db);
  return rows.map(({ shop }) => shop);
}

/** Forgets the days of these shops; returns the ids that they were counted from. */
export async function forgetDays(trx: Trx, shops: readonly string[]): Promise<number[]> {
  const rows = await trx.deleteFrom('goal_day').where('shop', '=', anyText(shops)).returning('episodes').execute();
  return rows.flatMap(({ episodes }) => episodes);
}

/** Counting is done by one at a time; false while another does. Until the transaction ends. */
export async function lockGoalDays(trx: Trx): Promise<boolean> {
  const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${LOCK}) as got`.execute(trx);
  return rows[0]!.got;
}

const LOCK = 7_462_215_926;

/** Forgets days before this one, of up to `limit` shops behind `afterShop`. Returns the last of them; null: there are no more. */
export async function dropDaysBefore(
  db: Db,
  day: EpochDay,
  { afterShop, limit }: { readonly afterShop: string; readonly limit: number },
): Promise<string | null> {
  const { rows } = await sql<{ shop: string }>`
    with shops as (select shop from goal_zone where shop > ${afterShop} order by shop limit ${limit}),
    dropped as (delete from goal_day d using shops s where d.shop = s.shop and d.day < ${day})
    select shop from shops order by shop`.execute(db);
  return rows.length < limit ? null : rows.at(-1)!.shop;
}
