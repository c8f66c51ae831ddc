// The fake itself, asked with plain fetch: what the connector's tests rest on must keep to RMS.md.

import { describe, expect, test } from 'vitest';
import { faults } from '../../src/demo/fake-rms/injected-faults.ts';
import { jst, KEY, NOW, SECRET, type Stage, stage } from './support.ts';

const API = '/es/1.0/inquirymng-api';
const SPAN = 'fromDate=2026-06-01T00:00:00&toDate=2026-06-15T12:00:00';
const header = (pair: string) => ({ authorization: `ESA ${Buffer.from(pair).toString('base64')}` });

async function get({ rms }: Stage, path: string, headers = header(`${SECRET}:${KEY}`)) {
  const response = await fetch(`${rms.url}${path}`, { headers });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

describe('the header', () => {
  test.each([
    ['the right pair', header(`${SECRET}:${KEY}`), 200],
    ['a wrong secret', header(`nobody:${KEY}`), 401],
    ['a wrong key', header(`${SECRET}:wrong`), 401],
    ['another scheme', { authorization: 'Bearer x' }, 401],
    ['none', {} as { authorization: string }, 401],
  ])('%s', async (_, headers, status) => {
    const s = await stage();
    const answer = await get(s, `${API}/inquiries?${SPAN}`, headers);
    expect(answer.status).toBe(status);
    if (status === 401) expect(answer.body.errors[0].code).toBe('GA0001');
  });
});

describe('the query', () => {
  test.each([
    ['fromDate=2026-06-01T00:00:00', 'IE001', 'toDate'],
    ['toDate=2026-06-01T00:00:00', 'IE001', 'fromDate'],
    ['fromDate=2026-06-01T00:00:00%2B09:00&toDate=2026-06-15T12:00:00', 'IE001', 'fromDate'],
    ['fromDate=2026-06-01T00:00:00.000&toDate=2026-06-15T12:00:00', 'IE001', 'fromDate'],
    ['fromDate=2026-02-30T00:00:00&toDate=2026-03-15T12:00:00', 'IE001', 'fromDate'],
    ['fromDate=2026-05-01T00:00:00&toDate=2026-06-01T00:00:00', 'IE001', 'fromDate'],
    ['fromDate=2026-06-02T00:00:00&toDate=2026-06-01T00:00:00', 'IE001', 'fromDate'],
    [`${SPAN}&limit=101`, 'IE001', 'limit'],
    [`${SPAN}&limit=0`, 'IE001', 'limit'],
    [`${SPAN}&page=0`, 'IE001', 'page'],
    [`${SPAN}&limit=100&page=101`, 'IE000', 'page'],
    [`${SPAN}&noMerchantReply=1`, 'IE001', 'noMerchantReply'],
  ])('%s is refused with %s at %s', async (query, code, target) => {
    const s = await stage();
    const answer = await get(s, `${API}/inquiries?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe(code);
    expect(answer.body.error.targets[0]).toBe(target);
  });

  test('the span asks for the first message, newest first, ten a page by default', async () => {
    const s = await stage();
    s.shop.customerWrites('old', jst('2026-05-01T10:00:00'));
    s.shop.customerWrites('old', jst('2026-06-10T10:00:00'));
    for (let i = 0; i < 12; i += 1) s.shop.customerWrites(`n${i}`, jst('2026-06-05T10:00:00') + i * 1000);
    const first = (await get(s, `${API}/inquiries?${SPAN}`)).body;
    expect(first).toMatchObject({ totalCount: 12, totalPageCount: 2, page: 1 });
    expect(first.list.map((row: { inquiryNumber: string }) => row.inquiryNumber).slice(0, 2)).toEqual(['n11', 'n10']);
    expect((await get(s, `${API}/inquiries?${SPAN}&page=2`)).body.list).toHaveLength(2);
    expect((await get(s, `${API}/inquiries?${SPAN}&page=3`)).body.list).toHaveLength(0);
  });

  test('noMerchantReply leaves out what the shop has answered', async () => {
    const s = await stage();
    s.shop.customerWrites('a', NOW - 3000);
    s.shop.customerWrites('b', NOW - 2000);
    s.shop.shopWrites('b', NOW - 1000);
    const { body } = await get(s, `${API}/inquiries/count?${SPAN}&noMerchantReply=true`);
    expect(body).toEqual({ result: { count: 1 } });
  });
});

describe('time', () => {
  test('nothing shows before its instant: messages, completion, deletion', async () => {
    const s = await stage();
    const seen = async () => (await get(s, `${API}/inquiry/1`)).body.result;
    s.shop.customerWrites('1', NOW + 1000, { text: 'お尋ね' });
    s.shop.shopWrites('1', NOW + 2000);
    s.shop.completes('1', NOW + 3000);
    s.shop.reopens('1', NOW + 4000);
    s.shop.deletes('1', 'm', NOW + 5000);
    expect(await seen()).toBeUndefined();
    s.clock.set(NOW + 1000);
    expect(await seen()).toMatchObject({
      message: 'お尋ね',
      replies: [],
      isCompleted: false,
      regDate: '2026-06-15T12:00:01+09:00',
    });
    s.clock.set(NOW + 3000);
    expect(await seen()).toMatchObject({
      isCompleted: true,
      completedDate: '2026-06-15T12:00:03+09:00',
      replies: [{ id: 0 }],
    });
    s.clock.set(NOW + 5000);
    expect(await seen()).toMatchObject({
      isCompleted: false,
      completedDate: null,
      isMessageDeleted: true,
      message: '',
    });
  });

  test('a new key opens only from its instant, an ended one not any more', async () => {
    const s = await stage({ keys: [{ key: KEY, liveFrom: NOW + 1000, endsAt: NOW + 2000 }] });
    const status = async () => (await get(s, `${API}/inquiries?${SPAN}`)).status;
    const statuses = [await status()];
    s.clock.set(NOW + 1000);
    statuses.push(await status());
    s.clock.set(NOW + 2001);
    statuses.push(await status());
    expect(statuses).toEqual([401, 200, 401]);
  });

  test('another calendar holds from its instant', async () => {
    const s = await stage();
    s.shop.setsCalendar({ businessHoliday: { weekdays: ['SUNDAY'] } }, NOW + 1000);
    const read = async () => (await get(s, '/es/1.0/shop/shopCalendar')).body as string;
    expect(await read()).not.toContain('SUNDAY');
    s.clock.set(NOW + 1000);
    expect(await read()).toContain('SUNDAY');
  });
});

describe('what it notes', () => {
  test('method, path, query and time, without the key', async () => {
    const s = await stage();
    await get(s, `/es/1.0/license-management/license-key/expiry-date?licenseKey=${KEY}`);
    await fetch(`${s.rms.url}${API}/inquiries`, { method: 'PATCH' });
    expect(s.rms.requests).toEqual([
      {
        method: 'GET',
        path: '/es/1.0/license-management/license-key/expiry-date',
        endpoint: 'expiry',
        query: {},
        at: NOW,
      },
      { method: 'PATCH', path: `${API}/inquiries`, endpoint: 'list', query: {}, at: NOW },
    ]);
  });
});

describe('fault rules', () => {
  test('strike after `skip`, `times` long, and only where they are meant', async () => {
    const s = await stage();
    s.rms.faults.add(faults.html503(), { on: 'count', skip: 1, times: 2 });
    const count = async () => (await get(s, `${API}/inquiries/count?${SPAN}`)).status;
    expect((await get(s, `${API}/inquiries?${SPAN}`)).status).toBe(200);
    expect([await count(), await count(), await count(), await count()]).toEqual([200, 503, 503, 200]);
  });

  test('cleared ones are gone', async () => {
    const s = await stage();
    s.rms.faults.add(faults.html503(), { times: 5 });
    s.rms.faults.clear();
    expect((await get(s, `${API}/inquiries?${SPAN}`)).status).toBe(200);
  });
});
