// pages: the month that an address asks for, and a file of one, of which is written down who took it before it goes.

import type { Context } from 'hono';
import { type Month, monthAt, parseMonth } from '../../core/reports/month.ts';
import { openZone } from '../../core/time/zone.ts';
import { noteExport } from '../../service/audit/note-done.ts';
import { principalOf } from '../access/needs.ts';
import type { AccessEnv } from '../access/principal.ts';
import type { PageParts } from './page.tsx';

/** The month asked for, or the current one in a zone; null when what was asked for is no month. */
export function requestedMonth({ service }: PageParts, c: Context<AccessEnv>, timeZone: string): Month | null {
  const text = c.req.query('month') ?? '';
  return text === '' ? monthAt(service.clock.now(), openZone(timeZone)) : parseMonth(text);
}

/** Who took it is written down before it goes. */
export async function csvFile(
  { service }: PageParts,
  c: Context<AccessEnv>,
  name: string,
  body: string | ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<Response> {
  await noteExport(service, principalOf(c).name, name, c.req.param('shop') ?? null);
  return c.body(body, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  });
}
