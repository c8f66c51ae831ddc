import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createClockSkew } from '../../src/rms/clock-skew.ts';
import { exchange } from '../../src/rms/exchange.ts';

const NOON = Date.parse('2026-06-15T12:00:00Z');
const date = (ms: number) => new Date(ms).toUTCString();
const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A server whose clock is ahead of ours by so much. */
async function serverAhead(aheadMs: number | null): Promise<string> {
  const server = createServer((_, response) => {
    response.sendDate = false;
    if (aheadMs !== null) response.setHeader('date', date(Date.now() + aheadMs));
    response.end('{}');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('how far our clock is from RMS’s', () => {
  test.each([
    ['ours is a minute behind', 62_000],
    ['ours is an hour ahead', -3_600_000],
    ['both agree', 0],
  ])('%s', async (_, aheadMs) => {
    const url = await serverAhead(aheadMs);
    const clockSkew = createClockSkew();
    for (let asked = 0; asked < 3; asked++) {
      expect(clockSkew.hostAheadMs()).toBeNull();
      await exchange({ url, where: 'count', authorization: 'ESA x', timeoutMs: 5_000, maxBodyBytes: 100, clockSkew });
    }
    expect(Math.abs(clockSkew.hostAheadMs()! + aheadMs)).toBeLessThan(2_000);
  });

  test('answers without a Date say nothing', async () => {
    const url = await serverAhead(null);
    const clockSkew = createClockSkew();
    for (let asked = 0; asked < 3; asked++)
      await exchange({ url, where: 'count', authorization: 'ESA x', timeoutMs: 5_000, maxBodyBytes: 100, clockSkew });
    expect(clockSkew.hostAheadMs()).toBeNull();
  });

  test('one answer that is wrong, by a cache or a slow line, says nothing; a broken Date neither', () => {
    const skew = createClockSkew();
    for (const ahead of [500, -86_400_000, 500, 500]) skew.answered(date(NOON + ahead), NOON, NOON);
    skew.answered('soon', NOON, NOON);
    expect(skew.hostAheadMs()).toBe(-500);
  });

  test('only the last five count: a clock that was set is right after three answers', () => {
    const skew = createClockSkew();
    for (let n = 0; n < 10; n++) skew.answered(date(NOON - 90_000), NOON, NOON);
    expect(skew.hostAheadMs()).toBe(89_500);
    for (let n = 0; n < 3; n++) skew.answered(date(NOON), NOON, NOON + 1_000);
    expect(skew.hostAheadMs()).toBe(0);
  });
});
