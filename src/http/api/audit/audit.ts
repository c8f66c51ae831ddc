// api: who did what when, the newest first. There is no route that changes it.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { parseDate } from '../../../core/time/civil-date.ts';
import { AUDIT_ACTIONS, type AuditRow, readAudit } from '../../../service/audit/read-audit.ts';
import type { Service } from '../../../service/service.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { readAuditCursor, writeAuditCursor } from '../../cursors/audit-cursor.ts';
import { answer } from '../answer.ts';
import { problems, tagged } from '../responses.ts';
import { cursorOf, fitting, Instant, Limit, listOf, only, orNull, pageOf } from '../shapes.ts';

const Entry = z
  .object({
    at: Instant,
    who: z.string().nullable().describe('As they are called; null: nobody said, as with an edited file.'),
    what: z.enum([...AUDIT_ACTIONS, 'revision']).describe('`revision`: what a file says came in force.'),
    shop: z.string().nullable().describe('Null: it concerns the service.'),
    inquiry: z.string().nullable(),
    about: z
      .object({
        until: z.string().optional(),
        at: z.string().optional().describe('When a backup was made.'),
        person: z.string().optional().describe('Into whose hand, or out of whose.'),
        name: z.string().optional().describe('Of a token, a contact, a calendar or a file.'),
        how: z.string().optional(),
        scopes: listOf(z.string()).optional(),
        mail: z.int().optional(),
        cause: z.string().optional().describe('Of a revision.'),
        number: z.int().optional().describe('Of a revision, as `revisions` lists it.'),
      })
      .describe('What of it. Reasons and notes are not kept here.'),
    difference: orNull(z.object({ ja: listOf(z.string()), en: listOf(z.string()) })).describe(
      'What a revision changed.',
    ),
  })
  .openapi('AuditEntry');

const DATE = 'a date, YYYY-MM-DD';

const list = createRoute({
  method: 'get',
  path: '/v1/audit',
  operationId: 'listAudit',
  tags: ['Operation'],
  summary: 'Who did what when',
  description:
    'Actions, edits of calendars and files, tokens, what was taken out and in. The database refuses to change an entry or to take one away.',
  middleware: needs('admin', 'own-shops'),
  request: {
    query: only({
      who: fitting(/^.{1,80}$/u, 'a name of at most 80 characters')
        .optional()
        .describe('Only of this person.'),
      day: z
        .string()
        .refine((text) => parseDate(text) !== null, DATE)
        .optional()
        .openapi({
          type: 'string',
          format: 'date',
          description: 'Only of this date, in the zone of those who operate the service.',
        }),
      limit: Limit,
      cursor: cursorOf(readAuditCursor),
    }),
  },
  responses: {
    ...tagged(
      pageOf(Entry).openapi('AuditPage'),
      'The newest first. What concerns the service only for a token for every shop.',
    ),
    ...problems(400),
  },
});

export function auditRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(list, async (c) => {
    const { who, day, limit, cursor = null } = c.req.valid('query');
    const { shops } = principalOf(c);
    const { now, items, next } = await readAudit(service, {
      shops: shops === null ? null : [...shops],
      filter: { ...(who !== undefined && { who }), ...(day !== undefined && { day }) },
      before: cursor,
      limit,
    });
    return answer(c, list, { asOf: now, items: items.map(entryJson), next: next && writeAuditCursor(next) });
  });
  return app;
}

function entryJson(row: AuditRow): z.output<typeof Entry> {
  const { at, who, shop, inquiry } = row;
  const shared = { at, who, shop, inquiry };
  if (row.kept === 'entry') return { ...shared, what: row.what, about: row.about, difference: null };
  return { ...shared, what: 'revision', about: { cause: row.what, number: row.id }, difference: row.about };
}
