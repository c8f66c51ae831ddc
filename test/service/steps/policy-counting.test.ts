// service: what a policy may say of counting besides its steps (RULES.md 3): another calendar, a time of day, the first
// wait only. From the shop's file to the rows, the page and the words.

import { beforeEach, describe, expect, test } from 'vitest';
import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { explainInWords } from '../../../src/core/steps/explain.ts';
import { readInquiryDetail } from '../../../src/service/board/read-inquiry.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
let it: TestService;

const ALWAYS = { weeklyClosed: [], nationalHolidays: 'none', hours: ['00:00-24:00'] };
const IN_REAL_HOURS = {
  channel: 'mall',
  calendar: 'always',
  flagAfter: '12h',
  mailOwnerAfter: '18h',
  breachAfter: '24h',
};

async function open(shop: ShopConfig, now = '2026-06-06T10:30:00+09:00'): Promise<void> {
  it = await testService({ db: database.db, shops: [shop], now });
}

beforeEach(() => emptyTables(database.db));

const deadlines = async () =>
  (
    await database.db
      .selectFrom('episode')
      .select(['flag_at', 'mail_owner_at', 'breach_at'])
      .orderBy('started_at')
      .execute()
  ).map((row) => [row.flag_at, row.mail_owner_at, row.breach_at]);

const stepsRaised = async () =>
  database.db.selectFrom('step').select(['step', 'withdrawn_why']).orderBy('step').execute();

const times = (...texts: string[]) => texts.map((text) => at(`2026-${text}:00+09:00`));

describe('a policy on a calendar of its own', () => {
  test('counts one mall in real hours beside Rakuten in business days', async () => {
    await open(shopOf('sample-tea', { policies: [IN_REAL_HOURS], calendars: { always: ALWAYS } }));
    await intake(
      it.service,
      [
        eventOf('customer_message', 'm0', '2026-06-05T10:00:00+09:00', { inquiry: 'a', channel: 'mall' }),
        eventOf('customer_message', 'm0', '2026-06-05T11:00:00+09:00', { inquiry: 'b' }),
      ],
      'api',
    );
    expect(await deadlines()).toEqual([
      times('06-05T22:00', '06-06T04:00', '06-06T10:00'),
      times('06-09T00:00', '06-10T00:00', '06-11T00:00'),
    ]);
  });

  test('is named by the explanation, and never in business hours', async () => {
    await open(shopOf('sample-tea', { policies: [IN_REAL_HOURS], calendars: { always: ALWAYS } }));
    await intake(
      it.service,
      [eventOf('customer_message', 'm0', '2026-06-05T10:00:00+09:00', { channel: 'mall' })],
      'api',
    );
    const detail = (await readInquiryDetail(it.service, 'sample-tea', 'q1'))!;
    const words = explainInWords(detail.episodes[0]!.explanation!, 'ja');
    expect(words).toContain('12時間経過: 6/5(金) 22:00');
    expect(words).toContain('24時間超過: 6/6(土) 10:00');
    expect(words).toContain('数え方（経過時間）: 休業日や夜間も含め、経過時間で計算します。');
    expect(words.join()).not.toContain('営業');
  });

  test('is recomputed when that calendar changes, and only then withdrawn', async () => {
    const weekends = {
      ...ALWAYS,
      weeklyClosed: ['sat', 'sun'],
      hours: {
        mon: ['09:00-18:00'],
        tue: ['09:00-18:00'],
        wed: ['09:00-18:00'],
        thu: ['09:00-18:00'],
        fri: ['09:00-18:00'],
      },
    };
    const policies = [{ ...IN_REAL_HOURS, flagAfter: '1h', mailOwnerAfter: '20h', breachAfter: '30h' }];
    await open(shopOf('sample-tea', { policies, calendars: { always: ALWAYS } }));
    await intake(
      it.service,
      [eventOf('customer_message', 'm0', '2026-06-06T10:00:00+09:00', { channel: 'mall' })],
      'api',
    );
    it.clock.set(at('2026-06-06T11:00:00+09:00'));
    await tickWorker(it.service);
    expect(await stepsRaised()).toEqual([{ step: 'flag', withdrawn_why: null }]);
    await applyRevisions(withShops(it.service, [shopOf('sample-tea', { policies, calendars: { always: weekends } })]));
    expect(await stepsRaised()).toEqual([{ step: 'flag', withdrawn_why: 'calendar or policy changed' }]);
    expect((await deadlines())[0]![0]).toBe(at('2026-06-08T10:00:00+09:00'));
  });
});

describe('a policy that counts only the first wait of a thread', () => {
  const FIRST = { channel: 'r-messe', counts: 'first' };
  const thread = [
    eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00'),
    eventOf('shop_reply', 'r0', '2026-06-01T11:00:00+09:00'),
    eventOf('customer_message', 'm1', '2026-06-02T10:00:00+09:00'),
  ];
  const NONE = [null, null, null];
  const FROM_MONDAY = times('06-03T00:00', '06-04T00:00', '06-05T00:00');

  test('raises nothing for later ones', async () => {
    await open(shopOf('sample-tea', { policies: [FIRST] }), '2026-06-02T10:30:00+09:00');
    await intake(it.service, thread, 'api');
    expect(await deadlines()).toEqual([FROM_MONDAY, NONE]);
    it.clock.set(at('2026-06-12T10:00:00+09:00'));
    await tickWorker(it.service);
    expect(await stepsRaised()).toEqual([]);
  });

  test('says the same whatever is learned first', async () => {
    await open(shopOf('sample-tea', { policies: [FIRST] }), '2026-06-02T10:30:00+09:00');
    // The second wait, finished, is all that is known at first.
    await intake(it.service, [thread[2]!, eventOf('shop_reply', 'r1', '2026-06-02T10:20:00+09:00')], 'api');
    expect(await deadlines()).toEqual([times('06-04T00:00', '06-05T00:00', '06-06T00:00')]);
    await intake(it.service, thread.slice(0, 2), 'api');
    expect(await deadlines()).toEqual([FROM_MONDAY, NONE]);
  });

  test('is withdrawn from open ones by the edit that says so, and given back by its undoing', async () => {
    await open(shopOf('sample-tea'), '2026-06-02T10:30:00+09:00');
    await intake(it.service, thread, 'api');
    it.clock.set(at('2026-06-04T00:00:00+09:00'));
    await tickWorker(it.service);
    expect(await stepsRaised()).toEqual([{ step: 'flag', withdrawn_why: null }]);
    await applyRevisions(withShops(it.service, [shopOf('sample-tea', { policies: [FIRST] })]));
    expect(await deadlines()).toEqual([FROM_MONDAY, NONE]);
    expect(await stepsRaised()).toEqual([{ step: 'flag', withdrawn_why: 'calendar or policy changed' }]);
    await applyRevisions(it.service);
    expect(await stepsRaised()).toEqual([{ step: 'flag', withdrawn_why: null }]);
  });
});

describe('a policy for answers on the day of receipt', () => {
  test('is due at its time of day, which is a cut-off too, and says so', async () => {
    const policy = {
      counting: 'day-end-shifted',
      flagAfter: '0d',
      mailOwnerAfter: '1d',
      breachAfter: '2d',
      dueTime: '19:00',
    };
    await open(shopOf('sample-tea', { policies: [policy] }), '2026-06-02T09:00:00+09:00');
    await intake(
      it.service,
      [
        eventOf('customer_message', 'm0', '2026-06-01T18:59:00+09:00', { inquiry: 'a' }),
        eventOf('customer_message', 'm0', '2026-06-01T19:00:00+09:00', { inquiry: 'b' }),
      ],
      'api',
    );
    expect(await deadlines()).toEqual([
      times('06-01T19:00', '06-02T19:00', '06-03T19:00'),
      times('06-02T19:00', '06-03T19:00', '06-04T19:00'),
    ]);
    const detail = (await readInquiryDetail(it.service, 'sample-tea', 'b'))!;
    const { explanation, others } = detail.episodes[0]!;
    // No other rule knows the day of receipt.
    expect(others).toEqual([]);
    expect(explainInWords(explanation!, 'ja')).toEqual([
      '6/1(月) 受信日 → 6/2(火) 受信扱い → 6/3(水) 1営業日目 →',
      '6/4(木) 2営業日目',
      '19:00以降の受信のため、6/2(火)の受信とみなします。',
      '当日中に未返信: 6/2(火) 19:00',
      '1営業日経過: 6/3(水) 19:00',
      '2営業日超過: 6/4(木) 19:00',
      '数え方（day-end-shifted）: 受信日は含めず、店舗の問い合わせ休業日と祝日を除きます。',
      '休業日の受信は翌営業日の受信とみなします。',
      '営業日の19:00以降の受信は翌日の受信とみなします。',
      '期限は、その日の19:00です。',
    ]);
    expect(explanation!.days.map(({ date, due }) => [date, due.map(({ step }) => step)])).toEqual([
      ['2026-06-01', []],
      ['2026-06-02', ['flag']],
      ['2026-06-03', ['owner_alert']],
      ['2026-06-04', ['breach']],
    ]);
  });
});
