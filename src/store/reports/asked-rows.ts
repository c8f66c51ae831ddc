// Reads what customers asked about, counted by item and category as they are stored. An inquiry belongs to the stretch in which its
// first wait began; waits that ended by deletion are none. Traps: the bounds of all stretches are said outright, for only so the range
// index on the start tells which pages to read; and the inquiries begun are an array, for a join with so many is planned as with few.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { AskedRow } from '../../core/reports/asked.ts';
import type { Db } from '../schema.ts';
import { textArray, time, timeArray } from '../sql-parameters.ts';
import type { Between } from './report-rows.ts';

/** A stretch of a shop's time, and the one it is compared with, which ends at or before its beginning. */
export interface AskedSpan extends Between {
  readonly shop: string;
  readonly before: Between;
}

/** By shop, one row for each number, name and category; what was asked only in the stretch before is among them. */
export async function askedRows(db: Db, spans: readonly AskedSpan[]): Promise<Map<string, AskedRow[]>> {
  const byShop = new Map<string, AskedRow[]>();
  if (spans.length === 0) return byShop;
  const first = Math.min(...spans.map(({ before }) => before.from));
  const last = Math.max(...spans.map(({ to }) => to));
  const { rows } = await sql<AskedRow & { shop: string }>`
    with span as (select * from ${list(spans)}),
    asked as materialized (
      select e.inquiry_id, e.shop, min(e.started_at) as at, count(*)::int as waits, bool_or(e.ended_at is null) as open,
        bool_or(e.ended_by in ('shop_reply', 'answered_elsewhere')) as answered
      from episode e where e.inquiry_id = any(array(
        select e.inquiry_id from span s join episode e on e.shop = s.shop
        where e.started_at >= ${time(first)} and e.started_at < ${time(last)}
          and (e.started_at >= s.from_at and e.started_at < s.to_at
            or e.started_at >= s.before_from and e.started_at < s.before_to) and ${IS_WAIT})) and ${IS_WAIT}
      group by e.inquiry_id, e.shop)
    select shop, item, item_number as "itemNumber", item_url as "itemUrl", category, inquiries, exchanges, answered,
      answered_once as "answeredOnce", by_bot as "byBot", by_bot_alone as "byBotAlone", before
    from (
      select s.shop, i.item, i.item_number, i.category, max(i.item_url) as item_url,
        ${count(sql`true`)} as inquiries, coalesce(sum(a.waits) filter (where ${IS_NOW}), 0)::int as exchanges,
        ${count(sql`not a.open and a.answered`)} as answered,
        ${count(sql`not a.open and a.answered and a.waits = 1`)} as answered_once,
        ${count(sql`not a.open and bot.inquiry_id is not null`)} as by_bot,
        ${count(sql`not a.open and bot.inquiry_id is not null and a.answered is not true`)} as by_bot_alone,
        count(*) filter (where not ${IS_NOW})::int as before
      from asked a join span s on s.shop = a.shop and (
          a.at >= s.from_at and a.at < s.to_at or a.at >= s.before_from and a.at < s.before_to)
        join inquiry i on i.id = a.inquiry_id
        left join (select distinct inquiry_id from event where type = 'auto_reply'
          and inquiry_id between (select min(inquiry_id) from asked) and (select max(inquiry_id) from asked)) bot
          on bot.inquiry_id = a.inquiry_id
      group by s.shop, i.item, i.item_number, i.category) g`.execute(db);
  for (const { shop, ...row } of rows) {
    const known = byShop.get(shop);
    if (known === undefined) byShop.set(shop, [row]);
    else known.push(row);
  }
  return byShop;
}

const list = (spans: readonly AskedSpan[]) => {
  const times = (at: (span: AskedSpan) => Instant) => timeArray(spans.map(at));
  return sql`unnest(${textArray(spans.map(({ shop }) => shop))}, ${times(({ from }) => from)}, ${times(({ to }) => to)},
    ${times(({ before }) => before.from)}, ${times(({ before }) => before.to)}) u(shop, from_at, to_at, before_from, before_to)`;
};

/** SQL: whether somebody waited in episode e. */
const IS_WAIT = sql`(e.ended_by is null or e.ended_by not in ('superseded', 'message_deleted'))`;
const IS_NOW = sql`(a.at >= s.from_at)`;
const count = (what: ReturnType<typeof sql>) => sql`(count(*) filter (where ${IS_NOW} and ${what}))::int`;
