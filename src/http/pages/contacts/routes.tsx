// The page of a shop's contacts, and the test of one.

import { type Context, Hono } from 'hono';
import { noteTest } from '../../../service/audit/note-done.ts';
import { contactsOf, tryContact } from '../../../service/notifications/try/try-contact.ts';
import { createTestLimits, type TestLimits } from '../../access/limits.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { ContactsPage } from './page.tsx';

const LONGEST_NAME = 100;
const MINUTE_S = 60;

export function contactsRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  const limits = createTestLimits();
  app.get('/shops/:shop/contacts', needs('read', 'the-shop'), (c) => {
    const shop = parts.service.config.shops.get(c.req.param('shop'));
    if (shop === undefined) return notFoundPage(parts, c);
    return page(c, <ContactsPage view={viewOf(parts, c)} shop={shop} tried={null} />);
  });
  app.post('/shops/:shop/contacts/test', needs('admin', 'the-shop'), (c) =>
    test(parts, c, c.req.param('shop'), limits),
  );
  return app;
}

async function test(parts: PageParts, c: Context<AccessEnv>, shopId: string, limits: TestLimits): Promise<Response> {
  const { service } = parts;
  const shop = service.config.shops.get(shopId);
  if (shop === undefined) return notFoundPage(parts, c);
  const view = viewOf(parts, c);
  const { name: given } = await c.req.parseBody();
  const name = typeof given === 'string' ? given.slice(0, LONGEST_NAME) : '';
  if (!contactsOf(shop).has(name))
    return page(c, <ContactsPage view={view} shop={shop} tried={{ unknown: name }} />, 404);
  const wait = await limits.count(shop.id, name);
  if (wait !== null) {
    c.header('retry-after', String(wait));
    const waitMinutes = Math.ceil(wait / MINUTE_S);
    return page(c, <ContactsPage view={view} shop={shop} tried={{ waitMinutes }} />, 429);
  }
  await noteTest(service, principalOf(c).name, shop.id, name);
  const ways = await tryContact(service, shop, name);
  return page(c, <ContactsPage view={view} shop={shop} tried={{ name, ways: ways ?? [] }} />);
}
