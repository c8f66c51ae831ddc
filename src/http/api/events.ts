// http: POST /v1/events, the way in for every source that is not RMS (contract.md). Each line is accepted or refused.

import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Service } from '../../service/service.ts';
import { keepRefusedBody, takeLines } from '../../service/take-lines.ts';
import { needs } from '../access/needs.ts';
import type { AccessEnv } from '../access/principal.ts';
import { problem } from '../problem.ts';
import { linesOf } from './event-lines.ts';

const MAX_BODY_BYTES = 1024 * 1024;
/** More than fit into the body if each is an event; bounds the answer to a body of tiny broken lines. */
const MAX_LINES = 10_000;
const SOURCE = 'api';

export function eventsRoutes(service: Service): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  const refuse = async (c: Context, status: 400 | 413, code: string, message: string) => {
    await keepRefusedBody(service, SOURCE, { code, message });
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
  app.post('/v1/events', needs('ingest', 'own-shops'), limit, async (c) => {
    const lines = linesOf(new Uint8Array(await c.req.arrayBuffer()), c.req.header('content-type'));
    if (!Array.isArray(lines))
      return refuse(c, 400, lines.code, `${lines.detail}; allowed are a JSON array or NDJSON in UTF-8`);
    if (lines.length > MAX_LINES)
      return refuse(c, 413, 'too-many-lines', `a request may have ${MAX_LINES} lines; send them in several`);
    const taken = await takeLines(service, lines, SOURCE);
    if (taken.refused.length < lines.length || lines.length === 0) return c.json(taken);
    return problem(c, 422, 'nothing-accepted', 'every line was refused; see refused', { ...taken });
  });
  return app;
}
