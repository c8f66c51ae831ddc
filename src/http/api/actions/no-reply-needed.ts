// api: 返信不要 (no reply needed), a mark that ends a wait without a reply, and its undo.

import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { markNoReplyNeeded, undoNoReplyNeeded } from '../../../service/actions/mark-no-reply-needed.ts';
import type { Service } from '../../../service/service.ts';
import { doerOf, needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { done } from '../answer.ts';
import { MarkJson } from '../board/mark-json.ts';
import { json, jsonBody, problems } from '../responses.ts';
import { InquiryParams, only } from '../shapes.ts';
import { By, notDone, SeenMessages, smallBody, Why } from './act.ts';

const PATH = '/v1/shops/{shop}/inquiries/{id}/no-reply-needed';

const mark = createRoute({
  method: 'put',
  path: PATH,
  operationId: 'markNoReplyNeeded',
  tags: ['Inquiries'],
  summary: 'Mark that no reply is needed',
  description: 'Ends the wait and is counted apart, as completed without reply. Nothing is written to RMS.',
  middleware: [needs('act', 'the-shop'), smallBody],
  request: {
    params: InquiryParams,
    body: jsonBody(
      only({
        by: By,
        why: Why.optional(),
        messages: SeenMessages,
      }),
    ),
  },
  responses: { 200: json(MarkJson, 'It is marked.'), ...problems(400, 404, 409, 413, 415) },
});

const undo = createRoute({
  method: 'delete',
  path: PATH,
  operationId: 'undoNoReplyNeeded',
  tags: ['Inquiries'],
  summary: 'Take the mark back',
  description: 'The wait goes on from its start.',
  middleware: needs('act', 'the-shop'),
  request: { params: InquiryParams, query: only({ by: By }) },
  responses: { 200: json(MarkJson, 'The mark is taken back.'), ...problems(400, 404, 409) },
});

export function noReplyNeededRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(mark, async (c) => {
    const { shop, id } = c.req.valid('param');
    const { by, why, messages } = c.req.valid('json');
    const asked = { shop, inquiry: id, by: doerOf(c, by), why };
    const made = await markNoReplyNeeded(service, { ...asked, ...(messages !== undefined && { expected: messages }) });
    return 'mark' in made ? done(c, mark, made.mark) : notDone(c, service, made);
  });
  app.openapi(undo, async (c) => {
    const { shop, id } = c.req.valid('param');
    const made = await undoNoReplyNeeded(service, { shop, inquiry: id, by: doerOf(c, c.req.valid('query').by) });
    return 'mark' in made ? done(c, undo, made.mark) : notDone(c, service, made);
  });
  return app;
}
