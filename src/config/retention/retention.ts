// config: how long what is over stays. Left out, it stays for ever.

import { describe } from '../values/faults.ts';
import { inside, orNull, type Reader, readMap, refuse } from '../values/readers.ts';

/** In calendar months; null: for ever. */
export interface Retention {
  /** Inquiries, after the last that happened to them. */
  readonly inquiries: number | null;
  /** Mails and other messages, after they were sent or given up. */
  readonly mails: number | null;
}

export const KEEP_ALL: Retention = { inquiries: null, mails: null };

/** Sources, goals, weekly summaries and what can be taken back reach less far. */
const LEAST = { inquiries: 6, mails: 3 } as const;
const MOST = 240;

const months =
  (least: number): Reader<number> =>
  (value, at) => {
    const match = typeof value === 'string' ? /^(\d{1,3})mo$/.exec(value) : null;
    const count = match === null ? Number.NaN : Number(match[1]);
    if (count >= least && count <= MOST) return count;
    return refuse(at, describe(value), `a number of months from ${least}mo to ${MOST}mo`, hint(value, least));
  };

function hint(value: unknown, least: number): string | undefined {
  const match = /^(\d{1,3}) *([a-z]*)$/i.exec(
    typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '',
  );
  if (match === null) return undefined;
  const unit = match[2]!.toLowerCase();
  const count = Number(match[1]) * (unit.startsWith('y') ? 12 : 1);
  const isMonths = unit === '' || unit.startsWith('mo') || unit.startsWith('y');
  return isMonths && count >= least && count <= MOST ? `did you mean ${count}mo?` : undefined;
}

const SHAPE = { inquiries: orNull(months(LEAST.inquiries)), mails: orNull(months(LEAST.mails)) };

export const retention: Reader<Retention> = (value, at) => {
  const faults = at.faults.length;
  const read = readMap(SHAPE, value, at);
  if (!read || at.faults.length > faults) return undefined;
  const { inquiries = null, mails = null } = read;
  if (inquiries === null && mails === null)
    return refuse(
      inside(at, 'inquiries'),
      'nothing',
      'inquiries, mails or both, such as { inquiries: 25mo, mails: 13mo }',
    );
  return { inquiries, mails };
};
