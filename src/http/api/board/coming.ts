// api: how many open inquiries fall due on each of the next business days, of a shop and of all.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { ARRIVAL_WEEKS, meanArrivals, type UsualArrivals } from '../../../core/calendar/usual-arrivals.ts';
import type { Weekday } from '../../../core/model.ts';
import { openZone } from '../../../core/time/zone.ts';
import { readArrivals } from '../../../service/board/read-arrivals.ts';
import { readBoard } from '../../../service/board/read-board.ts';
import { comingTogether, readComing } from '../../../service/board/read-coming.ts';
import type { Service } from '../../../service/service.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { askedMoment } from '../../ahead.ts';
import { seenShops } from '../../seen-shops.ts';
import { answer } from '../answer.ts';
import { GroupName, unknownGroup } from '../group-name.ts';
import { unknownShop } from '../not-found.ts';
import { problems, tagged } from '../responses.ts';
import { AsOf, LocalDay, listOf, orNull, ShopParams } from '../shapes.ts';
import { AtQuery, refusedAt } from './at.ts';
import { count } from './shop-json.ts';

const ComingDay = z.object({
  from: LocalDay,
  to: LocalDay.describe('The same as `from` on a business day.'),
  isOpen: z.boolean().describe('A business day of the shop’s own calendar, or all closed dates up to the next one.'),
  due: count('Open inquiries with their deadline there; of today only what is still to come.'),
});

const DAYS = listOf(ComingDay);

const mean = z.number().min(0);
const Weekdays = z.object({ sun: mean, mon: mean, tue: mean, wed: mean, thu: mean, fri: mean, sat: mean });

const Arrivals = z
  .object({
    from: LocalDay.describe('A Monday.'),
    to: LocalDay.describe('A Sunday.'),
    weeks: z.int().min(1).max(ARRIVAL_WEEKS),
    mean: Weekdays.describe('Waits that began on that weekday, the mean of these weeks, with one decimal.'),
  })
  .openapi('Arrivals', {
    description:
      'What usually comes in: the last full weeks of the shop’s own history, as many as it has, at most eight.',
  });

const Coming = z
  .object({
    shop: z.string(),
    asOf: AsOf,
    days: DAYS.describe('In order, from today on; fewer when the calendar has no business day in 400 days.'),
    arrivals: orNull(Arrivals).describe('Null: the history has no full week yet.'),
  })
  .openapi('Coming', {
    example: {
      shop: 'sample-tea',
      asOf: '2026-06-05T01:00:00.000Z',
      days: [
        { from: '2026-06-05', to: '2026-06-05', isOpen: true, due: 2 },
        { from: '2026-06-06', to: '2026-06-07', isOpen: false, due: 0 },
        { from: '2026-06-08', to: '2026-06-08', isOpen: true, due: 5 },
      ],
      arrivals: {
        from: '2026-04-06',
        to: '2026-05-31',
        weeks: 8,
        mean: { sun: 2.4, mon: 12.5, tue: 9.1, wed: 8.8, thu: 9, fri: 10.3, sat: 3.1 },
      },
    },
  });

const coming = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/coming',
  operationId: 'readComing',
  tags: ['Shops'],
  summary: 'Deadlines on the next ten business days',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams, query: AtQuery },
  responses: {
    ...tagged(Coming, 'A deadline at the start of a date belongs to the date before, whose 24:00 it is.'),
    ...problems(400, 404),
  },
});

const ComingOfAll = z
  .object({
    asOf: AsOf,
    shops: count('Shops that the token may see.'),
    days: DAYS.describe(
      'In order; a date is open when one of the shops is, and each shop’s deadlines count on its own local date. ' +
        'Fewer when there are fewer than ten among the next 60 dates.',
    ),
  })
  .openapi('ComingOfAll');

const comingOfAll = createRoute({
  method: 'get',
  path: '/v1/coming',
  operationId: 'readComingOfAll',
  tags: ['Shops'],
  summary: 'Deadlines of all shops on the next ten business days',
  description: 'Counted with `/v1/shops`, so `asOf` may lie a little back.',
  middleware: needs('read', 'own-shops'),
  request: { query: AtQuery.extend({ group: GroupName.optional() }) },
  responses: {
    ...tagged(ComingOfAll, 'A deadline at the start of a date belongs to the date before, whose 24:00 it is.'),
    ...problems(400),
  },
});

function arrivalsJson(arrivals: UsualArrivals): z.output<typeof Arrivals> {
  const { from, to, weeks } = arrivals;
  const on = (day: Weekday) => meanArrivals(arrivals, day);
  const mean = {
    sun: on('sun'),
    mon: on('mon'),
    tue: on('tue'),
    wed: on('wed'),
    thu: on('thu'),
    fri: on('fri'),
    sat: on('sat'),
  };
  return { from, to, weeks, mean };
}

export function comingRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(coming, async (c) => {
    const shop = service.config.shops.get(c.req.valid('param').shop);
    if (shop === undefined) return unknownShop(c);
    const now = service.clock.now();
    const asked = askedMoment(c, now, openZone(shop.timeZone));
    if ('found' in asked) return refusedAt(c, asked);
    const shown = asked.at ?? now;
    const [days, arrivals] = await Promise.all([readComing(service, shop, shown), readArrivals(service, shop)]);
    return answer(c, coming, { shop: shop.id, asOf: shown, days, arrivals: arrivals && arrivalsJson(arrivals) });
  });
  app.openapi(comingOfAll, async (c) => {
    const seen = seenShops(service, principalOf(c), c.req.valid('query').group);
    if (seen === null) return unknownGroup(c, service);
    const asked = askedMoment(c, service.clock.now(), openZone(service.config.service.timeZone));
    if ('found' in asked) return refusedAt(c, asked);
    const board = await readBoard(service, asked.at);
    const days = comingTogether(service, board, seen);
    return answer(c, comingOfAll, { asOf: board.now, shops: seen.length, days });
  });
  return app;
}
