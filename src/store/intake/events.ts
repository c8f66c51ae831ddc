// Events: append-only, unique by (inquiry, event id). Of copies that differ the earliest counts: one learned later that
// comes before what is stored goes to `event_copy`; what does not come before it changes nothing.
// Trap: whoever reads events reads both tables and lets the core choose (`inOrder`).

import { type RawBuilder, sql } from 'kysely';
import type { Instant, ThreadEvent, ThreadEventType } from '../../core/model.ts';
import { compareCopies, inOrder } from '../../core/steps/event-order.ts';
import type { Db, Trx } from '../schema.ts';
import { idArray, textArray, time, timeArray } from '../sql-parameters.ts';
import type { MoreOfEvent } from '../tables/intake-tables.ts';

export interface EventOfInquiry {
  readonly shop: string;
  readonly inquiry: string;
  readonly event: ThreadEvent;
}

/** Which of these inquiries are stored, by index: one look at one index each, whatever the planner knows of the table. */
export async function storedInquiries(
  db: Db,
  keys: readonly Pick<EventOfInquiry, 'shop' | 'inquiry'>[],
): Promise<Set<number>> {
  const { rows } = await sql<{ ord: number }>`
    select k.ord from unnest(${textArray(keys.map((k) => k.shop))}, ${textArray(keys.map((k) => k.inquiry))})
      with ordinality k(shop, inquiry, ord)
    cross join lateral (
      select 1 from inquiry i where i.shop = k.shop and i.external_id = k.inquiry limit 1) known`.execute(db);
  return new Set(rows.map(({ ord }) => ord - 1));
}

/**
 * The events that may change something, by index: not stored yet, or stored with another content that is not earlier. The
 * inquiry is looked up first; what happened before it left is known. A cheap look before any lock: re-reads bring almost only
 * known events. Trap: asked by `not exists`, all events there are were read and hashed, up to some million.
 */
export async function unknownEvents(db: Db, copies: readonly EventOfInquiry[]): Promise<number[]> {
  if (copies.length === 0) return [];
  const { rows } = await sql<{ ord: number }>`
    select k.ord from unnest(
      ${textArray(copies.map((k) => k.shop))}, ${textArray(copies.map((k) => k.inquiry))},
      ${textArray(copies.map((k) => k.event.id))}, ${timeArray(copies.map((k) => k.event.at))},
      ${textArray(copies.map((k) => k.event.type))}, ${textArray(copies.map((k) => k.event.message ?? null))},
      ${idArray(copies.map((k) => k.event.seq ?? 0))}, ${moreArray(copies.map((k) => k.event))})
      with ordinality k(shop, inquiry, event, at, type, message, seq, more, ord)
    left join lateral (
      select id, past_until from inquiry i where i.shop = k.shop and i.external_id = k.inquiry limit 1) known on true
    where (known.past_until is null or k.at > known.past_until)
      and (select 1 from event e where e.inquiry_id = known.id and e.id = k.event
        and (e.at < k.at or (e.at = k.at and e.type = k.type and e.message is not distinct from k.message
          and coalesce(e.seq, 0) = k.seq and e.more is not distinct from k.more))) is null`.execute(db);
  return rows.map(({ ord }) => ord - 1);
}

export interface NewEvent {
  readonly inquiryId: number;
  readonly event: ThreadEvent;
}

/**
 * Appends events, each id of an inquiry at most once, and returns how many each inquiry really got; an inquiry that got
 * none is left out. The inquiries are locked by whoever calls.
 */
export async function appendEvents(
  trx: Trx,
  events: readonly NewEvent[],
  source: string,
  now: Instant,
): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; added: number }>`
    with added as (
      insert into event (inquiry_id, id, type, at, message, seq, more, learned_at, source)
      select *, ${time(now)}, ${source} from unnest(${columnsOf(events)})
      on conflict (inquiry_id, id) do nothing
      returning inquiry_id)
    select inquiry_id as id, count(*)::int as added from added group by inquiry_id`.execute(trx);
  const added = new Map(rows.map((row) => [row.id, row.added]));
  if (sum(added.values()) === events.length) return added;
  const earlier = await earlierCopies(trx, events, added);
  if (earlier.length > 0)
    await sql`
      insert into event_copy (inquiry_id, id, type, at, message, seq, more, learned_at, source)
      select *, ${time(now)}, ${source} from unnest(${columnsOf(earlier)})`.execute(trx);
  for (const { inquiryId } of earlier) added.set(inquiryId, (added.get(inquiryId) ?? 0) + 1);
  return added;
}

/** SQL: inserts them, where `inquiryId` is the `ord` of a row of `inquiries` (ord, id) that has none yet. */
export function insertEventsOf(
  inquiries: string,
  events: readonly NewEvent[],
  source: string,
  now: Instant,
): RawBuilder<unknown> {
  return sql`
    insert into event (inquiry_id, id, type, at, message, seq, more, learned_at, source)
    select k.id, v.id, v.type, v.at, v.message, v.seq, v.more, ${time(now)}, ${source}
    from ${sql.table(inquiries)} k
    join unnest(${columnsOf(events)}) v(ord, id, type, at, message, seq, more) on v.ord = k.ord`;
}

/** Of the inquiries that did not get all of their events: which copies come before the ones that are stored. */
async function earlierCopies(
  trx: Trx,
  events: readonly NewEvent[],
  added: ReadonlyMap<number, number>,
): Promise<NewEvent[]> {
  const given = new Map<number, number>();
  for (const { inquiryId } of events) given.set(inquiryId, (given.get(inquiryId) ?? 0) + 1);
  const short = new Set([...given].filter(([id, count]) => count > (added.get(id) ?? 0)).map(([id]) => id));
  const stored = await eventsOf(trx, [...short]);
  const counting = new Map([...stored].map(([id, all]) => [id, new Map(inOrder(all).map((one) => [one.id, one]))]));
  return events.filter(({ inquiryId, event }) => {
    const other = counting.get(inquiryId)?.get(event.id);
    return other !== undefined && compareCopies(event, other) < 0;
  });
}

const sum = (counts: Iterable<number>): number => [...counts].reduce((total, count) => total + count, 0);

const columnsOf = (events: readonly NewEvent[]): RawBuilder<unknown> => sql`
  ${idArray(events.map((e) => e.inquiryId))}, ${textArray(events.map((e) => e.event.id))},
  ${textArray(events.map((e) => e.event.type))}, ${timeArray(events.map((e) => e.event.at))},
  ${textArray(events.map((e) => e.event.message ?? null))}, ${idArray(events.map((e) => e.event.seq ?? null))},
  ${moreArray(events.map((e) => e.event))}`;

const MORE: readonly (keyof MoreOfEvent)[] = ['until', 'withdraws', 'how', 'by', 'reason'];

/** As one document each; null for what marketplaces write. */
const moreArray = (events: readonly ThreadEvent[]): RawBuilder<unknown> => {
  const texts = events.map((event) => {
    const said = MORE.flatMap((key) => (event[key] === undefined ? [] : [[key, event[key]]]));
    return said.length === 0 ? null : JSON.stringify(Object.fromEntries(said));
  });
  return sql`${textArray(texts)}::jsonb[]`;
};

/** An event with when and from where it was learned. */
export interface LoggedEvent extends ThreadEvent {
  readonly learnedAt: Instant;
  readonly source: string;
}

type EventRow = Omit<LoggedEvent, 'message' | 'seq' | 'type' | keyof MoreOfEvent> & {
  readonly inquiryId: number;
  readonly type: ThreadEventType;
  readonly message: string | null;
  readonly seq: number | null;
  readonly more: MoreOfEvent | null;
};

/** All copies of the events of the given inquiries, by inquiry. */
export async function eventsOf(db: Db, inquiryIds: readonly number[]): Promise<Map<number, ThreadEvent[]>> {
  return readEvents<ThreadEvent>(db, inquiryIds, sql``);
}

/** The events that count of the given inquiries, by inquiry, in the order in which they happened. */
export async function eventLogs(db: Db, inquiryIds: readonly number[]): Promise<Map<number, LoggedEvent[]>> {
  const all = await readEvents<LoggedEvent>(db, inquiryIds, sql`, learned_at as "learnedAt", source`);
  return new Map([...all].map(([id, copies]) => [id, inOrder(copies)]));
}

async function readEvents<E extends ThreadEvent>(
  db: Db,
  inquiryIds: readonly number[],
  besides: RawBuilder<unknown>,
): Promise<Map<number, E[]>> {
  if (inquiryIds.length === 0) return new Map();
  const columns = sql`inquiry_id as "inquiryId", id, type, at, message, seq, more${besides}`;
  const { rows } = await sql<EventRow>`
    select ${columns} from event where inquiry_id = any(${idArray(inquiryIds)})
    union all
    select ${columns} from event_copy where inquiry_id = any(${idArray(inquiryIds)})`.execute(db);
  const byInquiry = new Map<number, E[]>();
  for (const { inquiryId, message, seq, more, ...event } of rows) {
    const list = byInquiry.get(inquiryId) ?? [];
    byInquiry.set(inquiryId, list);
    const said = { ...(message !== null && { message }), ...(seq !== null && { seq }), ...more };
    list.push({ ...event, ...said } as unknown as E);
  }
  return byInquiry;
}

export interface KnownEvents {
  readonly ids: ReadonlySet<string>;
  /** Id of the source's own last `completed` event that no `reopened` event names, or null. */
  readonly completedOpen: string | null;
}

/**
 * What is stored of each of a shop's given inquiries; an unknown inquiry is left out. What others completed (a mark of
 * 返信不要, events sent to us) is not the source's to reopen: it never knew of it.
 */
export async function knownEvents(
  db: Db,
  shop: string,
  inquiries: readonly string[],
  source: string,
): Promise<Map<string, KnownEvents>> {
  const { rows } = await sql<{ inquiry: string; ids: string[]; completed: string[] | null }>`
    select i.external_id as inquiry, array_agg(e.id) as ids,
      array_agg(e.id order by e.at, e.id collate "C") filter (
        where e.type = 'completed' and e.source = ${source}) as completed
    from inquiry i join event e on e.inquiry_id = i.id
    where i.shop = ${shop} and i.external_id = any(${textArray(inquiries)})
    group by i.external_id`.execute(db);
  return new Map(
    rows.map(({ inquiry, ids, completed }) => {
      const known = new Set(ids);
      const last = completed?.at(-1) ?? null;
      return [inquiry, { ids: known, completedOpen: last !== null && known.has(`reopened:${last}`) ? null : last }];
    }),
  );
}
