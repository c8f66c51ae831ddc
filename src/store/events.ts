// Events: append-only, unique by (inquiry, event id). The first copy of an event wins, later ones change nothing.

import { sql } from 'kysely';
import type { EventType, InquiryEvent, Instant } from '../core/model.ts';
import { idArray, textArray, time, timeArray } from './arrays.ts';
import type { Db, Trx } from './schema.ts';

export interface EventKey {
  readonly shop: string;
  readonly inquiry: string;
  readonly event: string;
}

/**
 * Indexes of the keys that are not stored yet. The inquiry is looked up first, so that a new one costs one look at one
 * index whatever the planner knows of the tables. A cheap look before any lock: re-reads bring almost only known
 * events.
 */
export async function indexesOfUnknownEvents(db: Db, keys: readonly EventKey[]): Promise<Set<number>> {
  const { rows } = await sql<{ ord: number }>`
    select k.ord from unnest(
      ${textArray(keys.map((k) => k.shop))}, ${textArray(keys.map((k) => k.inquiry))},
      ${textArray(keys.map((k) => k.event))}) with ordinality k(shop, inquiry, event, ord)
    left join lateral (
      select id from inquiry i where i.shop = k.shop and i.external_id = k.inquiry limit 1) known on true
    where known.id is null
      or not exists (select 1 from event e where e.inquiry_id = known.id and e.id = k.event)`.execute(db);
  return new Set(rows.map((row) => row.ord - 1));
}

export interface NewEvent {
  readonly inquiryId: number;
  readonly event: InquiryEvent;
}

/** Appends events and returns the ids of the inquiries that really got a new one. */
export async function appendEvents(
  trx: Trx,
  events: readonly NewEvent[],
  source: string,
  now: Instant,
): Promise<Set<number>> {
  const { rows } = await sql<{ id: number }>`
    with added as (
      insert into event (inquiry_id, id, type, at, message, learned_at, source)
      select *, ${time(now)}, ${source} from unnest(
        ${idArray(events.map((e) => e.inquiryId))}, ${textArray(events.map((e) => e.event.id))},
        ${textArray(events.map((e) => e.event.type))}, ${timeArray(events.map((e) => e.event.at))},
        ${textArray(events.map((e) => e.event.message ?? null))})
      on conflict (inquiry_id, id) do nothing
      returning inquiry_id)
    select distinct inquiry_id as id from added`.execute(trx);
  return new Set(rows.map((row) => row.id));
}

/** All events of the given inquiries, by inquiry. */
export async function eventsOf(db: Db, inquiryIds: readonly number[]): Promise<Map<number, InquiryEvent[]>> {
  const { rows } = await sql<{ inquiryId: number; id: string; type: EventType; at: Instant; message: string | null }>`
    select inquiry_id as "inquiryId", id, type, at, message from event
    where inquiry_id = any(${idArray(inquiryIds)})`.execute(db);
  const byInquiry = new Map<number, InquiryEvent[]>();
  for (const { inquiryId, message, ...event } of rows) {
    const list = byInquiry.get(inquiryId) ?? [];
    list.push(message === null ? event : { ...event, message });
    byInquiry.set(inquiryId, list);
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
      array_agg(e.id order by e.at, e.id) filter (
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
