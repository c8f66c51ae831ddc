// api: /healthz says that the process lives, /readyz whether it does its work. Probes ask without a token.

import { setTimeout as pause } from 'node:timers/promises';
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Service } from '../../../service/service.ts';
import { type Health, MATTERS } from '../../../service/status/health/matters.ts';
import type { HealthReader } from '../../../service/status/health/read-health.ts';
import { needsNobody } from '../../access/needs.ts';
import type { AccessEnv, Asker } from '../../access/principal.ts';
import { detailed, inBrief, isReady } from '../../health.ts';
import { json } from '../responses.ts';
import { InstantText, listOf, orNull } from '../shapes.ts';

const Part = { ok: z.boolean() };
const MailPart = { ...Part, state: z.literal('files only').optional().describe('Mails are only written to files.') };
const Matters = listOf(z.enum(MATTERS)).describe('Everything that is not well, also what leaves it ready.');

const Readiness = z
  .object({
    ready: z.boolean().describe('The database answers, a worker watches, and this process does its rounds.'),
    parts: z.object({
      database: z.object(Part),
      tick: z.object({
        ...Part,
        ageMs: z
          .int()
          .nullable()
          .describe('Since the slowest loop of this process last ended well; null: it has none.'),
        workerAgeMs: z.int().nullable().describe('Since any worker ended its round; null: never.'),
        sourceAgeMs: z.int().nullable().describe('Since any process that reads ended its round; null: never.'),
      }),
      queue: z.object({ state: z.enum(['connected', 'degraded']), error: z.string().nullable() }),
      mail: z.object({
        ...MailPart,
        reason: z.string().nullable(),
        toldNobody: z.boolean().optional().describe('Somebody expects mails that are only written to files.'),
      }),
      config: z.object({
        revision: z.string(),
        shops: z.int(),
        since: InstantText.optional().describe('Since when this process works with it.'),
        brokenSince: InstantText.nullable().optional().describe('The files are broken since then.'),
        faults: listOf(z.string()).optional(),
        kept: listOf(z.string()).optional(),
        leftOut: listOf(z.string()).optional(),
        heldSince: InstantText.nullable()
          .optional()
          .describe('An edit waits for `inquiry-sla apply --yes` since then.'),
        held: orNull(z.object({ shops: listOf(z.string()), inquiries: z.int(), confirmAbove: z.int() })).optional(),
      }),
      sources: orNull(
        z.object({
          count: z.int(),
          unknown: z.int(),
          unknownSince: listOf(z.object({ shop: z.string(), since: InstantText.nullable() })),
        }),
      ),
    }),
    matters: Matters,
  })
  .openapi('Readiness');

const ReadinessInBrief = z
  .object({
    ready: z.boolean(),
    parts: z.object({
      database: z.object(Part),
      tick: z.object(Part),
      queue: z.object(Part),
      mail: z.object(MailPart),
      config: z.object(Part),
      sources: orNull(z.object(Part)),
    }),
    matters: Matters,
  })
  .openapi('ReadinessInBrief');

const healthz = createRoute({
  method: 'get',
  path: '/healthz',
  operationId: 'readHealth',
  tags: ['Operation'],
  summary: 'Whether the process lives',
  middleware: needsNobody(),
  responses: { 200: json(z.object({ status: z.literal('ok') }), 'It lives.') },
});

const ReadyAnswer = z.union([Readiness, ReadinessInBrief]);

const readyz = createRoute({
  method: 'get',
  path: '/readyz',
  operationId: 'readReadiness',
  tags: ['Operation'],
  summary: 'Whether it does its work, part by part',
  description:
    'Every part is asked now, with a limit. A queue, a mail server or RMS that is away leaves it ready: the tick heals, ' +
    'mails wait. Names and reasons are told to a token that may read every shop.',
  middleware: needsNobody(),
  responses: { 200: json(ReadyAnswer, 'Ready.'), 503: json(ReadyAnswer, 'Not ready.') },
});

export function healthRoutes(service: Service, reader: HealthReader): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(healthz, (c) => c.json({ status: 'ok' as const }, 200));
  app.openapi(readyz, async (c) => {
    const health = await reader.ask();
    const details = health.facts.stored === null ? null : await soon(detailsFor(c.get('asker'), health));
    return c.json(details ?? inBrief(health), isReady(health) ? 200 : 503);
  });
  return app;

  async function detailsFor(asker: Asker, health: Health) {
    const principal = await asker.look();
    const seesAll = principal !== null && principal.shops === null && principal.scopes.has('read');
    return seesAll ? detailed(service, health) : null;
  }
}

const DETAILS_MS = 1_000;

/** Null where busy pages leave no connection for it: a probe is told in brief rather than late. */
function soon<T>(details: Promise<T>): Promise<T | null> {
  return Promise.race([details, pause(DETAILS_MS, null, { ref: false })]);
}
