// What customers and staff do in R-Messe, and what the service has of it. RMS shows a state: messages stay, with their numbers;
// of completions only the last shows, and a deletion or a reopening has no date, so that it counts from when it was seen.

import type { InquiryEvent, ThreadEvent } from '../../../src/core/model.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import type { FakeShop } from '../../../src/demo/fake-rms/world.ts';
import type { Thread, ToldEvent } from '../people.ts';
import { AUTOMATIC, HOLDING } from '../settings/rms-settings.ts';
import type { World } from '../world.ts';

export type RmsThread = Thread & { readonly events: ToldEvent[] };

/** Of what R-Messe knows: messages of either side, and the marks. */
export type DeedType = InquiryEvent['type'] | 'promised';

export interface Deeds {
  /** Does it now; under which number of the inquiry it is known. `until`: of a promise, in the text of a reply. */
  happens(thread: RmsThread, type: DeedType, more?: { readonly message?: string; readonly until?: number }): string;
  /** The service has stored an event that came of R-Messe. */
  take(row: StoredRow, threads: ReadonlyMap<string, RmsThread>): void;
  /** What of this shop it does not have yet. */
  unlearned(shop: string): Deed[];
  /** All that happened in the inquiry up to that moment, as it happened. */
  truth(number: string, at?: number): readonly Deed[];
}

/** An event as it happened, to the millisecond at `happenedAt`. */
export interface Deed {
  readonly event: ThreadEvent;
  readonly happenedAt: number;
  /** When the inquiry began. */
  readonly began: number;
  /** The service has it, or what came of it later. */
  learned: boolean;
}

/** An event as it is stored. */
export interface StoredRow {
  readonly number: string;
  readonly id: string;
  readonly type: ThreadEvent['type'];
  readonly at: number;
  readonly message: string | null;
  readonly more: Partial<ThreadEvent> | null;
}

const TOKYO = openZone('Asia/Tokyo');
const iso = (at: number): string => new Date(at).toISOString();

export function createDeeds(world: World, shops: ReadonlyMap<string, FakeShop>): Deeds {
  const { host, log } = world;
  const done = new Map<string, { readonly thread: RmsThread; readonly deeds: Deed[] }>();

  const noted = (thread: RmsThread, event: ThreadEvent): Deed => {
    const of = done.get(thread.number) ?? { thread, deeds: [] };
    done.set(thread.number, of);
    const began = of.deeds[0]?.happenedAt ?? host.wall();
    const deed = { event, happenedAt: host.wall(), began, learned: false };
    of.deeds.push(deed);
    return deed;
  };

  function writes(thread: RmsThread, type: InquiryEvent['type'], text?: string): string {
    const shop = shops.get(thread.shop)!;
    const at = Math.floor(host.wall() / 1_000) * 1_000;
    const seq = messagesOf(thread.number).length;
    const id = seq === 0 ? 'm' : `r${seq - 1}`;
    const event: InquiryEvent = { type, id, at, seq };
    noted(thread, event);
    thread.events.push({ event, askedAt: null, toldAt: null });
    if (type === 'customer_message') shop.customerWrites(thread.number, at);
    else shop.shopWrites(thread.number, at, text === undefined ? {} : { text });
    return id;
  }

  const messagesOf = (number: string): Deed[] => (done.get(number)?.deeds ?? []).filter(({ event }) => 'seq' in event);

  function marks(thread: RmsThread, type: 'completed' | 'reopened' | 'message_deleted', message?: string): string {
    const shop = shops.get(thread.shop)!;
    const at = Math.floor(host.wall() / 1_000) * 1_000;
    if (type === 'message_deleted') shop.deletes(thread.number, message!, at);
    else if (type === 'completed') shop.completes(thread.number, at);
    else shop.reopens(thread.number, at);
    const id = type === 'message_deleted' ? `deleted:${message}` : `${type}:${iso(at)}`;
    noted(thread, { type, id, at, ...(message !== undefined && { message }) });
    return id;
  }

  /** Answers until the end of that date. */
  function promises(thread: RmsThread, until: number): string {
    const day = TOKYO.localDay(until);
    const date = new Date(day * 86_400_000);
    const reply = writes(
      thread,
      'shop_reply',
      `${HOLDING}。${date.getUTCMonth() + 1}月${date.getUTCDate()}日までに回答します。`,
    );
    const { event } = messagesOf(thread.number).at(-1)!;
    const promise: ThreadEvent = {
      type: 'promised',
      id: `promised:${reply}`,
      at: event.at,
      until: TOKYO.startOfDay(day + 1),
    };
    noted(thread, promise);
    thread.events.push({ event: promise, askedAt: null, toldAt: null });
    return promise.id;
  }

  function take(thread: RmsThread, row: StoredRow): void {
    const { deeds } = done.get(thread.number) ?? { deeds: [] };
    const now = host.wall();
    const about = `${row.number} ${row.id}`;
    const waiting = thread.events.find(({ event }) => event.id === row.id);
    if (waiting !== undefined) {
      if (waiting.event.at !== row.at || waiting.event.type !== row.type)
        world.fault(
          `${about} is ${waiting.event.type} of ${iso(waiting.event.at)}, stored as ${row.type} of ${iso(row.at)}`,
        );
      waiting.askedAt = now;
      waiting.toldAt = now;
    } else {
      if (!isTrue(deeds, row, world.behindMs()))
        world.fault(`${about} of ${iso(row.at)}, stored as ${row.type}, is not so in R-Messe`);
      const { id, type, at, message } = row;
      const event: ThreadEvent = { type, id, at, ...(message !== null && { message }) };
      thread.events.push({ event, askedAt: now, toldAt: now });
    }
    log.write('rms', `the service has ${about}`);
    world.learns(thread);
  }

  return {
    happens: (thread, type, { message, until } = {}) => {
      if (type === 'promised') return promises(thread, until!);
      if (type === 'completed' || type === 'reopened' || type === 'message_deleted')
        return marks(thread, type, message);
      return writes(thread, type, type === 'auto_reply' ? AUTOMATIC : undefined);
    },
    take: (row, threads) => {
      const thread = threads.get(row.number);
      if (thread === undefined) world.fault(`${row.number} is stored, and there is no such inquiry`);
      else take(thread, row);
    },
    unlearned: (shop) =>
      [...done.values()]
        .filter(({ thread }) => thread.shop === shop)
        .flatMap(({ thread, deeds }) => deeds.filter((deed) => !isLearned(thread, deed, deeds))),
    truth: (number, at = Number.POSITIVE_INFINITY) =>
      (done.get(number)?.deeds ?? []).filter(({ happenedAt }) => happenedAt <= at),
  };
}

/**
 * Whether a mark may be stored so: a completion by its date, what has no date after it happened, by a clock that may be so far
 * behind.
 */
function isTrue(deeds: readonly Deed[], { id, type, at, message }: StoredRow, behindMs: number): boolean {
  return deeds.some(({ event }) => {
    if (event.type !== type) return false;
    if (type === 'completed') return event.at === at && event.id === id;
    return event.at <= at + behindMs && (type === 'reopened' || ('message' in event && event.message === message));
  });
}

/** The service has it; or, of a completion, a later one has taken its place. */
function isLearned({ events }: Thread, deed: Deed, deeds: readonly Deed[]): boolean {
  const { event } = deed;
  const isMark = event.type === 'completed' || event.type === 'reopened';
  if (deed.learned && !isMark) return true;
  const told = events.filter(({ toldAt }) => toldAt !== null).map((one) => one.event);
  if (!isMark) {
    deed.learned = told.some(({ id }) => id === event.id);
    return deed.learned;
  }
  const last = deeds.findLast((one) => one.event.type === 'completed' || one.event.type === 'reopened')!.event;
  if (last !== event) return true;
  if (last.type === 'completed') return told.some(({ id }) => id === last.id);
  // Of several completions the last takes the place of those before it.
  const completed = deeds.findLast(
    (one) => one.event.type === 'completed' && told.some(({ id }) => id === one.event.id),
  );
  return completed === undefined || told.some(({ id }) => id === `reopened:${completed.event.id}`);
}
