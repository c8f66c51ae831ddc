// The pages of the outbox.

import { Hono } from 'hono';
import { readMail, readMails } from '../../../service/read-mails.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { MailPage, MailsPage } from './page.tsx';

export function mailsRoutes(parts: PageParts): Hono<AccessEnv> {
  const { service } = parts;
  const app = new Hono<AccessEnv>();
  const shopName = (id: string) => service.config.shops.get(id)?.name ?? id;
  app.get('/mails', needs('read', 'own-shops'), async (c) =>
    page(c, <MailsPage view={viewOf(parts, c)} mails={await readMails(service)} shopName={shopName} />),
  );
  app.get('/mails/:id{[0-9]{1,15}}', needs('read', 'own-shops'), async (c) => {
    const mail = await readMail(service, Number(c.req.param('id')));
    return mail === null
      ? notFoundPage(parts, c)
      : page(c, <MailPage view={viewOf(parts, c)} mail={mail} shopName={shopName} />);
  });
  return app;
}
