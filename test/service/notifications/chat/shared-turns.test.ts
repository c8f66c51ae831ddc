// service: turns to send to one chat are shared by all processes, each of which has connections of its own.

import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createChatTransport } from '../../../../src/chat/chat-transport.ts';
import type { Turn } from '../../../../src/chat/turns.ts';
import { openSharedTurns } from '../../../../src/service/notifications/chat/shared-turns.ts';
import { closeDatabase, openDatabase } from '../../../../src/store/database.ts';
import { startFakeChat } from '../../../support/chats/fake-chat.ts';
import { emptyTables, silentLogger, testDatabase } from '../../../support/database.ts';

const database = testDatabase();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Two processes. */
async function processes(work: (turns: readonly ReturnType<typeof openSharedTurns>[]) => Promise<void>): Promise<void> {
  await emptyTables(database.db);
  const own = [1, 2].map(() => openDatabase(database.url, { max: 3, logger: silentLogger }));
  try {
    await work(own.map((db) => openSharedTurns(db, silentLogger)));
  } finally {
    await Promise.all(own.map(closeDatabase));
  }
}

/** To the nearest minute: what the test itself takes is less. */
const minutesOf = (turn: Turn): number | string =>
  'waitMs' in turn ? Math.round(turn.waitMs / MINUTE_MS) : `away ${Math.round(turn.awayMs / MINUTE_MS)}`;

test('whoever asks, each gets a turn of its own, a spacing apart', async () => {
  await processes(async (turns) => {
    const asked = Array.from({ length: 6 }, (_, n) => turns[n % 2]!.turn('room', MINUTE_MS, HOUR_MS));
    const waits = (await Promise.all(asked)).map(minutesOf);
    expect(waits.sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(minutesOf(await turns[1]!.turn('other', MINUTE_MS, HOUR_MS))).toBe(0);
  });
});

test('a turn too far away is none, and takes nobody’s', async () => {
  await processes(async ([first, second]) => {
    await first!.turn('room', HOUR_MS, 0);
    expect(minutesOf(await second!.turn('room', HOUR_MS, MINUTE_MS))).toBe('away 60');
    expect(minutesOf(await first!.turn('room', HOUR_MS, MINUTE_MS))).toBe('away 60');
  });
});

test('what one is asked to wait, all wait', async () => {
  await processes(async ([first, second]) => {
    await first!.rest('room', HOUR_MS);
    await second!.rest('room', MINUTE_MS);
    expect(minutesOf(await second!.turn('room', 1, 2 * HOUR_MS))).toBe(60);
  });
});

test('places of days ago are forgotten', async () => {
  await processes(async ([first, second]) => {
    await first!.turn('old', 1, 0);
    await sql`update chat_turn set free_at = clock_timestamp() - interval '25 hours'`.execute(database.db);
    await second!.turn('room', 1, 0);
    const { rows } = await sql<{ place: string }>`select place from chat_turn`.execute(database.db);
    expect(rows).toEqual([{ place: 'room' }]);
  });
});

test('a 429 that one process got holds back the other, without a call', async () => {
  await processes(async (turns) => {
    const fake = await startFakeChat('slack');
    fake.moods.push({ status: 429, headers: { 'retry-after': '3600' } });
    const send = (pacer: (typeof turns)[number]) =>
      createChatTransport({ secret: fake.secret, origins: fake.origins, pacer }).send({
        chat: fake.chat,
        delivery: '7',
        message: { text: '一件', links: [] },
        at: Date.parse('2026-06-04T00:00:00Z'),
        again: false,
        allowPrivate: true,
      });
    expect(await send(turns[0]!)).toMatchObject({ kind: 'retry', afterMs: HOUR_MS });
    const second = await send(turns[1]!);
    expect(second).toMatchObject({ kind: 'retry', meaning: 'rate' });
    expect(fake.calls).toHaveLength(1);
    const { rows } = await sql<{ row: string }>`select t::text as row from chat_turn t`.execute(database.db);
    for (const value of Object.values(fake.secrets)) expect(JSON.stringify(rows)).not.toContain(value);
  });
});

test('without the database a process keeps to the rate alone', async () => {
  const gone = openDatabase(database.url, { max: 1, logger: silentLogger });
  await closeDatabase(gone);
  const turns = openSharedTurns(gone, silentLogger);
  expect(minutesOf(await turns.turn('room', MINUTE_MS, HOUR_MS))).toBe(0);
  expect(minutesOf(await turns.turn('room', MINUTE_MS, HOUR_MS))).toBe(1);
  await turns.rest('room', HOUR_MS);
  expect(minutesOf(await turns.turn('room', MINUTE_MS, 0))).toBe('away 60');
});
