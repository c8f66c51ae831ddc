// Customers who write and staff who answer: the truth of a run. Of pushed shops each event is sent until some daemon says
// that it has it; of the others RMS shows it.

import { setTimeout as delay } from 'node:timers/promises';
import type { InquiryEvent } from '../../src/core/model.ts';
import { isoUtc } from '../../src/core/time/instant.ts';
import type { FakeShop } from '../../src/demo/fake-rms/world.ts';
import type { Random } from '../simulate/random.ts';
import { type ChaosShop, SHOPS } from './shops.ts';

export interface ToldEvent {
  readonly event: InquiryEvent;
  /** When a daemon said that it has it; null until then, and of what RMS shows. */
  toldAt: number | null;
}

export interface Thread {
  readonly shop: ChaosShop;
  /** Five digits that stand in no other text. */
  readonly number: string;
  readonly events: readonly ToldEvent[];
}

export interface People {
  readonly threads: readonly Thread[];
  /** Lets customers write for so long (real ms), about every `everyMs`; resolves when the last one has. */
  live(forMs: number, everyMs: number): Promise<void>;
  /** Resolves when all that happened was told. */
  allTold(): Promise<void>;
}

export interface PeopleParts {
  readonly random: Random;
  readonly now: () => number;
  readonly rmsShop: (shop: ChaosShop) => FakeShop;
  /** Where some daemon takes requests; null while none does. */
  readonly anyUrl: () => string | null;
  readonly trace: (line: string) => void;
}

const MINUTE_MS = 60_000;
/** Of a daemon that was stopped, or whose database is silent; impatience would only add to its work. */
const ANSWER_LIMIT_MS = 15_000;
const FIRST_NUMBER = 70_001;
/** What was due before a daemon hears of it, what falls due while customers write, what falls due later. */
const AGES_MS = [2 * MINUTE_MS, 2 * MINUTE_MS, MINUTE_MS, 0];

export function createPeople({ random, now, rmsShop, anyUrl, trace }: PeopleParts): People {
  const threads: (Thread & { readonly events: ToldEvent[] })[] = [];
  const under = new Set<Promise<void>>();
  let ids = 0;

  const follow = (work: Promise<void>): void => {
    under.add(work);
    void work.finally(() => under.delete(work));
  };

  function happens(
    thread: (typeof threads)[number],
    type: InquiryEvent['type'],
    at: number,
    more: Partial<InquiryEvent> = {},
  ): void {
    const told: ToldEvent = { event: { type, id: `e${++ids}`, at, ...more }, toldAt: null };
    thread.events.push(told);
    trace(`people ${thread.number} of ${thread.shop.id}: ${type}`);
    if (thread.shop.rms === null) follow(push(thread, told));
    else if (type === 'customer_message') rmsShop(thread.shop).customerWrites(thread.number, at);
    else rmsShop(thread.shop).shopWrites(thread.number, at);
  }

  async function push(thread: Thread, told: ToldEvent): Promise<void> {
    while (told.toldAt === null) {
      const url = anyUrl();
      if (url !== null && (await isTaken(url, thread, told))) told.toldAt = now();
      else await delay(random.whole(100, 500));
    }
  }

  /** RMS knows whole seconds. */
  const instantOf = (shop: ChaosShop, at: number): number => (shop.rms === null ? at : Math.floor(at / 1_000) * 1_000);

  async function customer(): Promise<void> {
    const shop = random.pick(SHOPS);
    const thread = { shop, number: String(FIRST_NUMBER + threads.length), events: [] as ToldEvent[] };
    threads.push(thread);
    const age = random.pick(AGES_MS);
    const at = now() - age + (age === 0 ? 0 : random.whole(1_000, 11_000));
    happens(thread, 'customer_message', instantOf(shop, at));
    const fate = random.pick([
      'waits',
      'waits',
      'waits',
      'answered',
      'answered',
      'completed',
      'deleted',
      'again',
    ] as const);
    await delay(random.whole(300, 8_000));
    const answered = (): void => happens(thread, 'shop_reply', instantOf(shop, now()));
    if (fate === 'answered' || (shop.rms !== null && (fate === 'completed' || fate === 'deleted'))) answered();
    else if (fate === 'completed') happens(thread, 'completed', now());
    else if (fate === 'deleted') happens(thread, 'message_deleted', now(), { message: thread.events[0]!.event.id });
    else if (fate === 'again') {
      answered();
      await delay(random.whole(1_100, 4_000));
      happens(thread, 'customer_message', instantOf(shop, now()));
    }
  }

  return {
    threads,
    live: async (forMs, everyMs) => {
      for (const until = performance.now() + forMs; performance.now() < until; ) {
        follow(customer());
        await delay(random.whole(0, 2 * everyMs));
      }
    },
    allTold: async () => {
      while (under.size > 0) await Promise.all(under);
    },
  };
}

async function isTaken(url: string, { shop, number }: Thread, { event }: ToldEvent): Promise<boolean> {
  const line = { shop: shop.id, inquiry: number, channel: 'mail', event: { ...event, at: isoUtc(event.at) } };
  try {
    const answer = await fetch(new URL('/v1/events', url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: JSON.stringify(line),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    if (answer.status === 422) throw new RangeError(`refused: ${await answer.text()}`);
    await answer.body?.cancel();
    return answer.ok;
  } catch (error) {
    // Killed, stopped, or without its database: it is sent again.
    if (error instanceof RangeError) throw error;
    return false;
  }
}
