// Floods and guesses: who is held back, for how long, and who is not.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLimits, type Limits } from '../../../src/http/access/limits.ts';
import { revokeToken } from '../../../src/service/access/tokens.ts';
import { accessStage, bearer, OWN, postLogin, tokenFor } from './desk.ts';

const QUARTER_HOUR = 15 * 60_000;
const times = (count: number) => Array.from({ length: count }, (_, at) => at);

describe('counting', () => {
  let limits: Limits;
  beforeEach(() => {
    vi.useFakeTimers();
    limits = createLimits();
  });
  afterEach(() => void vi.useRealTimers());

  test('a token may send 200 requests a second, for hours', async () => {
    for (const _ of times(60)) {
      const waits = await Promise.all(times(2_000).map(() => limits.countToken(1)));
      expect(waits.every((wait) => wait === null)).toBe(true);
      vi.advanceTimersByTime(10_000);
    }
  });

  test('a flood waits for seconds, and holds up no other token', async () => {
    await Promise.all(times(2_000).map(() => limits.countToken(1)));
    expect([await limits.countToken(1), await limits.countToken(2)]).toEqual([10, null]);
    vi.advanceTimersByTime(10_000);
    expect(await limits.countToken(1)).toBeNull();
  });

  test('the tenth wrong token within 15 minutes locks its address for 15 more', async () => {
    for (const _ of times(9)) await limits.countWrong('192.0.2.1');
    vi.advanceTimersByTime(QUARTER_HOUR - 1_000);
    expect(await limits.lockedFor('192.0.2.1')).toBeNull();
    await limits.countWrong('192.0.2.1');
    expect([await limits.lockedFor('192.0.2.1'), await limits.lockedFor('192.0.2.2')]).toEqual([900, null]);
    vi.advanceTimersByTime(QUARTER_HOUR - 1_000);
    expect(await limits.lockedFor('192.0.2.1')).toBe(1);
    vi.advanceTimersByTime(1_000);
    expect(await limits.lockedFor('192.0.2.1')).toBeNull();
  });

  test('nine wrong tokens every 15 minutes lock nobody', async () => {
    for (const _ of times(8)) {
      for (const __ of times(9)) await limits.countWrong('192.0.2.1');
      expect(await limits.lockedFor('192.0.2.1')).toBeNull();
      vi.advanceTimersByTime(QUARTER_HOUR);
    }
  });
});

describe('over HTTP', () => {
  const on = accessStage();
  const SUMMARY = `/v1/shops/${OWN}/summary`;
  const from = (address: string) => ({ 'x-forwarded-for': `203.0.113.99, ${address}` });
  const ask = (secret: string, address: string) =>
    on.ask(SUMMARY, { headers: { ...bearer(secret), ...from(address) } });
  const retryAfter = (answer: Response) => Number(answer.headers.get('retry-after'));
  const statuses = async (count: number, one: (at: number) => Promise<Response>) => {
    const answers: number[] = [];
    for (const at of times(count)) answers.push((await one(at)).status);
    return answers;
  };

  test('ten wrong logins lock the form for that address, whatever is typed, and it says until when', async () => {
    const secret = await tokenFor(on);
    expect(await statuses(10, (at) => postLogin(on, `isla_${at}`, from('192.0.2.1')))).toEqual([
      ...times(9).map(() => 401),
      429,
    ]);
    const locked = await postLogin(on, secret, from('192.0.2.1'));
    expect([locked.status, locked.headers.getSetCookie()]).toEqual([429, []]);
    expect(retryAfter(locked)).toBeGreaterThan(880);
    expect(await locked.text()).toMatch(/11\/26\(木\) 10:15 までログインできません/);
    expect((await postLogin(on, secret, from('192.0.2.2'))).status).toBe(303);
  });

  test('ten wrong bearer tokens lock them out; a right one behind the same proxy still works', async () => {
    const secret = await tokenFor(on);
    expect(await statuses(10, (at) => ask(`isla_${at}`, '192.0.2.1'))).toEqual(times(10).map(() => 401));
    const locked = await ask('isla_wrong', '192.0.2.1');
    expect(locked.status).toBe(429);
    expect(retryAfter(locked)).toBeGreaterThan(880);
    expect(await locked.json()).toMatchObject({ code: 'locked-out' });
    expect((await ask(secret, '192.0.2.1')).status).toBe(200);
    expect((await ask('isla_wrong', '192.0.2.2')).status).toBe(401);
  });

  test('a program with a token that was revoked locks nobody out', async () => {
    const [old, secret] = [await tokenFor(on), await tokenFor(on)];
    await revokeToken(on.service, 1);
    expect(await statuses(12, () => ask(old, '192.0.2.1'))).toEqual(times(12).map(() => 401));
    expect((await postLogin(on, secret, from('192.0.2.1'))).status).toBe(303);
  });

  test('addresses of one IPv6 customer count together', async () => {
    await tokenFor(on);
    await statuses(10, (at) => ask('isla_wrong', `2001:db8:1:2::${at + 1}`));
    expect((await ask('isla_wrong', '2001:db8:1:2:ffff::1')).status).toBe(429);
    expect((await ask('isla_wrong', '2001:db8:1:3::1')).status).toBe(401);
  });
});
