// The pages about the monitoring itself.

import { Hono } from 'hono';
import { readRefusals } from '../../../service/notifications/read-mails.ts';
import { readSystem } from '../../../service/status/read-system.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { type PageParts, page, viewOf } from '../page.tsx';
import { SystemPage } from './page.tsx';
import { queuesRoutes } from './queues.tsx';
import { RefusalsPage } from './refusals.tsx';

export function systemRoutes(parts: PageParts): Hono<AccessEnv> {
  const { service, health, reader } = parts;
  const app = new Hono<AccessEnv>();
  const shopName = (id: string) => service.config.shops.get(id)?.name ?? id;
  app.get('/system', needs('read', 'every-shop'), async (c) => {
    const report = await readSystem(service, health, reader);
    // What was just asked for the page is what its header says too.
    c.set('health', report.health);
    return page(c, <SystemPage view={viewOf(parts, c)} report={report} shopName={shopName} />);
  });
  app.get('/refusals', needs('read', 'every-shop'), async (c) =>
    page(c, <RefusalsPage view={viewOf(parts, c)} refusals={await readRefusals(service)} />),
  );
  app.route('/', queuesRoutes(parts));
  return app;
}
