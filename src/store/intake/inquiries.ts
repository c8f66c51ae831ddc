// Inquiries: one row per (shop, external id). Taking a row in locks it, so that one inquiry is derived by one at a time.

import { sql } from 'kysely';
import type { Instant, Status } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { idArray, textArray, time } from '../sql-parameters.ts';

export interface InquiryRow {
  readonly shop: string;
  readonly externalId: string;
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
  readonly item: string | null;
  readonly orderTail: string | null;
  readonly url: string | null;
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
}

/**
 * Inserts or locks the given inquiries and returns them. Rows must be unique by (shop, external id); they are locked in
 * that order, so that two intakes never wait for each other in a circle. Known facts are not overwritten with null.
 */
export async function upsertInquiries(trx: Trx, rows: readonly InquiryRow[], now: Instant): Promise<InquiryRef[]> {
  const sorted = [...rows].sort((a, b) => compare(a.shop, b.shop) || compare(a.externalId, b.externalId));
  const { rows: refs } = await sql<InquiryRef>`
    insert into inquiry as i (shop, external_id, channel, type, category, item, order_tail, url, status, first_seen_at)
    select *, ${time(now)} from unnest(
      ${textArray(sorted.map((r) => r.shop))}, ${textArray(sorted.map((r) => r.externalId))},
      ${textArray(sorted.map((r) => r.channel))}, ${textArray(sorted.map((r) => r.type))},
      ${textArray(sorted.map((r) => r.category))}, ${textArray(sorted.map((r) => r.item))},
      ${textArray(sorted.map((r) => r.orderTail))}, ${textArray(sorted.map((r) => r.url))},
      ${textArray(sorted.map((r) => r.status))})
    on conflict (shop, external_id) do update set
      type = coalesce(excluded.type, i.type), category = coalesce(excluded.category, i.category),
      item = coalesce(excluded.item, i.item), order_tail = coalesce(excluded.order_tail, i.order_tail),
      url = coalesce(excluded.url, i.url)
    returning id, shop, external_id as "externalId", xmax = 0 as fresh, status, channel, type, category`.execute(trx);
  return refs;
}

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
 * Numbers of a shop's open inquiries whose first event is older than `before`: the window that is read does not show them.
 * With `restlessUntil` only those of which a step falls due, or the owner may be mailed, until then.
 */
export async function openInquiriesBefore(
  db: Db,
  shop: string,
  before: Instant,
  restlessUntil?: Instant,
): Promise<string[]> {
  const isRestless =
    restlessUntil === undefined
      ? sql``
      : sql`and (e.next_due_at <= ${time(restlessUntil)} or exists (
          select 1 from step s where s.episode_id = e.id and s.owner_owed and s.slot_at <= ${time(restlessUntil)}))`;
  const { rows } = await sql<{ number: string }>`
    select distinct i.external_id as number
    from episode e join inquiry i on i.id = e.inquiry_id
    where e.shop = ${shop} and e.ended_at is null ${isRestless}
      and (select min(at) from event v where v.inquiry_id = e.inquiry_id) < ${time(before)}
    order by 1`.execute(db);
  return rows.map((row) => row.number);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
