// What PostgreSQL's values become: instants are epoch milliseconds, int8 numbers and days YYYY-MM-DD. Trap: a date in another
// style than the one asked for would be read as another day, or as none; so what is not understood is an error, never a
// value.

import pg from 'pg';

const { TIMESTAMPTZ, DATE, INT8 } = pg.types.builtins;
const TIMESTAMPTZ_ARRAY = 1185;
const INT8_ARRAY = 1016;

// pg's own parsers give Dates (±Infinity for infinity) and texts. Its typings list no array types.
const parserOf = pg.types.getTypeParser as (oid: number) => (text: string) => unknown;

const PARSERS = new Map<number, (text: string) => unknown>([
  [TIMESTAMPTZ, instant],
  [DATE, day],
  [INT8, Number],
  [TIMESTAMPTZ_ARRAY, (text) => numbers(parserOf(TIMESTAMPTZ_ARRAY)(text))],
  [INT8_ARRAY, (text) => numbers(parserOf(INT8_ARRAY)(text))],
]);

/** For pg's option `types`. */
export const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  (format !== 'binary' && PARSERS.get(oid)) || pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser;

/** How almost every instant comes, as sessions are in UTC: what JavaScript reads itself, in half the time. */
const IN_UTC = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?\+00$/;
const ISO = /^\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d){0,2}( BC)?$/;

function instant(text: string): number {
  if (IN_UTC.test(text)) return Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
  const at = ISO.test(text) || /^-?infinity$/.test(text) ? Number(parserOf(TIMESTAMPTZ)(text)) : Number.NaN;
  if (Number.isNaN(at)) throw new Error(`PostgreSQL answered a time that is not in ISO style: ${text}`);
  return at;
}

function day(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw new Error(`PostgreSQL answered a day that is not in ISO style: ${text}`);
  return text;
}

function numbers(values: unknown): (number | null)[] {
  return (values as unknown[]).map((value) => {
    if (value === null) return null;
    const number = Number(value);
    if (Number.isNaN(number)) throw new Error('PostgreSQL answered a list of times that is not in ISO style');
    return number;
  });
}
