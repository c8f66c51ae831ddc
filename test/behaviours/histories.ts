// Random histories of many inquiries: when things happened, when we learned of them, when the service ran.
// Trap: an event is never learned before it happened, and the model must be told the ticks as they really were.

import fc from 'fast-check';
import type { EventType, InquiryEvent, Instant } from '../../src/core/model.ts';

/** One event and when a source brought it. */
export interface Learned {
  readonly event: InquiryEvent;
  readonly at: Instant;
}

export interface History {
  /** `shop` is the number of the shop. */
  readonly inquiries: readonly { readonly name: string; readonly shop: number; readonly learned: readonly Learned[] }[];
  readonly ticks: readonly HistoryTick[];
}

export interface HistoryTick {
  readonly at: Instant;
  /** The process was restarted before: nothing but the database is left of it. */
  readonly restarted: boolean;
  /** The process is killed during the send of this number in the tick, from 0. */
  readonly killed: { readonly send: number } | null;
}

const INQUIRIES = 200;
export const SHOPS = 10;
const DAYS = 60;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Histories of 200 inquiries in 10 shops over 60 days from `start` on. */
export function histories(start: Instant): fc.Arbitrary<History> {
  const threadsOfAll = fc.array(threads(start), { minLength: INQUIRIES, maxLength: INQUIRIES });
  return fc.record({ inquiries: threadsOfAll.map((all) => all.map(named)), ticks: ticks(start) });
}

const named = (learned: readonly Learned[], n: number) => ({
  name: `i${String(n).padStart(4, '0')}`,
  shop: n % SHOPS,
  learned,
});

export interface Arrival {
  readonly inquiry: number;
  readonly event: InquiryEvent;
}

/** Hands out what is learned, in order of time. */
export function arrivals({ inquiries }: History): { upTo(at: Instant): Arrival[] } {
  const all = inquiries
    .flatMap(({ learned }, inquiry) => learned.map(({ event, at }) => ({ inquiry, event, at })))
    .sort((a, b) => a.at - b.at);
  let next = 0;
  return {
    upTo: (at) => {
      const from = next;
      while (next < all.length && all[next]!.at <= at) next++;
      return all.slice(from, next);
    },
  };
}

function threads(start: Instant): fc.Arbitrary<readonly Learned[]> {
  const begins = fc.integer({ min: 0, max: (DAYS - 1) * 24 * 60 });
  return fc.tuple(begins, fc.array(steps, { maxLength: 9 })).map(([minute, parts]) => {
    const learned: Learned[] = [];
    let at = start + minute * MINUTE;
    for (const [n, part] of [{ ...FIRST, delay: 0 }, ...parts].entries()) {
      at += part.wait;
      if (at > start + DAYS * DAY) break;
      const id = `e${n}`;
      const deleted = part.type === 'message_deleted' ? { message: `e${part.which % (n || 1)}` } : {};
      learned.push({ event: { type: part.type, id, at, ...deleted }, at: at + part.delay });
    }
    return learned;
  });
}

const FIRST = { type: 'customer_message', wait: 0, which: 0 } as const;

/** Some at the very same instant, most within days, as shops and customers do. */
const waits = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 12 * 60 }).map((n) => n * MINUTE) },
  { weight: 5, arbitrary: fc.integer({ min: 12, max: 9 * 24 }).map((n) => n * HOUR) },
);

const delays = fc.oneof(
  { weight: 7, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 30 }).map((n) => n * MINUTE) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 10 * 24 }).map((n) => n * HOUR) },
);

const types = fc.oneof<fc.Arbitrary<EventType>[]>(
  fc.constant('customer_message'),
  fc.constant('customer_message'),
  fc.constant('shop_reply'),
  fc.constant('shop_reply'),
  fc.constant('auto_reply'),
  fc.constant('completed'),
  fc.constant('reopened'),
  fc.constant('message_deleted'),
);

const steps = fc.record({ type: types, wait: waits, delay: delays, which: fc.nat(9) });

/** Mostly hours apart, never less than a slot; now and then the service is down for days. */
function ticks(start: Instant): fc.Arbitrary<readonly HistoryTick[]> {
  const gap = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 6, max: 60 }).map((n) => n * MINUTE) },
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 9 }).map((n) => n * HOUR) },
    { weight: 1, arbitrary: fc.integer({ min: 10, max: 80 }).map((n) => n * HOUR) },
  );
  const killed = fc.oneof(
    { weight: 14, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.record({ send: fc.nat(3) }) },
  );
  const tick = fc.record({ gap, restarted: fc.boolean(), killed });
  return fc.array(tick, { minLength: 320, maxLength: 320, size: 'max' }).map((all) => {
    const found: HistoryTick[] = [];
    let at = start;
    for (const one of all) {
      at += one.gap;
      if (at > start + DAYS * DAY) break;
      found.push({ at, restarted: one.restarted, killed: one.killed });
    }
    // Afterwards it runs quietly until 11:00 of a day on which every shop is open, so that what was held comes out.
    for (let n = 1; n <= 33; n++) found.push({ at: start + DAYS * DAY + n * 3 * HOUR, restarted: false, killed: null });
    return found;
  });
}
