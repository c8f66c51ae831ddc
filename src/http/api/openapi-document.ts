// api: the OpenAPI document, made of the routes themselves. What a route needs is read from its `needs`, so that the
// document cannot say another scope than the one that is asked for.

import type { OpenAPIHono } from '@hono/zod-openapi';
import { type GuardedRoute, guardedRoutes, type Need } from '../access/needs.ts';
import type { AccessEnv } from '../access/principal.ts';
import { ETAG_HEADER, NOT_MODIFIED, Problem, type ProblemStatus, problemComponents, problems } from './responses.ts';

export type ApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>;
type Operation = NonNullable<NonNullable<ApiDocument['paths']>[string]['get']>;

const TAGS = [
  { name: 'Events', description: 'The way in for every source that is not RMS.' },
  { name: 'Shops', description: 'Counts, calendars and reports of a shop.' },
  { name: 'Inquiries', description: 'What customers wait for, and what people do about it.' },
  { name: 'Mails', description: 'What was sent, to whom and with what outcome.' },
  { name: 'Operation', description: 'Whether the service does its work.' },
];

const OVER: Readonly<Record<Need['over'], string>> = {
  'the-shop': 'for this shop',
  'own-shops': 'for any shop; only the token’s own shops are looked at',
  'every-shop': 'for every shop',
  nobody: '',
};

const DESCRIPTION = `Everything on the dashboard, as JSON. Errors are problem documents (RFC 9457) with a stable \`code\`.
Lists are paged by cursor in a stable order. Answers carry a weak ETag: ask again with \`If-None-Match\`.
Instants are UTC with milliseconds. There are no CORS headers: pages of other sites cannot read this API.
Scopes: \`ingest\` sends events, \`read\` looks, \`act\` also takes in hand, mutes and marks, \`admin\` also edits calendars.`;

/** The document of all routes of `api`, without servers. */
export function documentOf(api: OpenAPIHono<AccessEnv>): ApiDocument {
  registerComponents(api);
  const document = api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'inquiry-sla',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    tags: TAGS,
  });
  for (const route of guardedRoutes(api)) describeAccess(document, route);
  return withoutUnused(document);
}

function registerComponents({ openAPIRegistry: registry }: OpenAPIHono<AccessEnv>): void {
  registry.register('Problem', Problem);
  for (const { name, response } of problemComponents()) registry.registerComponent('responses', name, response);
  registry.registerComponent('responses', 'NotModified', NOT_MODIFIED);
  registry.registerComponent('headers', 'ETag', ETAG_HEADER);
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A token made by `inquiry-sla token create`.',
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'inquiry-sla',
    description:
      'The session of a browser that logged in with a token. What changes something also needs the form token of the ' +
      'session in the header `X-Form-Token`.',
  });
}

function describeAccess(document: ApiDocument, { method, path, need }: GuardedRoute): void {
  const item = document.paths?.[path.replaceAll(/:(\w+)/g, '{$1}')];
  const operation = item?.[method.toLowerCase() as 'get'] as Operation | undefined;
  if (operation === undefined || need === null) return;
  const always: ProblemStatus[] = [421, 500, 503];
  const denied: ProblemStatus[] = need.scope === null ? [] : [401, 403, 429];
  operation.responses = { ...problems(...denied, ...always), ...operation.responses };
  operation.security = need.scope === null ? [] : [{ bearer: [] }, { session: [] }];
  const who = need.scope === null ? 'No token is needed.' : `Scope: \`${need.scope}\` ${OVER[need.over]}.`;
  operation.description = [operation.description, who].filter(Boolean).join('\n\n');
}

/** Components that nothing refers to would only be noise. */
function withoutUnused(document: ApiDocument): ApiDocument {
  const used = new Set(JSON.stringify(document.paths).match(/#\/components\/responses\/\w+/g));
  const responses = Object.entries(document.components?.responses ?? {}).filter(([name]) =>
    used.has(`#/components/responses/${name}`),
  );
  return { ...document, components: { ...document.components, responses: Object.fromEntries(responses) } };
}
