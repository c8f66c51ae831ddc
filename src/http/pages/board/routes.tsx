// The page of all shops, and the stream that tells it of changes.

import { type Context, Hono } from 'hono';
import { openZone } from '../../../core/time/zone.ts';
import { hasInquiries } from '../../../service/board/has-inquiries.ts';
import { readBoard } from '../../../service/board/read-board.ts';
import { pageOfBoard } from '../../../service/board/read-board-page.ts';
import { groupsOnBoard } from '../../../service/board/read-groups.ts';
import { readMissingSeasons } from '../../../service/calendar/read-missing-seasons.ts';
import { readManyGoals } from '../../../service/goals/read-many-goals.ts';
import { readPresence } from '../../../service/presence/read-presence.ts';
import { needs, principalOf } from '../../access/needs.ts';
import { type AccessEnv, maySee } from '../../access/principal.ts';
import { askedMoment } from '../../ahead.ts';
import { readBoardCursor, writeBoardCursor } from '../../cursors/board-cursor.ts';
import type { LiveStreams } from '../../live-streams.ts';
import { seerOf } from '../../seen-shops.ts';
import { refusedMoment } from '../ahead/refused.tsx';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { BoardPage } from './page.tsx';
import { searchOf } from './search.ts';

const PAGE_SHOPS = 100;

export function boardRoutes(parts: PageParts & { readonly live: LiveStreams }): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/', needs('read', 'own-shops'), (c) => boardPage(parts, c));
  app.get('/live', needs('read', 'own-shops'), (c) => parts.live.open(c, 'board'));
  return app;
}

async function boardPage(parts: PageParts, c: Context<AccessEnv>): Promise<Response> {
  const search = searchOf(c);
  const after = readBoardCursor(c.req.query('cursor'), search.sort);
  if (after === 'invalid') return notFoundPage(parts, c);
  const { service } = parts;
  const asked = askedMoment(c, service.clock.now(), openZone(service.config.service.timeZone));
  if ('found' in asked) return refusedMoment(parts, c, asked);
  const view = viewOf(parts, c, asked.at);
  const sees = seerOf(service, principalOf(c), search.group);
  if (sees === null) return notFoundPage(parts, c);
  const board = await readBoard(service, view.ahead);
  const part = pageOfBoard(service, board, {
    sees,
    q: search.q ?? '',
    needsAct: search.need === 'act',
    ...(search.sort && { sort: search.sort }),
    after,
    limit: PAGE_SHOPS,
  });
  const next = part.next && writeBoardCursor(part.next);
  // A goal is about what was, up to now.
  const shown = view.ahead === null ? part.cards.map(({ shop }) => shop) : [];
  const goals = await readManyGoals(service, shown);
  const presence = await readPresence(service, shown, view.now);
  const seasons = new Map(
    part.cards.flatMap(({ shop }) => pairOf(shop.id, readMissingSeasons(service, shop, view.now))),
  );
  const groups = groupsOnBoard(board, (shop) => maySee(principalOf(c), shop));
  const isNew = part.totals.unanswered === 0 && !(await hasInquiries(service));
  const props = { view, part, goals, presence, seasons, groups, search, next, isNew, isFirst: after === null };
  return page(c, <BoardPage {...props} />);
}

const pairOf = <T,>(id: string, of: T | null): [string, T][] => (of === null ? [] : [[id, of]]);
