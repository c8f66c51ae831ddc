import { describe, expect, test } from 'vitest';
import { latestRefusals } from '../../../src/store/refusals.ts';
import { bodyOf, line, ndjson, stage } from '../support.ts';

const CUSTOMER = line('i1', 'customer_message', '2026-11-24T10:00:00+09:00');
const REPLY = line('i1', 'shop_reply', '2026-11-24T11:00:00+09:00');

describe('POST /v1/events', () => {
  const on = stage();

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
