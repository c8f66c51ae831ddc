// api: all routes of the API and its document. Everything here answers JSON and says in `needs` who may ask.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Service } from '../../service/service.ts';
import { needsNobody } from '../access/needs.ts';
import type { AccessEnv } from '../access/principal.ts';
import type { HealthParts } from '../health.ts';
import { answer } from './answer.ts';
import { type ApiDocument, documentOf } from './document.ts';
import { eventsRoutes } from './events.ts';
import { healthRoutes } from './health.ts';
import { refuseInvalid } from './invalid.ts';
import { refuseOtherMethods } from './methods.ts';
import { tagged } from './responses.ts';
import { shopsRoutes } from './shops.ts';

const openapi = createRoute({
  method: 'get',
  path: '/v1/openapi.json',
  operationId: 'readOpenApi',
  tags: ['Operation'],
  summary: 'This document',
  middleware: needsNobody(),
  responses: tagged(z.looseObject({ openapi: z.string() }), 'OpenAPI 3.1.'),
});

export function apiRoutes(service: Service, health: HealthParts): OpenAPIHono<AccessEnv> {
  const api = new OpenAPIHono<AccessEnv>({ defaultHook: refuseInvalid });
  api.route('/', healthRoutes(service, health));
  api.route('/', eventsRoutes(service));
  api.route('/', shopsRoutes(service));
  // Made when it is asked for: a start does not wait for it.
  let made: ApiDocument | null = null;
  api.openapi(openapi, (c) => {
    made ??= documentOf(api);
    return answer(c, { ...made, servers: [{ url: service.config.service.publicUrl.replace(/\/$/, '') }] });
  });
  refuseOtherMethods(api);
  return api;
}
