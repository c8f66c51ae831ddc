// Events of one instant, copies that differ, and pauses learned last, in the store: the same as the core says.

import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { readInquiryDetail } from '../../../src/service/board/read-inquiry.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { deliver } from '../../../src/service/notifications/deliver-notification.ts';
import { openMails } from '../../../src/service/notifications/enqueue-mails.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { dueMails } from '../../../src/store/notifications/outbox.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, type TestService, testService } from '../../support/service.ts';

const database = testDatabase();
let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, now: '2026-06-01T12:00:00+09:00' });
});

type Told = Parameters<typeof eventOf>;

/** Learns each event in a batch of its own, raising what is due after each. */
async function learn(...told: readonly Told[]): Promise<void> {
  for (const one of told) {
    await intake(it.service, [eventOf(...one)], 'api');
    await fireDue(it.service);
  }
}

const numbered = (type: Told[0], id: string, when: string, seq: number) => {
  const event = eventOf(type, id, when);
  return { ...event, event: { ...event.event, seq } };
};

const detail = async () => (await readInquiryDetail(it.service, 'sample-tea', 'q1'))!;
const standing = async () =>
  (await detail()).episodes.flatMap(({ steps }) => steps.filter(({ withdrawnAt }) => withdrawnAt === null));

async function sendMails(): Promise<void> {
  const now = it.clock.now();
  await openMails(it.service, now);
  for (const id of await dueMails(it.service.db, now, 100)) await deliver(it.service, id);
}

const MESSAGE: Told = ['customer_message', 'm', '2026-06-01T10:00:00+09:00'];
const COMPLETED: Told = ['completed', 'c', '2026-06-02T10:00:00+09:00'];
const REOPENED: Told = ['reopened', 'o', '2026-06-08T09:00:00+09:00'];
const REPLY: Told = ['shop_reply', 'r', '2026-06-08T10:00:00+09:00'];

describe('a breach that fell into a pause', () => {
  const orders: [string, Told[]][] = [
    ['in order', [MESSAGE, COMPLETED, REOPENED, REPLY]],
    ['the completing last', [MESSAGE, REPLY, REOPENED, COMPLETED]],
    ['the reopening last', [MESSAGE, COMPLETED, REPLY, REOPENED]],
    ['the message last', [COMPLETED, REOPENED, REPLY, MESSAGE]],
    ['backwards', [REPLY, REOPENED, COMPLETED, MESSAGE]],
  ];

  test.each(orders)('is not counted and not mailed: %s', async (_order, told) => {
    it.clock.set(at('2026-06-08T10:30:00+09:00'));
    await learn(...told);
    await sendMails();
    expect(await standing()).toMatchObject([
      { step: 'breach', whileCompleted: true, dueAt: at('2026-06-05T00:00:00+09:00') },
      { step: 'flag', dueAt: at('2026-06-08T09:00:00+09:00'), loweredWhy: 'shop_reply' },
      { step: 'owner_alert', dueAt: at('2026-06-08T09:00:00+09:00') },
    ]);
    expect(it.mail.sent).toEqual([]);
  });
});

describe('events of one instant', () => {
  const WHEN = '2026-06-02T10:00:00+09:00';

  test.each([
    ['the reply first', true],
    ['完了 first', false],
  ])('a reply and 完了: answered by the reply, on the page too; %s', async (_order, replyFirst) => {
    it.clock.set(at('2026-06-03T10:00:00+09:00'));
    const both: Told[] = [
      ['shop_reply', 'z', WHEN],
      ['completed', 'a', WHEN],
    ];
    await learn(MESSAGE, ...(replyFirst ? both : [...both].reverse()));
    const { episodes, events, inquiry } = await detail();
    expect(episodes).toMatchObject([{ endedBy: 'shop_reply', endedAt: at(WHEN) }]);
    expect(inquiry.status).toBe('completed');
    expect(events.map(({ id }) => id)).toEqual(['m', 'z', 'a']);
  });

  test('a flag says by what it was lowered, also when the reply is learned after the 完了 of its instant', async () => {
    it.clock.set(at('2026-06-03T10:00:00+09:00'));
    await learn(MESSAGE, ['completed', 'a', '2026-06-03T09:00:00+09:00']);
    expect(await standing()).toMatchObject([{ step: 'flag', loweredWhy: 'completed' }]);
    await learn(['shop_reply', 'z', '2026-06-03T09:00:00+09:00']);
    expect(await standing()).toMatchObject([{ step: 'flag', loweredWhy: 'shop_reply' }]);
  });

  test('RMS’s message 9 and reply 10 of one second: answered, and kept with their numbers', async () => {
    it.clock.set(at('2026-06-03T10:00:00+09:00'));
    await intake(it.service, [numbered('shop_reply', 'r10', WHEN, 11)], 'rms');
    await intake(it.service, [numbered('customer_message', 'r9', WHEN, 10)], 'rms');
    const { events, inquiry } = await detail();
    expect(inquiry.status).toBe('answered');
    expect(events).toMatchObject([
      { id: 'r9', seq: 10 },
      { id: 'r10', seq: 11 },
    ]);
  });

  test('two waits of one instant are listed in the order in which they were', async () => {
    it.clock.set(at('2026-06-03T10:00:00+09:00'));
    for (const one of [
      numbered('customer_message', 'b', WHEN, 3),
      numbered('shop_reply', 'r', WHEN, 2),
      numbered('customer_message', 'z', WHEN, 1),
    ])
      await intake(it.service, [one], 'rms');
    expect((await detail()).episodes).toMatchObject([
      { opener: 'b', endedAt: null },
      { opener: 'z', endedBy: 'shop_reply' },
    ]);
  });
});

describe('the same id with another content', () => {
  const copies = async () => (await sql`select id, at from event_copy`.execute(it.service.db)).rows;

  test('said earlier counts, whichever was learned first', async () => {
    const early: Told = ['shop_reply', 'r', '2026-06-02T09:00:00+09:00'];
    const late: Told = ['shop_reply', 'r', '2026-06-03T09:00:00+09:00'];
    it.clock.set(at('2026-06-03T10:00:00+09:00'));
    await learn(MESSAGE, late);
    expect(await standing()).toMatchObject([{ step: 'flag' }]);
    expect(await intake(it.service, [eventOf(...early)], 'api')).toMatchObject({ added: 1, known: 0 });
    expect(await intake(it.service, [eventOf(...early), eventOf(...late)], 'api')).toMatchObject({
      added: 0,
      known: 2,
    });
    expect(await standing()).toEqual([]);
    const { events, episodes } = await detail();
    expect(episodes).toMatchObject([{ endedAt: at('2026-06-02T09:00:00+09:00') }]);
    expect(events).toMatchObject([{ id: 'm' }, { id: 'r', at: at('2026-06-02T09:00:00+09:00') }]);
    expect(await copies()).toHaveLength(1);
  });

  test('said later is known: nothing is kept and nothing changes', async () => {
    it.clock.set(at('2026-06-03T10:00:00+09:00'));
    await learn(MESSAGE, ['shop_reply', 'r', '2026-06-02T09:00:00+09:00']);
    const again = eventOf('auto_reply', 'r', '2026-06-03T09:00:00+09:00');
    expect(await intake(it.service, [again], 'api')).toMatchObject({ added: 0, known: 1 });
    expect((await detail()).inquiry.status).toBe('answered');
    expect(await copies()).toEqual([]);
  });

  test('of one instant goes by the order of events', async () => {
    const when = '2026-06-02T09:00:00+09:00';
    it.clock.set(at('2026-06-03T10:00:00+09:00'));
    await learn(MESSAGE, ['shop_reply', 'r', when]);
    expect(await intake(it.service, [eventOf('completed', 'r', when)], 'api')).toMatchObject({ added: 0, known: 1 });
    expect(await intake(it.service, [eventOf('auto_reply', 'r', when)], 'api')).toMatchObject({ added: 1, known: 0 });
    expect((await detail()).inquiry.status).toBe('unanswered');
  });

  test('in one body: the earliest is stored, the others are known', async () => {
    const body = [
      eventOf('customer_message', 'm', '2026-06-01T11:00:00+09:00'),
      eventOf(...MESSAGE),
      eventOf(...MESSAGE),
    ];
    expect(await intake(it.service, body, 'api')).toMatchObject({ added: 1, known: 2 });
    expect((await detail()).episodes).toMatchObject([{ startedAt: at('2026-06-01T10:00:00+09:00') }]);
    expect(await copies()).toEqual([]);
  });
});
