// A fake RMS on a real socket, one shop in it and a client for it, on a clock whose sleep takes no time.

import { afterEach } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import type { Instant } from '../../src/core/model.ts';
import { type FakeRms, startFakeRms } from '../../src/demo/fake-rms/fake-rms.ts';
import { createWorld, type FakeKey, type FakeShop } from '../../src/demo/fake-rms/world.ts';
import { createRmsClient, type RmsClient, type RmsClientOptions } from '../../src/rms/client.ts';
import type { AutoReplyRule } from '../../src/rms/decode-inquiry.ts';
import { isRmsError, type RmsError } from '../../src/rms/rms-error.ts';

export const SHOP_ID = 123456;
export const SECRET = 'SP123456_secretSecretSecret';
export const KEY = 'SL123456_currentKeyCurrent';
export const NEXT_KEY = 'SL123456_nextKeyNextNextKey';
export const NO_AUTO: AutoReplyRule = { withinSeconds: 0, containing: [] };

interface TestClock extends Clock {
  set(t: Instant): void;
  readonly slept: number[];
}

/** Time moves only by `set` and by sleeping, which is instantaneous. */
function testClock(start: Instant): TestClock {
  let now = start;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    set: (t) => {
      now = t;
    },
    realMs: () => 0,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
}

export function jst(text: string): Instant {
  return Date.parse(`${text}+09:00`);
}

export const NOW = jst('2026-06-15T12:00:00');

export interface Stage {
  readonly clock: TestClock;
  readonly rms: FakeRms;
  readonly shop: FakeShop;
  readonly client: RmsClient;
  clientWith(options: Partial<RmsClientOptions>): RmsClient;
}

const open: FakeRms[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((rms) => rms.close()));
});

/** A stage of its own for each test; closed after it. */
export async function stage(options: { keys?: FakeKey[]; nextLicenseKey?: string } = {}): Promise<Stage> {
  const clock = testClock(NOW);
  const world = createWorld();
  const keys = options.keys ?? [{ key: KEY, endsAt: jst('2026-08-31T23:59:59') }];
  const shop = world.addShop({ shopId: SHOP_ID, serviceSecret: SECRET, keys });
  const rms = await startFakeRms({ world, clock });
  open.push(rms);
  const base: RmsClientOptions = {
    shopId: SHOP_ID,
    keys: { serviceSecret: SECRET, licenseKey: KEY, nextLicenseKey: options.nextLicenseKey ?? null },
    clock,
    baseUrl: rms.url,
  };
  const clientWith = (more: Partial<RmsClientOptions>) => createRmsClient({ ...base, ...more });
  return { clock, rms, shop, client: clientWith({}), clientWith };
}

/** The RmsError a promise ends with. */
export async function failure(promise: Promise<unknown>): Promise<RmsError> {
  try {
    await promise;
  } catch (error) {
    if (isRmsError(error)) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

export const SPAN = { from: jst('2026-06-01T00:00:00'), to: NOW };
