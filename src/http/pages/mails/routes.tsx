// The pages of the outbox, and the HTML of a mail for the frame that shows it.
// That HTML comes with its own rules: nothing of it runs, and nothing but our own pages may frame it.

import { type Context, Hono } from 'hono';
import { shopsFound } from '../../../service/board/read-board-page.ts';
import {
  MAIL_KINDS,
  MAIL_STATES,
  type MailFilter,
  readMail,
  readMails,
  type StoredMail,
  toldInquiries,
} from '../../../service/notifications/read-mails.ts';
import { retryMail } from '../../../service/notifications/record/retry-mail.ts';
import { needs, principalOf } from '../../access/needs.ts';
import { type AccessEnv, maySee } from '../../access/principal.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { href } from '../view.ts';
import { MailsPage } from './list.tsx';
import { MailPage } from './page.tsx';

const BODY_RULES = [
  'sandbox',
  `default-src 'none'`,
  `style-src 'unsafe-inline'`,
  'img-src data:',
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'self'`,
].join('; ');

/** What is typed into the field of the shop is an id, or a part of the names of those that the asker may see. */
function found({ service }: PageParts, c: Context<AccessEnv>, filter: MailFilter) {
  const { shop, ...rest } = filter;
  const { shops } = service.config;
  if (shop === undefined || shops.has(shop)) return { filter };
  const named = shopsFound(
    [...shops.values()].filter(({ id }) => maySee(principalOf(c), id)),
    shop,
  );
  // A shop that is no longer configured has its mails still.
  return named.length === 0 ? { filter } : { filter: rest, shops: named.map(({ id }) => id) };
}

export function mailsRoutes(parts: PageParts): Hono<AccessEnv> {
  const { service } = parts;
  const app = new Hono<AccessEnv>();
  const shopName = (id: string) => service.config.shops.get(id)?.name ?? id;
  app.get('/mails', needs('read', 'own-shops'), async (c) => {
    const filter = filterOf(c);
    const before = readBefore(c.req.query('before'));
    if (filter === null || before === 'invalid') return notFoundPage(parts, c);
    const { shops } = principalOf(c);
    const mails = await readMails(service, {
      shops: shops === null ? null : [...shops],
      before,
      ...found(parts, c, filter),
    });
    return page(c, <MailsPage view={viewOf(parts, c)} mails={mails} filter={filter} shopName={shopName} />);
  });
  app.get('/mails/:id{[0-9]{1,15}}', needs('read', 'own-shops'), async (c) => {
    const mail = await visibleMail(parts, c);
    if (mail === null) return notFoundPage(parts, c);
    const props = { view: viewOf(parts, c), mail, told: toldInquiries(service, mail), shopName };
    return page(c, <MailPage {...props} done={c.req.query('done')} />);
  });
  app.post('/mails/:id{[0-9]{1,15}}/retry', needs('act', 'own-shops'), async (c) => {
    const mail = await visibleMail(parts, c);
    if (mail === null) return notFoundPage(parts, c);
    const again = (await c.req.parseBody()).again === 'yes';
    const result = await retryMail(service, { id: mail.id, again, by: principalOf(c).name });
    const done = 'refused' in result ? result.refused : result.done;
    return c.redirect(href(viewOf(parts, c), `/mails/${mail.id}`, { done }), 303);
  });
  app.get('/mails/:id{[0-9]{1,15}}/body', needs('read', 'own-shops'), async (c) => {
    const mail = await visibleMail(parts, c);
    if (mail?.html == null || mail.html === '') return notFoundPage(parts, c);
    c.header('content-security-policy', BODY_RULES);
    c.header('x-frame-options', 'SAMEORIGIN');
    return c.html(mail.html);
  });
  return app;
}

/** The mail of the path; null when there is none or it is not for whoever asks (ops mails: of nobody but every shop). */
async function visibleMail({ service }: PageParts, c: Context<AccessEnv>): Promise<StoredMail | null> {
  const mail = await readMail(service, Number(c.req.param('id')));
  return mail !== null && maySee(principalOf(c), mail.shop) ? mail : null;
}

/** What the address asks for; an empty field asks for nothing. Null when it asks for what does not exist. */
function filterOf(c: Context): MailFilter | null {
  const { shop, kind, state } = c.req.query();
  const [knownKind, knownState] = [MAIL_KINDS.find((one) => one === kind), MAIL_STATES.find((one) => one === state)];
  if ((kind && !knownKind) || (state && !knownState)) return null;
  return { ...(shop && { shop }), ...(knownKind && { kind: knownKind }), ...(knownState && { state: knownState }) };
}

function readBefore(text: string | undefined): number | null | 'invalid' {
  if (text === undefined) return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : 'invalid';
}
