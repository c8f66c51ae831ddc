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

/** An inquiry of a shop, and the mark of its customer. */
export interface MarkOfInquiry {
  readonly shop: string;
  readonly inquiry: string;
  readonly mark: string;
}

/** Of these inquiries those that have a mark. */
export async function marksOfInquiries(
  db: Db,
  asked: readonly { readonly shop: string; readonly inquiry: string }[],
): Promise<MarkOfInquiry[]> {
  const { rows } = await sql<MarkOfInquiry>`
    select i.shop, i.external_id as inquiry, encode(m.mark, 'hex') as mark
    from unnest(${textArray(asked.map(({ shop }) => shop))}, ${textArray(asked.map(({ inquiry }) => inquiry))}) a(shop, inquiry)
      join inquiry i on i.shop = a.shop and i.external_id = a.inquiry join same_customer m on m.inquiry_id = i.id`.execute(
    db,
  );
  return rows;
}
