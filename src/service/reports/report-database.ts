// Where reports are read: from a replica where one is named and not too far behind, else from the main database. That the
// replica is away, cuts a read off or lacks something costs a report nothing but the time until that is known.

import type { Instant } from '../../core/model.ts';
import { LONG_LIMIT_MS, withLimit } from '../../store/database.ts';
import type { Db } from '../../store/schema.ts';
import { lastTick } from '../../store/status/heartbeats.ts';
import type { Service } from '../service.ts';

type Parts = Pick<Service, 'db' | 'replica' | 'clock' | 'logger'>;

/** A replica that is further behind is not asked: its reports would surprise. */
const MOST_BEHIND_MS = 10 * 60_000;
/** So long (real ms) it is believed what was found. */
const BELIEVED_MS = 5_000;
const AWAY_MS = 30_000;

interface Found {
  /** Null: it is not asked. */
  readonly behindMs: number | null;
  /** By performance.now. */
  readonly until: number;
}

const found = new WeakMap<Db, Found>();

/**
 * How far behind (ms of the clock) reports are that are read now, to half a minute: the sign that the worker leaves is compared.
 * Null: they are read from the main database.
 */
export async function reportsBehindMs(service: Parts): Promise<number | null> {
  const { replica } = service;
  if (replica === undefined) return null;
  const known = found.get(replica);
  if (known !== undefined && known.until > performance.now()) return known.behindMs;
  try {
    const [main, there] = [await lastTick(service.db), await lastTick(withLimit(replica, BELIEVED_MS))];
    const behindMs = behind(main, there);
    if (behindMs > MOST_BEHIND_MS) service.logger.warn({ behindMs }, 'the read replica is too far behind for reports');
    const asked = behindMs <= MOST_BEHIND_MS ? behindMs : null;
    found.set(replica, { behindMs: asked, until: performance.now() + BELIEVED_MS });
    return asked;
  } catch (error) {
    noteAway(service, replica, error);
    return null;
  }
}

/** Reads for a report. `read` may be asked twice, the second time on the main database, and must only read. */
export async function readForReport<T>(service: Parts, read: (db: Db) => Promise<T>): Promise<T> {
  const { db, replica } = service;
  const main = () => read(withLimit(db, LONG_LIMIT_MS));
  if (replica === undefined || (await reportsBehindMs(service)) === null) return main();
  try {
    return await read(replica);
  } catch (error) {
    noteAway(service, replica, error);
    return main();
  }
}

const behind = (main: Instant | null, there: Instant | null): number =>
  main === null ? 0 : there === null ? Number.POSITIVE_INFINITY : Math.max(0, main - there);

function noteAway({ logger }: Parts, replica: Db, error: unknown): void {
  logger.warn({ err: error }, 'reports are read from the main database: the read replica cannot be used');
  found.set(replica, { behindMs: null, until: performance.now() + AWAY_MS });
}
