import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { deliver } from '../../../src/service/notifications/deliver-notification.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { openPendingMails } from '../../../src/store/notifications/open-mails.ts';
import { dueMails } from '../../../src/store/notifications/outbox.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  const shops = [shopOf('sample-tea'), shopOf('other', { name: '別の店' })];
  it = await testService({ db: database.db, shops, now: '2026-06-01T12:00:00+09:00' });
});

const outbox = async () =>
  (await sql<Record<string, unknown>>`select * from outbox order by id`.execute(it.service.db)).rows;

const subjects = () => it.mail.sent.map((mail) => `${mail.to.join()}: ${mail.rendered.subject}`);

/** A customer of each shop writes on Monday 06-01 at 10:00: the owner alert is due on Thursday 06-04 at 00:00. */
async function waiting(...shops: string[]): Promise<void> {
  const events = shops.map((shop) => eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00', { shop }));
  await intake(it.service, events, 'api');
}

async function tickAt(when: string): Promise<void> {
  it.clock.set(at(when));
  await tickWorker(it.service);
}

describe('the owner alert', () => {
  test('waits for the send window and is sent once, with the due time apart from the send time', async () => {
    await waiting('sample-tea');
    await tickAt('2026-06-04T00:00:00+09:00');
    expect(it.mail.sent).toHaveLength(0);
    await tickAt('2026-06-04T09:00:00+09:00');
    await tickAt('2026-06-04T09:30:00+09:00');
    expect(subjects().filter((line) => line.startsWith('sample-tea@'))).toHaveLength(1);
    const { rows } = await sql`select due_at, detected_at, notified_at from step where step = 'owner_alert'`.execute(
      it.service.db,
    );
    expect(rows).toEqual([
      {
        due_at: at('2026-06-04T00:00:00+09:00'),
        detected_at: at('2026-06-04T00:00:00+09:00'),
        notified_at: at('2026-06-04T09:00:00+09:00'),
      },
    ]);
  });

  test('leaves out what was answered before the mail; none left, no mail', async () => {
    await waiting('sample-tea');
    await tickAt('2026-06-04T00:00:00+09:00');
    it.clock.set(at('2026-06-04T08:59:00+09:00'));
    await intake(it.service, [eventOf('shop_reply', 'r0', '2026-06-04T08:59:00+09:00')], 'api');
    await tickAt('2026-06-04T09:00:00+09:00');
    expect(it.mail.sent).toHaveLength(0);
  });

  test('is read again at the moment of sending: an answer between the making of the mail and its sending counts', async () => {
    await waiting('sample-tea');
    it.clock.set(at('2026-06-04T09:00:00+09:00'));
    await fireDue(it.service);
    await openPendingMails(it.service.db, it.clock.now());
    const [mail] = await dueMails(it.service.db, it.clock.now(), 10);
    await intake(it.service, [eventOf('shop_reply', 'r0', '2026-06-04T08:59:00+09:00')], 'api');
    expect(await deliver(it.service, mail!)).toBe('empty');
    expect(it.mail.sent).toHaveLength(0);
  });

  test('goes to each shop with its own inquiries only', async () => {
    await waiting('sample-tea', 'other');
    await tickAt('2026-06-04T09:00:00+09:00');
    const owners = it.mail.sent.filter((mail) => !mail.to.includes('ops@example.jp'));
    expect(owners.map((mail) => mail.to.join()).sort()).toEqual(['other@example.jp', 'sample-tea@example.jp']);
    const tea = owners.find((mail) => mail.to.includes('sample-tea@example.jp'));
    expect(tea?.rendered.text).not.toContain('別の店');
  });

  test('after days of downtime is one mail at the strongest level, marked as detected late', async () => {
    await waiting('sample-tea');
    await tickAt('2026-06-09T10:00:00+09:00');
    const owners = it.mail.sent.filter((mail) => mail.to.includes('sample-tea@example.jp'));
    expect(owners.map((mail) => mail.rendered.subject)).toEqual(['【期限超過1件】6/4(木)期限 R-Messe／サンプル茶舗']);
    expect(owners[0]?.rendered.text).toContain('監視が止まっていたため');
  });

  test('of one whose third step passed while it was completed does not call it a breach', async () => {
    await waiting('sample-tea');
    it.clock.set(at('2026-06-02T12:00:00+09:00'));
    await intake(it.service, [eventOf('completed', 'c0', '2026-06-02T12:00:00+09:00')], 'api');
    it.clock.set(at('2026-06-08T10:00:00+09:00'));
    await intake(it.service, [eventOf('reopened', 'u0', '2026-06-08T10:00:00+09:00')], 'api');
    await tickAt('2026-06-08T10:00:00+09:00');
    expect(subjects()).toEqual([
      expect.stringContaining('sample-tea@example.jp: 【要返信1件】'),
      expect.stringContaining('ops@example.jp: 【要返信1件】'),
    ]);
  });

  test('that waits at its deadline is a breach, recorded yet or not', async () => {
    await waiting('sample-tea');
    it.clock.set(at('2026-06-04T09:00:00+09:00'));
    await fireDue(it.service);
    await openPendingMails(it.service.db, it.clock.now());
    it.clock.set(at('2026-06-05T09:00:00+09:00'));
    for (const id of await dueMails(it.service.db, it.clock.now(), 10)) await deliver(it.service, id);
    expect(subjects()[0]).toContain('【期限超過1件】');
  });

  test('of a second inquiry minutes later waits for the next slot', async () => {
    await waiting('sample-tea');
    await tickAt('2026-06-04T09:00:00+09:00');
    await intake(
      it.service,
      [eventOf('customer_message', 'm0', '2026-06-01T11:00:00+09:00', { inquiry: 'q2' })],
      'api',
    );
    await tickAt('2026-06-04T09:01:00+09:00');
    expect(subjects().filter((line) => line.startsWith('sample-tea@'))).toHaveLength(1);
    await tickAt('2026-06-04T09:05:00+09:00');
    expect(subjects().filter((line) => line.startsWith('sample-tea@'))).toHaveLength(2);
  });
});

describe('the ops mail', () => {
  test('sums up alerts and breaches of all shops in one mail per slot', async () => {
    await waiting('sample-tea', 'other');
    await tickAt('2026-06-04T09:00:00+09:00');
    await tickAt('2026-06-05T09:00:00+09:00');
    const ops = it.mail.sent.filter((mail) => mail.to.includes('ops@example.jp'));
    expect(ops).toHaveLength(2);
    expect(ops[1]?.rendered.text).toContain('サンプル茶舗');
    expect(ops[1]?.rendered.text).toContain('別の店');
  });

  test('tells a breach that was answered before the mail: nobody may miss it', async () => {
    await waiting('sample-tea');
    await tickAt('2026-06-04T09:00:00+09:00');
    await tickAt('2026-06-05T00:00:00+09:00');
    it.clock.set(at('2026-06-05T08:00:00+09:00'));
    await intake(it.service, [eventOf('shop_reply', 'r0', '2026-06-05T08:00:00+09:00')], 'api');
    await tickAt('2026-06-05T09:00:00+09:00');
    expect(it.mail.sent.at(-1)?.to).toEqual(['ops@example.jp']);
    expect(it.mail.sent.at(-1)?.rendered.subject).toContain('期限超過');
  });
});

describe('when the server does not take it', () => {
  beforeEach(() => waiting('sample-tea'));

  /** Delivers the owner mail once at 09:00 and again at each of the given times, only the owner's. */
  async function ownerMails(...times: string[]): Promise<string[]> {
    it.clock.set(at('2026-06-04T09:00:00+09:00'));
    await fireDue(it.service);
    await openPendingMails(it.service.db, it.clock.now());
    await sql`delete from outbox where kind = 'ops'`.execute(it.service.db);
    const [id] = await dueMails(it.service.db, it.clock.now(), 10);
    const results = [await deliver(it.service, id!)];
    for (const time of times) {
      it.clock.set(at(time));
      results.push(await deliver(it.service, id!));
    }
    return results;
  }

  test('it is tried again later with fresh facts, and told only after the 250', async () => {
    it.mail.answers.push(() => ({ kind: 'retry', reason: '421 busy', refused: [] }));
    const results = await ownerMails('2026-06-04T09:00:30+09:00', '2026-06-04T09:01:00+09:00');
    expect(results).toEqual(['retry', 'not-due', 'sent']);
    const { rows } = await sql<{ notified_at: number }>`
      select notified_at from step where step = 'owner_alert'`.execute(it.service.db);
    expect(rows).toEqual([{ notified_at: at('2026-06-04T09:01:00+09:00') }]);
  });

  test('an unknown outcome is repeated once, the same mail with the same Message-ID', async () => {
    it.mail.answers.push(() => ({ kind: 'unknown', reason: 'cut after DATA' }));
    expect(await ownerMails('2026-06-04T09:01:00+09:00')).toEqual(['unknown', 'sent']);
    const [first, second] = it.mail.sent;
    expect(second?.messageId).toBe(first?.messageId);
    expect(second?.rendered).toEqual(first?.rendered);
    expect((await outbox())[0]).toMatchObject({ state: 'sent', possibly_twice: true });
  });

  test('an outcome that stays unknown is given up after the second time', async () => {
    const unknown = () => ({ kind: 'unknown', reason: 'cut after DATA' }) as const;
    it.mail.answers.push(unknown, unknown);
    expect(await ownerMails('2026-06-04T09:01:00+09:00', '2026-06-04T10:00:00+09:00')).toEqual([
      'unknown',
      'undeliverable',
      'not-due',
    ]);
  });

  test('refused by every address: ops are told that the owner cannot be reached', async () => {
    const refused = [{ address: 'sample-tea@example.jp', code: 550, response: 'no such user' }];
    it.mail.answers.push(() => ({ kind: 'refused', refused }));
    expect(await ownerMails()).toEqual(['undeliverable']);
    expect(await outbox()).toMatchObject([
      { kind: 'owner', state: 'undeliverable' },
      { kind: 'blind', cause: 'undeliverable:sample-tea', state: 'pending' },
    ]);
  });

  test('deferred for one address: only that one is tried again, with the same text', async () => {
    it.service.config.shops.get('sample-tea');
    it.mail.answers.push((mail) => ({
      kind: 'delivered',
      accepted: [mail.to[0]!],
      refused: [],
      deferred: [{ address: 'b@example.jp', code: 450, response: 'later' }],
    }));
    const two = shopOf('sample-tea', { owner: ['a@example.jp', 'b@example.jp'] });
    (it.service.config.shops as Map<string, typeof two>).set('sample-tea', two);
    expect(await ownerMails('2026-06-04T09:01:00+09:00')).toEqual(['retry', 'sent']);
    expect(it.mail.sent.map((mail) => mail.to)).toEqual([['a@example.jp', 'b@example.jp'], ['b@example.jp']]);
    expect(it.mail.sent[1]?.rendered).toEqual(it.mail.sent[0]?.rendered);
  });

  test('our own settings at fault: everything waits, nothing is lost', async () => {
    it.mail.answers.push(() => ({ kind: 'misconfigured', reason: '535 authentication failed' }));
    expect(await ownerMails('2026-06-04T09:04:00+09:00', '2026-06-04T09:05:00+09:00')).toEqual([
      'paused',
      'not-due',
      'sent',
    ]);
  });

  test('a worker that dies in mid-send leaves a mail that is repeated as it was, possibly twice', async () => {
    it.mail.answers.push(() => {
      throw new Error('killed');
    });
    await expect(ownerMails()).rejects.toThrow('killed');
    expect((await outbox())[0]).toMatchObject({ state: 'sending' });
    await tickAt('2026-06-04T09:03:00+09:00');
    expect((await outbox())[0]).toMatchObject({ state: 'sent', possibly_twice: true });
    const owner = it.mail.sent.filter((mail) => mail.to.includes('sample-tea@example.jp'));
    expect(new Set(owner.map((mail) => mail.messageId)).size).toBe(1);
    expect(owner).toHaveLength(2);
  });

  test('at night it is held until the window opens again', async () => {
    it.mail.answers.push(() => ({ kind: 'retry', reason: '421 busy', refused: [] }));
    const results = await ownerMails('2026-06-04T20:00:00+09:00', '2026-06-05T09:00:00+09:00');
    expect(results).toEqual(['retry', 'held', 'sent']);
  });
});

test('two workers on the same mails at the same time, fifty times: never two mails', async () => {
  for (let round = 0; round < 50; round++) {
    await emptyTables(it.service.db);
    const fresh = await testService({ db: it.service.db, now: '2026-06-01T12:00:00+09:00' });
    await intake(fresh.service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    fresh.clock.set(at('2026-06-04T09:00:00+09:00'));
    await Promise.all([tickWorker(fresh.service), tickWorker(fresh.service), tickWorker(fresh.service)]);
    expect(fresh.mail.sent.map((mail) => mail.to.join()).sort()).toEqual(['ops@example.jp', 'sample-tea@example.jp']);
  }
});
