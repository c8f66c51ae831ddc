import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeRms, startFakeRms } from '../../../src/demo/fake-rms/fake-rms.ts';
import { createWorld, type FakeShop } from '../../../src/demo/fake-rms/world.ts';
import { createRmsClient } from '../../../src/rms/client.ts';
import {
  type MarkRequest,
  markNoReplyNeeded,
  undoNoReplyNeeded,
} from '../../../src/service/actions/mark-no-reply-needed.ts';
import { readInquiryDetail } from '../../../src/service/board/read-inquiry.ts';
import type { IncomingEvent } from '../../../src/service/intake/incoming-event.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { poll } from '../../../src/service/intake/poll-shop.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { countNoReplyNeeded } from '../../../src/store/actions/no-reply-needed.ts';
import { syncSources } from '../../../src/store/status/sources.ts';
import { unpaced } from '../../rms/unpaced.ts';
import { type ManualClock, manualClock } from '../../support/clock.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';

// A Monday; under the default policy the flag is due Wed 06-03 00:00, the alert Thu 00:00, the breach Fri 00:00.
const START = '2026-06-01T10:00:00+09:00';
const FROM = at('2026-06-01T00:00:00+09:00');
const TO = at('2026-07-01T00:00:00+09:00');
const database = testDatabase();
let it: TestService;

const day = (date: number, time = '10:00') => `2026-06-${String(date).padStart(2, '0')}T${time}:00+09:00`;
const take = (...events: readonly IncomingEvent[]) => intake(it.service, events, 'api');
const go = async (when: string) => {
  it.clock.set(at(when));
  await fireDue(it.service);
};
const mark = (more: Partial<MarkRequest> = {}) =>
  markNoReplyNeeded(it.service, { shop: 'sample-tea', inquiry: 'q1', by: '田中', ...more });
const undo = (more: object = {}) =>
  undoNoReplyNeeded(it.service, { shop: 'sample-tea', inquiry: 'q1', by: '佐藤', ...more });
const detail = async (inquiry = 'q1') => (await readInquiryDetail(it.service, 'sample-tea', inquiry))!;
const count = () => countNoReplyNeeded(database.db, 'sample-tea', FROM, TO);
const newest = async () => (await detail()).episodes[0]!;

describe('no reply needed', () => {
  beforeEach(async () => {
    await emptyTables(database.db);
    it = await testService({ db: database.db, now: START });
    await take(eventOf('customer_message', 'm1', START));
  });

  test('ends the wait as completed without reply, with who and why, and lowers the flag', async () => {
    await go(day(3, '09:00'));
    expect(await mark({ why: 'お礼のみ' })).toMatchObject({ mark: { by: '田中', why: 'お礼のみ', endsWait: true } });
    expect((await detail()).inquiry.status).toBe('completed');
    expect(await newest()).toMatchObject({ endedBy: 'completed', endedAt: at(day(3, '09:00')) });
    expect((await newest()).steps).toMatchObject([{ step: 'flag', loweredWhy: 'completed' }]);
    await go(day(9));
    expect((await newest()).steps).toHaveLength(1);
    expect(await count()).toBe(1);
  });

  test('taken back before anything was due, nothing has happened', async () => {
    await mark();
    await go(day(2));
    expect(await undo()).toMatchObject({ mark: { endsWait: false, undoneBy: '佐藤', undoneAt: at(day(2)) } });
    expect(await newest()).toMatchObject({ endedAt: null, startedAt: at(START), due: { flag: at(day(3, '00:00')) } });
    expect(await count()).toBe(0);
  });

  test('taken back late, flag and alert are due then; the breach that passed is shown and never counted', async () => {
    await mark();
    await go(day(8));
    await undo();
    await go(day(8, '10:01'));
    const { steps, due } = await newest();
    expect(due.breach).toBeNull();
    expect(steps.map(({ step, dueAt, whileCompleted }) => [step, dueAt, whileCompleted])).toEqual([
      ['breach', at(day(5, '00:00')), true],
      ['flag', at(day(8)), false],
      ['owner_alert', at(day(8)), false],
    ]);
  });

  test('a customer who writes again waits anew, and the mark cannot be taken back', async () => {
    await mark();
    it.clock.set(at(day(2)));
    await take(eventOf('customer_message', 'm2', day(2)));
    expect(await newest()).toMatchObject({ startedAt: at(day(2)), endedAt: null });
    expect(await undo()).toMatchObject({ refused: 'conflict', cause: 'nothing-to-undo' });
    expect(await count()).toBe(1);
  });

  test('a reply after the mark changes nothing, and the mark cannot be taken back', async () => {
    it.clock.set(at(day(1, '11:00')));
    await mark();
    it.clock.set(at(day(2)));
    await take(eventOf('shop_reply', 'r1', day(2)));
    expect(await newest()).toMatchObject({ endedBy: 'completed', endedAt: at(day(1, '11:00')) });
    expect(await undo()).toMatchObject({ refused: 'conflict' });
  });

  test('a message written before the mark and learned after it undoes the mark: nobody has seen it', async () => {
    it.clock.set(at(day(1, '12:00')));
    await mark();
    it.clock.set(at(day(1, '12:05')));
    await take(eventOf('customer_message', 'm2', day(1, '11:58')));
    expect(await newest()).toMatchObject({ startedAt: at(START), endedAt: null });
    expect(await count()).toBe(0);
    expect((await detail()).marks).toMatchObject([{ endsWait: false, undoneBy: '', undoneAt: at(day(1, '12:05')) }]);
  });

  test('a customer who wrote since the page was opened is not swept away', async () => {
    it.clock.set(at(day(2)));
    await take(eventOf('customer_message', 'm2', day(2)));
    expect(await mark({ expected: 1 })).toMatchObject({ refused: 'conflict', cause: 'message-since' });
    expect(await mark({ expected: 2 })).toMatchObject({ mark: { endsWait: true } });
  });

  test('holds a wait whose last message is dated a little ahead of our clock', async () => {
    await take(eventOf('customer_message', 'm2', day(1, '10:03')));
    await mark();
    expect((await detail()).inquiry.status).toBe('completed');
    it.clock.set(at(day(1, '10:01')));
    await undo();
    expect((await detail()).inquiry.status).toBe('unanswered');
  });

  test('may be made and taken back again and again; only the one that holds counts', async () => {
    for (const date of [1, 2, 3]) {
      await go(day(date, '11:00'));
      await mark();
      await go(day(date, '12:00'));
      if (date < 3) await undo();
    }
    expect((await detail()).marks.map(({ endsWait }) => endsWait)).toEqual([false, false, true]);
    expect(await count()).toBe(1);
  });

  test('of two who press at once, one wait is ended and counted once', async () => {
    await Promise.all([mark(), mark({ by: '佐藤' })]);
    expect((await detail()).inquiry.status).toBe('completed');
    expect(await count()).toBe(1);
    expect(await undo()).toMatchObject({ mark: { endsWait: false } });
    expect((await detail()).inquiry.status).toBe('unanswered');
  });

  test.each<[what: string, more: Partial<MarkRequest>, answer: object]>([
    ['an unknown shop', { shop: 'nowhere' }, { refused: 'unknown' }],
    ['an unknown inquiry', { inquiry: 'q9' }, { refused: 'unknown' }],
    ['nobody', { by: ' ' }, { refused: 'usage', field: 'by' }],
    ['a reason on two lines', { why: 'a\nb' }, { refused: 'usage', field: 'why' }],
  ])('refuses %s', async (_what, more, answer) => {
    expect(await mark(more)).toMatchObject(answer);
    expect((await detail()).inquiry.status).toBe('unanswered');
  });

  test('refuses where no customer waits', async () => {
    await take(eventOf('shop_reply', 'r1', START));
    expect(await mark()).toMatchObject({ refused: 'conflict', cause: 'not-waiting' });
    expect(await undo()).toMatchObject({ refused: 'conflict', cause: 'nothing-to-undo' });
  });
});

describe('with RMS as the source', () => {
  let rms: FakeRms;
  let shop: FakeShop;
  let clock: ManualClock;

  beforeEach(async () => {
    await emptyTables(database.db);
    clock = manualClock(at(START));
    const world = createWorld();
    const keys = [{ key: 'kkk', endsAt: at('2026-08-01T23:59:59+09:00') }];
    shop = world.addShop({ shopId: 123456, serviceSecret: 'sss', keys });
    rms = await startFakeRms({ world, clock });
    const client = createRmsClient({
      shopId: 123456,
      keys: { serviceSecret: 'sss', licenseKey: 'kkk', nextLicenseKey: null },
      clock,
      baseUrl: rms.url,
      pacer: unpaced,
    });
    const variable = (name: string): string => `\${${name}}`;
    const access = { shopId: 123456, serviceSecret: variable('SECRET'), licenseKey: variable('KEY') };
    const shops = [shopOf('sample-tea', { rms: access })];
    it = await testService({ db: database.db, shops, now: START, rmsClient: () => client });
    await syncSources(database.db, ['sample-tea'], clock.now());
    shop.customerWrites('q1', at(START));
    await pollAt(day(1, '10:05'));
  });

  afterEach(() => rms.close());

  async function pollAt(when: string): Promise<void> {
    clock.set(at(when));
    it.clock.set(at(when));
    expect(await poll(it.service, 'sample-tea')).toBe('complete');
  }

  const types = async () => {
    const { rows } = await sql<{ type: string }>`select type from event order by at, id`.execute(database.db);
    return rows.map(({ type }) => type);
  };

  test('the next reads do not reopen what a mark has ended', async () => {
    await mark();
    await pollAt(day(1, '10:10'));
    await pollAt(day(2));
    expect(await types()).toEqual(['customer_message', 'completed']);
    expect((await detail()).inquiry.status).toBe('completed');
  });

  test('completed in R-Messe as well, it is reopened there and not here', async () => {
    await mark();
    it.clock.set(at(day(1, '11:00')));
    shop.completes('q1', at(day(1, '11:00')));
    await pollAt(day(1, '11:05'));
    expect(await undo()).toMatchObject({ refused: 'conflict', cause: 'nothing-to-undo' });
    expect(await count()).toBe(1);
    shop.reopens('q1', it.clock.now());
    await pollAt(day(1, '11:10'));
    expect(await newest()).toMatchObject({ endedAt: null, startedAt: at(START) });
    expect(await count()).toBe(0);
  });

  test('a reopening of an earlier completion in R-Messe is still seen after a mark', async () => {
    await mark();
    await pollAt(day(1, '10:10'));
    await undo();
    shop.completes('q1', at(day(1, '10:12')));
    await pollAt(day(1, '10:15'));
    expect((await detail()).inquiry.status).toBe('completed');
    shop.reopens('q1', it.clock.now());
    await pollAt(day(1, '10:20'));
    expect((await detail()).inquiry.status).toBe('unanswered');
  });

  test('a message that R-Messe shows only after the mark undoes it', async () => {
    shop.customerWrites('q1', at(day(1, '10:06')));
    it.clock.set(at(day(1, '10:07')));
    await mark();
    await pollAt(day(1, '10:10'));
    expect(await newest()).toMatchObject({ endedAt: null, startedAt: at(START) });
  });
});
