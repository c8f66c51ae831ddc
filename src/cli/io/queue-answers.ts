// cli: whether the queue answers; where it lives in PostgreSQL, asking makes its schema.

import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { openQueue } from '../../queue/queue.ts';
import { systemClock } from '../../store/database-clock.ts';

const WAIT_MS = 5_000;
const LOOK_MS = 50;

/** Waits some seconds for contact; the error is what stood in the way, if that is known. */
export async function queueAnswers(
  url: string,
  logger: Logger,
): Promise<{ readonly ok: boolean; readonly error: string | null }> {
  const queue = await openQueue({ url, name: 'inquiry-sla', clock: systemClock, logger, handlers: null });
  try {
    for (const until = performance.now() + WAIT_MS; performance.now() < until; await delay(LOOK_MS))
      if (queue.health().connected) return { ok: true, error: null };
    return { ok: false, error: queue.health().error };
  } finally {
    await queue.close();
  }
}
