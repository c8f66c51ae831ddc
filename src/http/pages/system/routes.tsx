// The pages about the monitoring itself.

import { Hono } from 'hono';
import { readRefusals } from '../../../service/read-mails.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { type PageParts, page, viewOf } from '../page.tsx';
import { RefusalsPage } from './refusals.tsx';

export function systemRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/refusals', needs('read', 'every-shop'), async (c) =>
    page(c, <RefusalsPage view={viewOf(parts, c)} refusals={await readRefusals(parts.service)} />),
  );
  return app;
}
