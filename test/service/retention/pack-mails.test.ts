// service: the body of a mail that was sent a while ago is packed, read as it was, and sent again as it was.

import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { packOld } from '../../../src/service/retention/keep-retention.ts';
import { claimMail } from '../../../src/store/notifications/mail-claims.ts';
import { findMail } from '../../../src/store/notifications/outbox-queries.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, type TestService, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, now: '2026-06-01T09:00:00+09:00' });
  const facts = { type: '商品について', item: '煎茶 100g 🍵', url: 'https://example.jp/q1' };
  const events = [1, 2, 3].map((n) =>
    eventOf('customer_message', 'm1', '2026-06-01T08:30:00+09:00', { ...facts, inquiry: `q${n}` }),
  );
  await intake(it.service, events, 'api');
  await goTo('2026-06-04T10:00:00+09:00');
});

async function goTo(when: string): Promise<void> {
  it.clock.set(at(when));
  await tickWorker(it.service);
}

const bytes = async (): Promise<number> => {
  const { rows } = await sql<{ bytes: number }>`
    select sum(coalesce(pg_column_size(body), 0) + coalesce(pg_column_size(body_text), 0)
      + coalesce(pg_column_size(body_html), 0))::int as bytes from outbox`.execute(database.db);
  return rows[0]!.bytes;
};

const all = async () => {
  const rows = await database.db.selectFrom('outbox').select('id').orderBy('id').execute();
  return Promise.all(rows.map(({ id }) => findMail(database.db, id)));
};

test('it takes less than six tenths, and reads as before', async () => {
  const [before, size] = [await all(), await bytes()];
  expect(before.map((mail) => mail?.state)).toEqual(['sent', 'sent']);
  expect(await packOld(it.service)).toMatchObject({ taken: 0 });
  it.clock.set(at('2026-06-06T10:00:00.001+09:00'));
  expect(await packOld(it.service)).toMatchObject({ taken: before.length, isDone: true });
  expect(await all()).toEqual(before);
  expect((await bytes()) / size).toBeLessThan(0.6);
  expect(await packOld(it.service)).toMatchObject({ taken: 0 });
});

test('sent again it is the same mail', async () => {
  const [mail] = await all();
  it.clock.set(at('2026-06-08T10:00:00+09:00'));
  await packOld(it.service);
  const again = { state: 'pending', next_attempt_at: new Date(it.clock.now()) } as const;
  await database.db.updateTable('outbox').set(again).where('id', '=', mail!.id).execute();
  const claimed = await claimMail(database.db, mail!.id, it.clock.now());
  expect(claimed?.frozen).toEqual({ subject: mail!.subject, text: mail!.text, html: mail!.html });
});

test('what is not sent is not packed', async () => {
  await database.db.updateTable('outbox').set({ state: 'undeliverable' }).execute();
  it.clock.set(at('2026-06-20T10:00:00+09:00'));
  expect(await packOld(it.service)).toMatchObject({ taken: 0 });
});
