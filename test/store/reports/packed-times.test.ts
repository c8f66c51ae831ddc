// store: times that come as bytes are those that are stored, to the millisecond, on either side of PostgreSQL's own epoch.

import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { packedTimes, unpackTimes } from '../../../src/store/reports/packed-times.ts';
import { testDatabase } from '../../support/database.ts';

const database = testDatabase();

test('each row gives its times, and null where there is none', async () => {
  const times = [
    '1970-01-01T00:00:00.001Z',
    '1999-12-31T23:59:59.999Z',
    '2000-01-01T00:00:00Z',
    '2199-12-31T14:59:59.123Z',
  ];
  const { rows } = await sql<{ packed: Buffer }>`
    select string_agg(${packedTimes(['v.at', 'v.none'])}, '' order by v.at) as packed
    from (select unnest(${times}::timestamptz[]) as at, null::timestamptz as none) v`.execute(database.db);
  const unpacked = [...unpackTimes(rows[0]!.packed, 2)].map((time) => [time(0), time(1)]);
  expect(unpacked).toEqual(times.map((time) => [Date.parse(time), null]));
});

test('of no rows come no times', () => {
  expect([...unpackTimes(Buffer.alloc(0), 5)]).toEqual([]);
});
