// api: several inquiries at once, handed over or promised; and the load of each person.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { PROMISE_REASONS } from '../../../core/model.ts';
import { isStorable } from '../../../core/text.ts';
import { formatDate } from '../../../core/time/civil-date.ts';
import { handOver, MOST_AT_ONCE } from '../../../service/actions/hand-over.ts';
import { TOLD } from '../../../service/actions/promise-answer.ts';
import { promiseAnswers } from '../../../service/actions/promise-answers.ts';
import { readPeople } from '../../../service/board/read-people.ts';
import type { Service } from '../../../service/service.ts';
import { doerOf, needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { answer, done } from '../answer.ts';
import { unknownShop } from '../not-found.ts';
import { json, jsonBody, problems, tagged } from '../responses.ts';
import { AsOf, InstantOrNull, LocalDate, listOf, only, orNull, ShopParams } from '../shapes.ts';
import { By, bodyOfMany, notDone, To, Until, Why } from './act.ts';
import { MuteJson } from './mute-json.ts';
import { PromiseJson } from './promise-json.ts';

const NUMBERS = `1 to ${MOST_AT_ONCE} numbers of inquiries`;
const Numbers = z
  .array(z.string(NUMBERS).min(1, NUMBERS).max(200, NUMBERS).refine(isStorable, NUMBERS), NUMBERS)
  .min(1, NUMBERS)
  .max(MOST_AT_ONCE, NUMBERS);
const Left = listOf(z.string()).describe(
  'Asked for and not done: nobody waits there, it is unknown, or somebody changed it meanwhile.',
);

const over = createRoute({
  method: 'post',
  path: '/v1/shops/{shop}/hand-over',
  operationId: 'handOver',
  tags: ['Inquiries'],
  summary: 'Hand inquiries over, or free them',
  description: 'All of what somebody has in hand, or those named; in one go.',
  middleware: [needs('act', 'the-shop'), bodyOfMany],
  request: {
    params: ShopParams,
    body: jsonBody(
      only({
        from: To.optional().openapi({ description: 'Out of whose hand; left out: out of anybody’s.' }),
        inquiries: Numbers.optional().describe('Left out: all that `from` has.'),
        to: orNull(To).describe('Into whose hand; null: nobody’s.'),
        until: Until.optional().openapi({ description: 'Left out: each keeps the end that it has.' }),
        why: Why.optional(),
        by: By,
      }),
    ),
  },
  responses: {
    200: json(z.object({ handed: listOf(MuteJson), left: Left }).openapi('HandedOver'), 'What is in other hands now.'),
    ...problems(400, 404, 413, 415),
  },
});

const promise = createRoute({
  method: 'post',
  path: '/v1/shops/{shop}/promises',
  operationId: 'promiseAnswers',
  tags: ['Inquiries'],
  summary: 'Promise answers to several inquiries',
  middleware: [needs('act', 'the-shop'), bodyOfMany],
  request: {
    params: ShopParams,
    body: jsonBody(
      only({
        inquiries: Numbers,
        until: Until,
        by: By,
        reason: z.enum(PROMISE_REASONS).optional().describe('Why it takes longer.'),
        told: z.enum(TOLD).optional().describe('How the customers know; as for one.'),
      }),
    ),
  },
  responses: {
    200: json(
      z
        .object({ promised: listOf(z.object({ inquiry: z.string(), promise: PromiseJson })), left: Left })
        .openapi('PromisedTogether'),
      'What is promised.',
    ),
    ...problems(400, 404, 413, 415),
  },
});

const count = (description: string) => z.int().min(0).describe(description);

const Load = z
  .object({
    name: z.string(),
    isNamed: z.boolean().describe('Under `people` of the shop’s file.'),
    away: orNull(z.object({ until: LocalDate, standIn: z.string().nullable() })).describe('Null: there today.'),
    inHand: count('Waiting inquiries in their hand.'),
    dueToday: count('Of these, due before the end of the shop’s today.'),
    overdue: count('Of these, past the third step.'),
    nextDueAt: InstantOrNull.describe('The nearest deadline of these that is still to come.'),
    promised: count('Promises of theirs that stand.'),
    broken: count('Of these, overdue.'),
  })
  .openapi('PersonLoad');

const people = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/people',
  operationId: 'listPeople',
  tags: ['Shops'],
  summary: 'What each person of a shop has to do',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams },
  responses: {
    ...tagged(
      z
        .object({
          asOf: AsOf,
          people: listOf(Load),
          free: count('Waiting inquiries that nobody has in hand.'),
          unanswered: count('All that wait.'),
        })
        .openapi('People'),
      'Who has the most overdue first.',
    ),
    ...problems(404),
  },
});

export function severalRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(over, async (c) => {
    const { by, ...asked } = c.req.valid('json');
    const made = await handOver(service, { ...asked, shop: c.req.valid('param').shop, by: doerOf(c, by) });
    return 'handed' in made ? done(c, over, made) : notDone(c, service, made);
  });
  app.openapi(promise, async (c) => {
    const { by, ...asked } = c.req.valid('json');
    const { shop } = c.req.valid('param');
    if (!service.config.shops.has(shop)) return unknownShop(c);
    const made = await promiseAnswers(service, { ...asked, shop, by: doerOf(c, by) });
    return 'promised' in made ? done(c, promise, made) : notDone(c, service, made);
  });
  app.openapi(people, async (c) => {
    const shop = service.config.shops.get(c.req.valid('param').shop);
    if (shop === undefined) return unknownShop(c);
    const { now, people: loads, ...rest } = await readPeople(service, shop);
    const shown = loads.map(({ away, ...load }) => ({
      ...load,
      away: away && { ...away, until: formatDate(away.until) },
    }));
    return answer(c, people, { asOf: now, people: shown, ...rest });
  });
  return app;
}
