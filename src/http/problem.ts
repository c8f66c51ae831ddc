// http: errors of the API as problem documents (RFC 9457). A detail says where and what is allowed, never what a
// customer may have written.

import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  413: 'Content too large',
  415: 'Unsupported media type',
  421: 'Misdirected request',
  422: 'Nothing was accepted',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Unavailable',
};

/** The title of a status, the same in every problem document of it. */
export const titleOf = (status: number): string => TITLES[status] ?? 'Error';

/** A problem document; `code` is stable and for programs, `detail` for people, `more` are extension members. */
export function problem(
  c: Context,
  status: ContentfulStatusCode,
  code: string,
  detail: string,
  more: Readonly<Record<string, unknown>> = {},
): Response {
  const body = { type: 'about:blank', title: titleOf(status), status, code, detail, ...more };
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' });
}
