// ics: calendars are decoded in a thread of their own, within a time and a memory limit, so that no calendar can stop the
// service. One at a time; a thread that exceeds a limit is ended, and nothing runs while there is nothing to decode.
// The time counts from when the thread is ready, so a busy machine's start of it costs a calendar nothing.

import type { Worker, WorkerOptions } from 'node:worker_threads';
import { startThread } from '../../package.ts';
import type { DecodedCalendar, DecodeFor } from './decode-calendar.ts';
import type { DecodeReply, DecodeRequest } from './decode-worker.ts';
import { FeedError } from './feed-error.ts';

/** What a calendar's bytes say for a shop. @throws FeedError */
export type DecodeCalendar = (bytes: Uint8Array, ask: DecodeFor) => Promise<DecodedCalendar>;

export interface CalendarDecoder {
  readonly decode: DecodeCalendar;
  /** Ends what is being decoded and takes nothing any more. */
  close(): Promise<void>;
}

export interface DecoderOptions {
  /** Real milliseconds for one calendar; 2 s by default. */
  readonly mostMs?: number;
  /** Of the thread's heap; 256 MB by default. */
  readonly mostMb?: number;
  /** Starts the thread; for tests of the limits. */
  readonly start?: (options: WorkerOptions) => Worker;
}

const MOST_MS = 2_000;
const MOST_MB = 256;
const START_MS = 30_000;

export function createCalendarDecoder(options: DecoderOptions = {}): CalendarDecoder {
  const { mostMs = MOST_MS, mostMb = MOST_MB, start = startDecoder } = options;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let worker: Worker | null = null;
  let closed = false;

  async function end(): Promise<void> {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  }

  async function decodeOne(request: DecodeRequest): Promise<DecodedCalendar> {
    try {
      if (closed) throw stopped();
      if (worker === null) {
        worker = start({ resourceLimits: { maxOldGenerationSizeMb: mostMb, maxYoungGenerationSizeMb: 32 } });
        worker.on('error', () => void end());
        await replyOf(worker, { ms: START_MS, mb: mostMb });
      }
      worker.postMessage(request);
      const reply = await replyOf(worker, { ms: mostMs, mb: mostMb });
      if (reply.kind === 'decoded') return reply.decoded;
      if (reply.kind === 'refused') throw new FeedError(reply.why, reply.message, reply.line);
      throw new FeedError('internal', INTERNAL);
    } catch (error) {
      if (!(error instanceof Exceeded)) throw error;
      await end();
      throw closed ? stopped() : error.reason;
    } finally {
      waiting--;
      if (waiting === 0) await end();
    }
  }

  return {
    decode: (bytes, ask) => {
      waiting++;
      const turn = last.then(() => decodeOne({ bytes, ask }));
      last = turn.catch(() => null);
      return turn;
    },
    close: async () => {
      closed = true;
      await end();
      await last;
    },
  };
}

const stopped = (): FeedError => new FeedError('timeout', 'the service stops');
const INTERNAL = 'it could not be worked out (a fault of this program, not of the calendar)';

/** The thread is of no use any more. */
class Exceeded extends Error {
  readonly reason: FeedError;

  constructor(reason: FeedError) {
    super(reason.message);
    this.reason = reason;
  }
}

/** The next message of a thread. @throws Exceeded */
function replyOf(worker: Worker, limits: { readonly ms: number; readonly mb: number }): Promise<DecodeReply> {
  return new Promise((resolve, reject) => {
    const refuse = (reason: FeedError): void => settle(() => reject(new Exceeded(reason)));
    const onMessage = (reply: DecodeReply): void => settle(() => resolve(reply));
    const onError = (error: NodeJS.ErrnoException): void =>
      refuse(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new FeedError('too-much', `it takes more than ${limits.mb} MB of memory to work out`)
          : new FeedError('internal', INTERNAL, null, error),
      );
    const onExit = (): void => refuse(new FeedError('internal', INTERNAL, null, new Error('the thread ended')));
    // A message that came meanwhile, while this process itself stood still, counts.
    const timer = setTimeout(() => setImmediate(() => refuse(tooSlow(limits.ms))), limits.ms);
    function settle(done: () => void): void {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      done();
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}

const tooSlow = (ms: number): FeedError =>
  new FeedError('too-much', `it takes more than ${ms / 1_000} seconds to work out`);

const startDecoder = (options: WorkerOptions): Worker => startThread('ics/decode/decode-worker.ts', options);
