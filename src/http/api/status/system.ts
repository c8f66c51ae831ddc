// api: what the monitoring says of itself, and what was not taken in.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { readRefusals } from '../../../service/notifications/read-mails.ts';
import type { Service } from '../../../service/service.ts';
import type { HealthReader } from '../../../service/status/health/read-health.ts';
import { readSystem } from '../../../service/status/read-system.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import type { HealthParts } from '../../health.ts';
import { answer } from '../answer.ts';
import { count } from '../board/shop-json.ts';
import { tagged } from '../responses.ts';
import { AsOf, Instant, listOf } from '../shapes.ts';
import { SystemJson, systemJson } from './system-json.ts';

const Refusal = z
  .object({
    source: z.string().describe('Which way it came in.'),
    shop: z.string().describe('As far as it could be read, else empty.'),
    inquiry: z.string(),
    event: z.string(),
    code: z.string(),
    message: z.string().describe('It never repeats what was sent.'),
    times: count('How often it came.'),
    firstAt: Instant,
    lastAt: Instant,
  })
  .openapi('Refusal');

const system = createRoute({
  method: 'get',
  path: '/v1/system',
  operationId: 'readSystem',
  tags: ['Operation'],
  summary: 'Sources, licences, queue, ticks, configuration, mails and the daily proof',
  middleware: needs('read', 'every-shop'),
  responses: tagged(SystemJson, 'Over all shops.'),
});

const refusals = createRoute({
  method: 'get',
  path: '/v1/refusals',
  operationId: 'listRefusals',
  tags: ['Operation'],
  summary: 'What was not taken in, and why',
  middleware: needs('read', 'every-shop'),
  responses: tagged(
    z.object({ asOf: AsOf, items: listOf(Refusal) }).openapi('Refusals'),
    'The newest first, at most 200.',
  ),
});

export function systemRoutes(service: Service, health: HealthParts, reader: HealthReader): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(system, async (c) =>
    answer(c, system, systemJson(await readSystem(service, health, reader), service.config.service.timeZone)),
  );
  app.openapi(refusals, async (c) =>
    answer(c, refusals, { asOf: service.clock.now(), items: await readRefusals(service) }),
  );
  return app;
}
