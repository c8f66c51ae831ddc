// api: the shops that the token is for, worst first, and the counts of one.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { openZone } from '../../../core/time/zone.ts';
import { readBoard, readShopCard } from '../../../service/board/read-board.ts';
import { pageOfBoard } from '../../../service/board/read-board-page.ts';
import { groupsOnBoard } from '../../../service/board/read-groups.ts';
import { readGoals } from '../../../service/goals/read-goals.ts';
import { readManyGoals } from '../../../service/goals/read-many-goals.ts';
import type { Service } from '../../../service/service.ts';
import { needs, principalOf } from '../../access/needs.ts';
import { type AccessEnv, maySee } from '../../access/principal.ts';
import { askedMoment } from '../../ahead.ts';
import { readBoardCursor, writeBoardCursor } from '../../cursors/board-cursor.ts';
import { seerOf } from '../../seen-shops.ts';
import { answer } from '../answer.ts';
import { GroupName, unknownGroup } from '../group-name.ts';
import { unknownShop } from '../not-found.ts';
import { problems, tagged } from '../responses.ts';
import { AsOf, cursorOf, fitting, Limit, listOf, only, pageOf, ShopParams } from '../shapes.ts';
import { At, AtQuery, refusedAt } from './at.ts';
import { count, ShopSummary, summaryJson } from './shop-json.ts';

const ShopsPage = pageOf(ShopSummary)
  .extend({
    shops: count('Shops that the token may see.'),
    found: count('Of these, found by `q`.'),
    totals: z
      .object({
        unanswered: count('Open inquiries.'),
        flagged: count('Past the first step.'),
        ownerAlertDue: count('Past the second step.'),
        breached: count('Past the third step.'),
        dueToday: count('Due before the end of their shop’s today.'),
      })
      .describe('Over all shops found.'),
    gone: listOf(z.object({ shop: z.string(), unanswered: count('Open inquiries.') })).describe(
      'No longer configured, with open inquiries that nobody is told of; on the last page only.',
    ),
  })
  .openapi('ShopsPage');

const list = createRoute({
  method: 'get',
  path: '/v1/shops',
  operationId: 'listShops',
  tags: ['Shops'],
  summary: 'Shops with their counts, worst first',
  description: 'Counted once for all who ask within a second, so `asOf` may lie a little back.',
  middleware: needs('read', 'own-shops'),
  request: {
    query: only({
      q: fitting(/^.{1,100}$/u, 'a text of 1 to 100 characters')
        .optional()
        .describe('Part of a shop’s name or id.'),
      group: GroupName.optional(),
      limit: Limit,
      cursor: cursorOf((text) => readBoardCursor(text)),
      at: At,
    }),
  },
  responses: {
    ...tagged(
      ShopsPage,
      'By breaches, owner alerts, flags, unknown sources, what is due today, then what is due next.',
    ),
    ...problems(400),
  },
});

const GroupsJson = z
  .object({
    asOf: AsOf,
    items: listOf(
      z
        .object({
          group: z.string(),
          shops: count('Its shops that the token may see.'),
          unanswered: count('Open inquiries.'),
          flagged: count('Past the first step.'),
          ownerAlertDue: count('Past the second step.'),
          breached: count('Past the third step.'),
          dueToday: count('Due before the end of their shop’s today.'),
        })
        .openapi('GroupCounts'),
    ),
  })
  .openapi('Groups');

const groups = createRoute({
  method: 'get',
  path: '/v1/groups',
  operationId: 'listGroups',
  tags: ['Shops'],
  summary: 'Groups of shops with their counts',
  description: 'Counted with `/v1/shops`, so `asOf` may lie a little back.',
  middleware: needs('read', 'own-shops'),
  responses: tagged(GroupsJson, 'By name.'),
});

const summary = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/summary',
  operationId: 'readShopSummary',
  tags: ['Shops'],
  summary: 'A shop’s counts',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams, query: AtQuery },
  responses: {
    ...tagged(ShopSummary, 'Counts are nested: who has passed a step has passed the ones before it.'),
    ...problems(400, 404),
  },
});

export function shopsRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(list, async (c) => {
    const { q = '', group, limit, cursor = null } = c.req.valid('query');
    const sees = seerOf(service, principalOf(c), group);
    if (sees === null) return unknownGroup(c, service);
    const asked = askedMoment(c, service.clock.now(), openZone(service.config.service.timeZone));
    if ('found' in asked) return refusedAt(c, asked);
    const page = pageOfBoard(service, await readBoard(service, asked.at), { sees, q, after: cursor, limit });
    const goals = await readManyGoals(
      service,
      page.cards.map(({ shop }) => shop),
    );
    return answer(c, list, {
      ...page,
      asOf: page.now,
      items: page.cards.map((card) => summaryJson(card, goals.get(card.shop.id), page.now)),
      next: page.next && writeBoardCursor(page.next),
      gone: page.gone.map(({ id, unanswered }) => ({ shop: id, unanswered })),
    });
  });
  app.openapi(groups, async (c) => {
    const principal = principalOf(c);
    const board = await readBoard(service);
    const items = groupsOnBoard(board, (shop) => maySee(principal, shop));
    return answer(c, groups, { asOf: board.now, items });
  });
  app.openapi(summary, async (c) => {
    const shop = service.config.shops.get(c.req.valid('param').shop);
    if (shop === undefined) return unknownShop(c);
    const now = service.clock.now();
    const asked = askedMoment(c, now, openZone(shop.timeZone));
    if ('found' in asked) return refusedAt(c, asked);
    const card = await readShopCard(service, shop.id, asked.at);
    if (card === null) return unknownShop(c);
    const goals = await readGoals(service, [shop]);
    return answer(c, summary, summaryJson(card, goals.get(shop.id), asked.at ?? now));
  });
  return app;
}
