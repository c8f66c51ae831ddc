// Promises of a thread (RULES.md 10): a holding reply answers the wait and opens one. Fed with the thread's events in their
// order. An answer at the very instant of a promise is its holding reply, so all instants of promises are known before.

import type { AnsweredBy, Instant, PromiseState, ThreadPromise } from '../model.ts';

interface Draft {
  readonly id: string;
  readonly madeAt: Instant;
  readonly until: Instant;
  readonly extends: string | null;
  /** Made while the customer waited: the next answer is its holding reply. */
  waits: boolean;
  endedAt: Instant | null;
  endedBy: AnsweredBy | 'completed' | 'withdrawn' | null;
  isExtended: boolean;
}

export interface Promises {
  /** The instants (epoch ms) at which a promise is made. */
  readonly madeAt: ReadonlySet<Instant>;
  readonly all: Draft[];
  /** The one that an answer would fulfil. */
  current: Draft | null;
}

export function noPromises(madeAt: ReadonlySet<Instant>): Promises {
  return { madeAt, all: [], current: null };
}

/** A promise is made; before the `until` of the one before it moves that one's date. `waits`: an episode is open. */
export function makePromise(
  promises: Promises,
  { id, at, until, waits }: { id: string; at: Instant; until: Instant; waits: boolean },
): void {
  const before = promises.current;
  const moves = before !== null && at < before.until;
  if (moves) before.isExtended = true;
  promises.current = {
    id,
    madeAt: at,
    until,
    extends: moves ? before.id : null,
    waits,
    endedAt: null,
    endedBy: null,
    isExtended: false,
  };
  promises.all.push(promises.current);
}

/** A person answered: the holding reply of a promise that waits for one, else its fulfilment. */
export function answerPromise(promises: Promises, by: AnsweredBy, at: Instant): void {
  const { current } = promises;
  if (current === null || promises.madeAt.has(at)) return;
  if (current.waits) current.waits = false;
  else endPromise(promises, by, at);
}

/** The current promise ends; null: the marketplace deleted every message of the customer. */
export function endPromise(promises: Promises, by: Draft['endedBy'], at: Instant): void {
  if (promises.current === null) return;
  promises.current.endedAt = at;
  promises.current.endedBy = by;
  promises.current = null;
}

export function withdrawPromise(promises: Promises, id: string | undefined, at: Instant): void {
  if (promises.current?.id === id) endPromise(promises, 'withdrawn', at);
}

/** Every message of the customer is deleted: a promise that still stands is cancelled. */
export function cancelPromise(promises: Promises, at: Instant): void {
  if (promises.current !== null && at < promises.current.until) endPromise(promises, null, at);
}

/** The promises in the order in which they were made, as they are at `now` (epoch ms). */
export function promisesAt({ all }: Promises, now: Instant): ThreadPromise[] {
  return all.map(({ waits, isExtended, ...promise }) => ({
    ...promise,
    state: promiseState({ ...promise, isExtended }, now),
  }));
}

/** What decides the state of a promise. */
export interface PromiseFacts extends Pick<ThreadPromise, 'until' | 'endedAt' | 'endedBy'> {
  /** Another one moved its date before that had come. */
  readonly isExtended: boolean;
}

/** The state of a promise at `now` (epoch ms; RULES.md 10.2 and 10.3). */
export function promiseState(promise: PromiseFacts, now: Instant): PromiseState {
  if (promise.isExtended) return 'extended';
  const isInTime = promise.endedAt !== null && promise.endedAt < promise.until;
  if (isInTime) return promise.endedBy === null || promise.endedBy === 'withdrawn' ? 'withdrawn' : 'kept';
  return promise.endedAt !== null || now >= promise.until ? 'broken' : 'standing';
}

/** Of all promises of a thread the one that an answer would fulfil; null when none stands, broken or not. */
export function standingPromise<P extends Pick<ThreadPromise, 'endedAt' | 'state'>>(promises: readonly P[]): P | null {
  const last = promises.at(-1);
  return last !== undefined && last.endedAt === null && last.state !== 'withdrawn' ? last : null;
}
