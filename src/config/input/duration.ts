// config: lengths of business time, as files and requests write them: `1d`, `3h`, `15m`.

import type { StepLength } from '../../core/model.ts';
import { describe } from '../values/faults.ts';
import { type Reader, refuse } from '../values/readers.ts';

const DURATION = 'a positive duration: 1d (business days), 3h (business hours) or 15m (business minutes)';
/** Far beyond any use; keeps every sum inside the days a calendar is compiled for. */
const MOST = { d: 1_000, h: 10_000, m: 600_000 } as const;

export interface Duration {
  readonly text: string;
  readonly length: StepLength;
}

/** A positive length of business time. */
export const duration: Reader<Duration> = (value, at) => {
  const match = typeof value === 'string' ? /^(\d{1,7})([dhm])$/.exec(value) : null;
  if (!match) return refuse(at, describe(value), DURATION, durationHint(value));
  const [count, unit] = [Number(match[1]), match[2] as 'd' | 'h' | 'm'];
  if (count === 0) return refuse(at, describe(value), DURATION);
  if (count > MOST[unit]) return refuse(at, describe(value), `at most ${MOST[unit]}${unit}`);
  const length = unit === 'd' ? { days: count } : { openMs: count * (unit === 'h' ? 3_600_000 : 60_000) };
  return { text: match[0], length };
};

const SAME_DAY: Duration = { text: '0d', length: { days: 0 } };

/** The length of a first step, which may be `0d`: the date of receipt itself. */
export const stepDuration: Reader<Duration> = (value, at) => (value === '0d' ? SAME_DAY : duration(value, at));

/** A step's length as the file writes it: `1d`, `3h`, `15m`. */
export function formatDuration(length: StepLength): string {
  if ('days' in length) return `${length.days}d`;
  const minutes = length.openMs / 60_000;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

function durationHint(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return `did you mean ${value}d?`;
  const match = typeof value === 'string' ? /^(\d+)\s*(d|h|m)[a-z]*$/i.exec(value.trim()) : null;
  return match && Number(match[1]) > 0 ? `did you mean ${match[1]}${match[2]?.toLowerCase()}?` : undefined;
}
