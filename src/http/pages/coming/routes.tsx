// The page of what falls due on some dates, over the shops that the asker may see.

import { type Context, Hono } from 'hono';
import type { DayRange } from '../../../core/time/day-ranges.ts';
import { openZone } from '../../../core/time/zone.ts';
import { shopsFound } from '../../../service/board/read-board-page.ts';
import { readDuePage } from '../../../service/board/read-due-page.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { askedMoment } from '../../ahead.ts';
import { readCursor, writeCursor } from '../../cursors/inquiries-cursor.ts';
import { readDueDays, writeDueDays } from '../../due-days.ts';
import { seenShops } from '../../seen-shops.ts';
import { momentIn } from '../ahead/parts.tsx';
import { refusedMoment } from '../ahead/refused.tsx';
import { searchOf } from '../board/search.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { href, type View } from '../view.ts';
import { ComingPage, comingPath } from './page.tsx';

const PAGE_ROWS = 50;
const FORTNIGHT_DAYS = 14;

export function comingPageRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/coming', needs('read', 'own-shops'), (c) => comingPage(parts, c));
  return app;
}

/** What is shown to who names no dates. */
function fortnight({ zone, now }: View): DayRange {
  const from = zone.localDay(now);
  return { from, to: from + FORTNIGHT_DAYS - 1 };
}

async function comingPage(parts: PageParts, c: Context<AccessEnv>): Promise<Response> {
  const { service } = parts;
  const asked = askedMoment(c, service.clock.now(), openZone(service.config.service.timeZone));
  if ('found' in asked) return refusedMoment(parts, c, asked);
  const view = viewOf(parts, c, asked.at);
  const due = c.req.query('due');
  const [days, after] = [due === undefined ? fortnight(view) : readDueDays(due), readCursor(c.req.query('cursor'))];
  if (days === null || after === 'invalid') return notFoundPage(parts, c);
  const [principal, search] = [principalOf(c), searchOf(c)];
  const seen = seenShops(service, principal, search.group);
  if (seen === null) return notFoundPage(parts, c);
  const shops = shopsFound(seen, search.q ?? '');
  const part = await readDuePage(service, shops, { days, after, limit: PAGE_ROWS, at: asked.at });
  const moment = momentIn(view, view.zone);
  const own = { ...search, due: writeDueDays(days) };
  const query = { ...own, ...moment };
  const props = {
    first: after === null ? null : comingPath(view, query),
    next: part.next && comingPath(view, { ...query, cursor: writeCursor(part.next) }),
    query: own,
    back: href(view, '/', { ...search, ...moment }),
  };
  return page(c, <ComingPage view={view} days={days} shops={shops.length} part={part} {...props} />);
}
