// store: which of many events are known is asked by the key of each, however few rows there are: what a table grows to is not
// known when a plan is made.

import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { unknownEvents } from '../../../src/store/intake/events.ts';
import { testDatabase } from '../../support/database.ts';

const database = testDatabase();
const AT = Date.parse('2026-06-01T10:00:00+09:00');

test('known events are found by their keys, not by reading all there are', async () => {
  const { db } = database;
  const rows = sql`generate_series(1, 20000) n`;
  await sql`insert into inquiry (shop, external_id, channel, status, first_seen_at)
    select 's', 'q' || n, 'r-messe', 'unanswered', now() from ${rows}`.execute(db);
  await sql`insert into event (inquiry_id, id, type, at, learned_at, source)
    select n, 'm', 'customer_message', ${new Date(AT)}, now(), 'api' from ${rows}`.execute(db);
  await sql`analyze inquiry, event`.execute(db);
  const copies = Array.from({ length: 5_000 }, (_, n) => ({
    ...{ shop: 's', inquiry: `q${16_000 + n}` },
    event: { type: 'customer_message' as const, id: 'm', at: n === 7 ? AT - 1 : AT },
  }));
  const read = await db.transaction().execute(async (trx) => {
    // The earlier copy, and those of a thousand inquiries that nobody has seen.
    expect((await unknownEvents(trx, copies)).sort((a, b) => a - b)).toEqual([
      7,
      ...Array.from({ length: 999 }, (_, n) => 4_001 + n),
    ]);
    const { rows: scans } = await sql<{ whole: number; keys: number }>`
      select seq_scan::int as whole, idx_scan::int as keys from pg_stat_xact_user_tables
      where relname = 'event'`.execute(trx);
    return scans;
  });
  expect(read).toEqual([{ whole: 0, keys: 4_001 }]);
});
