// What windows of days came to: sums of kept days, and what is open and passed. No episode that has ended is read here.

import { sql } from 'kysely';
import type { GoalTally, GoalWindow } from '../../core/goals/goals.ts';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { idArray, textArray, time, timeArray } from '../sql-parameters.ts';
import type { ShopDay } from './goal-days.ts';

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

/** By the place of the window in the list: the sum of its kept days but `without`; windows without any are left out. */
export async function keptSums(
  db: Db,
  windows: readonly ShopWindow[],
  without: readonly ShopDay[],
): Promise<Map<number, GoalTally>> {
  const stale =
    without.length === 0
      ? sql``
      : sql`and not exists (select 1 from unnest(${textArray(without.map(({ shop }) => shop))},
          ${idArray(without.map(({ day }) => day))}) x(shop, day) where x.shop = d.shop and x.day = d.day)`;
  const sum = (column: string) => sql`sum(d.${sql.ref(column)})::float8`;
  const { rows } = await sql<FlatTally>`
    select w.ord::float8 as ord, ${sum('flag_met')} as "flagMet", ${sum('flag_late')} as "flagLate",
      ${sum('owner_alert_met')} as "ownerAlertMet", ${sum('owner_alert_late')} as "ownerAlertLate",
      ${sum('breach_met')} as "breachMet", ${sum('breach_late')} as "breachLate",
      ${sum('answered')} as answered, ${sum('answer_ms')} as "answerMs"
    from unnest(${textArray(windows.map(({ shop }) => shop))}, ${idArray(windows.map(({ firstDay }) => firstDay))},
      ${idArray(windows.map(({ lastDay }) => lastDay))}) with ordinality w(shop, first_day, last_day, ord)
    join goal_day d on d.shop = w.shop and d.day between w.first_day and w.last_day ${stale}
    group by w.ord`.execute(db);
  return new Map(rows.map((row) => [row.ord - 1, tallyOf(row)]));
}

/** By the place of the window in the list: what is open, began in it and has passed a step at `now`; else left out. */
export async function openSums(db: Db, windows: readonly ShopWindow[], now: Instant): Promise<Map<number, GoalTally>> {
  const passed = (column: string) => sql`${sql.ref(column)} <= ${time(now)}`;
  const late = (column: string) => sql`count(*) filter (where ${passed(column)})::int`;
  // All of it stands in the index of open ones.
  const { rows } = await sql<FlatTally>`
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
    group by w.ord`.execute(db);
  return new Map(rows.map((row) => [row.ord - 1, tallyOf(row)]));
}
