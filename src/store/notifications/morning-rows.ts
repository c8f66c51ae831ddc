// What a morning list tells of a shop: its open inquiries by why they are listed, the most urgent ones of each part and how many there
// are. Reads the open inquiries of the shops asked for, and no others.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { inHandOf, isSilenced } from '../actions/mutes.ts';
import { OPEN_INQUIRY, type OpenInquiryRow } from '../board/open-inquiries.ts';
import type { Db } from '../schema.ts';
import { textArray, time, timeArray } from '../sql-parameters.ts';
import { type InColumns, type TimeColumns, withTimes } from '../steps/episode-times.ts';

/**
 * Why an inquiry is listed, the first that holds: its deadline, or another step, is still to come today; it has passed a step;
 * somebody has had it in hand since before today. `muted` ones are only counted; one promised for today stands with the promises.
 */
export type MorningPart = 'today' | 'reaching' | 'passed' | 'inHand' | 'muted';

export interface MorningRow extends OpenInquiryRow {
  readonly shop: string;
  readonly part: MorningPart;
  /** How many inquiries of the shop are in that part. */
  readonly all: number;
  /** How many of these are past the deadline. */
  readonly overdue: number;
  /** Who has it in hand, and since when; null when nobody has. */
  readonly inHandBy: string | null;
  readonly inHandSince: Instant | null;
}

/** A shop's today, from its start to its end. */
export interface ShopDay {
  readonly shop: string;
  readonly start: Instant;
  readonly end: Instant;
}

/** Up to `limit` inquiries of each part and shop, the most urgent first. */
export async function morningRows(
  db: Db,
  days: readonly ShopDay[],
  limit: number,
  now: Instant,
): Promise<MorningRow[]> {
  const at = time(now);
  const isToCome = (column: string) => sql`(${sql.ref(column)} > ${at} and ${sql.ref(column)} <= d.day_end)`;
  const { rows } = await sql<InColumns<MorningRow, TimeColumns>>`
    with placed as (
      select e.id, e.shop, m.by_whom, m.made_at, case
          when ${isSilenced(sql`e.shop`, sql`e.inquiry_id`, now)} then 'muted'
          when ${isToCome('e.breach_at')} then 'today'
          when exists (select 1 from promise p where p.inquiry_id = e.inquiry_id and p.stands and p.until_at <= d.day_end)
            then null
          when ${isToCome('e.owner_alert_due_at')} or ${isToCome('e.flag_due_at')} then 'reaching'
          when e.flag_due_at <= ${at} then 'passed'
          when m.made_at < d.day_start then 'inHand' end as part,
        case when e.breach_due_at <= ${at} then 0 when e.owner_alert_due_at <= ${at} then 1 else 2 end as level, e.breach_at
      from unnest(${textArray(days.map(({ shop }) => shop))}, ${timeArray(days.map(({ start }) => start))},
        ${timeArray(days.map(({ end }) => end))}) d(shop, day_start, day_end)
      join episode e on e.shop = d.shop and e.ended_at is null ${inHandOf(now)}),
    ranked as (
      select *, row_number() over urgent as nth, count(*) over (partition by shop, part)::int as "all",
        (count(*) filter (where level = 0) over (partition by shop, part))::int as overdue
      from placed where part is not null
      window urgent as (partition by shop, part order by level, breach_at, id))
    select r.shop, r.part, r."all", r.overdue, r.by_whom as "inHandBy", r.made_at as "inHandSince", ${OPEN_INQUIRY}
    from ranked r join episode e on e.id = r.id join inquiry i on i.id = e.inquiry_id
    where r.nth <= case when r.part = 'muted' then 1 else ${limit}::int end
    order by r.shop, r.part, r.nth`.execute(db);
  return rows.map(withTimes);
}
