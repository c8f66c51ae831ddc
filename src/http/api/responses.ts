// api: the answers that many routes share, as components of the OpenAPI document: problem documents, 304 and ETag.

import { z } from '@hono/zod-openapi';
import { titleOf } from '../problem.ts';

/** RFC 9457, with `code` for programs. */
export const Problem = z
  .looseObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable, for programs.'),
    detail: z.string().describe('For people: where the fault is and what is allowed.'),
    faults: z
      .array(z.object({ path: z.string(), allowed: z.string() }))
      .optional()
      .describe('Every fault of a query or a body that does not fit.'),
  })
  .openapi('Problem');

interface Kind {
  readonly name: string;
  readonly description: string;
  readonly example: { readonly code: string; readonly detail: string };
}

const KINDS = {
  400: kind('BadRequest', 'The request does not fit; `detail` names the place and what is allowed.', {
    code: 'invalid-limit',
    detail: 'limit: a whole number from 1 to 200',
  }),
  401: kind('NoToken', 'No token, or one that is not known.', {
    code: 'no-token',
    detail: 'send the header Authorization: Bearer <token>',
  }),
  403: kind('Forbidden', 'The token lacks the scope, or is not for this shop.', {
    code: 'missing-scope',
    detail: 'this needs a token with the scope act',
  }),
  404: kind('NotFound', 'There is no such shop, inquiry or thing.', {
    code: 'unknown-shop',
    detail: 'there is no such shop in the configuration',
  }),
  409: kind('Conflict', 'It changed meanwhile, or cannot be done in the state it is in.', {
    code: 'changed-meanwhile',
    detail: 'the file changed meanwhile; look at the preview again',
  }),
  413: kind('ContentTooLarge', 'The body is too large.', {
    code: 'body-too-large',
    detail: 'the body may have 16384 bytes',
  }),
  415: kind('UnsupportedMediaType', 'The body is of another type.', {
    code: 'unsupported-media-type',
    detail: 'the body must be JSON, with the header Content-Type: application/json',
  }),
  421: kind('ForeignHost', 'The Host header names another host.', {
    code: 'foreign-host',
    detail: 'Host: allowed are localhost, 127.0.0.1, [::1], sla.example.jp',
  }),
  422: kind('NothingAccepted', 'Every line was refused.', {
    code: 'nothing-accepted',
    detail: 'every line was refused; see refused',
  }),
  429: kind('TooManyRequests', 'Too many requests; `Retry-After` says for how many seconds to wait.', {
    code: 'too-many-requests',
    detail: 'wait for the seconds of the header Retry-After',
  }),
  500: kind('InternalError', 'A fault of ours; it is in the log.', {
    code: 'internal',
    detail: 'an internal error; it is in the log',
  }),
  503: kind('Unavailable', 'The database cannot be reached; come again after `Retry-After` seconds.', {
    code: 'unavailable',
    detail: 'the database cannot be reached; try again',
  }),
} as const satisfies Readonly<Record<number, Kind>>;

function kind(name: string, description: string, example: Kind['example']): Kind {
  return { name, description, example };
}

export type ProblemStatus = keyof typeof KINDS;

/** References to the problem documents that a route answers, for `responses` of its description. */
export function problems<S extends ProblemStatus>(...statuses: readonly S[]): Record<S, { $ref: string }> {
  const entries = statuses.map((status) => [status, { $ref: `#/components/responses/${KINDS[status].name}` }]);
  return Object.fromEntries(entries) as Record<S, { $ref: string }>;
}

/** The components that `problems` refers to, by name. */
export function problemComponents() {
  return Object.entries(KINDS).map(([status, { name, description, example }]) => ({
    name,
    response: {
      description,
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          example: { type: 'about:blank', title: titleOf(Number(status)), status: Number(status), ...example },
        },
      },
    },
  }));
}

/** A body of JSON with this status. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** The body of a request. */
export const jsonBody = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

/** What `answer` gives: the body with its ETag, or 304. */
export const tagged = <T extends z.ZodType>(schema: T, description: string) => ({
  200: { ...json(schema, description), headers: { ETag: { $ref: '#/components/headers/ETag' } } },
  304: { $ref: '#/components/responses/NotModified' },
});

export const ETAG_HEADER = {
  description: 'Weak; stays the same while nothing but `asOf` and what counts down has changed.',
  schema: { type: 'string' },
} as const;

export const NOT_MODIFIED = { description: 'The client has it already: its `If-None-Match` names the ETag.' };
