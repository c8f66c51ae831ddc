// api: which channels of a shop are open to customers (受付可), as people say, else by the opening hours.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { readPresence } from '../../../service/presence/read-presence.ts';
import { sayPresence } from '../../../service/presence/say-presence.ts';
import type { Service } from '../../../service/service.ts';
import { doerOf, needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { problem } from '../../problem.ts';
import { By, notDone, smallBody } from '../actions/act.ts';
import { answer, done } from '../answer.ts';
import { count } from '../board/shop-json.ts';
import { unknownShop } from '../not-found.ts';
import { json, jsonBody, problems, tagged } from '../responses.ts';
import { AsOf, Instant, listOf, only, orNull, ShopParams } from '../shapes.ts';

const Channel = z
  .object({
    channel: z.string(),
    isAccepting: z.boolean(),
    said: orNull(z.object({ isAccepting: z.boolean(), at: Instant, by: z.string() })).describe(
      'Who said so today; null: it goes by the opening hours.',
    ),
    isInHours: z.boolean().describe('Whether the shop is open now.'),
    waiting: count('Past the first step, in nobody’s hand.'),
    matter: z
      .enum(['no-answer', 'closed-in-hours'])
      .nullable()
      .describe('`no-answer`: open, and somebody waits past the first step in nobody’s hand.'),
  })
  .openapi('ChannelPresence');

const Channels = z.object({ asOf: AsOf, items: listOf(Channel) }).openapi('ChannelPresences');

const list = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/presence',
  operationId: 'listPresence',
  tags: ['Shops'],
  summary: 'Which channels are open to customers',
  description: 'The channels under `presence` of the shop’s file. No deadline goes by it.',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams },
  responses: { ...tagged(Channels, 'In the order of the file; empty: nobody is asked.'), ...problems(404) },
});

const say = createRoute({
  method: 'put',
  path: '/v1/shops/{shop}/presence/{channel}',
  operationId: 'sayPresence',
  tags: ['Shops'],
  summary: 'Open or close a channel',
  description: 'Holds until the end of the shop’s today, or until somebody says something else.',
  middleware: [needs('act', 'the-shop'), smallBody],
  request: {
    params: ShopParams.extend({ channel: z.string().openapi({ example: 'chat' }) }),
    body: jsonBody(
      only({
        isAccepting: z
          .boolean('true, false, or null')
          .nullable()
          .describe('Whether customers are answered; null: it goes by the opening hours again.'),
        by: By,
      }),
    ),
  },
  responses: { 200: json(Channels, 'As it is now.'), ...problems(400, 404, 413, 415) },
});

export function presenceRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  const channelsOf = async (id: string) => {
    const [now, shop] = [service.clock.now(), service.config.shops.get(id)];
    return shop && { asOf: now, items: (await readPresence(service, [shop], now)).get(id) ?? [] };
  };
  app.openapi(list, async (c) => {
    const channels = await channelsOf(c.req.valid('param').shop);
    return channels === undefined ? unknownShop(c) : answer(c, list, channels);
  });
  app.openapi(say, async (c) => {
    const { shop, channel } = c.req.valid('param');
    const { isAccepting, by } = c.req.valid('json');
    const said = await sayPresence(service, { shop, channel, isAccepting, by: doerOf(c, by) });
    if (!('refused' in said)) return done(c, say, (await channelsOf(shop))!);
    return said.refused === 'unknown' && service.config.shops.has(shop) ? unknownChannel(c) : notDone(c, service, said);
  });
  return app;
}

const unknownChannel = (c: Context) => problem(c, 404, 'unknown-channel', 'the shop’s file does not name this channel');
