// api: dates of a shop that close or open, or the last edit taken back: a preview unless `save` is true, then the very
// change that was previewed, into the shop's file and in force (edit-calendar.ts).

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Fault, formatPath } from '../../../config/values/faults.ts';
import {
  type CalendarEdits,
  type CalendarPreview,
  type EditRequest,
  previewCalendarChange,
  type SavedChange,
  saveCalendarChange,
} from '../../../service/calendar/edit-calendar.ts';
import type { Service } from '../../../service/service.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { problem } from '../../problem.ts';
import { smallBody } from '../actions/act.ts';
import { unknownShop } from '../not-found.ts';
import { json, jsonBody, problems } from '../responses.ts';
import { fitting, only, ShopParams } from '../shapes.ts';
import { CalendarChange, changeJson } from './calendar-change-json.ts';

const HASH_ALLOWED = 'the `hash` of a preview; needed with save';

const ChangeBody = only({
  list: z
    .enum(['closed', 'open'], 'closed or open')
    .optional()
    .describe('Whether the dates close or open. Needed unless `undo` is true.'),
  ranges: z
    .array(fitting(/^.{1,40}$/u, 'dates'), 'a list of dates')
    .min(1, '1 to 60 dates or stretches of dates')
    .max(60, '1 to 60 dates or stretches of dates')
    .optional()
    .openapi({
      description: 'Dates `2026-10-17` or stretches `2026-12-29..2027-01-03`. Needed unless `undo` is true.',
      example: ['2026-12-29..2027-01-03'],
    }),
  name: fitting(/^.{1,200}$/u, 'a name on one line, at most 200 characters')
    .optional()
    .openapi({ example: '年末年始' }),
  every: z.boolean('true or false').optional().describe('Closed every year; `12-29..01-03` is allowed then.'),
  hours: fitting(/^.{1,200}$/u, 'hours such as 10:00-12:00,13:00-15:00')
    .optional()
    .openapi({ description: 'Opening hours of open dates.', example: '10:00-14:00' }),
  undo: z.literal(true, 'true').optional().describe('Take the last edit back, instead of all above.'),
  save: z.boolean('true or false').optional().describe('Save it; without it nothing is written.'),
  hash: fitting(/^[\w+/=-]{1,100}$/, HASH_ALLOWED)
    .optional()
    .describe(`With \`save\`: ${HASH_ALLOWED}.`),
})
  .refine(({ save, hash }) => save !== true || hash !== undefined, { path: ['hash'], error: HASH_ALLOWED })
  .refine(({ undo, list, ranges }) => (undo ? !list && !ranges : list && ranges), {
    path: ['list'],
    error: 'list and ranges, or undo without them',
  });

const change = createRoute({
  method: 'post',
  path: '/v1/shops/{shop}/calendar/changes',
  operationId: 'changeCalendar',
  tags: ['Shops'],
  summary: 'Preview or save an edit of a shop’s calendar',
  description:
    'First ask without `save`: the answer tells the lines of the file, the days, the deadlines and the open inquiries ' +
    'it would touch, and a `hash`. Then send the same with `save: true` and that `hash`: 409 `changed-meanwhile` when ' +
    'the file changed since, 409 `read-only` when it cannot be written; both tell the preview as it is now.',
  middleware: [needs('admin', 'the-shop'), smallBody],
  request: { params: ShopParams, body: jsonBody(ChangeBody) },
  responses: { 200: json(CalendarChange, 'The preview, or what was saved.'), ...problems(400, 404, 409, 413, 415) },
});

export function calendarChangesRoutes(service: Service, edits: CalendarEdits | null): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(change, async (c): Promise<Response> => {
    const { shop } = c.req.valid('param');
    const { save, hash = '', undo, list = 'closed', ranges = [], name, every, hours } = c.req.valid('json');
    const asked: EditRequest = undo ? 'undo' : { list, ranges, name, every, hours };
    const done = save
      ? await saveCalendarChange(service, edits, shop, asked, { hash, who: principalOf(c).name })
      : await previewCalendarChange(service, edits, shop, asked);
    if ('refused' in done) return refused(c, done);
    return c.json(changeJson(done), 200);
  });
  return app;
}

type Refusal = Exclude<Awaited<ReturnType<typeof saveCalendarChange>>, SavedChange>;

function refused(c: Context, refusal: Refusal): Response {
  switch (refusal.refused) {
    case 'unknown-shop':
      return unknownShop(c);
    case 'no-folder':
      return problem(c, 409, 'read-only', 'this service was not started from a folder of files');
    case 'conflict':
      return notSaved(c, 'changed-meanwhile', 'the file changed since the preview; look at it again', refusal.preview);
    case 'read-only':
      return notSaved(
        c,
        'read-only',
        'the file cannot be written here; the lines to change are in preview',
        refusal.preview,
      );
    case 'undo':
      return problem(c, 409, 'nothing-to-undo', 'no edit of this shop can be taken back');
    case 'usage':
    case 'file':
      return unfit(c, refusal.faults);
  }
}

function notSaved(c: Context, code: string, detail: string, preview: CalendarPreview): Response {
  return problem(c, 409, code, detail, { preview: changeJson(preview) });
}

function unfit(c: Context, all: readonly Fault[]): Response {
  const faults = all.map(({ path, allowed }) => ({ path: formatPath(path), allowed }));
  const { path, allowed } = faults[0]!;
  return problem(c, 400, 'invalid-body', path === '' ? allowed : `${path}: ${allowed}`, { faults });
}
