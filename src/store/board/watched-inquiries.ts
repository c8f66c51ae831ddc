// What the ready watches list: answered and not completed, our question without an answer, read and not answered. Each has a small
// index of what may still be listed, by shop and time, oldest first: so a watch costs what it shows, and what has ended for good is
// never read. With filters a page looks at so many at most; what was not looked at yet is said by an edge.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { textArray, time, timeArray } from '../sql-parameters.ts';
import { type FinishedFilters, type FinishedRow, finishedRows, lastWait } from './finished-inquiries.ts';
import { allOf, IS_READ, ofInquiry } from './open-inquiries.ts';

/** Watches over what is answered, each with the column that says since when. */
const SINCE = { uncompleted: 'answered_at', asked: 'asked_at' } as const;
export type AnsweredWatch = keyof typeof SINCE;

/** A shop, and the instant before which what is listed happened. */
export interface Since {
  readonly shop: string;
  readonly before: Instant;
}

export interface WatchCursor {
  readonly at: Instant;
  readonly inquiryId: number;
}

export interface WatchQuery {
  readonly watch: AnsweredWatch;
  readonly shops: readonly Since[];
  /** Of the inquiry itself. */
  readonly filters: Pick<FinishedFilters, 'channel' | 'category' | 'q'>;
  readonly after: WatchCursor | null;
  readonly limit: number;
  /** So many of each shop are looked at; without filters as many as the limit are enough. */
  readonly look: number;
}

export interface WatchPart {
  readonly rows: readonly FinishedRow[];
  /** Where each row stands. */
  readonly places: readonly WatchCursor[];
  /** Behind it nothing was looked at; null: all were. */
  readonly edge: WatchCursor | null;
}

const sinces = (shops: readonly Since[]) =>
  sql`unnest(${textArray(shops.map(({ shop }) => shop))}, ${timeArray(shops.map(({ before }) => before))}) as s(shop, before)`;

/** SQL: whether inquiry i of s is listed; as the index says it. */
function isListed(watch: AnsweredWatch): RawBuilder<unknown> {
  const at = sql.ref(`i.${SINCE[watch]}`);
  return sql`i.shop = s.shop and i.status = 'answered' and ${at} is not null and ${at} < s.before`;
}

/** By time, then inquiry. */
export async function listWatched(
  db: Db,
  { watch, shops, filters, after, limit, look }: WatchQuery,
): Promise<WatchPart> {
  const at = sql.ref(`i.${SINCE[watch]}`);
  const isBehind = after === null ? sql`` : sql`and (${at}, i.id) > (${time(after.at)}, ${after.inquiryId})`;
  type Found = {
    ids: number[];
    waits: (number | null)[];
    ats: number[];
    edgeAt: Instant | null;
    edgeId: number | null;
  };
  const { rows } = await sql<Found>`
    with looked as materialized (
      select d.* from ${sinces(shops)} cross join lateral (
        select u.*, row_number() over (order by u.at, u.id) as n from (
          select ${at} as at, i.id from inquiry i where ${isListed(watch)} ${isBehind}
          order by ${at}, i.id limit ${look}) u) d),
    edge as (select at, id from looked where n = ${look} order by at, id limit 1),
    fit as (
      select l.at, l.id, (${lastWait}) as wait from looked l cross join lateral (select * from inquiry where id = l.id offset 0) i
      where not exists (select 1 from edge where (edge.at, edge.id) < (l.at, l.id))
        and ${allOf([sql`true`, ...ofInquiry(filters)])}
      order by l.at, l.id limit ${limit})
    select coalesce((select array_agg(id order by at, id) from fit), '{}') as ids,
      coalesce((select array_agg(wait order by at, id) from fit), '{}') as waits,
      coalesce((select array_agg(round(date_part('epoch', at) * 1000) order by at, id) from fit), '{}') as ats, (select at from edge) as "edgeAt", (select id from edge) as "edgeId"`.execute(
    db,
  );
  const { ids, waits, ats, edgeAt, edgeId } = rows[0]!;
  return {
    rows: await finishedRows(db, ids, waits),
    places: ids.map((inquiryId, i) => ({ at: ats[i]!, inquiryId })),
    edge: edgeAt === null || edgeId === null ? null : { at: edgeAt, inquiryId: edgeId },
  };
}

/** How many each watch has of these shops, up to `most` of each. */
export interface WatchCounts extends Readonly<Record<AnsweredWatch, number>> {
  /** Read, and the customer still waits. */
  readonly read: number;
}

export async function countWatched(db: Db, shops: readonly Since[], most: number): Promise<WatchCounts> {
  const counted = (is: RawBuilder<unknown>) => sql`(select count(*)::int from (
    select 1 from sinces s cross join lateral (select 1 from inquiry i where ${is} limit ${most}) i limit ${most}) c)`;
  const { rows } = await sql<WatchCounts>`
    with sinces as materialized (select * from ${sinces(shops)})
    select ${counted(isListed('uncompleted'))} as uncompleted, ${counted(isListed('asked'))} as asked,
      ${counted(sql`i.shop = s.shop and ${IS_READ}`)} as read`.execute(db);
  return rows[0]!;
}
