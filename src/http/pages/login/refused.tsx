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
import { LoginPage } from './page.tsx';
import { unsentOf } from './unsent.ts';
import { LOGIN_WORDS } from './words.ts';

export async function answerRefused(
  parts: Pick<PageParts, 'service'>,
  c: Context<AccessEnv>,
  refused: Refused,
): Promise<Response> {
  const { status, code, message, retryAfter } = refused;
  if (retryAfter !== null) c.header('retry-after', String(retryAfter));
  if (isForPrograms(c) || readBearer(c) !== null) {
    if (status === 401) c.header('www-authenticate', 'Bearer realm="inquiry-sla"');
    return problem(c, status, code, message);
  }
  const view = viewOf(parts, c);
  if (status === 401) {
    const unsent = await unsentOf(c);
    if (unsent !== null) return page(c, <LoginPage view={view} next={pageOf(c)} fault={null} unsent={unsent} />, 401);
    return c.redirect(href(view, '/login', { next: pageOf(c) }), 303);
  }
  const [title, hint] = LOGIN_WORDS[view.language].refused[code] ?? [code, message];
  return page(c, <Message view={view} title={title} hint={hint} />, status);
}

/** The page a person is on: the one asked for, or the one whose form was sent. */
function pageOf(c: Context): string {
  const url = c.req.method === 'GET' ? c.req.url : (c.req.header('referer') ?? '');
  if (!URL.canParse(url)) return '/';
  const { pathname, search } = new URL(url);
  return pathname + search;
}
