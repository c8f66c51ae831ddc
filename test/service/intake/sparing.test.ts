import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { sparing } from '../../../src/service/intake/sparing.ts';
import { latestRefusals } from '../../../src/store/intake/refusals.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { eventOf, type TestService, testService } from '../../support/service.ts';

const database = testDatabase();
let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, now: '2026-06-01T12:00:00+09:00' });
});

/** Whether the database takes them, all at once. */
const store = async (texts: readonly string[]) => {
  await sql`select ${JSON.stringify(texts)}::jsonb`.execute(it.service.db);
  return texts.length;
};

describe('a set of which the database does not take some', () => {
  test('is taken without them', async () => {
    const items = Array.from({ length: 100 }, (_, n) => (n % 30 === 7 ? `\ud83d${n}` : `text ${n}`));
    const { done, bad } = await sparing(items, store);
    expect(bad).toEqual(['\ud83d7', '\ud83d37', '\ud83d67', '\ud83d97']);
    expect(done.reduce((sum, one) => sum + one, 0)).toBe(96);
  });

  test('another error is thrown as it is', async () => {
    const broken = () => sql`select nothing`.execute(it.service.db);
    await expect(sparing(['a', 'b'], broken)).rejects.toMatchObject({ code: '42703' });
  });
});

test('events that pass every gate and that the database does not take are refused alone and shown', async () => {
  const when = '2026-06-01T10:00:00+09:00';
  const message = (inquiry: string, more = {}) => eventOf('customer_message', 'm', when, { inquiry, ...more });
  const deletion = { type: 'message_deleted', id: 'd', at: message('q').event.at, message: 'm\0' } as const;
  const events = [
    message('a'),
    message('b', { item: 'a\0' }),
    message('c\0'),
    message('d'),
    { ...message('d'), event: deletion },
    message('e'),
  ];
  const { added, known, refused } = await intake(it.service, events, 'rms');
  expect({ added, known, refused: [...refused.keys()].sort() }).toEqual({ added: 3, known: 0, refused: [1, 2, 4] });
  const stored = await sql<{ key: string }>`select external_id as key from inquiry order by 1`.execute(it.service.db);
  expect(stored.rows.map(({ key }) => key)).toEqual(['a', 'd', 'e']);
  const kept = await latestRefusals(it.service.db, 10);
  expect(kept.map(({ code, source, inquiry }) => [code, source, inquiry]).sort()).toEqual([
    ['not-storable', 'rms', 'b'],
    ['not-storable', 'rms', 'c'],
    ['not-storable', 'rms', 'd'],
  ]);
});
