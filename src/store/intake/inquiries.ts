// Inquiries: one row per (shop, external id). Taking a row in locks it, so that one inquiry is derived by one at a time.

import { sql } from 'kysely';
import type { Instant, Status, ThreadEvent } from '../../core/model.ts';
import { type CountedWith, recomputeIfOvertaken } from '../configuration/revisions.ts';
import { oneAfterTheOther, prepared } from '../database.ts';
import { markEnded } from '../goals/goal-marks.ts';
import type { Db, Trx } from '../schema.ts';
import { idArray, textArray, time } from '../sql-parameters.ts';
import { type EpisodeFacts, hasEnded, insertEpisodesOf } from '../steps/episodes.ts';
import { noteFirstRead } from '../steps/lateness.ts';
import { insertNoticesOf, type NoticeRow } from '../steps/notices.ts';
import { insertEventsOf } from './events.ts';

export interface InquiryRow {
  readonly shop: string;
  readonly externalId: string;
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
  readonly item: string | null;
  readonly orderTail: string | null;
  readonly url: string | null;
  /** The shop's own number of the item, and where its page is. */
  readonly itemNumber: string | null;
  readonly itemUrl: string | null;
  /** The status if the row turns out to be new; a known row keeps its own until `setStatuses`. */
  readonly status: Status;
}

export interface InquiryRef {
  readonly id: number;
  readonly shop: string;
  readonly externalId: string;
  readonly fresh: boolean;
  readonly status: Status;
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
  /** Until when what happened to it has left; null: nothing has. */
  readonly pastUntil: Instant | null;
  /** How many waits left. */
  readonly pastWaits: number;
}

/**
 * Inserts or locks the given inquiries and returns them. Rows must be unique by (shop, external id); they are locked in
 * that order, so that two intakes never wait for each other in a circle. Known facts are not overwritten with null.
 */
export async function upsertInquiries(trx: Trx, rows: readonly InquiryRow[], now: Instant): Promise<InquiryRef[]> {
  const sorted = inLockOrder(rows);
  const { rows: refs } = await sql<InquiryRef>`
    with noted as (${noteFirstRead(shopsOf(rows), now)})
    insert into inquiry as i (${INTO}, first_seen_at) select *, ${time(now)} from unnest(${columnsOf(sorted)})
    on conflict (shop, external_id) do update set
      type = coalesce(excluded.type, i.type), category = coalesce(excluded.category, i.category),
      item = coalesce(excluded.item, i.item), order_tail = coalesce(excluded.order_tail, i.order_tail),
      url = coalesce(excluded.url, i.url), item_number = coalesce(excluded.item_number, i.item_number),
      item_url = coalesce(excluded.item_url, i.item_url)
    returning id, shop, external_id as "externalId", xmax = 0 as fresh, status, channel, type, category,
      past_until as "pastUntil", past_waits as "pastWaits"`.execute(trx);
  return refs;
}

/** What is known of an inquiry that nobody has seen before. */
export interface NewInquiry {
  readonly row: InquiryRow;
  readonly events: readonly ThreadEvent[];
  readonly episodes: readonly (EpisodeFacts & {
    readonly opener: string;
    /** Of one that waits, where the shop has notices. */
    readonly notices: readonly NoticeRow[] | null;
  })[];
}

/** So few are written by one plan for any values: to plan the statement takes longer than to do it. */
const FEW = 10;

/**
 * Takes new inquiries in with all that belongs to them, in one statement; those that are stored by now are left as they
 * are. `taken` are the others. Unique by (shop, external id), as their events by id. Right behind it a recompute is asked
 * for of shops that are counted with another revision by then: `overtaken`.
 */
export async function insertInquiries(
  db: Db,
  given: readonly NewInquiry[],
  source: string,
  countedWith: readonly CountedWith[],
  now: Instant,
): Promise<{ readonly taken: readonly NewInquiry[]; readonly overtaken: readonly string[] }> {
  const order = new Map(inLockOrder(given.map(({ row }) => row)).map((row, ord) => [row, ord]));
  const sorted = [...given].sort((a, b) => order.get(a.row)! - order.get(b.row)!);
  const rows = sorted.map(({ row }) => row);
  const events = sorted.flatMap((one, ord) => one.events.map((event) => ({ inquiryId: ord, event })));
  // Lists show what falls due together in the order of these rows, so they keep the order in which they came.
  const episodes = given.flatMap(({ row, episodes: all }) =>
    all.map((episode) => ({ ...episode, inquiryId: order.get(row)!, shop: row.shop })),
  );
  const notices = episodes.flatMap(({ notices: planned, inquiryId: ord, shop, opener }) =>
    (planned ?? []).map((row) => ({ ...row, ord, shop, opener })),
  );
  const told = notices.length === 0 ? sql`` : sql`, notices as (${insertNoticesOf('episodes', 'taken', notices, now)})`;
  const ended = episodes.some(hasEnded) ? sql`, marks as (${markEnded('episodes')})` : sql``;
  const statement = sql<{ ord: number }>`
    with noted as (${noteFirstRead(shopsOf(rows), now)}),
    given as (select * from unnest(${columnsOf(rows)}, ${idArray(rows.map((_, ord) => ord))}) g(${INTO}, ord)),
    stored as (
      insert into inquiry (${INTO}, first_seen_at) select ${INTO}, ${time(now)} from given order by ord
      on conflict (shop, external_id) do nothing
      returning id, shop, external_id),
    taken as (select g.ord, s.id from stored s join given g on g.shop = s.shop and g.external_id = s.external_id),
    events as (${insertEventsOf('taken', events, source, now)}),
    episodes as (${insertEpisodesOf('taken', episodes, now)})${told}${ended}
    select ord::float8 as ord from taken`;
  const on = given.length <= FEW ? prepared(db) : db;
  const check = recomputeIfOvertaken(countedWith, now);
  const [{ rows: taken }, { rows: overtaken }] = await oneAfterTheOther(on, statement.compile(on), check.compile(on));
  return { taken: taken.map(({ ord }) => sorted[ord]!), overtaken: overtaken.map(({ shop }) => shop) };
}

const INTO = sql.raw(
  'shop, external_id, channel, type, category, item, order_tail, url, item_number, item_url, status',
);

const columnsOf = (rows: readonly InquiryRow[]) => sql`
  ${textArray(rows.map((r) => r.shop))}, ${textArray(rows.map((r) => r.externalId))},
  ${textArray(rows.map((r) => r.channel))}, ${textArray(rows.map((r) => r.type))},
  ${textArray(rows.map((r) => r.category))}, ${textArray(rows.map((r) => r.item))},
  ${textArray(rows.map((r) => r.orderTail))}, ${textArray(rows.map((r) => r.url))},
  ${textArray(rows.map((r) => r.itemNumber))}, ${textArray(rows.map((r) => r.itemUrl))},
  ${textArray(rows.map((r) => r.status))}`;

const shopsOf = (rows: readonly InquiryRow[]): string[] => [...new Set(rows.map(({ shop }) => shop))];

const inLockOrder = (rows: readonly InquiryRow[]): InquiryRow[] =>
  [...rows].sort((a, b) => compare(a.shop, b.shop) || compare(a.externalId, b.externalId));

export async function setStatuses(trx: Trx, changes: readonly { id: number; status: Status }[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update inquiry i set status = c.status
    from unnest(${idArray(changes.map((c) => c.id))}, ${textArray(changes.map((c) => c.status))}) c(id, status)
    where i.id = c.id and i.status <> c.status`.execute(trx);
}

/** Locks an inquiry until the transaction ends, so that of two people who act on it one comes after the other. */
export async function lockInquiry(trx: Trx, id: number): Promise<void> {
  await trx.selectFrom('inquiry').select('id').where('id', '=', id).forUpdate().execute();
}

/**
 * Numbers of a shop's inquiries that wait, or to which something is promised, and whose first event is older than `before`: the
 * window that is read does not show them. With `restlessUntil` only those of which something falls due, or somebody may be told,
 * until then.
 */
export async function openInquiriesBefore(
  db: Db,
  shop: string,
  before: Instant,
  restlessUntil?: Instant,
): Promise<string[]> {
  const isRestless = (row: 'e' | 'p') =>
    restlessUntil === undefined
      ? sql`true`
      : sql`(${sql.ref(`${row}.next_due_at`)} <= ${time(restlessUntil)} or exists (
          select 1 from notice n where n.episode_id = ${sql.ref(`${row}.id`)} and n.owed and n.send_at <= ${time(restlessUntil)}))`;
  const isOwed =
    restlessUntil === undefined
      ? sql`false`
      : sql`exists (select 1 from step s where s.episode_id = e.id and s.owner_owed and s.slot_at <= ${time(restlessUntil)})`;
  const { rows } = await sql<{ number: string }>`
    select i.external_id as number
    from (
      select e.inquiry_id from episode e
      where e.shop = ${shop} and e.ended_at is null and (${isRestless('e')} or ${isOwed})
      union select p.inquiry_id from promise p where p.shop = ${shop} and p.stands and ${isRestless('p')}) o
    join inquiry i on i.id = o.inquiry_id
    where (select min(at) from event v where v.inquiry_id = o.inquiry_id) < ${time(before)}
    order by 1`.execute(db);
  return rows.map((row) => row.number);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
