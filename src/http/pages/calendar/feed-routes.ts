// Feeds for calendar programs, which bring no token: the secret in the address is all. A wrong one is answered like
// any address of nothing, and it locks nobody out: programs go on asking for years after an address was revoked.

import { Hono } from 'hono';
import { FEED_FILES, shopOfFeed } from '../../../service/calendar/make-feed-address.ts';
import { addressOf } from '../../access/client-address.ts';
import type { Gate } from '../../access/identify.ts';
import { needsNobody } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { problem } from '../../problem.ts';
import type { PageParts } from '../page.tsx';
import { feed } from './feed.ts';

export function feedRoutes(parts: PageParts, gate: Gate): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  for (const file of FEED_FILES)
    app.get(`/feeds/:secret/${file}`, needsNobody(), async (c) => {
      const wait = await gate.limits.countStranger(addressOf(c, gate.trustProxy));
      if (wait !== null) {
        c.header('retry-after', String(wait));
        return problem(c, 429, 'too-many-requests', `too many requests; try again in ${wait} s`);
      }
      const shop = await shopOfFeed(parts.service, c.req.param('secret'));
      if (shop === null || !parts.service.config.shops.has(shop))
        return problem(c, 404, 'not-found', 'there is no such route');
      return feed(parts, c, shop, file);
    });
  return app;
}
