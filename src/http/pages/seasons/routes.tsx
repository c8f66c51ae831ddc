// The page of shops with no word about a season, over the shops that the asker may see.

import { type Context, Hono } from 'hono';
import { readAllMissingSeasons } from '../../../service/calendar/read-missing-seasons.ts';
import { needs, principalOf } from '../../access/needs.ts';
import { type AccessEnv, maySee } from '../../access/principal.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { SeasonsPage } from './page.tsx';

const PAGE_SHOPS = 100;

export function seasonsRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/seasons', needs('read', 'own-shops'), (c) => seasonsPage(parts, c));
  return app;
}

function seasonsPage(parts: PageParts, c: Context<AccessEnv>): Response {
  const { service } = parts;
  const principal = principalOf(c);
  const seen = [...service.config.shops.values()].filter(({ id }) => maySee(principal, id));
  const all = readAllMissingSeasons(service, seen);
  const pages = Math.max(1, Math.ceil(all.length / PAGE_SHOPS));
  const pageNumber = Number(c.req.query('page') ?? '1');
  if (!Number.isInteger(pageNumber) || pageNumber < 1 || pageNumber > pages) return notFoundPage(parts, c);
  const rows = all.slice((pageNumber - 1) * PAGE_SHOPS, pageNumber * PAGE_SHOPS);
  const props = { view: viewOf(parts, c), rows, shops: all.length, pageNumber, pages };
  return page(c, <SeasonsPage {...props} />);
}
