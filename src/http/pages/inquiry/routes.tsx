// The page of one inquiry.

import { Hono } from 'hono';
import { readInquiryDetail } from '../../../service/inquiry-detail.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { InquiryPage } from './page.tsx';

export function inquiryRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/shops/:shop/inquiries/:inquiry', needs('read', 'the-shop'), async (c) => {
    const { shop, inquiry } = c.req.param();
    const detail = await readInquiryDetail(parts.service, shop, inquiry);
    return detail === null ? notFoundPage(parts, c) : page(c, <InquiryPage view={viewOf(parts, c)} detail={detail} />);
  });
  return app;
}
