// Claiming what is due: of several at once, each row goes to one; and a shop with many leaves room for the others.

import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import {
  type ClaimedMail,
  claimDueMails,
  claimMail,
  recoverStuckMailRows,
  stuckPossiblyTwice,
} from '../../../src/store/notifications/mail-claims.ts';
import { freezeMails } from '../../../src/store/notifications/outbox.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at } from '../../support/service.ts';

const database = testDatabase({ max: 3 });
const NOW = at('2026-06-04T09:00:00+09:00');

beforeEach(() => emptyTables(database.db));

/** So many rows of a shop, each a second after the one before, the first this many seconds ago. */
const due = (shop: string, rows: number, secondsAgo: number) =>
  sql`
  insert into outbox (kind, shop, cause, slot_at, state, next_attempt_at)
  select 'contact', ${shop}, 'c' || n, t, 'pending', t
  from generate_series(1, ${rows}::int) n, lateral (
    select ${new Date(NOW - secondsAgo * 1_000)}::timestamptz + n * interval '1 second' as t) slot`.execute(
    database.db,
  );

test('a shop with many that waited longer leaves room for the first of every other', async () => {
  await due('many', 40, 3_600);
  await due('one', 1, 60);
  await due('two', 2, 30);
  const first = await claimDueMails(database.db, 'mails', 20, NOW);
  const shops = first.map(({ shop }) => shop);
  expect(first).toHaveLength(20);
  expect(shops.filter((shop) => shop !== 'many').toSorted()).toEqual(['one', 'two', 'two']);
  // Of its own it takes those that waited longest.
  const causes = first.filter(({ shop }) => shop === 'many').map(({ cause }) => cause);
  expect(new Set(causes)).toEqual(new Set(Array.from({ length: 17 }, (_, n) => `c${n + 1}`)));
});

test('two that claim at once share what is due, each row once', async () => {
  for (const shop of ['a', 'b', 'c', 'd']) await due(shop, 10, 600);
  const pages = await Promise.all([1, 2, 3].map(() => claimDueMails(database.db, 'mails', 8, NOW)));
  const rest = await claimDueMails(database.db, 'mails', 40, NOW);
  const ids = [...pages.flat(), ...rest].map(({ id }) => id);
  expect(ids).toHaveLength(40);
  expect(new Set(ids).size).toBe(40);
});

test('two that take back what a dead worker left do not wait for each other', async () => {
  await due('a', 4, 600);
  const stuck = await claimDueMails(database.db, 'mails', 4, NOW);
  await sql`update outbox set subject = 's', possibly_twice = true where cause in ('c1', 'c2')`.execute(database.db);
  const later = NOW + 600_000;
  await database.db.transaction().execute(async (one) => {
    expect(await stuckPossiblyTwice(one, later)).toHaveLength(2);
    await database.db.transaction().execute(async (other) => {
      await sql`set local lock_timeout = '2s'`.execute(other);
      expect(await stuckPossiblyTwice(other, later)).toEqual([]);
      await recoverStuckMailRows(other, later, later);
    });
  });
  const { rows } = await sql`select cause, state from outbox order by id`.execute(database.db);
  expect(stuck).toHaveLength(4);
  expect(rows).toEqual([
    { cause: 'c1', state: 'sending' },
    { cause: 'c2', state: 'sending' },
    { cause: 'c3', state: 'pending' },
    { cause: 'c4', state: 'pending' },
  ]);
});

test('a worker that dies before it hands a repeated mail over has used up no attempt', async () => {
  await due('a', 1, 600);
  const [first] = await claimDueMails(database.db, 'mails', 1, NOW);
  const content = { subject: 's', text: 't', html: 'h' };
  const handOver = (claimed: ClaimedMail) =>
    database.db.transaction().execute((trx) => freezeMails(trx, [{ claimed, content, items: [], notices: [] }]));
  await handOver(first!);
  let now = NOW;
  const dies = async () => {
    now += 600_000;
    return database.db.transaction().execute(async (trx) => {
      const givenUp = await stuckPossiblyTwice(trx, now);
      await recoverStuckMailRows(trx, now, now);
      return givenUp.length;
    });
  };
  expect(await dies()).toBe(0);
  for (const claim of [claimMail(database.db, first!.id, now), null]) {
    const repeated = claim === null ? (await claimDueMails(database.db, 'mails', 1, now))[0] : await claim;
    expect(repeated).toMatchObject({ possiblyTwice: true, frozen: content });
    if (claim !== null) expect(await dies()).toBe(0);
    else await handOver(repeated!);
  }
  expect(await dies()).toBe(1);
});
