import { describe, expect, test } from 'vitest';
import { type Fault, faults } from '../../src/demo/fake-rms/injected-faults.ts';
import { countInquiries, listInquiries, readInquiry } from '../../src/rms/inquiry-api.ts';
import { createPacer } from '../../src/rms/pacer.ts';
import { failure, jst, KEY, NOW, SECRET, SPAN, stage } from './support.ts';

const CUSTOMER_TEXT = '電話番号は090-0000-0000です';

describe('a good answer', () => {
  test('count, list and one read what the fake shows', async () => {
    const { client, shop } = await stage();
    shop.customerWrites('100-1', jst('2026-06-10T10:00:00'));
    shop.customerWrites('100-2', jst('2026-06-11T10:00:00'));
    expect(await countInquiries(client, SPAN)).toBe(2);
    expect((await listInquiries(client, SPAN, 1)).list).toHaveLength(2);
    expect(await readInquiry(client, '100-1')).toMatchObject({ inquiryNumber: '100-1' });
  });

  test('an unknown inquiry is null', async () => {
    const { client } = await stage();
    expect(await readInquiry(client, '100-9')).toBeNull();
  });

  test('a number that RMS cannot have is not asked for', async () => {
    const { client, rms } = await stage();
    expect(await readInquiry(client, '../count')).toBeNull();
    expect(rms.requests).toHaveLength(0);
  });

  test.each([
    ['200', faults.emptyAs200()],
    ['404 with an empty list', faults.emptyAs404()],
    ['404 with an error of RMS', faults.emptyAsError404()],
  ])('an empty list as %s is empty', async (_, fault) => {
    const { client, rms } = await stage();
    rms.faults.add(fault);
    expect(await listInquiries(client, SPAN, 1)).toMatchObject({ totalCount: 0, list: [] });
  });
});

describe('a failed answer is named', () => {
  const json = (status: number, body: unknown): Fault =>
    faults.answers({ status, type: 'application/json', body: JSON.stringify(body) });
  const table: [string, Fault, string, string | null][] = [
    ['403 with QPSLimit three times', faults.qpsLimit(), 'rate-limit', 'QPSLimit'],
    ['403 with AccessLimit three times', faults.qpsLimit('AccessLimit'), 'rate-limit', 'AccessLimit'],
    ['any other 403', faults.permission(), 'permission', null],
    ['429 three times', faults.tooManyRequests('7'), 'rate-limit', 'TooMany'],
    ['404 with HTML', faults.html404(), 'outage', null],
    ['404 with JSON of somebody else', json(404, { message: 'no Route matched' }), 'contract', null],
    ['500 with HTML', faults.html500(), 'outage', null],
    ['503 with HTML', faults.html503(), 'outage', null],
    [
      '200 with HTML',
      faults.answers({ status: 200, type: 'text/html', body: '<!DOCTYPE html><p>x' }),
      'outage',
      'invalid-json',
    ],
    ['302', faults.answers({ status: 302, type: 'text/html', body: '' }), 'outage', null],
    ['S900', faults.s900(), 'outage', 'invalid-json'],
    [
      'S900 with 503',
      faults.answers({ status: 503, type: 'application/json', body: '{"Results":{"errorCode":"S900"}}' }),
      'maintenance',
      'S900',
    ],
    [
      '400 IE001',
      json(400, { error: { code: 'IE001', message: CUSTOMER_TEXT, targets: ['fromDate'] } }),
      'bad-request',
      'IE001',
    ],
    ['errors in a list', json(400, { errors: [{ code: 'X1', message: CUSTOMER_TEXT }] }), 'bad-request', 'X1'],
    [
      'MessageModelList',
      json(400, { MessageModelList: [{ messageCode: 'M_001', message: CUSTOMER_TEXT }] }),
      'bad-request',
      'M_001',
    ],
    ['Results with 200', json(200, { Results: { errorCode: 'S900', message: CUSTOMER_TEXT } }), 'maintenance', 'S900'],
    ['a list without its total', json(200, { list: [] }), 'contract', null],
    ['a sentence in place of a code', json(400, { error: { code: CUSTOMER_TEXT } }), 'bad-request', null],
    [
      'text that is no format at all',
      faults.answers({ status: 418, type: 'text/html', body: CUSTOMER_TEXT }),
      'contract',
      null,
    ],
    ['an empty 500', faults.answers({ status: 500, type: 'text/html', body: '' }), 'outage', null],
  ];
  test.each(table)('%s', async (_, fault, kind, code) => {
    const { client, rms } = await stage();
    rms.faults.add(fault, { times: 3 });
    const error = await failure(listInquiries(client, SPAN, 1));
    expect(error).toMatchObject({ kind, code });
    expect(error.message).not.toContain('090');
  });

  test('broken JSON is an outage: it was cut on its way', async () => {
    const { client, rms } = await stage();
    rms.faults.add(faults.cutJson());
    expect(await failure(listInquiries(client, SPAN, 1))).toMatchObject({ kind: 'outage', code: 'invalid-json' });
  });

  test('a socket that closes in the middle of the body is an outage', async () => {
    const { client, rms } = await stage();
    rms.faults.add(faults.cutOff());
    expect(await failure(listInquiries(client, SPAN, 1))).toMatchObject({ kind: 'outage' });
  });

  test('a stalled socket is a timeout', async () => {
    const { clientWith, rms } = await stage();
    rms.faults.add(faults.stalled());
    const client = clientWith({ timeoutMs: 40 });
    expect(await failure(listInquiries(client, SPAN, 1))).toMatchObject({ kind: 'timeout' });
  });

  test('a refused connection is an outage', async () => {
    const { client, rms } = await stage();
    await rms.close();
    expect(await failure(listInquiries(client, SPAN, 1))).toMatchObject({ kind: 'outage', code: 'ECONNREFUSED' });
  });

  test('a host that does not exist is an outage', async () => {
    const { clientWith } = await stage();
    const client = clientWith({ baseUrl: 'http://rms.invalid' });
    expect(await failure(listInquiries(client, SPAN, 1))).toMatchObject({ kind: 'outage' });
  });

  test('an answer over 16 MB is refused', async () => {
    const { client, rms } = await stage();
    rms.faults.add(faults.answers({ status: 200, type: 'application/json', body: `"${'x'.repeat(17 << 20)}"` }));
    expect(await failure(listInquiries(client, SPAN, 1))).toMatchObject({ kind: 'contract', code: 'too-large' });
  });

  test('an error body is read no further than 64 KB', async () => {
    const { client, rms } = await stage();
    rms.faults.add(faults.answers({ status: 500, type: 'text/html', body: `<html>${'x'.repeat(1 << 20)}` }));
    expect(await failure(listInquiries(client, SPAN, 1))).toMatchObject({ kind: 'outage', status: 500 });
    expect(await countInquiries(client, SPAN)).toBe(0);
  });

  test("a caller's abort is rethrown as it is", async () => {
    const { client, rms } = await stage();
    const controller = new AbortController();
    rms.faults.add(faults.stalled());
    rms.faults.add(faults.meanwhile(() => controller.abort(new Error('shutdown'))));
    await expect(listInquiries(client, SPAN, 1, controller.signal)).rejects.toThrow('shutdown');
    await expect(listInquiries(client, SPAN, 1, controller.signal)).rejects.toThrow('shutdown');
  });
});

describe('pacing', () => {
  test('requests of one shop arrive at least a second apart, whoever asks', async () => {
    const { clientWith, clock, rms } = await stage();
    const pacer = createPacer({ clock });
    const clients = [clientWith({ pacer }), clientWith({ pacer })];
    await Promise.all(clients.flatMap((client) => [1, 2, 3].map(() => countInquiries(client, SPAN))));
    const times = rms.requests.map((request) => request.at);
    expect(times).toHaveLength(6);
    const gaps = times.slice(1).map((at, index) => at - times[index]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(1250);
  });

  test('the first request does not wait, and two shops do not wait for each other', async () => {
    const { clock } = await stage();
    const pacer = createPacer({ clock, random: () => 1 });
    await pacer.run('a', async () => undefined);
    await pacer.run('b', async () => undefined);
    expect(clock.slept).toEqual([]);
    await pacer.run('a', async () => undefined);
    expect(clock.slept).toEqual([1250]);
  });

  test('a failed request takes its second too, and the next one is still served', async () => {
    const { client, clock, rms } = await stage();
    rms.faults.add(faults.html500());
    await failure(countInquiries(client, SPAN));
    expect(await countInquiries(client, SPAN)).toBe(0);
    expect(clock.slept).toHaveLength(1);
  });

  test('the hook for other processes is awaited before every request', async () => {
    const { clientWith, rms } = await stage();
    const seen: number[] = [];
    const client = clientWith({ pace: async () => void seen.push(rms.requests.length) });
    await countInquiries(client, SPAN);
    await countInquiries(client, SPAN);
    expect(seen).toEqual([0, 1]);
  });
});

describe('a rate limit', () => {
  test('a short one is waited for and the call succeeds', async () => {
    const { client, rms } = await stage();
    rms.faults.add(faults.tooManyRequests('7'));
    expect(await countInquiries(client, SPAN)).toBe(0);
    expect(rms.requests[1]!.at - rms.requests[0]!.at).toBeGreaterThanOrEqual(7000);
  });

  test.each([
    ['seconds', '7', 7000],
    ['a date', new Date(NOW + 20_000).toUTCString(), 20_000],
    ['a date that has passed', new Date(NOW - 20_000).toUTCString(), 0],
    ['nonsense', 'soon', 10_000],
  ])('Retry-After as %s is honoured', async (_, header, ms) => {
    const { client, rms } = await stage();
    rms.faults.add(faults.tooManyRequests(header));
    await countInquiries(client, SPAN);
    expect(rms.requests[1]!.at - rms.requests[0]!.at).toBeGreaterThanOrEqual(Math.max(1000, ms));
  });

  test('a long one fails at once, and RMS is left alone until it has passed', async () => {
    const { client, clock, rms } = await stage();
    rms.faults.add(faults.tooManyRequests('600'));
    expect(await failure(countInquiries(client, SPAN))).toMatchObject({ kind: 'rate-limit', retryAfterMs: 600_000 });
    expect(await failure(countInquiries(client, SPAN))).toMatchObject({ kind: 'rate-limit', code: 'held' });
    expect(rms.requests).toHaveLength(1);
    clock.set(NOW + 601_000);
    expect(await countInquiries(client, SPAN)).toBe(0);
  });
});

describe('what goes out', () => {
  test('only GET is ever sent, and no message or note holds a secret', async () => {
    const { client, rms } = await stage();
    const messages: string[] = [];
    for (const fault of [faults.unauthorised(), faults.permission(), faults.html503(), faults.cutJson()]) {
      rms.faults.add(fault, { times: 2 });
      const error = await failure(listInquiries(client, SPAN, 1));
      messages.push(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`);
      rms.faults.clear();
    }
    expect(new Set(rms.requests.map((request) => request.method))).toEqual(new Set(['GET']));
    const said = messages.join('\n') + JSON.stringify(rms.requests);
    for (const secret of [SECRET, KEY, Buffer.from(`${SECRET}:${KEY}`).toString('base64')]) {
      expect(said).not.toContain(secret);
    }
  });
});
