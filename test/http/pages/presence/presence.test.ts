// Whether a chat is open to customers: said by the hours, by a button and by the API; what is odd about it; and that nobody's clock
// goes by it.

import { beforeEach, describe, expect, test } from 'vitest';
import { takeInHand } from '../../../../src/service/actions/take-in-hand.ts';
import { readPresence } from '../../../../src/service/presence/read-presence.ts';
import { at, shopOf } from '../../../support/service.ts';
import { bearer, tokenFor } from '../../access/desk.ts';
import { fixture, line, textOf } from '../../support.ts';

const chat = { channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' };
const tea = shopOf('sample-tea', {
  calendar: { hours: ['09:00-18:00'] },
  policies: [chat],
  presence: { chat: 'hours' },
});
const on = fixture(() => [tea, shopOf('kimono')]);
const API = '/v1/shops/sample-tea/presence';

const read = (path: string) => on.read(path);

const now = async () => (await readPresence(on.service, [tea], on.clock.now())).get('sample-tea')![0]!;
const press = (fields: Record<string, string>) =>
  on.ask('/shops/sample-tea/presence', { method: 'POST', body: new URLSearchParams({ channel: 'chat', ...fields }) });
const put = (body: object, channel = 'chat') =>
  on.ask(`${API}/${channel}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('without a word it goes by the opening hours', () => {
  test.each([
    ['2026-11-26T09:00:00+09:00', true],
    ['2026-11-26T17:59:59+09:00', true],
    ['2026-11-26T18:00:00+09:00', false],
    ['2026-11-28T10:00:00+09:00', false],
  ])('at %s', async (when, isAccepting) => {
    on.clock.set(at(when));
    expect(await now()).toMatchObject({ isAccepting, said: null, matter: null });
  });

  test('a shop that asks nobody has none', async () => {
    expect(await readPresence(on.service, [shopOf('kimono')], on.clock.now())).toEqual(new Map());
    expect(await read('/shops/kimono')).not.toContain('受付状況');
  });
});

describe('nobody answers although it is open', () => {
  beforeEach(() =>
    on.take(
      line('c1', 'customer_message', '2026-11-26T09:54:00+09:00', { channel: 'chat' }),
      line('c2', 'customer_message', '2026-11-26T09:56:00+09:00', { channel: 'chat' }),
    ),
  );

  test('is said on the shop’s page and on that of all shops, until somebody has it in hand', async () => {
    expect(await now()).toMatchObject({ matter: 'no-answer', waiting: 1 });
    expect(textOf(await read('/shops/sample-tea'))).toContain('受付可なのに応答がありません');
    expect(textOf(await read('/'))).toContain('チャット: 受付可 受付可なのに応答がありません');
    await takeInHand(on.service, { shop: 'sample-tea', inquiry: 'c1', by: '佐藤', until: '1h' });
    expect(await now()).toMatchObject({ matter: null, waiting: 0 });
    expect(textOf(await read('/'))).not.toContain('応答がありません');
  });

  test('is said at once on the page of all shops, also while its counts are given again', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) =>
      line(`m${i}`, 'customer_message', '2026-11-26T09:50:00+09:00', { channel: 'chat' }),
    );
    await on.take(...many);
    const board = async (query = '') => textOf(await read(`/${query}`));
    expect(await board()).toMatch(/チャット: 受付可 受付可なのに応答がありません .*5002 /);
    await on.take(line('late', 'customer_message', '2026-11-26T09:59:00+09:00', { channel: 'chat' }));
    await press({ say: 'closed', by: '佐藤' });
    expect(await board()).toMatch(/チャット: 受付不可 受付時間なのに受付不可 .*5002 /);
    expect(await board('?lang=en')).toMatch(/closed within its hours .*5002 /i);
    await press({ say: 'hours', by: '佐藤' });
    expect(await board()).toMatch(/チャット: 受付可 受付可なのに応答がありません .*5002 /);
  });

  test('no deadline goes by it', async () => {
    const due = () =>
      on.service.db
        .selectFrom('episode')
        .select(['flag_at', 'flag_due_at', 'breach_due_at', 'next_due_at'])
        .orderBy('id')
        .execute();
    const before = await due();
    await press({ say: 'closed', by: '佐藤' });
    expect(await due()).toEqual(before);
  });
});

describe('the button', () => {
  test('closes it for the rest of the day, which is odd within its hours', async () => {
    expect((await press({ say: 'closed', by: '佐藤' })).status).toBe(303);
    expect(await now()).toMatchObject({ isAccepting: false, matter: 'closed-in-hours', said: { by: '佐藤' } });
    const html = await read('/shops/sample-tea');
    expect(textOf(html)).toContain(
      'チャット: 受付不可 佐藤さんが11/26(木) 10:00に変更（本日中） 受付時間なのに受付不可',
    );
    expect(textOf(await read('/'))).toContain('チャット: 受付不可 受付時間なのに受付不可');
    on.clock.set(at('2026-11-27T10:00:00+09:00'));
    expect(await now()).toMatchObject({ isAccepting: true, said: null });
  });

  test('is taken back', async () => {
    await press({ say: 'closed', by: '佐藤' });
    await press({ say: 'hours', by: '佐藤' });
    expect(await now()).toMatchObject({ isAccepting: true, said: null, matter: null });
    const done = await on.service.db.selectFrom('audit_entry').select(['who', 'what', 'about']).orderBy('id').execute();
    expect(done).toEqual([
      { who: '佐藤', what: 'presence_closed', about: { name: 'chat' } },
      { who: '佐藤', what: 'presence_by_hours', about: { name: 'chat' } },
    ]);
  });

  test.each([
    [{ say: 'perhaps', by: '佐藤' }, 422],
    [{ say: 'closed', by: '' }, 422],
    [{ say: 'closed', by: '佐藤', channel: 'mail' }, 404],
  ])('refuses %j', async (fields, status) => {
    expect((await press(fields)).status).toBe(status);
    expect((await now()).said).toBeNull();
  });

  test('is not there for who may only look', async () => {
    const headers = bearer(await tokenFor(on, { scope: 'read' }));
    const html = await (await on.ask('/shops/sample-tea', { headers })).text();
    expect(html).toContain('受付状況');
    expect(html).not.toContain('受付不可にする');
  });
});

describe('the API', () => {
  test('says and hears the same', async () => {
    const put1 = await put({ isAccepting: false, by: '佐藤' });
    expect(put1.status).toBe(200);
    expect(await put1.json()).toMatchObject({ items: [{ channel: 'chat', isAccepting: false }] });
    expect(JSON.parse(await read(API)).items).toEqual([
      {
        channel: 'chat',
        isAccepting: false,
        said: { isAccepting: false, at: '2026-11-26T01:00:00.000Z', by: '佐藤' },
        isInHours: true,
        waiting: 0,
        matter: 'closed-in-hours',
      },
    ]);
    expect(await (await put({ isAccepting: null, by: '佐藤' })).json()).toMatchObject({ items: [{ said: null }] });
    expect(JSON.parse(await read('/v1/shops/kimono/presence')).items).toEqual([]);
  });

  test.each([
    [{ isAccepting: 'yes' }, 'chat', 400],
    [{ isAccepting: true, open: 1 }, 'chat', 400],
    [{ isAccepting: true, by: '佐藤' }, 'mail', 404],
  ])('refuses %j of %s', async (body, channel, status) => {
    expect((await put(body, channel)).status).toBe(status);
  });
});
