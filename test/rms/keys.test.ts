import { describe, expect, test } from 'vitest';
import { faults } from '../../src/demo/fake-rms/injected-faults.ts';
import { countInquiries } from '../../src/rms/inquiry-api.ts';
import { failure, jst, KEY, NEXT_KEY, NOW, SPAN, stage } from './support.ts';

const ENDED = { key: KEY, endsAt: jst('2026-06-10T23:59:59') };
const ENDS_TODAY = { key: KEY, endsAt: jst('2026-06-15T23:59:59') };
const NEXT = { key: NEXT_KEY, endsAt: jst('2026-09-10T23:59:59') };

describe('two licence keys', () => {
  test('an ended key is left for the next one, which is remembered', async () => {
    const { client, rms } = await stage({ keys: [ENDED, NEXT], nextLicenseKey: NEXT_KEY });
    await countInquiries(client, SPAN);
    expect(rms.requests).toHaveLength(2);
    expect(client.workingKey()).toBe('next');
    await countInquiries(client, SPAN);
    expect(rms.requests).toHaveLength(3);
  });

  test('a new key that works only later: the old one serves until it ends', async () => {
    const late = { ...NEXT, liveFrom: jst('2026-06-16T01:30:00') };
    const { client, clock } = await stage({ keys: [ENDS_TODAY, late], nextLicenseKey: NEXT_KEY });
    await countInquiries(client, SPAN);
    expect(client.workingKey()).toBe('current');
    clock.set(jst('2026-06-16T00:10:00'));
    const error = await failure(countInquiries(client, SPAN));
    expect(error).toMatchObject({ kind: 'auth-expired', status: 401 });
    expect(error.message).toContain('90 minutes');
    clock.set(jst('2026-06-16T01:31:00'));
    expect(await countInquiries(client, SPAN)).toBe(0);
    expect(client.workingKey()).toBe('next');
  });

  test('the expiry answer of an ended key does not make it the working one', async () => {
    const { client } = await stage({ keys: [ENDED, NEXT], nextLicenseKey: NEXT_KEY });
    await countInquiries(client, SPAN);
    expect(await client.licenceExpiry('current')).toBe(ENDED.endsAt);
    expect(client.workingKey()).toBe('next');
  });
});

describe('the cause of a 401', () => {
  test('a key that ended is named with its date', async () => {
    const { client } = await stage({ keys: [ENDED] });
    const error = await failure(countInquiries(client, SPAN));
    expect(error).toMatchObject({ kind: 'auth-expired', code: 'GA0001' });
    expect(error.message).toContain('2026-06-10T23:59:59 JST');
  });

  test('a key that has not ended points at the secret or the function', async () => {
    const { client, rms } = await stage();
    rms.faults.add(faults.unauthorised(), { on: 'count' });
    const error = await failure(countInquiries(client, SPAN));
    expect(error.kind).toBe('auth-wrong');
    expect(error.message).toContain('function not enabled');
    expect(rms.requests.map((request) => request.endpoint)).toEqual(['count', 'expiry']);
  });

  test('when the expiry endpoint is refused too, what was known before decides', async () => {
    const { client, clientWith, rms } = await stage();
    rms.faults.add(faults.unauthorised(), { times: 99 });
    expect(await failure(countInquiries(client, SPAN))).toMatchObject({ kind: 'auth-wrong' });
    const informed = clientWith({ knownExpiry: { current: NOW - 1 } });
    expect(await failure(countInquiries(informed, SPAN))).toMatchObject({ kind: 'auth-expired' });
  });

  test('an outage of the expiry endpoint leaves the cause open', async () => {
    const { client, rms } = await stage();
    rms.faults.add(faults.unauthorised(), { on: 'count' });
    rms.faults.add(faults.html503(), { on: 'expiry' });
    const error = await failure(countInquiries(client, SPAN));
    expect(error.kind).toBe('auth-wrong');
    expect(error.message).toContain('could not be read');
  });
});

describe('the expiry of a key', () => {
  test('is read as JST', async () => {
    const { client } = await stage();
    expect(await client.licenceExpiry('current')).toBe(jst('2026-08-31T23:59:59'));
  });

  test.each(['{"expiryDate":"soon"}', '{}', 'not JSON', '{"expiryDate":"2026-02-30T23:59:59"}', 'null'])(
    '%s is unreadable',
    async (body) => {
      const { client, rms } = await stage();
      rms.faults.add(faults.answers({ status: 200, type: 'application/json', body }));
      expect(await client.licenceExpiry('current')).toBe('unreadable');
    },
  );
});
