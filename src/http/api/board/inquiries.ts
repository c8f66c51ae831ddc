// api: a shop's open inquiries worst first, filtered, and one inquiry with everything behind it.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { STEPS } from '../../../core/model.ts';
import { openZone } from '../../../core/time/zone.ts';
import { readInquiryDetail } from '../../../service/board/read-inquiry.ts';
import { type Filters, readKinds, readOpenPage, soughtText } from '../../../service/board/read-open-page.ts';
import type { Service } from '../../../service/service.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { askedMoment } from '../../ahead.ts';
import { readCursor, writeCursor } from '../../cursors/inquiries-cursor.ts';
import { DUE_DAYS_ALLOWED, readDueDays } from '../../due-days.ts';
import { answer } from '../answer.ts';
import { unknownInquiry, unknownShop } from '../not-found.ts';
import { problems, tagged } from '../responses.ts';
import { cursorOf, fitting, InquiryParams, Limit, listOf, only, pageOf, ShopParams } from '../shapes.ts';
import { At, refusedAt } from './at.ts';
import { Inquiry, inquiryJson } from './inquiry-json.ts';
import { OpenInquiryItem, openInquiryJson } from './open-inquiry-json.ts';

const STEP_ALLOWED = `one of ${STEPS.join(', ')}`;
const name = fitting(/^.{1,300}$/u, 'a text of 1 to 300 characters').optional();

const Query = only({
  step: z.enum(STEPS, STEP_ALLOWED).optional().describe('At least this step has passed.'),
  due: z
    .string()
    .transform((text, { addIssue }): Filters['due'] => {
      if (text === 'today' || text === 'later') return text;
      const days = readDueDays(text);
      if (days !== null) return days;
      addIssue(`today, later, ${DUE_DAYS_ALLOWED}`);
      return z.NEVER;
    })
    .optional()
    .openapi({ type: 'string', example: '2026-11-30' })
    .describe(
      '`today`: the breach is still to come and falls due before the end of the shop’s today; `later`: all others. A date, ' +
        'or two as `2026-11-28..2026-11-29`: it is still to come and falls due there, as `coming` counts it.',
    ),
  channel: name.describe('Exactly this channel.'),
  category: name.describe('Exactly this category.'),
  hand: fitting(/^(free|taken|by:.{1,80})$/u, 'free, taken, or by: and a name, such as by:Sato')
    .optional()
    .describe('In nobody’s hand, in somebody’s, or in that of one person: `free`, `taken`, `by:Sato`.'),
  q: fitting(/^.{1,100}$/u, 'a text of 1 to 100 characters')
    .optional()
    .describe(
      'Part of the number, the item, the category, the order tail or who has it in hand; upper and lower case and widths are all the same.',
    ),
  limit: Limit,
  cursor: cursorOf(readCursor),
  at: At,
});

const list = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/inquiries',
  operationId: 'listOpenInquiries',
  tags: ['Inquiries'],
  summary: 'A shop’s open inquiries, worst first',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams, query: Query },
  responses: {
    ...tagged(pageOf(OpenInquiryItem), 'By deadline; a cursor neither skips nor repeats one that stays open.'),
    ...problems(400, 404),
  },
});

const Kinds = z
  .object({ shop: z.string(), channels: listOf(z.string()), categories: listOf(z.string()) })
  .openapi('InquiryKinds');

const kinds = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/inquiry-kinds',
  operationId: 'listInquiryKinds',
  tags: ['Inquiries'],
  summary: 'Channels and categories of a shop’s open inquiries',
  description: 'What `channel` and `category` of the list can filter by.',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams },
  responses: { ...tagged(Kinds, 'Each once, in order.'), ...problems(404) },
});

const read = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/inquiries/{id}',
  operationId: 'readInquiry',
  tags: ['Inquiries'],
  summary: 'An inquiry with everything behind it',
  middleware: needs('read', 'the-shop'),
  request: { params: InquiryParams },
  responses: {
    ...tagged(Inquiry, 'Events, steps and mails, who has it in hand, and each deadline explained day by day.'),
    ...problems(404),
  },
});

export function inquiriesRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(list, async (c) => {
    const shop = service.config.shops.get(c.req.valid('param').shop);
    if (shop === undefined) return unknownShop(c);
    const { limit, cursor = null, hand, q, at: _, ...filters } = c.req.valid('query');
    const asked = askedMoment(c, service.clock.now(), openZone(shop.timeZone));
    if ('found' in asked) return refusedAt(c, asked);
    const query = {
      filters: { ...filters, hand: handOf(hand), q: q === undefined ? undefined : soughtText(q) },
      after: cursor,
      limit,
      asOf: cursor?.asOf,
      at: asked.at,
    };
    const { now, items, next } = await readOpenPage(service, shop, query);
    const asOf = filters.due && (cursor?.asOf ?? now);
    return answer(c, list, { asOf: now, items: items.map(openInquiryJson), next: next && writeCursor(next, asOf) });
  });
  app.openapi(kinds, async (c) => {
    const shop = service.config.shops.get(c.req.valid('param').shop);
    return shop === undefined
      ? unknownShop(c)
      : answer(c, kinds, { shop: shop.id, ...(await readKinds(service, shop)) });
  });
  app.openapi(read, async (c) => {
    const { shop, id } = c.req.valid('param');
    if (!service.config.shops.has(shop)) return unknownShop(c);
    const detail = await readInquiryDetail(service, shop, id);
    return detail === null ? unknownInquiry(c) : answer(c, read, inquiryJson(detail));
  });
  return app;
}

function handOf(hand: string | undefined): Filters['hand'] {
  if (hand === 'free' || hand === 'taken') return hand;
  return hand === undefined ? undefined : { by: hand.slice('by:'.length) };
}
