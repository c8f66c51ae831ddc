// The open inquiries of many shops, worst first, filtered. Each page looks at so many of each shop at most, out of the index
// episode_open, so it costs the shops asked for and not what is open; of all shops together it looks at so many, out of
// episode_open_all. What was not looked at yet is said by an edge: up to there the page is whole, and the next one begins there.

import { type RawBuilder, sql } from 'kysely';
import type { Instant, Step } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { idArray, textArray, time, timeArray } from '../sql-parameters.ts';
import { type InColumns, type TimeColumns, withTimes } from '../steps/episode-times.ts';
import type { Stretch } from './due-within.ts';
import {
  allOf,
  asksNothing,
  conditions,
  DUE_COLUMNS,
  joinsAt,
  type ListedRow,
  listed,
  type OpenCursor,
  type RowFilters,
} from './open-inquiries.ts';

/** An open inquiry in a list over shops. */
export interface OverShopsRow extends ListedRow {
  readonly shop: string;
}

export interface OverShopsQuery {
  /** Each shop, and between which instants its deadlines lie. */
  readonly stretches: readonly Stretch[];
  /** Hardly an open inquiry is of any other shop, and the stretches are alike. */
  readonly isEvery: boolean;
  /** Whether inquiries without a deadline are meant as well. */
  readonly orNone: boolean;
  readonly now: Instant;
  /** At least this step has passed. */
  readonly step: Step | undefined;
  /** What cannot be seen in the index. */
  readonly filters: Omit<RowFilters, 'step' | 'due'>;
  readonly after: OpenCursor | null;
  readonly limit: number;
  /** So many of each shop are looked at; of all together where it is every shop. */
  readonly look: number;
}

export interface OverShopsPart {
  readonly rows: readonly OverShopsRow[];
  /** Behind it nothing was looked at; null: all were. */
  readonly edge: OpenCursor | null;
}

/** By deadline, then episode; those without a deadline come last. */
export async function listOverShops(db: Db, query: OverShopsQuery): Promise<OverShopsPart> {
  const { stretches, isEvery, now, step, limit, look } = query;
  const isAsked = isEvery ? sql`l.shop in (select unnest(${textArray(stretches.map(({ shop }) => shop))}))` : sql`true`;
  const isJoined = !asksNothing(query.filters);
  const { rows } = await sql<{ ids: readonly number[]; edgeId: number | null; edgeAt: Instant | null }>`
    with looked as materialized (
      select d.* from ${unnested(isEvery ? stretches.slice(0, 1) : stretches)} as s(shop, after, up_to) cross join lateral (
        select u.*, row_number() over (order by u.at, u.id) as n from (${candidates(query)}) u order by u.at, u.id limit ${look}) d),
    edge as (select at, id from looked where n = ${look} order by at, id limit 1),
    fit as (
      select l.at, l.id from looked l
      ${isJoined ? sql`join episode e on e.id = l.id ${joinsAt(now)}` : sql``}
      where not exists (select 1 from edge where (edge.at, edge.id) < (l.at, l.id)) and ${isAsked}
        ${step === undefined ? sql`` : sql`and l.step_due <= ${time(now)}`} and ${allOf(conditions(query.filters, now))}
      order by l.at, l.id limit ${limit})
    select coalesce((select array_agg(id order by at, id) from fit), '{}') as ids, (select id from edge) as "edgeId",
      (select nullif(at, 'infinity') from edge) as "edgeAt"`.execute(db);
  const { ids, edgeId, edgeAt } = rows[0]!;
  const edge = edgeId === null ? null : { deadline: edgeAt, episodeId: edgeId };
  return { rows: ids.length === 0 ? [] : await rowsOf(db, ids, now), edge };
}

const unnested = (stretches: readonly Stretch[]) =>
  sql`unnest(${textArray(stretches.map(({ shop }) => shop))}, ${timeArray(stretches.map(({ after }) => after))},
    ${timeArray(stretches.map(({ upTo }) => upTo))})`;

/** SQL: the open inquiries of s behind the cursor, each part a range of the index. */
function candidates({ isEvery, orNone, step, after, look }: OverShopsQuery): RawBuilder<unknown> {
  const ofShop = isEvery ? sql`` : sql`and e.shop = s.shop`;
  const due = step === undefined ? sql`null::timestamptz` : sql`e.${sql.ref(DUE_COLUMNS[step])}`;
  const dated = sql`(select e.breach_at as at, e.id, e.shop, ${due} as step_due from episode e
    where e.ended_at is null ${ofShop} and e.breach_at > s.after and e.breach_at <= s.up_to
      ${after === null || after.deadline === null ? sql`` : sql`and (e.breach_at, e.id) > (${time(after.deadline)}, ${after.episodeId})`}
    order by e.breach_at, e.id limit ${look})`;
  const dateless = sql`(select 'infinity'::timestamptz as at, e.id, e.shop, ${due} as step_due from episode e
    where e.ended_at is null ${ofShop} and e.breach_at is null
      ${after === null || after.deadline !== null ? sql`` : sql`and e.id > ${after.episodeId}`}
    order by e.id limit ${look})`;
  if (!orNone) return dated;
  return after !== null && after.deadline === null ? dateless : sql`${dated} union all ${dateless}`;
}

async function rowsOf(db: Db, ids: readonly number[], now: Instant): Promise<OverShopsRow[]> {
  const { rows } = await sql<InColumns<OverShopsRow, TimeColumns>>`
    select e.shop, ${listed(now)} from episode e ${joinsAt(now)} where e.id = any(${idArray(ids)})
    order by e.breach_at, e.id`.execute(db);
  return rows.map(withTimes);
}
