// The page of all shops.

import { Hono } from 'hono';
import { readBoard } from '../../../service/board.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { type PageParts, page, viewOf } from '../page.tsx';
import { BoardPage } from './page.tsx';

/** The board renews itself: a flag must be seen without a hand on the keyboard. */
const REFRESH_SECONDS = 60;

export function boardRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/', needs('read', 'own-shops'), async (c) => {
    c.header('refresh', String(REFRESH_SECONDS));
    return page(c, <BoardPage view={viewOf(parts, c)} board={await readBoard(parts.service)} />);
  });
  return app;
}
