// api: 約束, promising an answer and taking that back, and what a shop has promised.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { PROMISE_REASONS } from '../../../core/model.ts';
import { promiseAnswer, TOLD, withdrawPromise } from '../../../service/actions/promise-answer.ts';
import { readPromised } from '../../../service/promises/read-promised.ts';
import type { Service } from '../../../service/service.ts';
import { doerOf, needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { answer, done } from '../answer.ts';
import { InquiryFacts } from '../board/open-inquiry-json.ts';
import { unknownShop } from '../not-found.ts';
import { json, jsonBody, problems, tagged } from '../responses.ts';
import { AsOf, InquiryParams, Instant, Limit, listOf, only, orNull, ShopParams } from '../shapes.ts';
import { By, notDone, smallBody, Until } from './act.ts';
import { Held, standingJson } from './mute-json.ts';
import { PromiseJson } from './promise-json.ts';

const PATH = '/v1/shops/{shop}/inquiries/{id}/promise';

const make = createRoute({
  method: 'post',
  path: PATH,
  operationId: 'promiseAnswer',
  tags: ['Inquiries'],
  summary: 'Promise an answer until a date',
  description: 'The inquiry stays listed until then. Before the date of a promise that stands it moves that date.',
  middleware: [needs('act', 'the-shop'), smallBody],
  request: {
    params: InquiryParams,
    body: jsonBody(
      only({
        until: Until,
        by: By,
        reason: z.enum(PROMISE_REASONS).optional().describe('Why it takes longer.'),
        told: z
          .enum(TOLD)
          .optional()
          .describe(
            'How the customer knows: `later` (left out): your next reply says so; `reply`: a reply said so already; else you said ' +
              'so by phone and the like, which answers a customer who waits.',
          ),
        expected: z
          .string()
          .max(200)
          .nullish()
          .describe('The id of the promise you saw standing, null for none; left out: whichever stands.'),
      }),
    ),
  },
  responses: { 200: json(PromiseJson, 'It is promised.'), ...problems(400, 404, 409, 413, 415) },
});

const withdraw = createRoute({
  method: 'delete',
  path: PATH,
  operationId: 'withdrawPromise',
  tags: ['Inquiries'],
  summary: 'Take the promise back',
  description: 'One whose date it moved does not come back.',
  middleware: needs('act', 'the-shop'),
  request: {
    params: InquiryParams,
    query: only({
      by: By,
      promise: z
        .string()
        .max(200)
        .optional()
        .openapi({ description: 'The id of the one you saw; left out: which stands.' }),
    }),
  },
  responses: { 200: json(PromiseJson, 'It is taken back.'), ...problems(400, 404, 409) },
});

const PromisedItem = z
  .object({
    id: z.string().describe('The inquiry.'),
    ...InquiryFacts,
    status: z.enum(['unanswered', 'answered', 'completed']),
    madeAt: Instant,
    until: Instant,
    by: z.string().nullable().describe('Who made it; null where nobody said.'),
    reason: z.enum(PROMISE_REASONS).nullable(),
    isBroken: z.boolean().describe('`until` has passed.'),
    inHand: orNull(Held),
  })
  .openapi('PromisedInquiry');

const list = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/promises',
  operationId: 'listPromises',
  tags: ['Inquiries'],
  summary: 'What a shop has promised and not answered yet',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams, query: only({ limit: Limit }) },
  responses: {
    ...tagged(
      z.object({ asOf: AsOf, total: z.int().min(0), items: listOf(PromisedItem) }).openapi('Promises'),
      'Those due first in front.',
    ),
    ...problems(400, 404),
  },
});

export function promisesRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(make, async (c) => {
    const { shop, id } = c.req.valid('param');
    const { by, ...asked } = c.req.valid('json');
    const made = await promiseAnswer(service, { shop, inquiry: id, ...asked, by: doerOf(c, by) });
    return 'promise' in made ? done(c, make, made.promise) : notDone(c, service, made);
  });
  app.openapi(withdraw, async (c) => {
    const { shop, id } = c.req.valid('param');
    const { by, promise } = c.req.valid('query');
    const made = await withdrawPromise(service, { shop, inquiry: id, by: doerOf(c, by), promise });
    return 'promise' in made ? done(c, withdraw, made.promise) : notDone(c, service, made);
  });
  app.openapi(list, async (c) => {
    const shop = service.config.shops.get(c.req.valid('param').shop);
    if (shop === undefined) return unknownShop(c);
    const now = service.clock.now();
    const { items, count } = await readPromised(service, shop, c.req.valid('query').limit, now);
    const shown = items.map((row) => ({
      ...row,
      id: row.inquiry,
      inHand: standingJson(row.inHandBy, row.inHandUntil),
    }));
    return answer(c, list, { asOf: now, total: count, items: shown });
  });
  return app;
}
