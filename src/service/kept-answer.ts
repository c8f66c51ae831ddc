// An answer that is dear to count is given again for a while, and for some more while the next one is counted: nobody waits
// for it. One count runs at a time, whoever asks.

export interface KeptAnswer<T> {
  /** The newest, and the real time (ms) until which it is given again, or while another is counted. */
  last: { readonly answer: T; readonly goodUntil: number; readonly givenUntil: number } | null;
  running: Promise<T> | null;
}

export const noAnswer = <T>(): KeptAnswer<T> => ({ last: null, running: null });

/** Given again for a second by default, and for three times as long as it took: counting takes at most a quarter of the time. */
const KEPT_MS = 1_000;
const KEPT_TIMES = 3;
/** So much longer an answer is given while the next one is counted. */
const GIVEN_ON_MS = 5_000;

export interface Asking<T> {
  readonly count: () => Promise<T>;
  /** What is cheap to count is counted each time. */
  readonly isDear: (answer: T) => boolean;
  /** Real ms for which it is given again at least. */
  readonly keptMs?: number;
  /** A count that nobody waits for failed. */
  readonly onError: (error: unknown) => void;
  /** Real ms; `performance.now` by default. */
  readonly now?: () => number;
}

/** The answer that is kept, or a new one. Rejects as `count` does where somebody waits for it. */
export function giveOrCount<T>(kept: KeptAnswer<T>, asking: Asking<T>): Promise<T> {
  const { last } = kept;
  const at = (asking.now ?? realMs)();
  if (last !== null && at <= last.goodUntil) return Promise.resolve(last.answer);
  kept.running ??= countAnew(kept, asking);
  if (last === null || at > last.givenUntil) return kept.running;
  kept.running.catch(asking.onError);
  return Promise.resolve(last.answer);
}

async function countAnew<T>(
  kept: KeptAnswer<T>,
  { count, isDear, keptMs = KEPT_MS, now = realMs }: Asking<T>,
): Promise<T> {
  try {
    const began = now();
    const answer = await count();
    const counted = now();
    const goodUntil = counted + Math.max(keptMs, KEPT_TIMES * (counted - began));
    kept.last = isDear(answer) ? { answer, goodUntil, givenUntil: goodUntil + GIVEN_ON_MS } : null;
    return answer;
  } finally {
    kept.running = null;
  }
}

const realMs = (): number => performance.now();
