// api: all routes of the API and its document. Everything here answers JSON and says in `needs` who may ask.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { CalendarEdits } from '../../service/edit-calendar.ts';
import type { HealthReader } from '../../service/health/read-health.ts';
import type { Service } from '../../service/service.ts';
import { needsNobody } from '../access/needs.ts';
import type { AccessEnv } from '../access/principal.ts';
import type { HealthParts } from '../health.ts';
import { answer } from './answer.ts';
import { calendarRoutes } from './calendar.ts';
import { calendarChangesRoutes } from './calendar-changes.ts';
import { type ApiDocument, documentOf } from './document.ts';
import { eventsRoutes } from './events.ts';
import { healthRoutes } from './health.ts';
import { inHandRoutes } from './in-hand.ts';
import { inquiriesRoutes } from './inquiries.ts';
import { refuseInvalid } from './invalid.ts';
import { mailsRoutes } from './mails.ts';
import { refuseOtherMethods } from './methods.ts';
import { mutesRoutes } from './mutes.ts';
import { noReplyNeededRoutes } from './no-reply-needed.ts';
import { reportsRoutes } from './reports.ts';
import { tagged } from './responses.ts';
import { shopsRoutes } from './shops.ts';
import { systemRoutes } from './system.ts';

const openapi = createRoute({
  method: 'get',
  path: '/v1/openapi.json',
  operationId: 'readOpenApi',
  tags: ['Operation'],
  summary: 'This document',
  middleware: needsNobody(),
  responses: tagged(z.looseObject({ openapi: z.string() }), 'OpenAPI 3.1.'),
});

export interface ApiParts {
  readonly service: Service;
  readonly health: HealthParts;
  readonly reader: HealthReader;
  /** Left out where no folder of files is open: calendars are shown, not edited. */
  readonly calendarEdits?: CalendarEdits;
}

export function apiRoutes({ service, health, reader, calendarEdits }: ApiParts): OpenAPIHono<AccessEnv> {
  const api = new OpenAPIHono<AccessEnv>({ defaultHook: refuseInvalid });
  api.route('/', healthRoutes(service, reader));
  api.route('/', eventsRoutes(service));
  api.route('/', shopsRoutes(service));
  api.route('/', inquiriesRoutes(service));
  api.route('/', inHandRoutes(service));
  api.route('/', noReplyNeededRoutes(service));
  api.route('/', mutesRoutes(service));
  api.route('/', calendarRoutes(service));
  api.route('/', calendarChangesRoutes(service, calendarEdits ?? null));
  api.route('/', reportsRoutes(service));
  api.route('/', mailsRoutes(service));
  api.route('/', systemRoutes(service, health, reader));
  // Made when it is asked for: a start does not wait for it.
  let made: ApiDocument | null = null;
  api.openapi(openapi, (c) => {
    made ??= documentOf(api);
    return answer(c, { ...made, servers: [{ url: service.config.service.publicUrl.replace(/\/$/, '') }] });
  });
  refuseOtherMethods(api);
  return api;
}
