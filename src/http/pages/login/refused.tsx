// How a request that is not let through is answered: programs get a problem document, people a page or the login.

import type { Context } from 'hono';
import { readBearer } from '../../access/bearer.ts';
import type { AccessEnv } from '../../access/principal.ts';
import type { Refused } from '../../access/refused.ts';
import { problem } from '../../problem.ts';
import { isForPrograms } from '../../route-kind.ts';
import { Message } from '../errors/page.tsx';
import { type PageParts, page, viewOf } from '../page.tsx';
import { href } from '../view.ts';
import { LOGIN_WORDS } from './words.ts';

export function answerRefused(
  parts: Pick<PageParts, 'service'>,
  c: Context<AccessEnv>,
  refused: Refused,
): Response | Promise<Response> {
  const { status, code, message, retryAfter } = refused;
  if (retryAfter !== null) c.header('retry-after', String(retryAfter));
  if (isForPrograms(c) || readBearer(c) !== null) {
    if (status === 401) c.header('www-authenticate', 'Bearer realm="inquiry-sla"');
    return problem(c, status, code, message);
  }
  const view = viewOf(parts, c);
  if (status === 401) return c.redirect(href(view, '/login', { next: pageOf(c), ...unsent(c) }), 303);
  const [title, hint] = LOGIN_WORDS[view.language].refused[code] ?? [code, message];
  return page(c, <Message view={view} title={title} hint={hint} />, status);
}

/** What was typed into a form did not arrive. */
const unsent = (c: Context): { readonly unsent?: string } => (c.req.method === 'GET' ? {} : { unsent: '1' });

/** The page a person is on: the one asked for, or the one whose form was sent. */
function pageOf(c: Context): string {
  const url = c.req.method === 'GET' ? c.req.url : (c.req.header('referer') ?? '');
  if (!URL.canParse(url)) return '/';
  const { pathname, search } = new URL(url);
  return pathname + search;
}
