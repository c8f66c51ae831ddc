// Customers who write and staff who answer: the truth of the world. What they do is pushed by a program that tries each
// event until the service says that it has it; sometimes late, twice, or in another order.

import type { ThreadEvent, ThreadEventType } from '../../src/core/model.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import type { RmsThread } from './rms/deeds.ts';
import type { Rms } from './rms/rms.ts';
import { MAKER } from './settings.ts';
import type { World } from './world.ts';

/** An event, when it was first pushed, and when the service said that it has it (epoch ms); null until then. */
export interface ToldEvent {
  readonly event: ThreadEvent;
  askedAt: number | null;
  toldAt: number | null;
}

export interface Thread {
  readonly shop: string;
  readonly number: string;
  readonly events: readonly ToldEvent[];
}

/** What else is to be said of an event. */
interface Happening {
  readonly message?: string;
  readonly withdraws?: string;
  readonly until?: number;
  readonly by?: string;
  readonly how?: 'phone';
}

export interface People {
  begin(): void;
  readonly threads: ReadonlyMap<string, RmsThread>;
  /** Something else than pushes told the service of an event. */
  told(): void;
  /** Whether the service may have an event of it without having said so. */
  isUncertain(number: string): boolean;
  /** Runs on until what happened up to now was told, and what follows from it is raised. */
  allTold(runTo: (at: number) => Promise<void>): Promise<void>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A tick after an event was told what is due by it has been raised. */
const RAISED_MS = 90_000;
const ENDS = ['shop_reply', 'shop_reply', 'shop_reply', 'shop_reply', 'completed', 'answered_elsewhere'] as const;

/** `rms`: where customers of some shops write, and staff answer. */
export function createPeople(world: World, rms: Rms, days: number): People {
  const { random, host, settings, log, after } = world;
  const threads = new Map<string, RmsThread>();
  const asked = new Map<ToldEvent, string>();
  let ids = 0;
  let lastTold = 0;

  function happens(number: string, type: ThreadEventType, more: Happening = {}): string {
    const thread = threads.get(number)!;
    if (rms.has(thread.shop)) return happensThere(thread, type, more);
    const event: ThreadEvent = { type, id: `e${++ids}`, at: host.wall(), ...more };
    const told: ToldEvent = { event, askedAt: null, toldAt: null };
    thread.events.push(told);
    log.write('people', `${number} ${type} ${event.id}`);
    const late = random.oneIn(20) ? random.whole(1, 30) * HOUR_MS : random.whole(0, 60_000);
    after(late, () => push(thread, told));
    if (random.oneIn(10)) after(random.whole(0, 3 * HOUR_MS), () => push(thread, told));
    return event.id;
  }

  /** In R-Messe: what cannot be done there is not done. */
  function happensThere(thread: RmsThread, type: ThreadEventType, { message, until }: Happening): string {
    log.write('people', `${thread.number} ${type} in R-Messe`);
    if (type === 'promise_withdrawn' || type === 'answer_withdrawn') return '';
    const deed = type === 'answered_elsewhere' ? 'shop_reply' : type;
    return rms.happens(thread, deed, {
      ...(message !== undefined && { message }),
      ...(until !== undefined && { until }),
    });
  }

  /** As an HTTP client: whatever goes wrong it tries again. */
  function push(thread: Thread, told: ToldEvent): void {
    const alive = world.services();
    const again = (): void => {
      after(world.stillForMs() + random.whole(10, 120) * 1_000, () => push(thread, told));
    };
    if (alive.length === 0) {
      again();
      return;
    }
    const { process, service } = random.pick(alive);
    told.askedAt ??= host.wall();
    if (told.toldAt === null) asked.set(told, thread.number);
    let isOver = false;
    const once = (work: () => void) => () => {
      if (isOver) return;
      isOver = true;
      giveUp();
      work();
    };
    const line = { shop: thread.shop, inquiry: thread.number, channel: 'r-messe', event: told.event };
    const anew = once(again);
    const taken = once(() => {
      told.toldAt ??= host.wall();
      asked.delete(told);
      lastTold = host.wall();
      log.write(process.name, `has ${thread.number} ${told.event.id}`);
      world.learns(thread);
    });
    host
      .as(process, () => intake(service, [line], 'push'))
      .then(({ refused }) => (refused.size > 0 ? anew() : taken()), anew);
    // Nobody answers any more when the process died.
    const giveUp: () => void = after(MINUTE_MS, anew);
  }

  /** Somebody is in early, and answers just before mails go out at nine. */
  const beforeNine = (): number => DAY_MS - (host.wall() % DAY_MS) - random.whole(20, 400) * 1_000;

  /** How long staff take: mostly hours, sometimes days, sometimes for ever. */
  const answerTime = (): number =>
    random.oneIn(5)
      ? Math.max(MINUTE_MS, beforeNine() + random.whole(0, 2) * DAY_MS)
      : random.pick([random.whole(5, 600) * MINUTE_MS, random.whole(10, 40) * HOUR_MS, random.whole(1, 6) * DAY_MS]);

  function customerWrites(number: string): void {
    const message = happens(number, 'customer_message');
    if (random.oneIn(5)) after(random.whole(1, 300) * MINUTE_MS, () => happens(number, 'customer_message'));
    if (random.oneIn(15))
      after(random.whole(1, 3_000) * MINUTE_MS, () => happens(number, 'message_deleted', { message }));
    if (random.oneIn(8)) after(1_000, () => happens(number, 'auto_reply'));
    if (random.oneIn(6)) after(random.whole(5, 900) * MINUTE_MS, () => promises(number));
    const end = random.pick([...ENDS, null]);
    if (end === null) return;
    after(answerTime(), () => {
      const answer = happens(number, end, end === 'answered_elsewhere' ? { how: 'phone' } : {});
      if (end === 'answered_elsewhere' && random.oneIn(4))
        after(random.whole(1, 600) * MINUTE_MS, () => happens(number, 'answer_withdrawn', { withdraws: answer }));
      if (random.oneIn(8)) after(random.whole(1, 60) * MINUTE_MS, () => promises(number));
      if (end === 'completed' && random.oneIn(3))
        after(random.whole(1, 2_000) * MINUTE_MS, () => happens(number, 'reopened'));
      if (random.oneIn(3)) after(answerTime(), () => customerWrites(number));
    });
  }

  /** An answer until some time; often kept, sometimes moved or taken back, now and then forgotten. */
  function promises(number: string): void {
    const until = host.wall() + random.whole(2, 72) * HOUR_MS;
    const promise = happens(number, 'promised', { until, ...(random.oneIn(2) && { by: MAKER }) });
    if (random.oneIn(6)) after(random.whole(1, 30) * HOUR_MS, () => promises(number));
    if (random.oneIn(8))
      after(random.whole(1, 600) * MINUTE_MS, () => happens(number, 'promise_withdrawn', { withdraws: promise }));
    if (!random.oneIn(3)) after(random.whole(1, 80) * HOUR_MS, () => happens(number, 'shop_reply'));
  }

  return {
    threads,
    told: () => {
      lastTold = host.wall();
    },
    isUncertain: (number) => [...asked.values()].includes(number),
    begin: () => {
      for (let at = 1; at <= settings.inquiries; at++) {
        const number = `Q${String(at).padStart(5, '0')}`;
        const shop = random.pick(settings.shops).id;
        after(random.whole(0, days * 24 * 60) * MINUTE_MS * 0.8, () => {
          threads.set(number, { shop, number, events: [] });
          customerWrites(number);
        });
      }
    },
    allTold: async (runTo) => {
      for (let turns = 0; turns < 40; turns++) {
        await runTo(host.monotonic() + 2 * MINUTE_MS);
        if (world.services().length > 0 && host.wall() - lastTold > RAISED_MS) break;
      }
    },
  };
}
