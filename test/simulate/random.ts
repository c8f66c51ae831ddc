// The one source of chance: everything that a run draws comes from its seed.

export interface Random {
  /** [0, 1) */
  next(): number;
  /** A whole number in [from, to]. */
  whole(from: number, to: number): number;
  /** True once in so many times. */
  oneIn(times: number): boolean;
  pick<T>(from: readonly T[]): T;
  bytes(length: number): Buffer;
}

/** What is drawn here moves nothing that is drawn elsewhere; `what` is one word for it. */
export function drawApart(seed: number, what: string): Random {
  return createRandom([...what].reduce((mixed, letter) => Math.imul(mixed ^ letter.charCodeAt(0), 0x01000193), seed));
}

export function createRandom(seed: number): Random {
  // mulberry32, public domain: small, and the same everywhere.
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    oneIn: (times) => next() * times < 1,
    pick: (from) => from[whole(0, from.length - 1)]!,
    bytes: (length) => Buffer.from(Array.from({ length }, () => whole(0, 255))),
  };
}
