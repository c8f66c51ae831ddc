// api: the outbox, newest first, and one mail as it was sent.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { isoUtc } from '../../core/instant.ts';
import { MAIL_STATES, readMail, readMails } from '../../service/read-mails.ts';
import type { Service } from '../../service/service.ts';
import { needs, principalOf } from '../access/needs.ts';
import { type AccessEnv, maySee } from '../access/principal.ts';
import { problem } from '../problem.ts';
import { answer } from './answer.ts';
import { MailItem, MailJson, MailKindName, MailStateName, mailJson, mailLineJson } from './mail-json.ts';
import { problems, tagged } from './responses.ts';
import { cursorOf, fitting, Limit, only, pageOf } from './shapes.ts';

const MailsPage = pageOf(MailItem)
  .extend({
    counts: z
      .partialRecord(z.enum(MAIL_STATES), z.int())
      .describe('How many are in each state but `sent` and `filed`, over all that the token may see.'),
  })
  .openapi('MailsPage');

const list = createRoute({
  method: 'get',
  path: '/v1/mails',
  operationId: 'listMails',
  tags: ['Mails'],
  summary: 'Mails and webhook messages, the newest first',
  middleware: needs('read', 'own-shops'),
  request: {
    query: only({
      shop: fitting(/^[a-z0-9-]{1,64}$/, 'a shop’s id')
        .optional()
        .describe('Only of this shop.'),
      kind: MailKindName.optional(),
      state: MailStateName.optional(),
      limit: Limit,
      cursor: cursorOf((text) => (/^\d{1,15}$/.test(text) ? Number(text) : 'invalid')),
    }),
  },
  responses: {
    ...tagged(MailsPage, 'Those to operations only for a token for every shop.'),
    ...problems(400),
  },
});

const read = createRoute({
  method: 'get',
  path: '/v1/mails/{id}',
  operationId: 'readMail',
  tags: ['Mails'],
  summary: 'A mail as sent, with the outcome per recipient',
  middleware: needs('read', 'own-shops'),
  request: { params: z.object({ id: z.string().openapi({ description: 'The mail’s id.', example: '17' }) }) },
  responses: { ...tagged(MailJson, 'The mail.'), ...problems(404) },
});

export function mailsRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(list, async (c) => {
    const { limit, cursor = null, shop, kind, state } = c.req.valid('query');
    const filter = { ...(shop && { shop }), ...(kind && { kind }), ...(state && { state }) };
    const { shops } = principalOf(c);
    const asked = { shops: shops === null ? null : [...shops], filter, before: cursor, limit };
    const { now, items, next, counts } = await readMails(service, asked);
    const cursorText = next === null ? null : String(next);
    return answer(c, { asOf: isoUtc(now), items: items.map(mailLineJson), next: cursorText, counts });
  });
  app.openapi(read, async (c) => {
    const { id } = c.req.valid('param');
    const mail = /^\d{1,15}$/.test(id) ? await readMail(service, Number(id)) : null;
    if (mail === null || !maySee(principalOf(c), mail.shop)) return problem(c, 404, 'unknown-mail', 'no such mail');
    return answer(c, mailJson(mail));
  });
  return app;
}
