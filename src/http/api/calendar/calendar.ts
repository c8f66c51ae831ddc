// api: the days of a shop's calendar with their reasons, and what there is to say of it: seasons, RMS, what changed.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { monthsOf } from '../../../core/calendar/calendar-days.ts';
import { civil } from '../../../core/time/civil-date.ts';
import { readCalendarYear } from '../../../service/calendar/read-calendar-year.ts';
import { outsideSources } from '../../../service/outside-sources.ts';
import type { Service } from '../../../service/service.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { answer } from '../answer.ts';
import { unknownShop } from '../not-found.ts';
import { problems, tagged } from '../responses.ts';
import { fitting, only, ShopParams } from '../shapes.ts';
import { CalendarJson, CalendarNotices, daysJson, noticesJson } from './calendar-json.ts';

const MOST_MONTHS = 24;
const MONTHS_ALLOWED = `a whole number from 1 to ${MOST_MONTHS}`;

const days = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/calendar',
  operationId: 'readCalendar',
  tags: ['Shops'],
  summary: 'The days of a shop’s calendar, with the reason of each closed one',
  middleware: needs('read', 'the-shop'),
  request: {
    params: ShopParams,
    query: only({
      from: fitting(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'a month from 1900-01 to 2199-12, such as 2026-10')
        .optional()
        .openapi({ description: 'The first month; left out: this one.', example: '2026-10' }),
      months: z.coerce
        .number(MONTHS_ALLOWED)
        .int(MONTHS_ALLOWED)
        .min(1, MONTHS_ALLOWED)
        .max(MOST_MONTHS, MONTHS_ALLOWED)
        .default(3)
        .openapi({ description: 'How many months.', example: 3 }),
    }),
  },
  responses: { ...tagged(CalendarJson, 'Every date of these months.'), ...problems(400, 404) },
});

const notices = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/calendar/notices',
  operationId: 'readCalendarNotices',
  tags: ['Shops'],
  summary: 'Seasons to come, where RMS differs, what waits for a word, and what changed',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams },
  responses: { ...tagged(CalendarNotices, 'What the page of the calendar says beside the days.'), ...problems(404) },
});

export function calendarRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(days, (c) => {
    const shop = service.config.shops.get(c.req.valid('param').shop);
    if (shop === undefined) return unknownShop(c);
    const { from, months } = c.req.valid('query');
    const calendar = service.counting.calendarOf(shop);
    const today = civil(calendar.zone.localDay(service.clock.now()));
    const [year = today.year, month = today.month] = from?.split('-').map(Number) ?? [];
    return answer(c, days, {
      shop: shop.id,
      timeZone: shop.timeZone,
      revision: shop.revision,
      outsideKnown: outsideSources(shop).length > 0 || !shop.calendar.rms,
      days: daysJson(monthsOf(calendar, year, month, months)),
    });
  });
  app.openapi(notices, async (c) => {
    const year = await readCalendarYear(service, c.req.valid('param').shop, null);
    return year === null ? unknownShop(c) : answer(c, notices, noticesJson(year));
  });
  return app;
}
