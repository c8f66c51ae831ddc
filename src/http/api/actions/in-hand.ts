// api: in hand (対応中), who is answering an inquiry, so that no customer gets two answers.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { giveBack, takeInHand } from '../../../service/actions/take-in-hand.ts';
import type { Service } from '../../../service/service.ts';
import { doerOf, needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { done } from '../answer.ts';
import { json, jsonBody, problems } from '../responses.ts';
import { InquiryParams, only } from '../shapes.ts';
import { By, notDone, smallBody, To, Until, Why } from './act.ts';
import { MuteJson } from './mute-json.ts';

const PATH = '/v1/shops/{shop}/inquiries/{id}/in-hand';

const take = createRoute({
  method: 'put',
  path: PATH,
  operationId: 'takeInHand',
  tags: ['Inquiries'],
  summary: 'Take an inquiry in hand',
  description:
    'Others see it at once. The owner’s mails about it are held back until it ends; steps pass all the same.',
  middleware: [needs('act', 'the-shop'), smallBody],
  request: {
    params: InquiryParams,
    body: jsonBody(
      only({
        until: Until,
        by: By,
        to: To.optional(),
        why: Why.optional(),
        expected: z
          .int('the id of a mute, or null')
          .nullish()
          .describe('The id of the one you saw and want to take over from; left out: nobody.'),
      }),
    ),
  },
  responses: {
    200: json(MuteJson, 'It is in hand.'),
    ...problems(400, 404, 409, 413, 415),
  },
});

const end = createRoute({
  method: 'delete',
  path: PATH,
  operationId: 'giveBack',
  tags: ['Inquiries'],
  summary: 'Give an inquiry back',
  middleware: needs('act', 'the-shop'),
  request: {
    params: InquiryParams,
    query: only({
      by: By,
      expected: z.coerce
        .number('the id of a mute')
        .int('the id of a mute')
        .optional()
        .openapi({ type: 'integer', description: 'The id of the one you saw; left out: whichever stands.' }),
    }),
  },
  responses: { 200: json(MuteJson, 'It is in nobody’s hand.'), ...problems(400, 404, 409) },
});

export function inHandRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(take, async (c) => {
    const { shop, id } = c.req.valid('param');
    const { by, ...asked } = c.req.valid('json');
    const made = await takeInHand(service, { shop, inquiry: id, ...asked, by: doerOf(c, by) });
    return 'mute' in made ? done(c, take, made.mute) : notDone(c, service, made);
  });
  app.openapi(end, async (c) => {
    const { shop, id } = c.req.valid('param');
    const { by, expected } = c.req.valid('query');
    const asked = { shop, inquiry: id, by: doerOf(c, by), ...(expected !== undefined && { expected }) };
    const made = await giveBack(service, asked);
    return 'mute' in made ? done(c, end, made.mute) : notDone(c, service, made);
  });
  return app;
}
