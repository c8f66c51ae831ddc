// The pool reads timestamptz as epoch milliseconds; instants go in as Date.

import type { ColumnType } from 'kysely';
import type { Instant } from '../../core/model.ts';

export type Time = ColumnType<Instant, Date, Date>;
export type NullableTime = ColumnType<Instant | null, Date | null, Date | null>;
/** int8: read as a number (ids stay far below 2^53). */
export type Id = ColumnType<number, number, never>;
