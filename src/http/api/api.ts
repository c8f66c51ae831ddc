// api: all routes of the API and its document. Everything here answers JSON and says in `needs` who may ask.

import { createRoute, type Hook, OpenAPIHono, z } from '@hono/zod-openapi';
import type { CalendarEdits } from '../../service/calendar/edit-calendar.ts';
import type { Service } from '../../service/service.ts';
import type { HealthReader } from '../../service/status/health/read-health.ts';
import { needsNobody } from '../access/needs.ts';
import type { AccessEnv } from '../access/principal.ts';
import type { HealthParts } from '../health.ts';
import { problem } from '../problem.ts';
import { answeredElsewhereRoutes } from './actions/answered-elsewhere.ts';
import { inHandRoutes } from './actions/in-hand.ts';
import { mutesRoutes } from './actions/mutes.ts';
import { noReplyNeededRoutes } from './actions/no-reply-needed.ts';
import { promisesRoutes } from './actions/promising.ts';
import { severalRoutes } from './actions/several.ts';
import { answer } from './answer.ts';
import { auditRoutes } from './audit/audit.ts';
import { comingRoutes } from './board/coming.ts';
import { inquiriesRoutes } from './board/inquiries.ts';
import { shopsRoutes } from './board/shops.ts';
import { calendarRoutes } from './calendar/calendar.ts';
import { calendarChangesRoutes } from './calendar/calendar-changes.ts';
import { eventsRoutes } from './intake/events.ts';
import { refuseOtherMethods } from './methods.ts';
import { mailsRoutes } from './notifications/mails.ts';
import { type ApiDocument, documentOf } from './openapi-document.ts';
import { presenceRoutes } from './presence/presence.ts';
import { askedRoutes } from './reports/asked.ts';
import { reportsRoutes } from './reports/reports.ts';
import { tagged } from './responses.ts';
import { healthRoutes } from './status/health.ts';
import { systemRoutes } from './status/system.ts';

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
  api.route('/', comingRoutes(service));
  api.route('/', inquiriesRoutes(service));
  api.route('/', inHandRoutes(service));
  api.route('/', noReplyNeededRoutes(service));
  api.route('/', promisesRoutes(service));
  api.route('/', severalRoutes(service));
  api.route('/', answeredElsewhereRoutes(service));
  api.route('/', mutesRoutes(service));
  api.route('/', calendarRoutes(service));
  api.route('/', calendarChangesRoutes(service, calendarEdits ?? null));
  api.route('/', presenceRoutes(service));
  api.route('/', reportsRoutes(service));
  api.route('/', askedRoutes(service));
  api.route('/', mailsRoutes(service));
  api.route('/', auditRoutes(service));
  api.route('/', systemRoutes(service, health, reader));
  // Made when it is asked for: a start does not wait for it.
  let made: ApiDocument | null = null;
  api.openapi(openapi, (c) => {
    made ??= documentOf(api);
    return answer(c, openapi, { ...made, servers: [{ url: service.config.service.publicUrl.replace(/\/$/, '') }] });
  });
  refuseOtherMethods(api);
  return api;
}

/**
 * A request that does not fit its schema → 400 that names each path and what is allowed there, never what was found.
 * Programs find `invalid-<parameter>` or `invalid-body` as the code.
 */
const refuseInvalid: Hook<unknown, AccessEnv, string, Response | undefined> = (result, c) => {
  if (result.success) return undefined;
  const faults = result.error.issues.map(faultOf);
  const { path, allowed } = faults[0]!;
  const code = result.target === 'json' ? 'invalid-body' : `invalid-${path === '' ? result.target : path}`;
  return problem(c, 400, code, path === '' ? allowed : `${path}: ${allowed}`, { faults });
};

/** Messages are ours or zod’s own, which name types and options and quote nothing. */
function faultOf({ path, message }: z.core.$ZodIssue): { path: string; allowed: string } {
  return { path: path.join('.'), allowed: message };
}
