// The outcome of a send is written down whatever the database does after the server's 250: other defaults of isolation,
// a connection that dies, a deadlock. Nothing is sent twice where the answer came.

import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { intake } from '../../../src/service/intake/intake-events.ts';
import type { Service } from '../../../src/service/service.ts';
import { closeDatabase, type Database, openDatabase } from '../../../src/store/database.ts';
import { freshDatabase, silentLogger } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const THURSDAY = '2026-06-04T09:00:00+09:00';
const ISOLATIONS = ['read committed', 'repeatable read', 'serializable'] as const;
type Fresh = Awaited<ReturnType<typeof freshDatabase>>;

describe.each(ISOLATIONS)('a database whose default isolation is %s', (isolation) => {
  let fresh: Fresh;
  let db: Database;
  let other: Database;
  let it: TestService;

  beforeEach(async () => {
    fresh = await freshDatabase();
    const name = new URL(fresh.url).pathname.slice(1);
    await sql.raw(`alter database ${name} set default_transaction_isolation to '${isolation}'`).execute(fresh.db);
    // Only new sessions have it.
    [db, other] = [1, 2].map(() => openDatabase(fresh.url, { max: 4, logger: silentLogger })) as [Database, Database];
    it = await testService({ db, shops: [shopOf('sample-tea'), shopOf('other')], now: '2026-06-01T12:00:00+09:00' });
  });
  afterEach(async () => {
    await closeDatabase(db);
    await closeDatabase(other);
    await fresh.drop();
  });

  const ask = (shop: string, inquiry: string) =>
    intake(
      it.service,
      [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00', { shop, inquiry, channel: 'r-messe' })],
      'api',
    );

  /** Somebody changes the steps while a send is under way, and commits (or is gone) once its recording waits for it. */
  async function meanwhile(after: (waiting: number) => Promise<void>): Promise<void> {
    const usual = it.mail.send;
    let held = null as Promise<void> | null;
    it.mail.send = async (mail) => {
      if (held === null) {
        let haveLock = (): void => {};
        const locked = new Promise<void>((resolve) => {
          haveLock = resolve;
        });
        held = other.transaction().execute(async (trx) => {
          await sql`update step set lowered_why = lowered_why`.execute(trx);
          haveLock();
          await after(await waitingFor());
        });
        await locked;
      }
      return usual(mail);
    };
    it.clock.set(at(THURSDAY));
    await tickWorker(it.service);
    await held;
  }

  /** The backend that waits for a lock. */
  const waitingFor = () =>
    eventually(async () => {
      const { rows } = await sql<{ pid: number }>`select pid from pg_locks where not granted limit 1`.execute(fresh.db);
      expect(rows).toHaveLength(1);
      return rows[0]!.pid;
    });

  async function expectOnce(): Promise<void> {
    for (const hour of ['09:03', '09:10', '10:00', '12:00']) {
      it.clock.set(at(`2026-06-04T${hour}:00+09:00`));
      await tickWorker(it.service);
    }
    const to = it.mail.sent.map((mail) => mail.to.join()).sort();
    expect(to).toEqual(['ops@example.jp', 'sample-tea@example.jp']);
    const { rows } = await sql`select kind, state, possibly_twice from outbox order by kind`.execute(fresh.db);
    expect(rows).toEqual(['ops', 'owner'].map((kind) => ({ kind, state: 'sent', possibly_twice: false })));
  }

  test('steps that others change during the send: recorded, sent once', async () => {
    await ask('sample-tea', 'q1');
    await meanwhile(async () => {});
    await expectOnce();
  });

  test('the connection dies while the outcome is written: written by the next, sent once', async () => {
    await ask('sample-tea', 'q1');
    await meanwhile(async (pid) => {
      await sql`select pg_terminate_backend(${pid})`.execute(fresh.db);
      await eventually(async () => {
        const { rows } = await sql`select 1 from pg_stat_activity where pid = ${pid}`.execute(fresh.db);
        expect(rows).toEqual([]);
      });
    });
    await expectOnce();
  });

  test('the connection dies while the texts are stored: stored by the next, and sent at once', async () => {
    await ask('sample-tea', 'q1');
    let haveLock = (): void => {};
    const locked = new Promise<void>((resolve) => {
      haveLock = resolve;
    });
    const held = other.transaction().execute(async (trx) => {
      await sql`lock table mail_item in exclusive mode`.execute(trx);
      haveLock();
      await sql`select pg_terminate_backend(${await waitingFor()})`.execute(fresh.db);
    });
    await locked;
    it.clock.set(at(THURSDAY));
    await tickWorker(it.service);
    await held;
    expect(it.mail.sent.map((mail) => mail.to.join())).toContain('sample-tea@example.jp');
    await expectOnce();
  });

  test('two workers and an intake at once: every step is told once', async () => {
    for (let n = 0; n < 6; n++) await ask(n % 2 ? 'other' : 'sample-tea', `q${n}`);
    const second: Service = { ...it.service, db: other };
    for (let minute = 0; minute < 12; minute++) {
      it.clock.set(at(THURSDAY) + minute * 60_000);
      const work = [tickWorker(it.service), tickWorker(second), turn().then(() => ask('other', `late${minute}`))];
      // What another transaction was faster at is done by the next tick, as the loops do it.
      for (const result of await Promise.allSettled(work))
        if (result.status === 'rejected') expectPassing(result.reason);
    }
    it.clock.set(at('2026-06-04T12:00:00+09:00'));
    await tickWorker(it.service);
    const messages = it.mail.sent.map(({ messageId }) => messageId);
    expect(new Set(messages).size).toBe(messages.length);
    const { rows } = await sql`
      select o.kind, m.episode_id, count(*)::int as times from mail_item m join outbox o on o.id = m.outbox_id
      where o.sent_at is not null group by 1, 2 having count(*) > 1`.execute(fresh.db);
    expect(rows).toEqual([]);
    expect(await sql`select 1 from step where owner_owed or ops_owed`.execute(fresh.db)).toMatchObject({ rows: [] });
  });
});

function expectPassing(reason: unknown): void {
  expect((reason as { code?: unknown }).code).toMatch(/^(40001|40P01)$/);
}
