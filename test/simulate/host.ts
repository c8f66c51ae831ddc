// The machine under the simulated processes: its clocks, timers and chance. Whatever code of this run asks Node.js for the
// time, a timer or random bytes is answered by the world, so nothing in the product knows that it is simulated. This holds
// for the whole process and cannot be undone: a run has a process of its own.

import { AsyncLocalStorage } from 'node:async_hooks';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';
import zlib from 'node:zlib';
import type { Random } from './random.ts';

/** One simulated process; when it dies, whatever it waits for never comes. */
export interface SimProcess {
  readonly name: string;
  isAlive: boolean;
}

export interface Timer {
  at: number;
  readonly order: number;
  readonly process: SimProcess;
  /** A loop's rest between two rounds; null of any other timer. */
  readonly rest: Rest | null;
  readonly run: () => void;
}

/** Of which loop, and how often it looks. */
export interface Rest {
  readonly loop: string;
  readonly ms: number;
}

export interface Host {
  /** Real milliseconds since the beginning; never goes back. */
  monotonic(): number;
  /** What a wall clock on this machine shows (epoch ms). */
  wall(): number;
  advanceTo(monotonic: number): void;
  /** The wall clock is set forward or back by so many ms. */
  jump(ms: number): void;
  /** Timers of living processes, the next first. */
  timers(): Timer[];
  addTimer(process: SimProcess, ms: number, run: () => void, rest?: Rest | null): Timer;
  cancel(timer: Timer): void;
  fire(timer: Timer): void;
  /** Runs it as that process. */
  as<T>(process: SimProcess, work: () => T): T;
  current(): SimProcess;
  /** Waits until nothing moves any more without a turn, a timer or the outside. */
  settle(): Promise<void>;
  /** From now on chance comes from here, and the time begins anew at `start`. */
  begin(random: Random, start: number): void;
}

const realImmediate = globalThis.setImmediate;

/** Takes over this process. */
export function takeOverHost(): Host {
  const outside: SimProcess = { name: 'world', isAlive: true };
  const running = new AsyncLocalStorage<SimProcess>();
  let random: Random | null = null;
  let now = 0;
  let wallAhead = Date.now();
  let order = 0;
  let immediates = 0;
  let waiting: Timer[] = [];

  const current = (): SimProcess => running.getStore() ?? outside;
  const host: Host = {
    monotonic: () => now,
    wall: () => now + wallAhead,
    advanceTo: (at) => {
      now = Math.max(now, at);
    },
    jump: (ms) => {
      wallAhead += ms;
    },
    timers: () => {
      waiting = waiting.filter(({ process }) => process.isAlive);
      return waiting.sort((a, b) => a.at - b.at || a.order - b.order);
    },
    addTimer: (process, ms, run, rest = null) => {
      const timer: Timer = { at: Math.ceil(now + Math.max(0, ms)), order: order++, process, rest, run };
      waiting.push(timer);
      return timer;
    },
    cancel: (timer) => {
      waiting = waiting.filter((other) => other !== timer);
    },
    fire: (timer) => {
      host.cancel(timer);
      running.run(timer.process, timer.run);
    },
    as: (process, work) => running.run(process, work),
    current,
    settle: async () => {
      do await new Promise((resolve) => realImmediate(resolve));
      while (immediates > 0);
    },
    begin: (drawn, start) => {
      random = drawn;
      now = 0;
      wallAhead = start;
      order = 0;
      waiting = [];
    },
  };

  class Handle {
    readonly timer: Timer;
    constructor(timer: Timer) {
      this.timer = timer;
    }
    ref = (): this => this;
    unref = (): this => this;
    hasRef = (): boolean => true;
    [Symbol.dispose] = (): void => host.cancel(this.timer);
  }
  const later = (run: (...given: unknown[]) => void, ms = 1, ...given: unknown[]): Handle =>
    new Handle(host.addTimer(current(), ms, () => run(...given)));
  const clear = (handle: unknown): void => {
    if (handle instanceof Handle) host.cancel(handle.timer);
  };
  const soon = (run: (...given: unknown[]) => void, ...given: unknown[]): NodeJS.Immediate => {
    immediates++;
    return realImmediate(() => {
      immediates--;
      run(...given);
    });
  };
  const pause = (ms?: number, value?: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const aborted = () => new DOMException('The operation was aborted', 'AbortError');
      if (signal?.aborted) return reject(aborted());
      const stop = (): void => {
        host.cancel(timer);
        reject(aborted());
      };
      const timer = host.addTimer(current(), ms ?? 1, () => {
        signal?.removeEventListener('abort', stop);
        resolve(value);
      });
      signal?.addEventListener('abort', stop);
    });
  const turn = (value?: unknown): Promise<unknown> => new Promise((resolve) => soon(() => resolve(value)));
  const bytes = (length: number): Buffer => (random === null ? Buffer.alloc(length) : random.bytes(length));

  const taken = { setTimeout: later, clearTimeout: clear, setImmediate: soon };
  Object.assign(globalThis, taken);
  Object.assign(timers, taken);
  Object.assign(promises, { setTimeout: pause, setImmediate: turn });
  Object.assign(crypto, {
    randomBytes: bytes,
    randomUUID: () =>
      bytes(16)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  });
  // In a thread beside it would be done whenever the real machine has the time.
  type Done = (error: Error | null, result: Buffer) => void;
  const atOnce = (work: (given: zlib.InputType) => Buffer) => (given: zlib.InputType, done: Done) =>
    soon(() => done(null, work(given)));
  Object.assign(zlib, {
    brotliCompress: atOnce(zlib.brotliCompressSync),
    brotliDecompress: atOnce(zlib.brotliDecompressSync),
  });
  Object.defineProperty(performance, 'now', { value: host.monotonic });
  Date.now = host.wall;
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    later(() => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), ms);
    return controller.signal;
  };
  Math.random = () => random?.next() ?? 0;
  syncBuiltinESMExports();
  return host;
}
