// Where a process delivers: whoever is woken drains what is due, page by page, until nothing is; mails, webhooks and
// chats beside each other, so that none waits for the others' servers, and lists beside these, so that nobody's alert stands behind
// the morning lists of all shops. Any number of processes may drain at once: a row is claimed by
// one. The server's own limits are the transport's (mail/transport); while it takes no connections nothing is claimed.

import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../../core/model.ts';
import { type ClaimedMail, putBackMails } from '../../store/notifications/mail-claims.ts';
import type { ClaimedWay } from '../../store/notifications/mail-kinds.ts';
import type { Service } from '../service.ts';
import { claimPage, deliverPage } from './deliver-notification.ts';
import { openRecorder } from './record/record-page.ts';
import { openVerifier, type Verifier } from './verify/verify-threads.ts';

/** In work at the same time, where the transport names no number. */
const FEW = 5;
/** Rows that are read, rendered and stored together: their facts in a few statements, their texts in one. */
const PAGE = 20;
/** Rows whose threads are read afresh at the same time; nothing is claimed while there are so many. */
const DOUBTFUL_AT_ONCE = 1_000;
/** Real milliseconds that stopping waits for what is in work: as long as the queue gives its handlers. */
const PATIENCE_MS = 10_000;

/** A lane as those of loops/lane.ts, for whom every key means the same. */
export interface Deliveries {
  readonly name: string;
  /** Drains what is due, or joins the drain under way; rejects when some of it failed by itself. */
  run(key: string): Promise<void>;
  /** As `run`, without waiting. */
  offer(keys: readonly string[]): void;
  /** How many are in work. */
  busy(): number;
  /** Claims nothing more, and waits a bounded time for what is in work. */
  stop(): Promise<void>;
}

/** The only place of a process that sends anything, whoever asks for it. */
export function openDeliveries(service: Service): Deliveries {
  const stopping = new AbortController();
  const { atOnce = FEW, restMs = () => 0 } = service.mail;
  const verifier = openVerifier(service, stopping.signal);
  const open = (options: DrainOptions) => openDrain(service, verifier, options, stopping.signal);
  const mails = open({ way: 'mails', atOnce, restMs });
  const webhooks = open({ way: 'webhooks', atOnce: FEW, restMs: () => 0 });
  const chats = open({ way: 'chats', atOnce: FEW, restMs: () => 0 });
  const lists = open({ way: 'lists', atOnce: Math.min(atOnce, FEW), restMs });
  const chatLists = open({ way: 'chat-lists', atOnce: FEW, restMs: () => 0 });
  const all = [mails, webhooks, chats, lists, chatLists];
  const run = async (): Promise<void> => void (await Promise.all(all.map((drain) => drain.run())));
  return {
    name: 'deliveries',
    run,
    offer: (keys) => {
      if (keys.length === 0 || stopping.signal.aborted) return;
      run().catch((error: unknown) => {
        if (!stopping.signal.aborted) service.logger.error({ err: error }, 'a delivery failed, tried again later');
      });
    },
    busy: () => all.reduce((sum, drain) => sum + drain.busy(), 0),
    stop: async () => {
      stopping.abort(new Error('the service stops'));
      const over = new AbortController();
      const limit = pause(PATIENCE_MS, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
      await Promise.race([Promise.all(all.map((drain) => drain.ended())), limit]);
      over.abort();
    },
  };
}

interface DrainOptions {
  readonly way: ClaimedWay;
  readonly atOnce: number;
  /** For how many ms nothing is to be claimed. */
  readonly restMs: () => number;
}

function openDrain(service: Service, verifier: Verifier, { way, atOnce, restMs }: DrainOptions, stopping: AbortSignal) {
  const pages = new Set<Promise<void>>();
  const record = openRecorder(service);
  const inWork = new Set<number>();
  /** Claimed, while their threads are read afresh; they take no place from others. */
  const inDoubt = new Map<number, Promise<void>>();
  let verified: ClaimedMail[] = [];
  let isWanted = false;
  let running: Promise<void> | null = null;
  let failures: unknown[] = [];
  let onRoom = () => {};

  /** False when nothing was due. */
  async function startPage(): Promise<boolean> {
    const room = Math.min(PAGE, atOnce - inWork.size);
    if (verified.length > 0) {
      startWork(verified.splice(0, room), service.clock.now());
      return true;
    }
    if (inDoubt.size >= DOUBTFUL_AT_ONCE) return false;
    const { page, now } = await claimPage(service, way, room);
    if (page.length === 0) return false;
    const doubtful = await verifier.doubtful(page, now);
    for (const [claimed, threads] of doubtful) {
      const done = verifier.verify(threads).then(() => {
        inDoubt.delete(claimed.id);
        verified.push(claimed);
        onRoom();
      });
      inDoubt.set(claimed.id, done);
    }
    const sure = page.filter((claimed) => !doubtful.has(claimed));
    if (sure.length > 0) startWork(sure, now);
    return true;
  }

  function startWork(page: readonly ClaimedMail[], now: Instant): void {
    const leave = (id: number): void => {
      inWork.delete(id);
      onRoom();
    };
    for (const { id } of page) inWork.add(id);
    const work = deliverPage(service, page, now, leave, record)
      .catch((error: unknown) => void failures.push(error))
      .then(() => {
        pages.delete(work);
        for (const { id } of page) leave(id);
      });
    pages.add(work);
  }

  async function drain(): Promise<void> {
    // A page is worth its statements; where there are few places, one slow server or receiver keeps no more than its own.
    const least = atOnce >= PAGE ? PAGE / 2 : 1;
    while (!stopping.aborted) {
      isWanted = false;
      await pause(restMs(), undefined, { signal: stopping, ref: false }).catch(() => undefined);
      const room = new Promise<void>((resolve) => {
        onRoom = resolve;
      });
      const hasRoom = atOnce - inWork.size >= least;
      if (hasRoom && !stopping.aborted && (await startPage())) continue;
      if (pages.size + inDoubt.size + verified.length > 0) await room;
      else if (!isWanted) break;
    }
    // A stop: what was not looked at to its end is put back, for whoever comes next.
    await Promise.all(inDoubt.values());
    await putBackMails(service.db, verified, service.clock.now());
    verified = [];
    await Promise.all(pages);
  }

  async function drainToTheEnd(): Promise<void> {
    try {
      do await drain();
      while (isWanted && !stopping.aborted);
    } finally {
      running = null;
    }
    const failed = failures;
    failures = [];
    if (failed.length > 0) throw failed.length === 1 ? failed[0] : new AggregateError(failed);
  }

  return {
    busy: () => inWork.size + inDoubt.size + verified.length,
    /** Drains, or joins the drain under way, which then looks once more. @throws what failed in it */
    run: (): Promise<void> => {
      isWanted = true;
      // Who waits for a slow server's place looks at the places that are free.
      onRoom();
      running ??= drainToTheEnd();
      return running;
    },
    ended: async (): Promise<void> => {
      await running?.catch(() => undefined);
    },
  };
}
