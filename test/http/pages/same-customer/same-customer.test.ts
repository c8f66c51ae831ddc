// The same customer as people see it: on the inquiry's page, in the list, by the API; and one press for all that wait.

import { describe, expect, test } from 'vitest';
import { shopOf } from '../../../support/service.ts';
import { bearer, tokenFor } from '../../access/desk.ts';
import { fixture, line, textOf } from '../../support.ts';

const off = shopOf('kimono');
const on = fixture(() => [
  shopOf('sample-tea', { sameCustomer: 'on' }),
  off,
  shopOf('matcha', { name: '抹茶店', sameCustomer: 'on' }),
]);
const CUSTOMER = '楽天花子様';

const read = (path: string) => on.read(path);

/** Four of one customer, two of them open; one of another between them. */
async function four(more: object = {}): Promise<void> {
  const from = (inquiry: string, when: string, customer = CUSTOMER) =>
    line(inquiry, 'customer_message', `${when}:00+09:00`, { customer, ...more });
  await on.take(
    from('q1', '2026-11-20T10:00'),
    from('q2', '2026-11-24T10:00', 'other'),
    from('q3', '2026-11-25T10:00'),
    from('q4', '2026-10-01T10:00'),
    from('q5', '2026-10-02T10:00'),
    line('q4', 'shop_reply', '2026-10-01T11:00:00+09:00', more),
    line('q5', 'shop_reply', '2026-10-02T11:00:00+09:00', more),
  );
}

describe('the page of an inquiry', () => {
  test('says how many there are, links the others, and takes all that wait in hand', async () => {
    await four();
    const html = await read('/shops/sample-tea/inquiries/q1');
    expect(textOf(html)).toContain('この方の問い合わせ 90日で4件（うち未返信2）');
    for (const other of ['q3', 'q4', 'q5']) expect(html).toContain(`href="/shops/sample-tea/inquiries/${other}"`);
    expect(html).toContain('未返信の2件をまとめて対応中にする');
    expect(html).not.toContain(CUSTOMER);
    const body = new URLSearchParams({ by: '山田', until: '3h' });
    const answer = await on.ask('/shops/sample-tea/inquiries/q1/same-customer/in-hand', { method: 'POST', body });
    expect(answer.status).toBe(303);
    expect(textOf(await read('/shops/sample-tea/inquiries/q1'))).toMatch(/q3 .*?未返信 対応中: 山田/);
    expect(textOf(await read('/shops/sample-tea/inquiries/q3'))).toContain('対応中: 山田');
  });

  test('has no button for who may only look', async () => {
    await four();
    const headers = bearer(await tokenFor(on, { scope: 'read' }));
    const html = await (await on.ask('/shops/sample-tea/inquiries/q1', { headers })).text();
    expect(html).toContain('90日で4件');
    expect(html).not.toContain('まとめて対応中にする');
  });

  test('says nothing of one who wrote once, nor where the shop does not want it', async () => {
    await four();
    expect(await read('/shops/sample-tea/inquiries/q2')).not.toContain('この方の問い合わせ');
    await four({ shop: 'kimono' });
    expect(await read('/shops/kimono/inquiries/q1')).not.toContain('この方の問い合わせ');
  });
});

test('in the list the second stands beneath the first, and says so', async () => {
  await four();
  const html = await read('/shops/sample-tea');
  // q1 is due today, q3 is to come.
  expect(html).toContain('同じ方（q1）');
  expect(html).not.toContain('class="inquiry beneath"');
  await on.take(line('q6', 'customer_message', '2026-11-25T12:00:00+09:00', { customer: 'other' }));
  const more = await read('/shops/sample-tea');
  const places = ['q1', 'q2', 'q6', 'q3'].map((inquiry) => more.indexOf(`/inquiries/${inquiry}"`));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(more).toContain('class="inquiry beneath"');
  expect(more).toContain('同じ方（q2）');
  expect(html).not.toContain(CUSTOMER);
});

describe('in the list over shops', () => {
  /** The numbers of the rows in their order, with the shop, how each stands, and what it says of another. */
  const rowsOf = (html: string) =>
    [...html.matchAll(/<tr class="(inquiry[^"]*)".*?\/shops\/([\w-]+)\/inquiries\/(\w+)[^"]*">.*?<\/tr>/gs)].map(
      ([row, stands, shop, inquiry]) =>
        [shop, inquiry, stands === 'inquiry beneath', /同じ方（([^）]+)）/.exec(row)?.[1] ?? null] as const,
    );

  test('the second stands beneath the first of its own shop, whatever stands in another', async () => {
    const from = (shop: string, inquiry: string, hour: number) =>
      line(inquiry, 'customer_message', `2026-11-25T${hour}:00:00+09:00`, { shop, customer: CUSTOMER });
    await on.take(
      ...[from('sample-tea', 'q1', 10), from('kimono', 'q1', 11), from('matcha', 'q1', 12)],
      ...[from('sample-tea', 'q2', 13), from('kimono', 'q2', 14), from('matcha', 'q2', 15)],
    );
    const html = await read('/inquiries');
    expect(rowsOf(html).filter(([shop]) => shop !== 'kimono')).toEqual([
      ['sample-tea', 'q1', false, null],
      ['sample-tea', 'q2', true, 'q1'],
      ['matcha', 'q1', false, null],
      ['matcha', 'q2', true, 'q1'],
    ]);
    expect(rowsOf(html).filter(([shop]) => shop === 'kimono')).toEqual([
      ['kimono', 'q1', false, null],
      ['kimono', 'q2', false, null],
    ]);
    expect(html).not.toContain(CUSTOMER);
  });

  test('it stands apart in another group, and alone where the first is not asked for', async () => {
    await four();
    // q1 is due today, q3 is to come.
    expect(rowsOf(await read('/inquiries'))).toContainEqual(['sample-tea', 'q3', false, 'q1']);
    expect(rowsOf(await read('/inquiries?due=coming'))).toContainEqual(['sample-tea', 'q3', false, null]);
  });

  test('a token sees of it what its own shops show', async () => {
    await four();
    await four({ shop: 'matcha' });
    const headers = bearer(await tokenFor(on, { name: '山田', shop: 'matcha' }));
    const rows = rowsOf(await (await on.ask('/inquiries', { headers })).text());
    expect([...new Set(rows.map(([shop]) => shop))]).toEqual(['matcha']);
    expect(rows).toContainEqual(['matcha', 'q3', false, 'q1']);
  });
});

test('the API answers the same', async () => {
  await four();
  const one = JSON.parse(await read('/v1/shops/sample-tea/inquiries/q1'));
  expect(one.sameCustomer).toMatchObject({ days: 90, count: 4, unanswered: 2 });
  expect(one.sameCustomer.inquiries.map(({ id }: { id: string }) => id)).toEqual(['q3', 'q1', 'q5', 'q4']);
  expect(one).not.toHaveProperty('same');
  expect(JSON.parse(await read('/v1/shops/sample-tea/inquiries/q2')).sameCustomer).toBeNull();
});
