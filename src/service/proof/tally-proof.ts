// What the daily proof adds up, and what counts as late. Pure.

import { atLeast, type Clock } from '../../core/clock.ts';
import type { Instant } from '../../core/model.ts';
import type { Finding, ProofExample, ProofResult, RecordedStep } from '../../store/proof/daily-proof.ts';

/** Raised this much after it was due and known is late: two ticks. */
const LATE_AFTER_MS = 60_000;
/** On an accelerated clock a minute passes within any real delay. */
const LATE_AFTER_REAL_MS = 3_000;
const EXAMPLES_EACH = 5;

type About = Omit<ProofExample, 'what'>;

export interface Tally {
  /** An expected step; `knownAt`: when we knew all that makes it due. */
  expected(about: About, recorded: RecordedStep | undefined, knownAt: Instant): void;
  /** An expected notice, and whether it is planned for its instant, or told. */
  notice(about: About, isPlanned: boolean): void;
  /** A recorded step, or a planned notice, that nothing asks for. */
  surplus(about: About): void;
  result(): ProofResult;
}

/** An empty tally; `clock` only says how fast time runs. */
export function createTally(clock: Pick<Clock, 'realMs'>): Tally {
  const lateAfter = atLeast(clock, LATE_AFTER_MS, LATE_AFTER_REAL_MS);
  const counts = { expected: 0, raised: 0, late: 0, missing: 0, surplus: 0, learnedLate: 0, recounted: 0 };
  const examples: Record<Finding, ProofExample[]> = { missing: [], late: [], surplus: [] };
  let slowestMs = 0;

  function note(what: Finding, about: About): void {
    counts[what]++;
    if (examples[what].length < EXAMPLES_EACH) examples[what].push({ what, ...about });
  }

  function raised(about: About, { detectedAt, cause }: RecordedStep, knownAt: Instant): void {
    counts.raised++;
    const { dueAt } = about;
    if (cause === 'calendar') {
      if (detectedAt - dueAt > lateAfter) counts.recounted++;
      return;
    }
    const delay = detectedAt - Math.max(dueAt, knownAt);
    slowestMs = Math.max(slowestMs, delay);
    if (delay > lateAfter) note('late', about);
    else if (detectedAt - dueAt > lateAfter) counts.learnedLate++;
  }

  return {
    expected: (about, recorded, knownAt) => {
      counts.expected++;
      if (recorded === undefined) note('missing', about);
      else raised(about, recorded, knownAt);
    },
    notice: (about, isPlanned) => {
      counts.expected++;
      if (isPlanned) counts.raised++;
      else note('missing', about);
    },
    surplus: (about) => note('surplus', about),
    result: () => ({ ...counts, slowestMs, examples: [...examples.missing, ...examples.late, ...examples.surplus] }),
  };
}
