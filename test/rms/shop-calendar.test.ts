import { describe, expect, test } from 'vitest';
import { shopBizResponse } from '../../src/demo/fake-rms/calendar-routes.ts';
import { type Fault, faults } from '../../src/demo/fake-rms/injected-faults.ts';
import type { FakeCalendar } from '../../src/demo/fake-rms/world.ts';
import { RmsError } from '../../src/rms/rms-error.ts';
import { decodeShopCalendar, readShopCalendar } from '../../src/rms/shop-calendar.ts';
import { failure, jst, NOW, stage } from './support.ts';

const day = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const TODAY = day('2026-06-15');

/** The example of RMS.md. */
const SHEET: FakeCalendar = {
  businessHoliday: { weekdays: ['SUNDAY', 'HOLIDAY'], eventDates: ['20260812', '20260813'] },
  shippingHoliday: { weekdays: ['SATURDAY'], eventDates: ['20260901'] },
  shippingOnly: { weekdays: [], eventDates: ['20260813', '20260720'] },
};

async function readWith(calendar: FakeCalendar, period?: number) {
  const s = await stage();
  s.shop.setsCalendar(calendar, NOW);
  return readShopCalendar(s.client, TODAY, period);
}

describe('closed for inquiries', () => {
  test('is 休業日 and 発送業務のみ, but not 受注・お問い合わせ業務のみ', async () => {
    const { closures, empty } = await readWith(SHEET);
    expect(closures).toEqual({
      weekdays: ['sun'],
      nationalHolidays: true,
      days: [day('2026-07-20'), day('2026-08-12'), day('2026-08-13')],
    });
    expect(empty).toBe(false);
  });

  test.each<[string, FakeCalendar, object]>([
    ['a weekday of shippingOnly', { shippingOnly: { weekdays: ['WEDNESDAY'] } }, { weekdays: ['wed'] }],
    ['HOLIDAY of shippingOnly', { shippingOnly: { weekdays: ['HOLIDAY'] } }, { nationalHolidays: true }],
    ['HOLIDAY of shippingHoliday', { shippingHoliday: { weekdays: ['HOLIDAY'] } }, { nationalHolidays: false }],
    ['one weekday', { businessHoliday: { weekdays: ['MONDAY'] } }, { weekdays: ['mon'], days: [] }],
    ['one date', { businessHoliday: { eventDates: ['20260701'] } }, { weekdays: [], days: [day('2026-07-01')] }],
    [
      'all seven weekdays, in order',
      {
        businessHoliday: { weekdays: ['SATURDAY', 'FRIDAY', 'THURSDAY', 'WEDNESDAY', 'TUESDAY', 'MONDAY', 'SUNDAY'] },
      },
      { weekdays: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
    ],
  ])('with %s', async (_, calendar, expected) => {
    expect((await readWith(calendar)).closures).toMatchObject(expected);
  });

  test('the three lists are kept apart as RMS has them', async () => {
    const { lists } = await readWith(SHEET);
    expect(lists.shippingHoliday).toEqual({ weekdays: ['sat'], nationalHolidays: false, days: [day('2026-09-01')] });
  });

  test('asks 180 days forward by default and never more', async () => {
    const s = await stage();
    await readShopCalendar(s.client, TODAY);
    await readShopCalendar(s.client, TODAY, 400);
    expect(s.rms.requests.map(({ query }) => query)).toEqual([
      { fromDate: '2026-06-15', period: '180' },
      { fromDate: '2026-06-15', period: '180' },
    ]);
  });

  test('dates beyond the period are not shown', async () => {
    expect((await readWith(SHEET, 36)).closures.days).toEqual([day('2026-07-20')]);
  });
});

describe('an empty calendar is returned and marked', () => {
  const wrap = (inner: string) => shopBizResponse('N000', inner).body;
  test.each([
    ['three empty lists', wrap('<shopCalendar><businessHoliday/><shippingHoliday/><shippingOnly/></shopCalendar>')],
    [
      'empty elements inside a list',
      wrap(
        '<shopCalendar><businessHoliday><regularSchedule/><eventDates></eventDates></businessHoliday></shopCalendar>',
      ),
    ],
    [
      'an empty item',
      wrap('<shopCalendar><businessHoliday><eventDates><eventDate/></eventDates></businessHoliday></shopCalendar>'),
    ],
    ['no list', wrap('<shopCalendar/>')],
    ['no calendar', wrap('')],
    ['code C008, no data', shopBizResponse('C008').body],
  ])('%s', (_, body) => {
    expect(decodeShopCalendar(body)).toMatchObject({
      empty: true,
      closures: { weekdays: [], nationalHolidays: false, days: [] },
    });
  });

  test('closed for shipping only is not empty, and closes nothing for inquiries', async () => {
    const read = await readWith({ shippingHoliday: { weekdays: ['SATURDAY'] } });
    expect(read).toMatchObject({ empty: false, closures: { weekdays: [], days: [] } });
  });
});

test('prefixed element names and line breaks are read alike', () => {
  const body = `<?xml version="1.0"?>
    <ns2:shopBizApiResponse xmlns:ns2="urn:x"><ns2:resultCode> N000 </ns2:resultCode><ns2:result><ns2:shopCalendar>
      <ns2:businessHoliday><ns2:regularSchedule>
        <ns2:weekday> SUNDAY </ns2:weekday>
      </ns2:regularSchedule></ns2:businessHoliday>
    </ns2:shopCalendar></ns2:result></ns2:shopBizApiResponse>
  `;
  expect(decodeShopCalendar(body).closures.weekdays).toEqual(['sun']);
});

test('entities that the document defines itself are not resolved', () => {
  const bomb = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join('');
  const body = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "SUNDAY"><!ENTITY own SYSTEM "file:///etc/passwd">${bomb}]>
    <shopBizApiResponse><resultCode>N000</resultCode><result><shopCalendar><businessHoliday><regularSchedule>
    <weekday>&e9;</weekday><weekday>&own;</weekday></regularSchedule></businessHoliday></shopCalendar></result></shopBizApiResponse>`;
  expect(() => decodeShopCalendar(body)).toThrow(RmsError);
});

describe('a failure is named', () => {
  const withCode = (code: string) => faults.answers(shopBizResponse(code));
  const odd = (inner: string) => faults.answers(shopBizResponse('N000', `<shopCalendar>${inner}</shopCalendar>`));
  test.each<[string, Fault, string, string | null]>([
    ['S900', faults.s900(), 'maintenance', 'S900'],
    ['S900 with 503', faults.answers({ ...shopBizResponse('S900'), status: 503 }), 'maintenance', 'S900'],
    ['C001', withCode('C001'), 'bad-request', 'C001'],
    ['C003', withCode('C003'), 'contract', 'C003'],
    ['C003 with 404', faults.answers({ ...shopBizResponse('C003'), status: 404 }), 'contract', 'C003'],
    ['E001', withCode('E001'), 'outage', 'E001'],
    ['an unknown code', withCode('Z1'), 'contract', 'Z1'],
    ['a sentence as a code', withCode('お客様の電話番号'), 'contract', 'none'],
    [
      'an unknown weekday',
      odd('<businessHoliday><regularSchedule><weekday>FUNDAY</weekday></regularSchedule></businessHoliday>'),
      'contract',
      'contract',
    ],
    [
      'a date that does not exist',
      odd('<businessHoliday><eventDates><eventDate>20260231</eventDate></eventDates></businessHoliday>'),
      'contract',
      'contract',
    ],
    ['cut XML', faults.cutJson(), 'outage', 'invalid-xml'],
    [
      'another XML',
      faults.answers({ status: 200, type: 'application/xml', body: '<other/>' }),
      'contract',
      'invalid-xml',
    ],
    ['HTML', faults.answers({ status: 200, type: 'text/html', body: '<html></html>' }), 'outage', null],
    ['500 with HTML', faults.html500(), 'outage', null],
  ])('%s', async (_, fault, kind, code) => {
    const s = await stage();
    s.shop.setsCalendar(SHEET, jst('2026-06-01T00:00:00'));
    s.rms.faults.add(fault);
    expect(await failure(readShopCalendar(s.client, TODAY))).toMatchObject({ kind, code });
  });

  test('S901, read only, still reads', () => {
    const body = shopBizResponse('S901', '<shopCalendar/>').body;
    expect(decodeShopCalendar(body).empty).toBe(true);
  });
});
