// The daily proof of promises: what the events say was broken that day, against what is recorded as broken.

import type { Instant, ThreadPromise } from '../../core/model.ts';
import type { RecordedPromise } from '../../store/promises/promise-proof.ts';
import type { Tally } from './tally-proof.ts';

/** Counts the promises that were broken in [from, to); `promises` are as they are at its end or later. */
export function judgePromises(
  { from, to }: { readonly from: Instant; readonly to: Instant },
  tally: Tally,
  inquiry: { readonly shop: string; readonly inquiry: string },
  {
    promises,
    recorded,
  }: { readonly promises: readonly ThreadPromise[]; readonly recorded: readonly RecordedPromise[] },
): void {
  const isOn = ({ until }: { readonly until: Instant }) => until >= from && until < to;
  const about = (dueAt: Instant) => ({ ...inquiry, step: 'flag', notice: 'promise', dueAt }) as const;
  const isSame = (a: ThreadPromise, b: RecordedPromise) => a.id === b.id && a.until === b.until;
  const broken = promises.filter(({ state }) => state === 'broken');
  for (const promise of broken.filter(isOn))
    tally.notice(
      about(promise.until),
      recorded.some((one) => isSame(promise, one)),
    );
  for (const one of recorded.filter(isOn))
    if (!broken.some((promise) => isSame(promise, one))) tally.surplus(about(one.until));
}
