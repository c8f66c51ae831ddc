// api: the outbox, newest first, and one mail as it was sent.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { SHOP_ID } from '../../../core/shop-id.ts';
import { MAIL_STATES, readMail, readMails } from '../../../service/notifications/read-mails.ts';
import { retryMail } from '../../../service/notifications/record/retry-mail.ts';
import type { Service } from '../../../service/service.ts';
import { doerOf, needs, principalOf } from '../../access/needs.ts';
import { type AccessEnv, maySee } from '../../access/principal.ts';
import { problem } from '../../problem.ts';
import { By, smallBody } from '../actions/act.ts';
import { answer } from '../answer.ts';
import { json, jsonBody, problems, tagged } from '../responses.ts';
import { cursorOf, fitting, Limit, only, pageOf } from '../shapes.ts';
import { MailItem, MailJson, MailKindName, MailStateName } from './mail-json.ts';

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
      shop: fitting(SHOP_ID, 'a shop’s id').optional().describe('Only of this shop.'),
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

const RetryJson = z
  .object({
    id: z.int(),
    done: z
      .enum(['again', 'waiting', 'sending', 'with'])
      .describe('`waiting`: it was still to be sent and goes at once. `with`: the mail `other` tells it.'),
    other: z.int().optional().describe('The mail that tells it instead.'),
  })
  .openapi('MailRetry');

const retry = createRoute({
  method: 'post',
  path: '/v1/mails/{id}/retry',
  operationId: 'retryMail',
  tags: ['Mails'],
  summary: 'Send a mail again to those who lack it',
  description:
    'Never to an address that has it, unless `again` is asked for. Asking twice does no more than asking once. Mails to ' +
    'operations need a token for every shop.',
  middleware: [needs('act', 'own-shops'), smallBody],
  request: {
    params: z.object({ id: z.string().openapi({ description: 'The mail’s id.', example: '17' }) }),
    body: jsonBody(
      only({
        by: By,
        again: z.boolean('true or false').optional().describe('Also to those who have it: a second copy.'),
      }),
    ),
  },
  responses: { 200: json(RetryJson, 'It is on its way.'), ...problems(400, 404, 409, 413, 415) },
});

const NOT_RETRIED = {
  delivered: 'everybody has it; ask with again: true for a second copy',
  nothing: 'there was nothing left to tell, so there is no mail to send',
} as const;

export function mailsRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(list, async (c) => {
    const { limit, cursor = null, shop, kind, state } = c.req.valid('query');
    const filter = { ...(shop && { shop }), ...(kind && { kind }), ...(state && { state }) };
    const { shops } = principalOf(c);
    const asked = { shops: shops === null ? null : [...shops], filter, before: cursor, limit };
    const { now, items, next, counts } = await readMails(service, asked);
    const cursorText = next === null ? null : String(next);
    return answer(c, list, { asOf: now, items, next: cursorText, counts });
  });
  app.openapi(read, async (c) => {
    const { id } = c.req.valid('param');
    const mail = /^\d{1,15}$/.test(id) ? await readMail(service, Number(id)) : null;
    if (mail === null || !maySee(principalOf(c), mail.shop)) return problem(c, 404, 'unknown-mail', 'no such mail');
    return answer(c, read, mail);
  });
  app.openapi(retry, async (c) => {
    const { id } = c.req.valid('param');
    const { by, again = false } = c.req.valid('json');
    const mail = /^\d{1,15}$/.test(id) ? await readMail(service, Number(id)) : null;
    if (mail === null || !maySee(principalOf(c), mail.shop)) return problem(c, 404, 'unknown-mail', 'no such mail');
    const done = await retryMail(service, { id: mail.id, again, by: doerOf(c, by) });
    if ('done' in done)
      return c.json({ id: done.id, done: done.done, ...('other' in done && { other: done.other }) }, 200);
    if (done.refused === 'unknown') return problem(c, 404, 'unknown-mail', 'no such mail');
    return problem(c, 409, `mail-${done.refused}`, NOT_RETRIED[done.refused]);
  });
  return app;
}
