// Reads which inquiries have one mark. The mark itself leaves this file only to tell groups apart.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { textArray, time } from '../sql-parameters.ts';

/** An inquiry of the same customer. */
export interface SameInquiry {
  readonly inquiry: string;
  readonly category: string | null;
  readonly item: string | null;
  /** When the first message arrived. */
  readonly startedAt: Instant;
  /** Somebody waits. */
  readonly isOpen: boolean;
  readonly inHandBy: string | null;
}

/** Those of the customer who wrote this one, itself among them, that began at `since` or later; the newest first. */
export async function sameInquiries(
  db: Db,
  { shop, inquiry }: { readonly shop: string; readonly inquiry: string },
  { since, now }: { readonly since: Instant; readonly now: Instant },
): Promise<SameInquiry[]> {
  const { rows } = await sql<SameInquiry>`
    select o.external_id as inquiry, o.category, o.item, w.began as "startedAt", w.open as "isOpen", h.by_whom as "inHandBy"
    from inquiry i join same_customer m on m.inquiry_id = i.id
      join same_customer s on s.shop = m.shop and s.mark = m.mark join inquiry o on o.id = s.inquiry_id
      cross join lateral (select min(e.started_at) as began, coalesce(bool_or(e.ended_at is null), false) as open
        from episode e where e.inquiry_id = o.id and e.ended_by is distinct from 'superseded') w
      left join mute h on h.shop = o.shop and h.kind = 'in_hand' and coalesce(h.inquiry_id, 0) = o.id
        and h.lifted_at is null and h.until_at > ${time(now)}
    where i.shop = ${shop} and i.external_id = ${inquiry} and w.began >= ${time(since)}
    order by w.began desc, o.id desc`.execute(db);
  return rows;
}

/** Of these inquiries of a shop, the mark of each that has one. */
export async function marksOfInquiries(
  db: Db,
  shop: string,
  inquiries: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ inquiry: string; mark: string }>`
    select i.external_id as inquiry, encode(m.mark, 'hex') as mark from inquiry i join same_customer m on m.inquiry_id = i.id
    where i.shop = ${shop} and i.external_id = any(${textArray(inquiries)})`.execute(db);
  return new Map(rows.map(({ inquiry, mark }) => [inquiry, mark]));
}
