// Which inquiry comes after one in a list: what whoever has finished with one does next.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { cursorOf } from '../../store/board/open-inquiries.ts';
import type { Service } from '../service.ts';
import type { InquiryDetail } from './read-inquiry.ts';
import { type Filters, type OpenCursor, readOpenPage } from './read-open-page.ts';
import { type InquiryOfShop, readOverShops } from './read-over-shops.ts';

/**
 * The most urgent open inquiry behind this one in the list of that filter, of its shop or of several `shops`, past the end from the
 * top again; null when there is no other. The place of one that waits no more is where its last wait stood.
 */
export async function readNextInquiry(
  service: Service,
  detail: InquiryDetail,
  filters: Filters,
  shops: readonly ShopConfig[] | null,
): Promise<InquiryOfShop | null> {
  const { shop, inquiry, episodes } = detail;
  const first = async (after: OpenCursor | null): Promise<InquiryOfShop | undefined> => {
    const items = await readTwo(service, detail, { filters, shops, after });
    return items.find((row) => row.of.id !== shop.id || row.inquiry !== inquiry.inquiry);
  };
  const [newest] = episodes;
  const behind = newest && (await first(cursorOf({ deadlines: newest.deadlines, episodeId: newest.id })));
  return behind ?? (await first(null)) ?? null;
}

interface Place {
  readonly filters: Filters;
  readonly shops: readonly ShopConfig[] | null;
  readonly after: OpenCursor | null;
}

/** Two, for one may be the inquiry itself. */
async function readTwo(
  service: Service,
  { shop, now: asOf }: InquiryDetail,
  { filters, shops, after }: Place,
): Promise<readonly InquiryOfShop[]> {
  const query = { filters, after, limit: 2, asOf };
  if (shops !== null) return (await readOverShops(service, shops, query)).items;
  const { items } = await readOpenPage(service, shop, query);
  return items.map((row) => ({ ...row, of: shop }));
}
