// What windows of days came to: sums of kept days, what is open and passed, and which days to count anew. No episode that has ended is
// read here.

import { type RawBuilder, sql } from 'kysely';
import type { GoalTally, GoalWindow } from '../../core/goals/goals.ts';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { idArray, textArray, time, timeArray } from '../sql-parameters.ts';
import type { ShopDay } from './goal-days.ts';
import { type GoalMark, marksOf } from './goal-marks.ts';

/** A shop's window. */
export interface ShopWindow extends Pick<GoalWindow, 'firstDay' | 'lastDay' | 'from'> {
  readonly shop: string;
}

interface FlatTally {
  readonly ord: number;
  readonly flagMet: number;
  readonly flagLate: number;
  readonly ownerAlertMet: number;
  readonly ownerAlertLate: number;
  readonly breachMet: number;
  readonly breachLate: number;
  readonly answered: number;
  readonly answerMs: number;
}

const tallyOf = (row: FlatTally): GoalTally => ({
  met: { flag: row.flagMet, owner_alert: row.ownerAlertMet, breach: row.breachMet },
  late: { flag: row.flagLate, owner_alert: row.ownerAlertLate, breach: row.breachLate },
  answered: row.answered,
  answerMs: row.answerMs,
});

/** By the place of the window in the list; windows without anything are left out. */
export type Sums = ReadonlyMap<number, GoalTally>;

const sumsOf = (rows: readonly FlatTally[]): Sums => new Map(rows.map((row) => [row.ord - 1, tallyOf(row)]));

/** The sums of their kept days but `without`. */
export async function keptSums(db: Db, windows: readonly ShopWindow[], without: readonly ShopDay[]): Promise<Sums> {
  const { rows } = await kept(windows, without).execute(db);
  return sumsOf(rows);
}

export interface Standing {
  /** The sums of all kept days. */
  readonly kept: Sums;
  /** What is open, began in the window and has passed a step at `now`. */
  readonly open: Sums;
  /** All marks of the windows' shops: what they name is not, or wrongly, in `kept`. */
  readonly marks: readonly GoalMark[];
  /** By shop, the zone by which its days are kept; shops of which nothing was kept yet are left out. */
  readonly zones: ReadonlyMap<string, string>;
}

/** Where windows stand, in one statement: a page of a shop asks for it at each view. */
export async function readStanding(db: Db, windows: readonly ShopWindow[], now: Instant): Promise<Standing> {
  const shops = textArray([...new Set(windows.map(({ shop }) => shop))]);
  const list = (rows: RawBuilder<unknown>) => sql`(select coalesce(json_agg(r), '[]') from (${rows}) r)`;
  const { rows } = await sql<{
    kept: FlatTally[];
    open: FlatTally[];
    marks: GoalMark[];
    zones: { readonly shop: string; readonly zone: string }[];
  }>`
    select ${list(kept(windows, []))} as kept, ${list(open(windows, now))} as open, ${list(marksOf(shops))} as marks,
      ${list(sql`select shop, zone from goal_zone where shop = any(${shops})`)} as zones`.execute(db);
  const [found] = rows;
  return {
    kept: sumsOf(found!.kept),
    open: sumsOf(found!.open),
    marks: found!.marks,
    zones: new Map(found!.zones.map(({ shop, zone }) => [shop, zone])),
  };
}

function kept(windows: readonly ShopWindow[], without: readonly ShopDay[]): RawBuilder<FlatTally> {
  const stale =
    without.length === 0
      ? sql``
      : sql`and not exists (select 1 from unnest(${textArray(without.map(({ shop }) => shop))},
          ${idArray(without.map(({ day }) => day))}) x(shop, day) where x.shop = d.shop and x.day = d.day)`;
  const sum = (column: string) => sql`sum(d.${sql.ref(column)})::float8`;
  return sql<FlatTally>`
    select w.ord::float8 as ord, ${sum('flag_met')} as "flagMet", ${sum('flag_late')} as "flagLate",
      ${sum('owner_alert_met')} as "ownerAlertMet", ${sum('owner_alert_late')} as "ownerAlertLate",
      ${sum('breach_met')} as "breachMet", ${sum('breach_late')} as "breachLate",
      ${sum('answered')} as answered, ${sum('answer_ms')} as "answerMs"
    from unnest(${textArray(windows.map(({ shop }) => shop))}, ${idArray(windows.map(({ firstDay }) => firstDay))},
      ${idArray(windows.map(({ lastDay }) => lastDay))}) with ordinality w(shop, first_day, last_day, ord)
    join goal_day d on d.shop = w.shop and d.day between w.first_day and w.last_day ${stale}
    group by w.ord`;
}

/** All of it stands in the index of open ones. */
function open(windows: readonly ShopWindow[], now: Instant): RawBuilder<FlatTally> {
  const passed = (column: string) => sql`${sql.ref(column)} <= ${time(now)}`;
  const late = (column: string) => sql`count(*) filter (where ${passed(column)})::int`;
  return sql<FlatTally>`
    with shops as (select distinct shop from unnest(${textArray(windows.map(({ shop }) => shop))}) s(shop)),
    passed as materialized (
      select o.shop, o.started_at, o.flag_due_at, o.owner_alert_due_at, o.breach_due_at
      from shops s join episode o on o.shop = s.shop and o.ended_at is null
        and (${passed('o.flag_due_at')} or ${passed('o.owner_alert_due_at')} or ${passed('o.breach_due_at')}))
    select w.ord::float8 as ord, 0 as "flagMet", 0 as "ownerAlertMet", 0 as "breachMet", 0 as answered, 0 as "answerMs",
      ${late('p.flag_due_at')} as "flagLate", ${late('p.owner_alert_due_at')} as "ownerAlertLate",
      ${late('p.breach_due_at')} as "breachLate"
    from unnest(${textArray(windows.map(({ shop }) => shop))}, ${timeArray(windows.map(({ from }) => from))})
      with ordinality w(shop, from_at, ord)
    join passed p on p.shop = w.shop and p.started_at >= w.from_at
    group by w.ord`;
}
