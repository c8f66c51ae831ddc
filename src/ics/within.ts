// ics: work that must end. The library loops for ever over rules that never come true, and only V8 can stop it.
// Trap: the event loop stands still until then, so the time is short.

import { runInNewContext } from 'node:vm';
import { FeedError } from './errors.ts';

/** Runs synchronous work, at most so many real milliseconds. @throws FeedError `too-much` when it takes longer */
export function withinMs<T>(ms: number, work: () => T): T {
  try {
    return runInNewContext('work()', { work }, { timeout: ms }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new FeedError('too-much', 'repetitions that cannot be worked out in time');
  }
}
