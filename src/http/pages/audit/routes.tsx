// The record of who did what when, as a page and as CSV. Reading it is all one can do.

import { type Context, Hono } from 'hono';
import { parseDate } from '../../../core/time/civil-date.ts';
import { noteExport } from '../../../service/audit/note-done.ts';
import { type AuditFilter, type AuditRow, readAudit, readWholeAudit } from '../../../service/audit/read-audit.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { readAuditCursor, writeAuditCursor } from '../../cursors/audit-cursor.ts';
import { problem } from '../../problem.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { BYTE_ORDER_MARK, csvLine, isoWithOffset } from '../reports/csv.ts';
import type { View } from '../view.ts';
import { changesInWords, whatInWords, whoInWords } from './describe.ts';
import { AuditPage } from './page.tsx';
import { AUDIT_WORDS } from './words.ts';

const PAGE_ENTRIES = 100;
const LONGEST = 80;
const FILE = 'audit.csv';

export function auditPageRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/audit', needs('admin', 'own-shops'), (c) => auditPage(parts, c));
  app.get('/audit.csv', needs('admin', 'own-shops'), (c) => auditFile(parts, c));
  return app;
}

async function auditPage(parts: PageParts, c: Context<AccessEnv>): Promise<Response> {
  const { service } = parts;
  const before = readAuditCursor(c.req.query('cursor'));
  if (before === 'invalid') return notFoundPage(parts, c);
  const { filter, wrongDay } = askedOf(c);
  const { items, next } = await readAudit(service, { shops: shopsOf(c), filter, before, limit: PAGE_ENTRIES });
  return page(
    c,
    <AuditPage
      view={viewOf(parts, c)}
      items={items}
      filter={filter}
      next={next && writeAuditCursor(next)}
      isFirst={before === null}
      wrongDay={wrongDay}
      shopName={(id) => service.config.shops.get(id)?.name ?? null}
    />,
    wrongDay === null ? 200 : 400,
  );
}

async function auditFile(parts: PageParts, c: Context<AccessEnv>): Promise<Response> {
  const { filter, wrongDay } = askedOf(c);
  if (wrongDay !== null) return problem(c, 400, 'invalid-day', 'day: a date, YYYY-MM-DD');
  await noteExport(parts.service, principalOf(c).name, FILE);
  const lines = ReadableStream.from(linesOf(parts, c, filter)).pipeThrough(new TextEncoderStream());
  return c.body(lines as ReadableStream<Uint8Array<ArrayBuffer>>, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${FILE}"`,
  });
}

async function* linesOf(parts: PageParts, c: Context<AccessEnv>, filter: AuditFilter): AsyncGenerator<string> {
  const view = viewOf(parts, c);
  yield BYTE_ORDER_MARK + csvLine(AUDIT_WORDS[view.language].csvHead);
  for await (const rows of readWholeAudit(parts.service, { shops: shopsOf(c), filter }))
    yield rows.map((row) => lineOf(view, row)).join('');
}

const lineOf = (view: View, row: AuditRow): string =>
  csvLine([
    isoWithOffset(row.at, view.zone),
    whoInWords(view, row),
    whatInWords(view, row),
    row.shop,
    row.inquiry,
    changesInWords(view, row).join(' / '),
  ]);

function shopsOf(c: Context<AccessEnv>): readonly string[] | null {
  const { shops } = principalOf(c);
  return shops === null ? null : [...shops];
}

/** What the address asks for; an empty field asks for nothing. A date that cannot be read is named, and nothing of that day asked. */
function askedOf(c: Context): { readonly filter: AuditFilter; readonly wrongDay: string | null } {
  const given = (key: string) => c.req.query(key)?.trim().slice(0, LONGEST) || undefined;
  const [who, day] = [given('who'), given('day')];
  const isDate = day !== undefined && parseDate(day) !== null;
  return {
    filter: { ...(who !== undefined && { who }), ...(isDate && { day }) },
    wrongDay: day === undefined || isDate ? null : day,
  };
}
