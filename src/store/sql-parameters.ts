// Parameters for set-based statements: columns of rows become arrays for UNNEST.

import { type Expression, type RawBuilder, sql } from 'kysely';
import type { Instant } from '../core/model.ts';

export const textArray = (values: readonly (string | null)[]): RawBuilder<unknown> => sql`${values}::text[]`;
export const idArray = (values: readonly (number | null)[]): RawBuilder<unknown> => sql`${literal(values)}::bigint[]`;
/** Of plain words of ours, which need no quotes. */
export const wordArray = (values: readonly string[]): RawBuilder<unknown> => sql`${literal(values)}::text[]`;
export const booleanArray = (values: readonly boolean[]): RawBuilder<unknown> => sql`${literal(values)}::boolean[]`;

/** Instants in epoch milliseconds as timestamptz[]. */
export function timeArray(values: readonly (Instant | null)[]): RawBuilder<unknown> {
  // Deadlines are mostly the same few instants: each is written out once.
  const texts = new Map<Instant, string>();
  const textOf = (value: Instant): string => {
    const known = texts.get(value);
    if (known !== undefined) return known;
    const text = new Date(value).toISOString();
    texts.set(value, text);
    return text;
  };
  return sql`${literal(values.map((value) => (value === null ? null : textOf(value))))}::timestamptz[]`;
}

/** PostgreSQL's text of an array whose items need no quotes; the driver would quote and escape each. */
const literal = (items: readonly (string | number | boolean | null)[]): string =>
  `{${items.map((item) => item ?? 'NULL').join(',')}}`;

/** One instant in epoch milliseconds as timestamptz: written as a Date is, compared as what is read (tables/columns.ts, Time). */
export const time = (value: Instant): RawBuilder<Instant & Date> => sql`${new Date(value)}::timestamptz`;

/** SQL: columns as the builder's `select` takes them, of the row that a raw statement calls `alias`. */
export function columnsOf(alias: string, columns: readonly string[]): RawBuilder<unknown> {
  const named = columns.map((column) => {
    const [name, as = name] = column.split(' as ');
    return `${alias}.${name} as "${as}"`;
  });
  return sql.raw(named.join(', '));
}

/** What the column says, or this instant where it says nothing yet. */
export const orTime = (column: Expression<Instant | null>, value: Instant): RawBuilder<Instant & Date> =>
  sql`coalesce(${column}, ${time(value)})`;

/** A document; of null the document `null`, not SQL's. */
export const json = <T>(value: T): RawBuilder<T> => sql`${JSON.stringify(value)}::jsonb`;

/** For `where(column, '=', anyId(…))`: one parameter, however many they are. */
export const anyId = (values: readonly number[]): RawBuilder<number> => sql`any(${idArray(values)})`;
export const anyText = (values: readonly string[]): RawBuilder<string> => sql`any(${textArray(values)})`;
