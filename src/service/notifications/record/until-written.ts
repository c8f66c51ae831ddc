// Writing down what surely happened outside (a 250, a webhook's answer): whatever the database does at that moment, it is
// tried again with the same facts. What is not written is sent again.

import { setTimeout as delay } from 'node:timers/promises';
import { isTransient } from '../../../store/database.ts';
import type { Trx } from '../../../store/schema.ts';
import type { Service } from '../../service.ts';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 2_000;
/** Long after the claim has run out: somebody else has repeated it by then, under the same id. */
const LONGEST_MS = 10 * 60_000;
/** SQLSTATE of a statement that took longer than its limit. */
const CANCELED = '57014';

/**
 * Runs `write` in a transaction of its own until it is committed: serialization failures, deadlocks, limits and lost
 * connections are tried again for ten minutes (real time). `write` must be harmless twice, since a commit whose answer is
 * lost is tried again too; it reads what others have committed whatever the database's default isolation is.
 * @throws the error, when trying again cannot help or the ten minutes are over
 */
export async function untilWritten<T>(
  { db, logger }: Pick<Service, 'db' | 'logger'>,
  write: (trx: Trx) => Promise<T>,
): Promise<T> {
  const began = performance.now();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await db.transaction().setIsolationLevel('read committed').execute(write);
    } catch (error) {
      if (!mayPass(error) || performance.now() - began > LONGEST_MS) throw error;
      logger.warn({ err: error }, 'an outcome could not be written down, tried again');
    }
    await delay(pause);
  }
}

const mayPass = (error: unknown): boolean =>
  isTransient(error) || (error instanceof Error && (error as { code?: unknown }).code === CANCELED);
