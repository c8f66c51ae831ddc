// cli: a start waits for its database: in the order in which machines come up, after a power cut, or while it is upgraded,
// the database is often the last. What will never pass by itself (a wrong password, no such database) is not waited for.

import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Environment } from '../../config/environment.ts';
import { isTransient } from '../../store/database.ts';
import { databaseInWords } from './settings.ts';

interface Waiting {
  readonly environment: Pick<Environment, 'databaseUrl'>;
  readonly logger: Logger;
  /** Ends the waiting at once. */
  readonly signal: AbortSignal;
  /** For tests: the first pause, in real ms; each next one is twice as long, up to the longest. */
  readonly firstPauseMs?: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

interface Closable {
  close(): Promise<void>;
}

/**
 * What `open` gives, tried again while the database of DATABASE_URL is away, also when it goes away half-way. Null when
 * the signal came first; what opens after that is closed. @throws every other error of `open`
 */
export async function onceReachable<T extends Closable>(open: () => Promise<T>, waiting: Waiting): Promise<T | null> {
  const { environment, logger, signal } = waiting;
  const began = Date.now();
  for (let pause = waiting.firstPauseMs ?? FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      return await unlessAborted(open, signal);
    } catch (error) {
      if (signal.aborted) return null;
      if (environment.databaseUrl === null || !isTransient(error)) throw error;
      const waited = Math.round((Date.now() - began) / 1_000);
      const reason = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
      const where = databaseInWords(environment, '');
      logger.error(
        { reason, waitedSeconds: waited, nextTryMs: pause },
        `waiting for the database: ${where} does not answer (${reason}) for ${waited} s; nothing is watched until it does`,
      );
      await delay(pause, undefined, { signal }).catch(() => {});
      if (signal.aborted) return null;
    }
  }
}

/** What opens after the signal came is closed again, by itself. */
function unlessAborted<T extends Closable>(open: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    open()
      .finally(() => signal.removeEventListener('abort', stop))
      .then((opened) => (signal.aborted ? opened.close() : resolve(opened)))
      .catch(reject);
  });
}
