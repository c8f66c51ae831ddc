// What an admin changed, in words.

import { describe, expect, test } from 'vitest';
import { differenceInWords } from '../../../src/service/configuration/describe-difference.ts';
import { shopOf } from '../../support/service.ts';

const plain = shopOf('a');
const with_ = (file: Record<string, unknown>) => shopOf('a', file);
const chat = { channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' };
const hours = ['09:00-18:00'];

describe.each([
  [
    'a closed date',
    plain,
    with_({ calendar: { closed: [{ on: '2026-12-29', name: '棚卸' }] } }),
    '臨時休業を追加: 2026/12/29(火) 棚卸',
    'closed added: Tue 29 Dec 2026 棚卸',
  ],
  [
    'a closed range',
    plain,
    with_({ calendar: { closed: [{ on: '2026-12-29..2027-01-03', name: '年末年始' }] } }),
    '臨時休業を追加: 2026/12/29(火)〜2027/1/3(日) 年末年始',
    'closed added: Tue 29 Dec 2026 to Sun 3 Jan 2027 年末年始',
  ],
  [
    'a yearly closure taken out',
    with_({ calendar: { closed: [{ every: '12-29..01-03', name: '年末年始' }] } }),
    plain,
    '臨時休業を削除: 毎年12/29〜1/3 年末年始',
    'closed removed: every year 12/29 to 1/3 年末年始',
  ],
  [
    'an open date with hours',
    with_({ calendar: { hours } }),
    with_({ calendar: { hours, open: [{ on: '2026-10-17', name: '創業祭', hours: ['10:00-15:00'] }] } }),
    '臨時営業を追加: 2026/10/17(土) 10:00-15:00 創業祭',
    'open added: Sat 17 Oct 2026 10:00-15:00 創業祭',
  ],
  [
    'the weekly closed days',
    plain,
    with_({ calendar: { weeklyClosed: ['wed'] } }),
    '定休日: 日、土 → 水',
    'weekly closed days: Sun, Sat → Wed',
  ],
  ['the cut-off', plain, with_({ calendar: { cutoff: '18:00' } }), '締め時刻: なし → 18:00', 'cut-off: none → 18:00'],
  [
    'the holidays',
    plain,
    with_({ calendar: { nationalHolidays: 'none' } }),
    '祝日の国: JP → なし',
    'national holidays: JP → none',
  ],
  [
    'the time zone',
    plain,
    with_({ timeZone: 'Asia/Seoul' }),
    'タイムゾーン: Asia/Tokyo → Asia/Seoul',
    'time zone: Asia/Tokyo → Asia/Seoul',
  ],
  [
    'a policy',
    with_({ calendar: { hours } }),
    with_({ calendar: { hours }, policies: [chat] }),
    '期限の数え方を追加: chat day-end 5m 30m 1h',
    'policies added: chat day-end 5m 30m 1h',
  ],
  ['the send window', plain, with_({ mail: { sendWindow: 'always' } }), 'メールの設定の変更', 'mail settings changed'],
])('%s', (_, before, after, ja, en) => {
  test('is named in both languages', () => {
    expect(differenceInWords(before, after)).toEqual({ ja: [ja], en: [en] });
  });
});

test('the same file, as it comes back from the store, differs in nothing', () => {
  const stored = JSON.parse(JSON.stringify(plain));
  expect(differenceInWords(stored, plain)).toEqual({ ja: [], en: [] });
});

test('the order of policies matters, so another order is said', () => {
  const other = { counting: 'elapsed' };
  const policies = [{ ...chat, channel: 'mail' }, other];
  const [before, after] = [policies, [...policies].reverse()].map((list) =>
    with_({ calendar: { hours }, policies: list }),
  );
  expect(differenceInWords(before!, after!).en).toEqual(['policies: another order']);
});

test('addresses and names of secrets are not shown', () => {
  const rms = { shopId: 1, serviceSecret: `$\{A}`, licenseKey: `$\{B}` };
  const webhook = { url: 'https://bridge.example.jp/a-key', secret: `$\{C}` };
  const words = differenceInWords(plain, with_({ rms, webhook }));
  expect(words).toEqual({
    ja: ['Webhookの設定の変更', 'RMSの接続設定の変更'],
    en: ['webhook changed', 'RMS access changed'],
  });
});
