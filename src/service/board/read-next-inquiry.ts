// Which inquiry comes after one in a list: what whoever has finished with one does next.

import { cursorOf } from '../../store/board/open-inquiries.ts';
import type { Service } from '../service.ts';
import type { InquiryDetail } from './read-inquiry.ts';
import { type Filters, type OpenCursor, type OpenInquiry, readOpenPage } from './read-open-page.ts';

/**
 * The most urgent open inquiry behind this one in the shop's list of that filter, past its end from the top again; null when there is
 * no other. The place of one that waits no more is where its last wait stood.
 */
export async function readNextInquiry(
  service: Service,
  { shop, inquiry, episodes, now }: InquiryDetail,
  filters: Filters,
): Promise<OpenInquiry | null> {
  const [newest] = episodes;
  const first = async (after: OpenCursor | null): Promise<OpenInquiry | undefined> => {
    const { items } = await readOpenPage(service, shop, { filters, after, limit: 2, asOf: now });
    return items.find((row) => row.inquiry !== inquiry.inquiry);
  };
  const behind = newest && (await first(cursorOf({ deadlines: newest.deadlines, episodeId: newest.id })));
  return behind ?? (await first(null)) ?? null;
}
