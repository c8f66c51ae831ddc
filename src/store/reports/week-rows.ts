// Reads for summaries of weeks: counts by week, what was late, what falls due by the day, of the shops asked for.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { INQUIRY, type InquiryFacts } from '../inquiry-facts.ts';
import type { Db } from '../schema.ts';
import { textArray, time, timeArray } from '../sql-parameters.ts';
import type { Between } from './report-rows.ts';

/** A stretch of a shop's time. */
export interface ShopSpan extends Between {
  readonly shop: string;
}

const list = (spans: readonly ShopSpan[]) =>
  sql`unnest(${textArray(spans.map(({ shop }) => shop))}, ${timeArray(spans.map(({ from }) => from))},
    ${timeArray(spans.map(({ to }) => to))}) s(shop, from_at, to_at)`;

/** Of the inquiries that began in the stretch: how many there were, answered within each step, and past it unanswered. */
export interface SpanCounts {
  readonly shop: string;
  readonly from: Instant;
  readonly inquiries: number;
  readonly flagMet: number;
  readonly flagMissed: number;
  readonly ownerAlertMet: number;
  readonly ownerAlertMissed: number;
  readonly breachMet: number;
  readonly breachMissed: number;
}

/** The counts of a report (shopMonths), by stretch; those without inquiries are left out. */
export async function spanCounts(db: Db, spans: readonly ShopSpan[], now: Instant): Promise<SpanCounts[]> {
  if (spans.length === 0) return [];
  const met = (due: string) =>
    sql`count(*) filter (where e.ended_by in ('shop_reply', 'answered_elsewhere') and ${sql.ref(due)} > e.ended_at)::int`;
  const missed = (due: string) =>
    sql`count(*) filter (where ${sql.ref(due)} <= coalesce(e.ended_at, ${time(now)}))::int`;
  const { rows } = await sql<SpanCounts>`
    select s.shop, s.from_at as "from", count(*)::int as inquiries,
      ${met('e.flag_due_at')} as "flagMet", ${missed('e.flag_due_at')} as "flagMissed",
      ${met('e.owner_alert_due_at')} as "ownerAlertMet", ${missed('e.owner_alert_due_at')} as "ownerAlertMissed",
      ${met('e.breach_due_at')} as "breachMet", ${missed('e.breach_due_at')} as "breachMissed"
    from ${list(spans)} join inquiry i on i.shop = s.shop join episode e on e.inquiry_id = i.id
      and e.started_at >= s.from_at and e.started_at < s.to_at
    where e.ended_by is distinct from 'superseded' and e.started_at >= ${time(earliest(spans))}
      and e.started_at < ${time(Math.max(...spans.map(({ to }) => to)))}
    group by s.shop, s.from_at`.execute(db);
  return rows;
}

const earliest = (spans: readonly ShopSpan[]): Instant => Math.min(...spans.map(({ from }) => from));

/** An inquiry that was not answered by its deadline. */
export interface LateRow extends InquiryFacts {
  readonly shop: string;
  readonly startedAt: Instant;
  readonly breachAt: Instant;
  /** When the wait ended; null while it is open. */
  readonly endedAt: Instant | null;
  /** It ended with an answer. */
  readonly isAnswered: boolean;
  /** How many there are in the shop's stretch. */
  readonly all: number;
}

/** A deadline later than this after the message is rare: such an inquiry is not looked for. */
const LONGEST_MS = 90 * 86_400_000;

/**
 * Those of each stretch whose deadline passed in it, unanswered: up to `limit` of a shop, by deadline. A deadline at the last midnight
 * is of the stretch that ends then.
 */
export async function lateRows(db: Db, spans: readonly ShopSpan[], limit: number, now: Instant): Promise<LateRow[]> {
  if (spans.length === 0) return [];
  const { rows } = await sql<LateRow>`
    with late as (
      select e.shop, e.inquiry_id, e.started_at, e.breach_due_at, e.ended_at,
        coalesce(e.ended_by in ('shop_reply', 'answered_elsewhere'), false) as answered,
        row_number() over (partition by e.shop order by e.breach_due_at, e.id) as nth,
        count(*) over (partition by e.shop)::int as "all"
      from ${list(spans)} join inquiry i on i.shop = s.shop join episode e on e.inquiry_id = i.id
        and e.breach_due_at > s.from_at and e.breach_due_at <= s.to_at
      where e.breach_due_at <= coalesce(e.ended_at, ${time(now)}) and e.ended_by is distinct from 'superseded'
        and e.started_at >= ${time(earliest(spans) - LONGEST_MS)})
    select l.shop, ${INQUIRY}, l.started_at as "startedAt", l.breach_due_at as "breachAt", l.ended_at as "endedAt", l.answered as "isAnswered",
      l."all"
    from late l join inquiry i on i.id = l.inquiry_id where l.nth <= ${limit}
    order by l.shop, l.nth`.execute(db);
  return rows;
}

export interface StillOpen {
  readonly shop: string;
  readonly unanswered: number;
  readonly overdue: number;
}

/** What is unanswered now; shops with nothing open are left out. */
export async function stillOpen(db: Db, shops: readonly string[], now: Instant): Promise<Map<string, StillOpen>> {
  const { rows } = await sql<StillOpen>`
    select shop, count(*)::int as unanswered, count(*) filter (where breach_due_at <= ${time(now)})::int as overdue
    from episode where ended_at is null and shop = any(${textArray(shops)}) group by shop`.execute(db);
  return new Map(rows.map((row) => [row.shop, row]));
}
