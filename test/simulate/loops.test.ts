// When loops wake up by what is stored: what is overdue, whoever put it there, is due at once.

import { CompiledQuery, sql } from 'kysely';
import { expect, test } from 'vitest';
import { lookAgain } from '../../src/store/calendar/calendar-checks.ts';
import { claimProof, releaseProof } from '../../src/store/proof/daily-proof.ts';
import { testDatabase } from '../support/database.ts';
import { type Dues, NEXT_DUE, SIGN } from './loops.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.UTC(2026, 11, 1, 3);
const NIGHT = NOW + 12 * HOUR_MS;

const database = testDatabase();

async function duesAt(now: number): Promise<Dues> {
  const asked = CompiledQuery.raw(NEXT_DUE, [new Date(now), new Date(NIGHT), []]);
  const { rows } = await database.db.executeQuery<Dues>(asked);
  return rows[0]!;
}

test('calendars are due when they are looked at next, and at once when that has passed', async () => {
  expect(await duesAt(NOW)).toMatchObject({ calendars: null });
  await lookAgain(database.db, ['tea'], NOW + HOUR_MS);
  expect(await duesAt(NOW)).toMatchObject({ calendars: NOW + HOUR_MS });
  // As after a clock that was set back (clock-set-back.ts).
  await lookAgain(database.db, ['tea'], NOW - 2_000);
  expect(await duesAt(NOW)).toMatchObject({ calendars: NOW });
});

test('lists are due at their time, and at once when that has passed', async () => {
  expect(await duesAt(NOW)).toMatchObject({ lists: null });
  const planned = async (at: number): Promise<void> => {
    await sql`insert into list_slot (kind, subject, since, next_at) values ('morning', 'tea', ${new Date(0)}, ${new Date(at)})
      on conflict (kind, subject) do update set next_at = excluded.next_at`.execute(database.db);
  };
  await planned(NOW + HOUR_MS);
  expect(await duesAt(NOW)).toMatchObject({ lists: NOW + HOUR_MS });
  await planned(NOW - 2_000);
  expect(await duesAt(NOW)).toMatchObject({ lists: NOW });
});

test('a day that a dead process had taken is proved once its claim ends, and one that was given back at once', async () => {
  expect(await duesAt(NOW)).toMatchObject({ steps: NIGHT });
  const ends = NOW + HOUR_MS / 6;
  await claimProof(database.db, '2026-11-30', NOW, ends);
  expect(await duesAt(NOW)).toMatchObject({ steps: ends });
  expect(await duesAt(ends + 1)).toMatchObject({ steps: ends + 1 });
  await releaseProof(database.db, '2026-11-30');
  expect(await duesAt(NOW)).toMatchObject({ steps: NOW });
});

test('once a recount is wanted or done, loops look', async () => {
  const before = await duesAt(NOW);
  await sql`insert into shop (id, revision, watched_since, recomputed_at, recounts_wanted)
    values ('toy', '', now(), now(), 1)`.execute(database.db);
  const wanted = await duesAt(NOW);
  expect(wanted.recounts).toBe(NOW);
  expect(wanted.waiting).not.toBe(before.waiting);
});

test('a source is signed as read, or due: never neither', async () => {
  const { db } = database;
  const MINUTE_MS = 60_000;
  const isSigned = async (): Promise<boolean> => {
    await db.executeQuery(CompiledQuery.raw(SIGN, [new Date(NOW), []]));
    const { next } = await db.selectFrom('source').select('next_poll_at as next').executeTakeFirstOrThrow();
    return next > NOW;
  };
  const read = {
    last: NOW - 7 * MINUTE_MS,
    rows: (NOW - 7 * MINUTE_MS) as number | null,
    claimed: null as number | null,
  };
  const holds = async (source: typeof read): Promise<void> => {
    const [last, rows, claimed] = [source.last, source.rows, source.claimed].map((at) => at && new Date(at));
    await sql`delete from source`.execute(db);
    await sql`insert into source (shop, next_poll_at, last_complete_at, rows_at, claimed_until)
      values ('tea', ${new Date(NOW - 2 * MINUTE_MS)}, ${last}, ${rows}, ${claimed})`.execute(db);
  };
  await holds(read);
  expect(await duesAt(NOW)).toMatchObject({ sources: null });
  expect(await isSigned()).toBe(true);
  // What its last read showed is void.
  await holds({ ...read, rows: null });
  expect(await duesAt(NOW)).toMatchObject({ sources: NOW });
  expect(await isSigned()).toBe(false);
  // Its reader died, or reads still.
  await holds({ ...read, claimed: NOW + MINUTE_MS });
  expect(await duesAt(NOW)).toMatchObject({ sources: NOW + MINUTE_MS });
  expect(await duesAt(NOW + 2 * MINUTE_MS)).toMatchObject({ sources: NOW + 2 * MINUTE_MS });
  expect(await isSigned()).toBe(false);
});

test('operations are owed a mail of calendars at once, and once they have that of the day, the next day', async () => {
  await sql`truncate calendar_look`.execute(database.db);
  await sql`insert into calendar_notice (shop, kind, key, made_at) values ('tea', 'season', '2026', ${new Date(NOW)})`.execute(
    database.db,
  );
  expect(await duesAt(NOW)).toMatchObject({ calendars: NOW });
  // A day in Japan; from 17:50 on what is told is of the next.
  await sql`insert into outbox (kind, slot_at, state)
    values ('calendar', '2026-12-01T00:00+09', 'sent')`.execute(database.db);
  expect(await duesAt(NOW)).toMatchObject({ calendars: Date.parse('2026-12-01T17:50+09:00') });
  expect(await duesAt(Date.parse('2026-12-01T17:51+09:00'))).toMatchObject({
    calendars: Date.parse('2026-12-01T17:51+09:00'),
  });
});

test('while a source cannot be read nobody says when its silence is told', async () => {
  expect(await duesAt(NOW)).toMatchObject({ isBlind: false });
  await sql`insert into source (shop, next_poll_at, failing_since) values ('blind', ${new Date(NOW)}, ${new Date(NOW)})`.execute(
    database.db,
  );
  expect(await duesAt(NOW)).toMatchObject({ isBlind: true });
});
