// Promises of inquiries whose events changed: their rows and their notices are brought in line, in the transaction that
// takes the events in.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant, Thread, ThreadEvent } from '../../core/model.ts';
import { type PromiseRow, syncPromises } from '../../store/promises/stored-promises.ts';
import type { Trx } from '../../store/schema.ts';
import { syncNotices } from '../../store/steps/notices.ts';
import type { InquiryKind } from '../compiled-calendars.ts';
import type { Service } from '../service.ts';
import { promiseFacts, promiseNoticeRows } from './plan-promises.ts';

/** An inquiry with what its events say. */
export interface InquiryOfThread {
  readonly ref: InquiryKind & { readonly id: number };
  readonly shop: ShopConfig;
  readonly thread: Thread;
  /** Those that it was derived from, copies included. */
  readonly events: readonly ThreadEvent[];
}

const WHY = 'the promise was kept, moved or taken back';

/** Returns when the first of these promises is broken or told of (epoch ms); infinity when none is. */
export async function keepPromises(
  { counting }: Pick<Service, 'counting'>,
  trx: Trx,
  inquiries: readonly InquiryOfThread[],
  now: Instant,
): Promise<Instant> {
  const rows = await syncPromises(
    trx,
    inquiries.map(({ ref, shop, thread, events }) => ({
      inquiryId: ref.id,
      shop: shop.id,
      revision: counting.revisionOf(shop),
      promises: promiseFacts(thread, events),
    })),
    now,
  );
  const byId = new Map(inquiries.map((inquiry) => [inquiry.ref.id, inquiry]));
  const noticesOf = (row: PromiseRow) => {
    const { shop, ref } = byId.get(row.inquiryId)!;
    return row.stands ? promiseNoticeRows(counting, shop, kindOf(ref), row) : [];
  };
  const planned = rows.map((row) => ({ episodeId: row.id, shop: row.shop, rows: noticesOf(row) }));
  await syncNotices(trx, planned, { why: WHY, now });
  const standing = rows.filter(({ stands }) => stands);
  return Math.min(
    ...standing.map(({ until }) => until),
    ...planned.flatMap((one) => one.rows.map(({ sendAt }) => sendAt)),
    Number.POSITIVE_INFINITY,
  );
}

const kindOf = ({ channel, type, category }: InquiryKind): InquiryKind => ({ channel, type, category });
