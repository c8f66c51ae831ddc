// Texts to copy on the page of an inquiry: those that fit it, filled in with what is known, and nothing personal.

import { expect, test } from 'vitest';
import { promiseAnswer } from '../../../../src/service/actions/promise-answer.ts';
import { takeInHand } from '../../../../src/service/actions/take-in-hand.ts';
import { shopOf } from '../../../support/service.ts';
import { fixture, line } from '../../support.ts';

const WAITING = '{店舗} {部署}の{担当者}です。\n{約束の日}までにご連絡します。｛ shop ｝';
const templates = [
  { name: 'すべて', text: WAITING },
  { name: '配送', category: '配送', text: '<b>{person}</b>' },
  { name: '返品', category: '返品', text: '返品の手順' },
];
const on = fixture(() => [shopOf('sample-tea', { department: 'お客様窓口', templates }), shopOf('plain')]);
const PAGE = '/shops/sample-tea/inquiries/i1';
const open = async (path = PAGE) => (await on.ask(path)).text();
const texts = (html: string) => [...html.matchAll(/<textarea[^>]*>(.*?)<\/textarea>/gs)].map(([, text]) => text);
const received = (more: object) => on.take(line('i1', 'customer_message', '2026-11-24T10:00:00+09:00', more));

test('those of its category come first, then those for all; others are left out', async () => {
  await received({ category: '配送' });
  const html = await open();
  expect(html).toContain('返信文のひな形 2件');
  expect(texts(html)).toEqual([
    '&lt;b&gt;【person】&lt;/b&gt;',
    'サンプル茶舗 お客様窓口の【担当者】です。\n【約束の日】までにご連絡します。サンプル茶舗',
  ]);
  expect(html).not.toContain('返品の手順');
  expect(html).toContain('お客様のお名前と、【 】の残りがないかを、送る前に確認してください');
});

test('the person is whoever has it in hand, the date that of the promise that stands', async () => {
  await received({});
  const on1 = { shop: 'sample-tea', inquiry: 'i1' };
  expect(await takeInHand(on.service, { ...on1, by: '佐藤', until: '3h' })).toHaveProperty('mute');
  expect(await promiseAnswer(on.service, { ...on1, by: '佐藤', until: '2026-11-30' })).not.toHaveProperty('refused');
  const [text] = texts(await open());
  expect(text).toContain('お客様窓口の佐藤です。\n11/30(月)までに');
});

test('an inquiry that no text fits, and a shop without any, say nothing of them', async () => {
  await on.take({ ...line('i2', 'customer_message', '2026-11-24T10:00:00+09:00'), shop: 'plain' });
  expect(await open('/shops/plain/inquiries/i2')).not.toContain('id="templates"');
});

test('the page says the same in English', async () => {
  await received({ category: '返品' });
  const html = await open(`${PAGE}?lang=en`);
  expect(html).toContain('2 texts to copy');
  expect(html).toContain('check the customer’s name');
});
