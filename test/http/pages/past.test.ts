// http: an inquiry that left is there, and says what is not there any more; so does the month that counted it.

import { expect, test } from 'vitest';
import { letGo } from '../../../src/service/retention/keep-retention.ts';
import { at } from '../../support/service.ts';
import { fixture, NOW } from '../support.ts';

const it = fixture();

async function leave(): Promise<void> {
  const of = { shop: 'sample-tea', inquiry: 'q1', channel: 'r-messe', item: '茶' };
  await it.take(
    { ...of, event: { type: 'customer_message', id: 'm1', at: '2026-10-01T10:00:00+09:00' } },
    { ...of, event: { type: 'shop_reply', id: 'r1', at: '2026-10-01T12:00:00+09:00' } },
  );
  it.clock.set(at('2027-06-01T10:00:00+09:00'));
  const { service } = it;
  const retention = { inquiries: 6, mails: null };
  const config = { ...service.config, service: { ...service.config.service, retention } };
  expect(await letGo({ ...service, config })).toMatchObject({ inquiries: 1 });
  it.clock.set(at(NOW));
}

test('the pages of the inquiry and of its month, in both languages', async () => {
  await leave();
  const page = async (path: string) => (await it.ask(path)).text();
  expect(await page('/shops/sample-tea/inquiries/q1')).toContain(
    '2026/10/1(木) 12:00 までの経過（返信待ち1件）は、保存期間が過ぎたため消去しました',
  );
  expect(await page('/shops/sample-tea/inquiries/q1?lang=en')).toContain(
    '(1 wait) was removed when its retention ended',
  );
  expect(await page('/shops/sample-tea/reports?month=2026-10')).toContain('1件は保存期間が過ぎ、明細を消去しました');
  expect(await page('/shops/sample-tea/reports?month=2026-11')).not.toContain('保存期間');
});

test('the API says until when what happened has left, and how many of a month', async () => {
  await leave();
  const json = async (path: string) => (await it.ask(path)).json();
  expect(await json('/v1/shops/sample-tea/inquiries/q1')).toMatchObject({
    status: 'answered',
    pastUntil: '2026-10-01T03:00:00.000Z',
    pastWaits: 1,
    item: null,
    eventsTotal: 0,
    episodesTotal: 0,
  });
  expect(await json('/v1/shops/sample-tea/reports/2026-10')).toMatchObject({ past: 1, total: { episodes: 1 } });
  expect(await json('/v1/shops/sample-tea/reports/2026-10/episodes')).toMatchObject({ items: [] });
  expect(await json('/v1/reports/2026-10')).toMatchObject({ items: [{ episodes: 1, flagMet: 1 }] });
});
