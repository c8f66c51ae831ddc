// What customers ask as people and programs get it: the page, the file, the API.

import { describe, expect, test } from 'vitest';
import { fixture, line, textOf } from '../../support.ts';

const on = fixture();
const PATH = '/shops/sample-tea/asked';
const sencha = { item: '煎茶 <100g>', itemNumber: 'n1', itemUrl: 'https://item.example/n1?a=1&b=2', category: '配送' };

const read = (path: string, status?: number) => on.read(path, status);

/** Three about one item, one of October before; one about nothing. */
async function november(): Promise<void> {
  await on.take(
    line('q1', 'customer_message', '2026-11-10T10:30:00+09:00', sencha),
    line('q1', 'shop_reply', '2026-11-10T12:30:00+09:00'),
    line('q1', 'customer_message', '2026-11-11T10:30:00+09:00'),
    line('q1', 'shop_reply', '2026-11-11T12:30:00+09:00'),
    line('q2', 'customer_message', '2026-11-12T10:00:00+09:00', sencha),
    line('q2', 'shop_reply', '2026-11-12T11:00:00+09:00'),
    line('q3', 'customer_message', '2026-11-26T09:00:00+09:00'),
    line('q4', 'customer_message', '2026-10-12T10:00:00+09:00', sencha),
    line('q4', 'shop_reply', '2026-10-12T11:00:00+09:00'),
  );
}

describe('the page', () => {
  test('says what is asked beside the month before, and leads to the item', async () => {
    await november();
    const html = await read(`${PATH}?month=2026-11`);
    expect(html).toContain('<a href="https://item.example/n1?a=1&amp;b=2" rel="noreferrer">煎茶 &lt;100g&gt;</a>');
    const said = textOf(html);
    expect(said).toContain('サンプル茶舗 問い合わせの傾向');
    expect(said).toContain('問い合わせ 3 2026年10月 1件（+2）');
    expect(said).toContain('1件あたりのやり取り 1.3回');
    expect(said).toContain('1回の返信で解決 – 2件中 1件');
    expect(said).toContain('自動応答だけで完了 – 自動応答した問い合わせはありません');
    expect(said).toContain('集計中（11/26(木) 10:00時点）／前月は同じ時点まで（10/26(月) 10:00まで）の件数です。');
    expect(said).toContain('煎茶 &lt;100g&gt; ／配送 1件 → 2件（+1）');
  });

  test('says so where there is nothing, of a month to come, and of what is no month', async () => {
    expect(textOf(await read(PATH))).toContain('この月に始まった問い合わせはありません。');
    expect(textOf(await read(`${PATH}?month=2027-01`))).toContain('この月はまだ始まっていません。');
    expect(await read(`${PATH}?month=2026-13`, 400)).toContain('2026-13');
    await read('/shops/nobody/asked', 404);
  });

  test('is reached from the month’s report', async () => {
    expect(await read('/shops/sample-tea/reports?month=2026-11')).toContain(`href="${PATH}?month=2026-11"`);
  });
});

test('the file has all of it, and no cell that a spreadsheet would run', async () => {
  await on.take(
    line('q1', 'customer_message', '2026-11-10T10:30:00+09:00', { ...sencha, item: '=HYPERLINK("x")' }),
    line('q2', 'customer_message', '2026-11-10T10:30:00+09:00'),
  );
  const csv = await read(`${PATH}.csv?month=2026-11`);
  expect(csv.split('\r\n')).toEqual([
    '商品管理番号,商品,商品ページ,カテゴリ,問い合わせ,前月,増減,やり取り,返信済み,うち1回の返信で解決,自動応答あり,うち自動応答だけで完了',
    ',,,,1,0,1,1,0,0,0,0',
    `n1,"'=HYPERLINK(""x"")",https://item.example/n1?a=1&b=2,配送,1,0,1,1,0,0,0,0`,
    '',
  ]);
  await read(`${PATH}.csv?month=now`, 400);
  await read('/shops/nobody/asked.csv', 404);
});

describe('the API', () => {
  test('answers the same', async () => {
    await november();
    const asked = JSON.parse(await read('/v1/shops/sample-tea/reports/2026-11/asked'));
    expect(asked).toMatchObject({
      shop: 'sample-tea',
      month: '2026-11',
      state: 'running',
      previous: { month: '2026-10', to: '2026-10-26T01:00:00.000Z' },
      total: { inquiries: 3, before: 1, exchanges: 4, answered: 2, answeredOnce: 1, byBot: 0, byBotAlone: 0 },
      rows: [
        { ...sencha, inquiries: 2 },
        { item: null, category: null },
      ],
      rising: [{ itemNumber: 'n1' }, { item: null }],
      categories: [{ category: '配送', inquiries: 2, before: 1 }, { category: null }],
    });
  });

  test('refuses what is no month, and no shop', async () => {
    await read('/v1/shops/sample-tea/reports/2026-13/asked', 400);
    await read('/v1/shops/nobody/reports/2026-11/asked', 404);
  });
});
