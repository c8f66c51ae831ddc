// Production clocks. What is due is decided by the database's clock alone, so that a host that runs ahead breaches
// nobody early. Between two measurements the process's monotonic clock carries it on.

import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/model.ts';
import { type Database, withLimit } from './database.ts';

export interface DatabaseClock extends Clock {
  /** Measures again (three queries); on an error the clock goes on as it was, and the error is thrown. */
  refresh(): Promise<void>;
  /** How far this host's wall clock is ahead of the database's, in ms (negative: behind). */
  hostAheadMs(): number;
}

export interface ClockJump {
  /** What this clock said, and what the database says, at the same moment. */
  readonly expected: Instant;
  readonly measured: Instant;
}

export interface DatabaseClockOptions {
  /** A difference of more than this is a jump: it is reported, and the clock follows it even backwards. */
  readonly jumpMs?: number;
  readonly onJump?: (jump: ClockJump) => void;
}

const SAMPLES = 3;
const JUMP_MS = 2_000;
/** An answer that takes longer says nothing about the time. */
const MEASURE_LIMIT_MS = 3_000;
/** setTimeout knows no longer delay. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** This host's own clock: for what happens before there is a database, and for tools without one. */
export const systemClock: Clock = { now: () => Date.now(), realMs: (virtualMs) => virtualMs, sleep };

/** The database's clock; call `refresh` each tick. Small corrections never turn it back. */
export function openDatabaseClock(db: Database, options: DatabaseClockOptions = {}): Promise<DatabaseClock> {
  const brisk = withLimit(db, MEASURE_LIMIT_MS);
  return openSteeredClock(() => measureOffset(brisk), options);
}

/** A clock that follows whatever `measure` says: the other clock's time minus performance.now(), in ms. */
export async function openSteeredClock(
  measure: () => Promise<number>,
  options: DatabaseClockOptions,
): Promise<DatabaseClock> {
  const jumpMs = options.jumpMs ?? JUMP_MS;
  let offset = await measure();
  let last = Number.NEGATIVE_INFINITY;
  const now = (): Instant => {
    last = Math.max(last, Math.floor(performance.now() + offset));
    return last;
  };
  const refresh = async (): Promise<void> => {
    const measured = await measure();
    const expected = now();
    const difference = measured - offset;
    offset = measured;
    if (Math.abs(difference) <= jumpMs) return;
    last = Number.NEGATIVE_INFINITY;
    options.onJump?.({ expected, measured: now() });
  };
  return { now, realMs: (virtualMs) => virtualMs, sleep, refresh, hostAheadMs: () => Date.now() - now() };
}

/** The database's time minus performance.now(), by the sample with the shortest round trip. */
async function measureOffset(db: Database): Promise<number> {
  let best = { roundTrip: Number.POSITIVE_INFINITY, offset: 0 };
  for (let sample = 0; sample < SAMPLES; sample++) {
    const before = performance.now();
    const { rows } = await sql<{ ms: number }>`
      select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(db);
    const after = performance.now();
    const roundTrip = after - before;
    if (roundTrip < best.roundTrip) best = { roundTrip, offset: rows[0]!.ms - (before + after) / 2 };
  }
  return best.offset;
}

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  for (let left = Math.max(0, ms); ; left -= LONGEST_DELAY_MS) {
    try {
      await delay(Math.min(left, LONGEST_DELAY_MS), undefined, { signal });
    } catch {
      throw signal!.reason;
    }
    if (left <= LONGEST_DELAY_MS) return;
  }
}
