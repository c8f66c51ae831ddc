// api: what is muted or in hand, and muting an inquiry or a whole shop. A mute always ends by itself.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { lift, mute, readMutes } from '../../../service/actions/mute.ts';
import type { Service } from '../../../service/service.ts';
import { doerOf, needs, principalOf } from '../../access/needs.ts';
import { type AccessEnv, maySee } from '../../access/principal.ts';
import { problem } from '../../problem.ts';
import { answer, done } from '../answer.ts';
import { unknownShop } from '../not-found.ts';
import { json, jsonBody, problems, tagged } from '../responses.ts';
import { AsOf, InquiryParams, listOf, only, ShopParams } from '../shapes.ts';
import { By, notDone, smallBody, Until, Why } from './act.ts';
import { MuteJson } from './mute-json.ts';

const list = createRoute({
  method: 'get',
  path: '/v1/mutes',
  operationId: 'listMutes',
  tags: ['Inquiries'],
  summary: 'What is muted or in hand now',
  middleware: needs('read', 'own-shops'),
  responses: tagged(
    z.object({ asOf: AsOf, items: listOf(MuteJson) }).openapi('Mutes'),
    'Those that end first in front.',
  ),
});

const terms = jsonBody(only({ until: Until, why: Why, by: By }));
const ending = only({ by: By });

const muteInquiry = createRoute({
  method: 'put',
  path: '/v1/shops/{shop}/inquiries/{id}/mute',
  operationId: 'muteInquiry',
  tags: ['Inquiries'],
  summary: 'Hold the owner’s mails about an inquiry back',
  description: 'Steps pass and breaches are recorded all the same. What stood before ends.',
  middleware: [needs('act', 'the-shop'), smallBody],
  request: { params: InquiryParams, body: terms },
  responses: { 200: json(MuteJson, 'It is muted.'), ...problems(400, 404, 413, 415) },
});

const unmuteInquiry = createRoute({
  method: 'delete',
  path: '/v1/shops/{shop}/inquiries/{id}/mute',
  operationId: 'unmuteInquiry',
  tags: ['Inquiries'],
  summary: 'End the mute of an inquiry',
  middleware: needs('act', 'the-shop'),
  request: { params: InquiryParams, query: ending },
  responses: { 200: json(MuteJson, 'It is ended; what it held back is owed from now on.'), ...problems(400, 404, 409) },
});

const muteShop = createRoute({
  method: 'put',
  path: '/v1/shops/{shop}/mute',
  operationId: 'muteShop',
  tags: ['Shops'],
  summary: 'Hold the owner’s mails about a whole shop back',
  description: 'Steps pass and breaches are recorded all the same. What stood before ends.',
  middleware: [needs('act', 'the-shop'), smallBody],
  request: { params: ShopParams, body: terms },
  responses: { 200: json(MuteJson, 'It is muted.'), ...problems(400, 404, 413, 415) },
});

const unmuteShop = createRoute({
  method: 'delete',
  path: '/v1/shops/{shop}/mute',
  operationId: 'unmuteShop',
  tags: ['Shops'],
  summary: 'End the mute of a whole shop',
  middleware: needs('act', 'the-shop'),
  request: { params: ShopParams, query: ending },
  responses: { 200: json(MuteJson, 'It is ended; what it held back is owed from now on.'), ...problems(400, 404, 409) },
});

interface Target {
  readonly shop: string;
  /** Null: the whole shop. */
  readonly inquiry: string | null;
}

export function mutesRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(list, async (c) => {
    const principal = principalOf(c);
    const mutes = (await readMutes(service)).filter(({ shop }) => maySee(principal, shop));
    return answer(c, list, { asOf: service.clock.now(), items: mutes });
  });
  app.openapi(muteInquiry, (c) => {
    const { shop, id } = c.req.valid('param');
    return muteTarget(service, c, `${shop}/${id}`, c.req.valid('json'));
  });
  app.openapi(unmuteInquiry, (c) => {
    const { shop, id } = c.req.valid('param');
    return unmute(service, c, { shop, inquiry: id }, c.req.valid('query').by);
  });
  app.openapi(muteShop, (c) => muteTarget(service, c, c.req.valid('param').shop, c.req.valid('json')));
  app.openapi(unmuteShop, (c) => {
    const { shop } = c.req.valid('param');
    return unmute(service, c, { shop, inquiry: null }, c.req.valid('query').by);
  });
  return app;
}

async function muteTarget(
  service: Service,
  c: Context<AccessEnv>,
  target: string,
  { until, why, by }: { readonly until: string; readonly why: string; readonly by?: string | undefined },
) {
  const made = await mute(service, { kind: 'mute', target, until, why, by: doerOf(c, by) });
  return 'mute' in made ? done(c, muteInquiry, made.mute) : notDone(c, service, made);
}

async function unmute(service: Service, c: Context<AccessEnv>, { shop, inquiry }: Target, by: string | undefined) {
  if (!service.config.shops.has(shop)) return unknownShop(c);
  const standing = (await readMutes(service)).find(
    (one) => one.kind === 'mute' && one.shop === shop && one.inquiry === inquiry,
  );
  const lifted = standing === undefined ? null : await lift(service, standing.id, doerOf(c, by));
  if (lifted === null) return problem(c, 409, 'not-muted', 'no mute of it stands');
  return done(c, unmuteInquiry, lifted);
}
