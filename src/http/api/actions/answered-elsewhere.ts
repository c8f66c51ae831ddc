// api: 電話で回答, an answer given where no source sees it, and its undo.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { ANSWER_WAYS } from '../../../core/model.ts';
import { answerElsewhere, undoAnswerElsewhere } from '../../../service/actions/answer-elsewhere.ts';
import type { Service } from '../../../service/service.ts';
import { doerOf, needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { done } from '../answer.ts';
import { json, jsonBody, problems } from '../responses.ts';
import { InquiryParams, only } from '../shapes.ts';
import { By, notDone, SeenMessages, smallBody } from './act.ts';
import { AnswerJson } from './promise-json.ts';

const PATH = '/v1/shops/{shop}/inquiries/{id}/answered-elsewhere';

const say = createRoute({
  method: 'post',
  path: PATH,
  operationId: 'answerElsewhere',
  tags: ['Inquiries'],
  summary: 'Say that the customer was answered by phone or the like',
  description: 'Ends the wait as answered and is counted apart. Nothing is written to RMS.',
  middleware: [needs('act', 'the-shop'), smallBody],
  request: {
    params: InquiryParams,
    body: jsonBody(
      only({
        how: z.enum(ANSWER_WAYS),
        by: By,
        at: z
          .string()
          .max(40)
          .optional()
          .describe(
            'When: an instant, or a local time of the shop; since the customer waits, not to come. Left out: now.',
          ),
        messages: SeenMessages,
      }),
    ),
  },
  responses: { 200: json(AnswerJson, 'It counts as answered.'), ...problems(400, 404, 409, 413, 415) },
});

const undo = createRoute({
  method: 'delete',
  path: PATH,
  operationId: 'undoAnswerElsewhere',
  tags: ['Inquiries'],
  summary: 'Take the answer back',
  description: 'The wait goes on as if it had never been answered, while nobody has written since.',
  middleware: needs('act', 'the-shop'),
  request: { params: InquiryParams, query: only({ by: By }) },
  responses: { 200: json(AnswerJson, 'It is taken back.'), ...problems(400, 404, 409) },
});

export function answeredElsewhereRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(say, async (c) => {
    const { shop, id } = c.req.valid('param');
    const { by, messages, ...asked } = c.req.valid('json');
    const made = await answerElsewhere(service, {
      ...{ shop, inquiry: id, ...asked, by: doerOf(c, by) },
      ...(messages !== undefined && { expected: messages }),
    });
    return 'answer' in made ? done(c, say, made.answer) : notDone(c, service, made);
  });
  app.openapi(undo, async (c) => {
    const { shop, id } = c.req.valid('param');
    const made = await undoAnswerElsewhere(service, { shop, inquiry: id, by: doerOf(c, c.req.valid('query').by) });
    return 'answer' in made ? done(c, undo, made.answer) : notDone(c, service, made);
  });
  return app;
}
