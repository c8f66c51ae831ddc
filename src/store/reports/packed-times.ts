// The times of many rows as bytes: PostgreSQL's own binary form of a timestamp is quick to make and quick to read, where a text of
// each is neither.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';

/** A timestamp is its microseconds since 2000 in eight bytes; the greatest such number stands for none. */
const BYTES = 8;
const EPOCH_MS = Date.UTC(2000, 0, 1);
const NONE_HIGH = 0x7fffffff;
const HIGH = 2 ** 32;

/** SQL: bytes of the columns' times one after the other, for `string_agg`. */
export const packedTimes = (columns: readonly string[]): RawBuilder<Buffer> =>
  sql`${sql.join(
    columns.map((column) => sql`timestamptz_send(coalesce(${sql.ref(column)}, 'infinity'))`),
    sql` || `,
  )}`;

/** Gives each row's times, epoch ms or null, as a function of the column's place. */
export function* unpackTimes(bytes: Buffer, columns: number): Generator<(column: number) => Instant | null> {
  for (let row = 0; row < bytes.length; row += columns * BYTES) yield (column) => timeAt(bytes, row + column * BYTES);
}

function timeAt(bytes: Buffer, at: number): Instant | null {
  const high = bytes.readInt32BE(at);
  if (high === NONE_HIGH) return null;
  return EPOCH_MS + Math.round((high * HIGH + bytes.readUInt32BE(at + 4)) / 1_000);
}
