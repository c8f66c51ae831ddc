// What people do about an inquiry, done by a program.

import { describe, expect, test } from 'vitest';
import { at } from '../../../support/service.ts';
import { fixture, line, NOW } from '../../support.ts';

const INQUIRY = '/v1/shops/sample-tea/inquiries/q%2F1';
const on = fixture();

const send = (method: string, path: string, body?: unknown, type = 'application/json') =>
  on.ask(path, {
    method,
    ...(body !== undefined && {
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': type },
    }),
  });
const read = async (answer: Response) => [answer.status, (await answer.json()) as Record<string, unknown>] as const;
const ask = () => on.take(line('q/1', 'customer_message', '2026-11-26T09:00:00+09:00'));

describe('in hand', () => {
  test('is seen by others at once, and a second person learns who was first', async () => {
    await ask();
    const [status, taken] = await read(await send('PUT', `${INQUIRY}/in-hand`, { until: '3h', by: '佐藤' }));
    expect([status, taken]).toMatchObject([
      200,
      { kind: 'in_hand', inquiry: 'q/1', by: '佐藤', until: '2026-11-26T04:00:00.000Z', liftedAt: null },
    ]);
    const [, list] = await read(await on.ask('/v1/shops/sample-tea/inquiries?hand=by:%E4%BD%90%E8%97%A4'));
    expect(list.items).toMatchObject([{ id: 'q/1', inHand: { by: '佐藤', until: taken.until } }]);
    expect(await read(await send('PUT', `${INQUIRY}/in-hand`, { until: '1h', by: '鈴木' }))).toMatchObject([
      409,
      { code: 'in-hand', standing: { by: '佐藤' } },
    ]);
    const over = { until: '1h', by: '鈴木', expected: taken.id };
    expect((await send('PUT', `${INQUIRY}/in-hand`, over)).status).toBe(200);
  });

  test('is given back under the name of the token, and then there is nothing to give back', async () => {
    await ask();
    await send('PUT', `${INQUIRY}/in-hand`, { until: '3h' });
    expect(await read(await send('DELETE', `${INQUIRY}/in-hand`))).toMatchObject([
      200,
      { by: 'loopback', liftedBy: 'loopback', liftedAt: '2026-11-26T01:00:00.000Z' },
    ]);
    expect(await read(await send('DELETE', `${INQUIRY}/in-hand`))).toMatchObject([409, { code: 'not-in-hand' }]);
  });
});

describe('no reply needed', () => {
  test('ends the wait, and the undo goes on with it', async () => {
    await ask();
    expect(await read(await send('PUT', `${INQUIRY}/no-reply-needed`, { why: 'お礼のみ' }))).toMatchObject([
      200,
      { why: 'お礼のみ', by: 'loopback', endsWait: true },
    ]);
    expect(await read(await on.ask(INQUIRY))).toMatchObject([
      200,
      { status: 'completed', undoable: {}, markedThisMonth: 1 },
    ]);
    expect(await read(await send('PUT', `${INQUIRY}/no-reply-needed`, {}))).toMatchObject([
      409,
      { code: 'not-waiting' },
    ]);
    expect((await send('DELETE', `${INQUIRY}/no-reply-needed`)).status).toBe(200);
    expect(await read(await on.ask(INQUIRY))).toMatchObject([200, { status: 'unanswered', undoable: null }]);
    expect(await read(await send('DELETE', `${INQUIRY}/no-reply-needed`))).toMatchObject([
      409,
      { code: 'nothing-to-undo' },
    ]);
  });

  test('is refused when the customer has written since', async () => {
    await ask();
    on.clock.set(at(NOW) + 60_000);
    await on.take(line('q/1', 'customer_message', '2026-11-26T10:00:30+09:00'));
    expect(await read(await send('PUT', `${INQUIRY}/no-reply-needed`, { messages: 1 }))).toMatchObject([
      409,
      { code: 'message-since' },
    ]);
  });
});

describe('mutes', () => {
  const terms = { until: '2026-11-30', why: '移転のため', by: '佐藤' };

  test.each([
    ['of an inquiry', `${INQUIRY}/mute`, 'q/1'],
    ['of a whole shop', '/v1/shops/sample-tea/mute', null],
  ])('%s stand until the end of a date of the shop, or until they are ended', async (_, path, inquiry) => {
    await ask();
    expect(await read(await send('PUT', path, terms))).toMatchObject([
      200,
      { kind: 'mute', inquiry, why: '移転のため', until: '2026-11-30T15:00:00.000Z' },
    ]);
    expect(await read(await on.ask('/v1/mutes'))).toMatchObject([200, { items: [{ inquiry, by: '佐藤' }] }]);
    expect(await read(await send('DELETE', `${path}?by=%E9%88%B4%E6%9C%A8`))).toMatchObject([
      200,
      { liftedBy: '鈴木' },
    ]);
    expect(await read(await send('DELETE', path))).toMatchObject([409, { code: 'not-muted' }]);
  });
});

describe('a request that does not fit', () => {
  test.each<[string, string, unknown, string, string]>([
    ['no end', '/mute', { why: 'x' }, 'until', '2026-12-01'],
    ['an end that is none', '/mute', { until: 'soon', why: 'x' }, 'until', '4h'],
    ['an end too far away', '/mute', { until: '91d', why: 'x' }, 'until', 'at most 90 days'],
    ['no reason', '/mute', { until: '1d' }, 'why', 'at most 200 characters'],
    ['a name of two lines', '/in-hand', { until: '1d', by: '山田\n太郎' }, 'by', 'on one line'],
    ['a number for a name', '/in-hand', { until: '1d', by: 7 }, 'by', 'on one line'],
    ['a text for a number', '/no-reply-needed', { messages: '山田' }, 'messages', 'how many'],
    ['a key that is not known', '/no-reply-needed', { 山田: 1 }, '', 'allowed are by, why, messages and nothing else'],
  ])('is refused with the path and what is allowed, never with the value: %s', async (_, path, body, at, allowed) => {
    await ask();
    const answer = await send('PUT', `${INQUIRY}${path}`, body);
    const text = await answer.text();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    const { code, detail, faults } = JSON.parse(text);
    expect([code, faults[0].path]).toEqual(['invalid-body', at]);
    expect(detail).toContain(allowed);
    expect(text).not.toContain('山田');
  });

  test.each<[string, string, string, number, string]>([
    ['JSON that ends too early', '{"until": "1d', 'application/json', 400, 'malformed-body'],
    ['a form', 'until=1d', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
    ['20 KB', JSON.stringify({ until: '1d', why: 'x'.repeat(20_000) }), 'application/json', 413, 'body-too-large'],
  ])('is refused as a whole: %s', async (_, body, type, status, code) => {
    expect(await read(await send('PUT', `${INQUIRY}/mute`, body, type))).toMatchObject([status, { status, code }]);
  });

  test.each([
    ['PUT', '/v1/shops/nobody/mute', { until: '1d', why: 'x' }, 'unknown-shop'],
    ['DELETE', '/v1/shops/nobody/mute', undefined, 'unknown-shop'],
    ['PUT', '/v1/shops/nobody/inquiries/1/in-hand', { until: '1d' }, 'unknown-shop'],
    ['PUT', '/v1/shops/sample-tea/inquiries/1/in-hand', { until: '1d' }, 'unknown-inquiry'],
    ['PUT', '/v1/shops/sample-tea/inquiries/1/mute', { until: '1d', why: 'x' }, 'unknown-inquiry'],
    ['PUT', '/v1/shops/sample-tea/inquiries/1/no-reply-needed', {}, 'unknown-inquiry'],
    ['DELETE', '/v1/shops/sample-tea/inquiries/1/no-reply-needed', undefined, 'unknown-inquiry'],
  ])('is told what is not there: %s %s', async (method, path, body, code) => {
    expect(await read(await send(method, path, body))).toMatchObject([404, { code }]);
  });
});
