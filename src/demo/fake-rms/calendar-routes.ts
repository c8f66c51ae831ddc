// ShopAPI's shopCalendar and the licence's expiry date as documented (RMS.md). The calendar's errors come as
// result codes inside an HTTP 200.

import type { Instant } from '../../core/model.ts';
import { notFound, type RouteContext } from './inquiries-routes.ts';
import { type FakeAnswer, json, parseQueryDate, rmsDate, xml } from './wire-format.ts';
import type { FakeCalendar, FakeCalendarList } from './world.ts';

const NAMESPACE = 'http://rakuten.co.jp/rms/mall/shop/biz/api/model/resource';
const DAY_MS = 86_400_000;

export function calendarRoute({ shop, now, query }: RouteContext): FakeAnswer {
  const from = query.get('fromDate') ?? rmsDate(now).slice(0, 10);
  const start = parseQueryDate(`${from}T00:00:00`);
  const period = Number(query.get('period') ?? '90');
  if (start === null || !Number.isInteger(period) || period < 1 || period > 180) return shopBizResponse('C001');
  return shopBizResponse('N000', calendarXml(shop.calendarAt(now), start, period));
}

/** The envelope of ShopAPI; without a body it is an error by result code. */
export function shopBizResponse(resultCode: string, calendar = ''): FakeAnswer {
  return xml(
    `<shopBizApiResponse xmlns="${NAMESPACE}"><resultCode>${resultCode}</resultCode><resultMessageList/>` +
      `<result>${calendar}</result></shopBizApiResponse>`,
  );
}

function calendarXml(calendar: FakeCalendar, start: Instant, period: number): string {
  const first = dayNumber(start);
  const last = dayNumber(start + (period - 1) * DAY_MS);
  const lists = Object.entries(calendar).map(([name, list]) => `<${name}>${listXml(list, first, last)}</${name}>`);
  return `<shopCalendar>${lists.join('')}</shopCalendar>`;
}

/** Forward from the date asked: earlier and later event dates are not shown. */
function listXml({ weekdays = [], eventDates = [] }: FakeCalendarList, first: number, last: number): string {
  const shown = eventDates.filter((date) => Number(date) >= first && Number(date) <= last);
  const weekly = element('regularSchedule', weekdays.map((day) => `<weekday>${day}</weekday>`).join(''));
  return weekly + element('eventDates', shown.map((date) => `<eventDate>${date}</eventDate>`).join(''));
}

function element(name: string, content: string): string {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

function dayNumber(t: Instant): number {
  return Number(rmsDate(t).slice(0, 10).replaceAll('-', ''));
}

/** `yyyy-MM-ddTHH:mm:ss` without offset, in JST. Answers for an ended key too, as long as the secret is right. */
export function expiryRoute({ shop, query }: RouteContext): FakeAnswer {
  const key = shop.keys().find((one) => one.key === query.get('licenseKey'));
  return key === undefined ? notFound() : json({ expiryDate: rmsDate(key.endsAt).slice(0, 19) });
}
