import { describe, expect, test } from 'vitest';
import { latestRefusals } from '../../../../src/store/intake/refusals.ts';
import { bodyOf, fixture, line, ndjson } from '../../support.ts';

const CUSTOMER = line('i1', 'customer_message', '2026-11-24T10:00:00+09:00');
const REPLY = line('i1', 'shop_reply', '2026-11-24T11:00:00+09:00');

describe('POST /v1/events', () => {
  const on = fixture();

  test('takes NDJSON and a JSON array alike', async () => {
    const first = await on.post(ndjson(CUSTOMER));
    expect([first.status, await first.json()]).toEqual([200, { accepted: 1, known: 0, refused: [] }]);
    const second = await on.post(JSON.stringify([CUSTOMER, REPLY]), 'application/json');
    expect([second.status, await second.json()]).toEqual([200, { accepted: 1, known: 1, refused: [] }]);
  });

  test('is idempotent', async () => {
    await on.post(ndjson(CUSTOMER, REPLY));
    const again = await on.post(ndjson(REPLY, CUSTOMER));
    expect(await again.json()).toEqual({ accepted: 0, known: 2, refused: [] });
    expect(again.status).toBe(200);
  });

  test('keeps the good lines when others are refused, and says why by line', async () => {
    const future = line('i2', 'customer_message', '2026-11-26T13:00:00+09:00');
    const foreign = { ...CUSTOMER, shop: 'nobody' };
    const noOffset = line('i3', 'customer_message', '2026-11-24T10:00:00');
    const unknownType = line('i4', 'smiled', '2026-11-24T10:00:00+09:00');
    const answer = await on.post(ndjson('no json', CUSTOMER, future, '', foreign, noOffset, unknownType));
    expect(answer.status).toBe(200);
    const { accepted, refused } = await bodyOf(answer);
    expect(accepted).toBe(1);
    expect(refused.map((r) => [r.line, r.code])).toEqual([
      [1, 'invalid-request'],
      [3, 'future-event'],
      [5, 'unknown-shop'],
      [6, 'invalid-instant'],
      [7, 'invalid-event'],
    ]);
  });

  test('counts the same event twice in one body once', async () => {
    const twice = await on.post(ndjson(CUSTOMER, CUSTOMER, REPLY));
    expect(await twice.json()).toEqual({ accepted: 2, known: 1, refused: [] });
  });

  test('of copies that differ keeps the earliest, as the rules count', async () => {
    const later = { ...CUSTOMER, event: { ...(CUSTOMER as { event: object }).event, at: '2026-11-25T10:00:00+09:00' } };
    expect(await bodyOf(await on.post(ndjson(later, CUSTOMER)))).toMatchObject({ accepted: 1, known: 1 });
    const { events } = (await (await on.ask('/v1/shops/sample-tea/inquiries/i1')).json()) as {
      events: { at: string }[];
    };
    expect(events.map(({ at }) => at)).toEqual(['2026-11-24T01:00:00.000Z']);
  });

  test('names the keys that nothing reads, each once, and takes the line', async () => {
    const lines = [
      { ...CUSTOMER, colour: 'red', userName: '山田' },
      { ...REPLY, colour: 'blue' },
    ];
    expect(await (await on.post(ndjson(...lines))).json()).toEqual({
      accepted: 2,
      known: 0,
      refused: [],
      ignored: ['colour', 'userName'],
    });
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`key${n}`, n]));
    const { ignored } = (await (await on.post(ndjson({ ...CUSTOMER, ...many }))).json()) as { ignored: string[] };
    expect(ignored).toHaveLength(20);
  });

  test('keeps the good lines when a text of others is not storable', async () => {
    const event = (more: object) => ({ type: 'customer_message', id: 'm', at: '2026-11-24T10:00:00+09:00', ...more });
    const bad = [
      { shop: 'sample-tea', inquiry: 'b1', event: event({ type: 'message_deleted', message: 'a\0b' }) },
      { shop: 'sample-tea', inquiry: 'b2', event: event({ type: 'message_deleted', message: 'a\ud83d' }) },
      { shop: 'sample-tea', inquiry: 'b3', event: event({ id: 'm\ud83d' }) },
      { shop: 'sample-tea', inquiry: 'b4', event: event({ id: 'm\0' }) },
      { shop: 'sample-tea', inquiry: 'b5\0', event: event({}) },
      { shop: 'sample-tea', inquiry: 'b6\udc00', event: event({}) },
      { shop: 'sample\0tea', inquiry: 'b7', event: event({}) },
      ...['channel', 'type', 'category', 'item', 'order', 'url'].flatMap((key) =>
        ['\0', '\ud83d', '\uffff'].map((text) => ({ ...CUSTOMER, inquiry: `b-${key}`, [key]: `https://x/${text}` })),
      ),
    ];
    const answer = await on.post(ndjson(CUSTOMER, ...bad, REPLY));
    const { accepted, refused } = await bodyOf(answer);
    expect([answer.status, accepted]).toEqual([200, 2]);
    expect(refused.map((one) => one.line)).toEqual(bad.map((_, at) => at + 2));
    expect(new Set(refused.map((one) => one.code))).toEqual(new Set(['invalid-event']));
    expect((await latestRefusals(on.service.db, 100)).length).toBeGreaterThan(5);
  });

  test('counts limits in characters, and cuts none in two', async () => {
    const emoji = '😀'.repeat(200);
    const lines = [
      { ...CUSTOMER, inquiry: 'e1', item: '😀'.repeat(300), order: 'No.😀12345' },
      { ...CUSTOMER, inquiry: 'e2', event: { type: 'customer_message', id: emoji, at: '2026-11-24T10:00:00+09:00' } },
    ];
    expect(await bodyOf(await on.post(ndjson(...lines)))).toMatchObject({ accepted: 2 });
    const one = (await (await on.ask('/v1/shops/sample-tea/inquiries/e1')).json()) as Record<string, unknown>;
    expect(one).toMatchObject({ item: '😀'.repeat(300), orderTail: '😀12345' });
  });

  test.each(['http://example.jp', 'https://desk.example.jp/t/1?tab=a#m', 'HTTPS://例え.jp/あ'])(
    'keeps the address %s',
    async (url) => {
      await on.post(ndjson({ ...CUSTOMER, url }));
      expect(await (await on.ask('/v1/shops/sample-tea/inquiries/i1')).json()).toMatchObject({ url });
      const list = (await (await on.ask('/v1/shops/sample-tea/inquiries')).json()) as { items: { url: string }[] };
      expect(list.items.map((item) => item.url)).toEqual([url]);
    },
  );

  test.each([
    'javascript:alert(1)',
    'ftp://example.jp/a',
    'example.jp/a',
    'https:example.jp',
    'https://',
    'https://user:secret@example.jp/',
    'https://example.jp/a b',
    'https://example.jp/\u202egnp.exe',
    `https://example.jp/${'a'.repeat(2_000)}`,
    12,
  ])('refuses the address %s with the reason', async (url) => {
    const answer = await on.post(ndjson({ ...CUSTOMER, url }));
    const text = await answer.text();
    expect(JSON.parse(text).refused).toMatchObject([
      { code: 'invalid-event', message: expect.stringContaining('url: an http or https address') },
    ]);
    expect(text).not.toContain('secret');
  });

  test('answers 422 with the reasons when nothing was accepted', async () => {
    const answer = await on.post('no json\nneither this');
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      status: 422,
      code: 'nothing-accepted',
      accepted: 0,
      refused: [{ line: 1 }, { line: 2 }],
    });
  });

  test('takes an empty list for what it is', async () => {
    const answer = await on.post('[]', 'application/json');
    expect([answer.status, await answer.json()]).toEqual([200, { accepted: 0, known: 0, refused: [] }]);
  });

  test.each<[string, string | Buffer<ArrayBuffer>, number, string]>([
    ['a broken array', '[{"shop": "sample-tea"', 400, 'invalid-json'],
    ['an array in broken UTF-8', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), 400, 'invalid-encoding'],
    ['a body of 2 MB', '['.padEnd(2_000_000, ' '), 413, 'body-too-large'],
    ['more lines than any body of events has', '{}\n'.repeat(10_001), 413, 'too-many-lines'],
  ])('refuses %s with a problem document, and keeps the refusal visible', async (_, body, status, code) => {
    const answer = await on.post(body, 'application/json');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ type: 'about:blank', status, code, detail: expect.any(String) });
    expect(await latestRefusals(on.service.db, 10)).toMatchObject([{ source: 'api', code }]);
  });

  test('says what size is allowed', async () => {
    const answer = await on.post('x'.repeat(1024 * 1024 + 1));
    expect((await bodyOf(answer)).detail).toContain('1048576');
  });

  test('keeps refused lines visible, with how often they came', async () => {
    await on.post('no json');
    await on.post(ndjson({ ...CUSTOMER, shop: 'nobody' }, 'no json'));
    const kept = await latestRefusals(on.service.db, 10);
    expect(kept.map(({ source, code, times }) => [source, code, times]).sort()).toEqual([
      ['api', 'invalid-request', 2],
      ['api', 'unknown-shop', 1],
    ]);
  });

  test('never repeats what a customer wrote', async () => {
    const secret = '山田太郎です 早くして';
    const lines = [
      `{"body":"${secret}`,
      JSON.stringify({ ...CUSTOMER, item: secret.repeat(60) }),
      JSON.stringify({ ...CUSTOMER, inquiry: secret }),
      JSON.stringify({ ...CUSTOMER, event: { type: secret, id: 'm', at: secret } }),
      JSON.stringify({ shop: 'sample-tea', inquiry: 'i', event: secret }),
    ];
    const answer = await on.post(lines.join('\n'));
    const text = (await answer.text()) + JSON.stringify(await latestRefusals(on.service.db, 10));
    expect(JSON.parse(text.slice(0, text.lastIndexOf('}[') + 1)).refused).toHaveLength(5);
    expect(text).not.toContain('山田');
  });

  test('answers 503 and asks to come again when the database is away', async () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const db = new Proxy(on.service.db, {
      get: () => {
        throw away;
      },
    });
    Object.assign(on.service, { db });
    const answer = await on.post(ndjson(CUSTOMER));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.json()).toMatchObject({ code: 'unavailable' });
  });
});
