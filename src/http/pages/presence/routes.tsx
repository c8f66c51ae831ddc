// The form by which somebody says that a channel is open to customers, or closed. It leads back to the shop's page.

import { type Context, Hono } from 'hono';
import { sayPresence } from '../../../service/presence/say-presence.ts';
import { rememberName } from '../../access/cookie.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { problem } from '../../problem.ts';
import { notFoundPage, type PageParts, viewOf } from '../page.tsx';
import { href, shopPath } from '../view.ts';

const SAY: Readonly<Record<string, boolean | null>> = { accepting: true, closed: false, hours: null };

export function presenceRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.post('/shops/:shop/presence', needs('act', 'the-shop'), (c) => say(parts, c, c.req.param('shop')));
  return app;
}

async function say(parts: PageParts, c: Context<AccessEnv>, shop: string): Promise<Response> {
  const body = await c.req.parseBody();
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined);
  const asked = text('say') ?? '';
  if (!Object.hasOwn(SAY, asked)) return problem(c, 422, 'invalid-form', 'say: accepting, closed, hours');
  const by = principalOf(c).person ?? text('by');
  const said = await sayPresence(parts.service, { shop, channel: text('channel') ?? '', isAccepting: SAY[asked]!, by });
  if ('refused' in said)
    return said.refused === 'unknown'
      ? notFoundPage(parts, c)
      : problem(c, 422, 'invalid-form', 'by: a name on one line, at most 80 characters');
  rememberName(c, by);
  return c.redirect(href(viewOf(parts, c), shopPath(shop)), 303);
}
