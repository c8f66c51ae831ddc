// How far this host's clock is from RMS's, by the Date of its answers: a clock that nothing steers any more (NTP gone) drifts
// without a jump, and every deadline with it. One answer may be delayed or come from a cache, so several have to agree.

/** A Date says whole seconds; so much on average is cut off. */
const CUT_OFF_MS = 500;
const ANSWERS = 5;
const ENOUGH = 3;

export interface ClockSkew {
  /** An answer's Date header, and when (wall clock, epoch ms) it was asked for and had begun to come. */
  answered(date: string | null, askedAt: number, answeredAt: number): void;
  /** Milliseconds by which this host is ahead of RMS (negative: behind): the middle of the last answers; null: too few. */
  hostAheadMs(): number | null;
}

/** One for the process: all shops ask the same RMS. */
export function createClockSkew(): ClockSkew {
  let last: readonly number[] = [];
  return {
    answered: (date, askedAt, answeredAt) => {
      const there = date === null ? Number.NaN : Date.parse(date);
      if (Number.isNaN(there) || answeredAt < askedAt) return;
      last = [...last, (askedAt + answeredAt) / 2 - (there + CUT_OFF_MS)].slice(-ANSWERS);
    },
    hostAheadMs: () =>
      last.length < ENOUGH ? null : Math.round([...last].sort((a, b) => a - b)[Math.floor(last.length / 2)]!),
  };
}
