// access: how often one may ask. Counted in memory, so per process: with n processes the limits are n times as wide.
// Limits stop floods and guessing, never the day's work: pages that renew themselves, streams, ingest in bursts.

import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible';

const QUARTER_HOUR_S = 15 * 60;

/** A token with all its sessions: 200 requests a second on average. */
const OF_TOKEN = { points: 2_000, duration: 10 };
/** Requests of one address that bring no valid token. */
const OF_STRANGER = { points: 600, duration: 60 };
/** Tokens that never were one: the tenth in a quarter of an hour locks the address for another. */
const WRONG = { points: 10, duration: QUARTER_HOUR_S };
const LOCK_S = QUARTER_HOUR_S;

/** Tests of one contact: they reach people. */
const OF_CONTACT = { points: 3, duration: 10 * 60 };
/** And of all contacts of a shop. */
const OF_SHOP = { points: 20, duration: 60 * 60 };

export interface TestLimits {
  /** Counts a test message to a contact of a shop. Seconds to wait when it is one too many, else null. */
  count(shop: string, contact: string): Promise<number | null>;
}

export function createTestLimits(): TestLimits {
  const [ofContact, ofShop] = [OF_CONTACT, OF_SHOP].map((limit) => new RateLimiterMemory(limit));
  return {
    count: async (shop, contact) => (await count(ofContact!, `${shop}/${contact}`)) ?? (await count(ofShop!, shop)),
  };
}

export interface Limits {
  /** Counts a request of a token. Seconds to wait when it is one too many, else null. */
  countToken(id: number): Promise<number | null>;
  /** Counts a request without a valid token, by address. */
  countStranger(address: string): Promise<number | null>;
  /** Counts a wrong token; the last one that is allowed locks the address. */
  countWrong(address: string): Promise<void>;
  /** Seconds for which the address is still locked, null when it is not. */
  lockedFor(address: string): Promise<number | null>;
}

export function createLimits(): Limits {
  const [token, stranger, wrong] = [OF_TOKEN, OF_STRANGER, WRONG].map((limit) => new RateLimiterMemory(limit));
  return {
    countToken: (id) => count(token!, String(id)),
    countStranger: (address) => count(stranger!, address),
    countWrong: async (address) => {
      const { consumedPoints } = await wrong!.penalty(address);
      if (consumedPoints === WRONG.points) await wrong!.block(address, LOCK_S);
    },
    lockedFor: async (address) => {
      const counted = await wrong!.get(address);
      return counted === null || counted.consumedPoints <= WRONG.points ? null : seconds(counted.msBeforeNext);
    },
  };
}

async function count(limiter: RateLimiterAbstract, key: string): Promise<number | null> {
  const { consumedPoints, msBeforeNext } = await limiter.penalty(key);
  return consumedPoints <= limiter.points ? null : seconds(msBeforeNext);
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));
