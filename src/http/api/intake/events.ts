// api: POST /v1/events, the way in for every source that is not RMS (CONTRACT.md). Each line is accepted or refused.
// The body is read by its first byte, whatever its type says, so its schema describes it and does not check it.

import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { acceptLines, recordRefusedBody } from '../../../service/intake/intake-lines.ts';
import type { Service } from '../../../service/service.ts';
import { needs, principalOf } from '../../access/needs.ts';
import { type AccessEnv, maySee } from '../../access/principal.ts';
import { problem } from '../../problem.ts';
import { EVENT_EXAMPLE, Event, NothingAccepted, TakenLines } from '../board/event-json.ts';
import { json, problems } from '../responses.ts';
import { linesOf, MAX_LINES } from './event-lines.ts';

const MAX_BODY_BYTES = 1024 * 1024;
const SOURCE = 'api';

const acceptEvents = createRoute({
  method: 'post',
  path: '/v1/events',
  operationId: 'acceptEvents',
  tags: ['Events'],
  summary: 'Take events in',
  description:
    'A JSON array of events, or NDJSON with one event a line. Idempotent by shop, inquiry and event id: send a body ' +
    'again whenever you do not know whether it arrived. Each line is accepted or refused with a reason, and good lines ' +
    `are kept whatever happens to others. At most ${MAX_BODY_BYTES} bytes and ${MAX_LINES} lines.`,
  middleware: needs('ingest', 'own-shops'),
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: { type: 'array', items: { $ref: '#/components/schemas/Event' } },
          example: [EVENT_EXAMPLE],
        },
        'application/x-ndjson': {
          schema: { type: 'string', description: 'One `Event` a line.' },
          example: `${JSON.stringify(EVENT_EXAMPLE)}\n`,
        },
      },
    },
  },
  responses: {
    200: json(TakenLines, 'Lines are counted from 1; the elements of an array count as lines.'),
    422: {
      description: 'Every line was refused.',
      content: { 'application/problem+json': { schema: NothingAccepted } },
    },
    ...problems(400, 413),
  },
});

export function eventsRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  const refuse = async (c: Context, status: 400 | 413, code: string, message: string) => {
    await recordRefusedBody(service, SOURCE, { code, message });
    return problem(c, status, code, message);
  };
  const limit = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) =>
      refuse(
        c,
        413,
        'body-too-large',
        `the body may have ${MAX_BODY_BYTES} bytes; send the events in several requests`,
      ),
  });
  app.openAPIRegistry.register('Event', Event);
  app.openapi({ ...acceptEvents, middleware: [acceptEvents.middleware, limit] }, async (c) => {
    const lines = await linesOf(new Uint8Array(await c.req.arrayBuffer()), c.req.header('content-type'));
    if (!Array.isArray(lines)) {
      if (lines.code === 'too-many-lines') return refuse(c, 413, lines.code, lines.detail);
      return refuse(c, 400, lines.code, `${lines.detail}; allowed are a JSON array or NDJSON in UTF-8`);
    }
    const principal = principalOf(c);
    const taken = await acceptLines(service, lines, SOURCE, (shop) => maySee(principal, shop));
    if (taken.refused.length < lines.length || lines.length === 0) return c.json(taken, 200);
    return problem(c, 422, 'nothing-accepted', 'every line was refused; see refused', { ...taken });
  });
  return app;
}
