// Inquiries whose wait is over, newest end first, filtered: of a few shops out of the index episode_ended, of all out of
// episode_ended_all. Each page looks at so many waits at most, so it costs that and not what has ever ended; what was not looked at
// yet is said by an edge: up to there the page is whole, and the next one begins there. An inquiry stands once, by its last wait
// that ended in the stretch asked for.

import { type RawBuilder, sql } from 'kysely';
import type { Instant, Status, Step } from '../../core/model.ts';
import { prepared } from '../database.ts';
import { INQUIRY, type InquiryFacts } from '../inquiry-facts.ts';
import type { Db } from '../schema.ts';
import { idArray, textArray, time, timeArray } from '../sql-parameters.ts';
import { DUE, type DueColumns, type EpisodeTimes, withDue } from '../steps/episode-times.ts';
import { allOf, DUE_COLUMNS, holds, ofInquiry, type Sought, says } from './open-inquiries.ts';

export interface FinishedRow extends InquiryFacts, Pick<EpisodeTimes, 'due'> {
  readonly shop: string;
  readonly inquiryId: number;
  readonly status: Status;
  /** The wait that ended; all null: the customer never waited. */
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly endedBy: string | null;
  /** Who answered it, as far as anybody said so: elsewhere, as needing no reply, or had it in hand then. */
  readonly by: string | null;
  /** When the shop asked something that nobody has answered. */
  readonly askedAt: Instant | null;
}

/** Where a page ended: the end of a wait, and the wait. */
export interface FinishedCursor {
  readonly endedAt: Instant;
  readonly episodeId: number;
}

/** When waits of a shop ended: [from, to). */
export interface Ended {
  readonly shop: string;
  readonly from: Instant;
  readonly to: Instant;
}

export interface FinishedFilters {
  /** As the inquiry stands now; `over`: nobody waits there again. Left out: whatever it is. */
  readonly status?: 'over' | Exclude<Status, 'unanswered'> | undefined;
  /** This step had passed when it ended. */
  readonly step?: Step | undefined;
  readonly channel?: string | undefined;
  readonly category?: string | undefined;
  /** Part of the name of whoever answered. */
  readonly by?: string | undefined;
  /** Part of number, item, category, order tail, channel or who answered. */
  readonly q?: Sought | undefined;
}

export interface FinishedQuery {
  /** Null: of all shops, from the beginning on. */
  readonly stretches: readonly Ended[] | null;
  /** They are most of what there is: the index of all is walked, whatever else is in it. */
  readonly isMost: boolean;
  readonly filters: FinishedFilters;
  readonly after: FinishedCursor | null;
  readonly limit: number;
  /** So many waits of each stretch are looked at, or of all. */
  readonly look: number;
}

export interface FinishedPart {
  readonly rows: readonly FinishedRow[];
  /** Where each row stands. */
  readonly places: readonly FinishedCursor[];
  /** Behind it nothing was looked at; null: all were. */
  readonly edge: FinishedCursor | null;
  /** So many were looked at. */
  readonly looked: number;
}

/** SQL: whether episode e is a wait that ended; as the indexes say it. */
const HAS_ENDED = sql`e.ended_at is not null and e.ended_by <> 'superseded'`;

export async function listFinished(db: Db, query: FinishedQuery): Promise<FinishedPart> {
  const { stretches, filters, limit, look } = query;
  const isWalked = stretches === null || query.isMost;
  type Found = {
    looked: number;
    ids: number[];
    waits: number[];
    ats: number[];
    edgeAt: Instant | null;
    edgeId: number | null;
  };
  const { rows } = await sql<Found>`
    with looked as materialized (${isWalked ? walked(query) : ofEach(query)}),
    edge as (select at, id from looked where n = ${look} order by at desc, id desc limit 1),
    fit as (
      select l.at, l.id, e.inquiry_id from looked l ${WITH_INQUIRY}
      ${isWalked && stretches !== null ? sql`join ${unnested(stretches)} on s.shop = e.shop and l.at >= s.from_at and l.at < s.to_at` : sql``}
      where not exists (select 1 from edge where (edge.at, edge.id) > (l.at, l.id))
        and (${lastWaitOf(sql`e.inquiry_id`, stretches === null ? sql`` : sql`and w.ended_at < ${isWalked ? sql`s.to_at` : sql`l.to_at`}`)}) = l.id
        and ${allOf(conditions(filters))}
      order by l.at desc, l.id desc limit ${limit})
    select coalesce((select array_agg(inquiry_id order by at desc, id desc) from fit), '{}') as ids,
      coalesce((select array_agg(id order by at desc, id desc) from fit), '{}') as waits,
      (select count(*)::int from looked) as looked, 
      coalesce((select array_agg(round(date_part('epoch', at) * 1000) order by at desc, id desc) from fit), '{}') as ats,
      (select at from edge) as "edgeAt", (select id from edge) as "edgeId"`.execute(db);
  const { looked, ids, waits, ats, edgeAt, edgeId } = rows[0]!;
  return {
    looked,
    rows: await finishedRows(db, ids, waits),
    places: waits.map((episodeId, i) => ({ endedAt: ats[i]!, episodeId })),
    edge: edgeAt === null || edgeId === null ? null : { endedAt: edgeAt, episodeId: edgeId },
  };
}

/** SQL: the wait e of l and its inquiry i, each looked up by itself: whatever is planned, no more is read than was looked at. */
const WITH_INQUIRY = sql`cross join lateral (select * from episode where id = l.id offset 0) e
  cross join lateral (select * from inquiry where id = e.inquiry_id offset 0) i`;

const unnested = (stretches: readonly Ended[]) =>
  sql`unnest(${textArray(stretches.map(({ shop }) => shop))}, ${timeArray(stretches.map(({ from }) => from))},
    ${timeArray(stretches.map(({ to }) => to))}) as s(shop, from_at, to_at)`;

/** SQL: the newest of each stretch. */
const ofEach = ({ stretches, after, look }: FinishedQuery) => sql`
  select d.*, s.to_at from ${unnested(stretches ?? [])} cross join lateral (
    select u.*, row_number() over (order by u.at desc, u.id desc) as n from (
      select e.ended_at as at, e.id from episode e where e.shop = s.shop and ${HAS_ENDED}
        and e.ended_at >= s.from_at and e.ended_at < ${after === null ? sql`s.to_at` : sql`least(s.to_at, ${justAfter(after)})`}
        ${isBehind(after)}
      order by e.ended_at desc, e.id desc limit ${look}) u) d`;

/** SQL: the newest of all. */
function walked({ stretches, after, look }: FinishedQuery): RawBuilder<unknown> {
  const to = Math.max(...(stretches ?? []).map((one) => one.to));
  const bounds =
    stretches === null
      ? sql``
      : sql`and e.ended_at >= ${time(Math.min(...stretches.map(({ from }) => from)))}
          and e.ended_at < ${after === null ? time(to) : time(Math.min(to, after.endedAt + 1))}`;
  return sql`
    select u.*, null::timestamptz as to_at, row_number() over (order by u.at desc, u.id desc) as n from (
      select e.ended_at as at, e.id from episode e where ${HAS_ENDED} ${bounds} ${isBehind(after)}
      order by e.ended_at desc, e.id desc limit ${look}) u`;
}

/** Said besides the place itself: a scan begins at the nearest bound of one column, not of two. */
const justAfter = ({ endedAt }: FinishedCursor) => time(endedAt + 1);

const isBehind = (after: FinishedCursor | null) =>
  after === null ? sql`` : sql`and (e.ended_at, e.id) < (${time(after.endedAt)}, ${after.episodeId})`;

/** SQL: who answered the wait e of inquiry i. */
const WHO = sql`coalesce(
  (select v.more->>'by' from event v where e.ended_by = 'answered_elsewhere' and v.inquiry_id = i.id
    and v.type = 'answered_elsewhere' and v.at = e.ended_at and v.more->>'by' is not null limit 1),
  (select n.by_whom from no_reply_needed n where e.ended_by = 'completed' and n.inquiry_id = i.id and n.undone_at is null
    and n.made_at <= e.ended_at order by n.made_at desc limit 1),
  (select m.by_whom from mute m where m.kind = 'in_hand' and m.inquiry_id = i.id and m.made_at <= e.ended_at
    and least(m.lifted_at, m.until_at) >= e.ended_at order by m.made_at desc limit 1))`;

/** SQL: what the filters ask of the wait e of inquiry i. */
function conditions({ status, step, channel, category, by, q }: FinishedFilters): RawBuilder<unknown>[] {
  return [
    sql`i.past_until is null`,
    ...(status === undefined ? [] : [status === 'over' ? sql`i.status <> 'unanswered'` : sql`i.status = ${status}`]),
    ...(step === undefined ? [] : [sql`e.${sql.ref(DUE_COLUMNS[step])} <= e.ended_at`]),
    ...ofInquiry({ channel, category }),
    ...(by === undefined ? [] : [holds(WHO, by)]),
    ...(q === undefined ? [] : [sql`(${says(q)} or ${holds(WHO, q.text)})`]),
  ];
}

/** The inquiries with a wait of each that ended (null: none), in that order. */
export async function finishedRows(
  db: Db,
  ids: readonly number[],
  waits: readonly (number | null)[],
): Promise<FinishedRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Omit<FinishedRow, 'due'> & DueColumns>`
    select i.shop, i.id as "inquiryId", ${INQUIRY}, i.status, e.started_at as "startedAt", e.ended_at as "endedAt",
      e.ended_by as "endedBy", ${DUE}, ${WHO} as by, i.asked_at as "askedAt"
    from unnest(${idArray(ids)}, ${idArray(waits)}) with ordinality g(inquiry_id, wait_id, place)
      join inquiry i on i.id = g.inquiry_id left join episode e on e.id = g.wait_id
    order by g.place`.execute(prepared(db));
  return rows.map(withDue);
}

/** Whether nothing is asked for that has to be sought through many. */
export const seeksNothing = ({ status, ...others }: FinishedFilters): boolean =>
  (status === undefined || status === 'over') && Object.values(others).every((value) => value === undefined);

/** Of these shops the inquiries of exactly that number in which nobody waits, with their last wait; few. */
export async function finishedOfNumber(db: Db, shops: readonly string[], number: string): Promise<FinishedRow[]> {
  const { rows } = await sql<{ id: number; wait: number | null }>`
    select i.id, (${lastWait}) as wait from unnest(${textArray(shops)}) s(shop)
      join inquiry i on i.shop = s.shop and i.external_id = ${number}
    where i.status <> 'unanswered' and i.past_until is null limit 50`.execute(db);
  return finishedRows(
    db,
    rows.map(({ id }) => id),
    rows.map(({ wait }) => wait),
  );
}

/** SQL: the last wait of an inquiry that ended. */
const lastWaitOf = (inquiryId: RawBuilder<unknown>, when: RawBuilder<unknown>): RawBuilder<number | null> => sql`
  select w.id from episode w where w.inquiry_id = ${inquiryId} and w.ended_at is not null and w.ended_by <> 'superseded' ${when}
  order by w.ended_at desc, w.id desc limit 1`;

/** SQL: the same of inquiry i. */
export const lastWait = lastWaitOf(sql`i.id`, sql``);
