// Promises in the service (RULES.md 10): rows as the core has them whatever is learned first, broken at their time, told
// once to the owner and to whoever made them.

import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { PromiseState, ThreadEvent } from '../../../src/core/model.ts';
import { deriveThread } from '../../../src/core/steps/episodes.ts';
import { mute } from '../../../src/service/actions/mute.ts';
import { takeInHand } from '../../../src/service/actions/take-in-hand.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { acceptLines } from '../../../src/service/intake/intake-lines.ts';
import { proveNextDay } from '../../../src/service/proof/prove-days.ts';
import { readReport } from '../../../src/service/reports/read-month.ts';
import type { Service } from '../../../src/service/service.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { stateAt } from '../../../src/store/promises/stored-promises.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import '../../support/properties.ts';
import { at, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const FILE = {
  contacts: { staff: { mail: ['staff@example.jp'] }, lead: { mail: ['lead@example.jp'] } },
  people: { 山田: { mail: 'yamada@example.jp' } },
};

let it: TestService;
let service: Service;

beforeEach(() => emptyTables(database.db));

async function open(file: object = {}, more: object = {}): Promise<void> {
  const shop = shopOf('sample-tea', { ...FILE, ...file, policies: [more] });
  it = await testService({ db: database.db, shops: [shop], now: '2026-06-01T12:00:00+09:00' });
  service = it.service;
}

const june = (when: string) => `2026-06-${when}+09:00`;

/** Takes in what happened then, as any source sends it. */
async function happens(type: string, id: string, when: string, more: object = {}, inquiry = 'q1'): Promise<void> {
  const event = { type, id, at: june(when), ...more };
  const taken = await acceptLines(service, [{ line: 1, value: { shop: 'sample-tea', inquiry, event } }], 'api');
  expect(taken).toMatchObject({ accepted: 1, refused: [] });
}

async function tick(...each: string[]): Promise<void> {
  for (const when of each) {
    it.clock.set(at(june(when)));
    await tickWorker(service);
  }
}

const sentTo = (to: string) => it.mail.sent.filter((mail) => mail.to.includes(to)).map(({ rendered }) => rendered);

async function rows() {
  const now = service.clock.now();
  const { rows: all } = await sql<{
    id: string;
    madeAt: number;
    until: number;
    endedAt: number | null;
    endedBy: string | null;
    extends: string | null;
    state: PromiseState;
  }>`
    select event as id, made_at as "madeAt", until_at as until, ended_at as "endedAt", ended_by as "endedBy", extends,
      ${stateAt(now)} as state from promise p order by made_at, event collate "C"`.execute(database.db);
  return all;
}

/** Asked on Monday, a holding reply and a promise until the end of Friday 06-05 on Tuesday. */
async function promised(by: string | null = '山田'): Promise<void> {
  await happens('customer_message', 'm0', '01T10:00:00');
  it.clock.set(at(june('02T11:10:00')));
  await happens('shop_reply', 'r0', '02T11:00:00');
  await happens('promised', 'p0', '02T11:05:00', { until: '2026-06-05', reason: 'maker', ...(by && { by }) });
}

describe('a promise', () => {
  test('that is not kept is told once to the owner and to whoever made it, in the next slot', async () => {
    await open();
    await promised();
    await tick('05T17:00:00', '06T00:00:00', '07T12:00:00', '08T08:59:00');
    expect(it.mail.sent).toEqual([]);
    expect((await rows()).map(({ state }) => state)).toEqual(['broken']);
    await tick('08T09:00:00', '08T09:30:00', '09T09:00:00');
    expect(sentTo('sample-tea@example.jp').map(({ subject }) => subject)).toEqual([
      '【約束超過1件】6/5(金)まで サンプル茶舗',
    ]);
    const [told, ...again] = sentTo('yamada@example.jp');
    expect(again).toEqual([]);
    expect(told!.text).toContain('お客様に約束した期限を過ぎた問い合わせが1件あります。');
    expect(told!.text).toContain('約束の期限 6/5(金) 24:00／約束超過');
    expect(told!.text).toContain('約束した人 山田');
    expect(told!.text).toContain('理由 メーカー・仕入先に確認中');
    expect(sentTo('staff@example.jp')).toEqual([]);
  });

  test('is told once to whoever made it by the way they have, and to no room of the staff', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the name of an environment variable, as in a shop file
    const chats = { room: { kind: 'slack', url: '${ROOM}' } };
    await open({ chats, contacts: { staff: { mail: ['staff@example.jp'], chat: ['room'] } } });
    await promised();
    await tick('08T09:00:00', '08T09:30:00');
    expect(sentTo('yamada@example.jp').map(({ text }) => text)).toEqual([
      expect.stringContaining('お客様に約束した期限を過ぎた問い合わせが1件あります。'),
    ]);
    const kinds = await database.db.selectFrom('outbox').select(['kind', 'state']).orderBy('id').execute();
    expect(kinds.filter(({ kind }) => kind !== 'owner')).toEqual([{ kind: 'person', state: 'sent' }]);
  });

  test('by somebody whom nobody knows to reach is told to staff', async () => {
    await open();
    await promised('佐藤');
    await tick('08T09:00:00');
    expect(sentTo('staff@example.jp')).toHaveLength(1);
  });

  test('kept in time is told to nobody, also when that is learned after its time', async () => {
    await open();
    await promised();
    await tick('06T00:00:00');
    expect((await rows())[0]!.state).toBe('broken');
    it.clock.set(at(june('08T08:00:00')));
    await happens('shop_reply', 'r1', '05T18:00:00');
    expect((await rows())[0]).toMatchObject({ state: 'kept', endedBy: 'shop_reply' });
    await tick('08T09:00:00', '08T10:00:00');
    expect(it.mail.sent).toEqual([]);
  });

  test('answered late, before its mail, is told to nobody and stays broken', async () => {
    await open();
    await promised();
    await tick('06T00:00:00');
    it.clock.set(at(june('07T08:00:00')));
    await happens('shop_reply', 'r1', '07T08:00:00');
    await tick('08T09:00:00');
    expect(it.mail.sent).toEqual([]);
    expect((await rows())[0]).toMatchObject({ state: 'broken', endedBy: 'shop_reply' });
  });

  test('moved before its time is told of at the new one', async () => {
    await open();
    await promised();
    it.clock.set(at(june('04T10:00:00')));
    await happens('promised', 'p1', '04T10:00:00', { until: '2026-06-08', by: '山田' });
    await tick('08T09:00:00', '08T18:00:00');
    expect(it.mail.sent).toEqual([]);
    await tick('09T09:00:00');
    expect(sentTo('sample-tea@example.jp')).toHaveLength(1);
    expect((await rows()).map(({ id, state, extends: moved }) => [id, state, moved])).toEqual([
      ['p0', 'extended', null],
      ['p1', 'broken', 'p0'],
    ]);
  });

  test('is warned of as a policy says, and never once it is kept', async () => {
    const notices = [
      { before: '1d', of: 'promise', tell: ['staff'] },
      { at: 'promise', tell: ['lead', 'ops', 'owner'] },
    ];
    await open({}, { notices });
    await promised();
    await tick('04T17:44:00');
    expect(it.mail.sent).toEqual([]);
    await tick('04T17:45:00', '04T17:50:00');
    expect(sentTo('yamada@example.jp').map(({ subject }) => subject)).toEqual(['【約束1件】6/5(金)まで サンプル茶舗']);
    await tick('06T00:00:00', '08T09:00:00', '08T09:05:00');
    expect(sentTo('ops@example.jp').map(({ subject }) => subject)).toEqual(['【約束超過1件】サンプル茶舗 運用']);
    expect(sentTo('lead@example.jp')).toHaveLength(1);
    // What the policy says and what is told anyway are one notice.
    expect(sentTo('sample-tea@example.jp')).toHaveLength(1);
  });

  test('is not told about while its inquiry is muted', async () => {
    await open();
    await promised();
    await mute(service, { kind: 'mute', target: 'sample-tea/q1', until: '10d', why: '休み', by: '佐藤' });
    await tick('08T09:00:00');
    expect(it.mail.sent).toEqual([]);
  });

  test('comes in the owner’s one mail with what else is owed, also while somebody has it in hand', async () => {
    await open();
    await promised();
    it.clock.set(at(june('03T12:00:00')));
    await happens('customer_message', 'm1', '03T12:00:00', {}, 'q2');
    await takeInHand(service, { shop: 'sample-tea', inquiry: 'q1', by: '山田', until: '2026-06-10' });
    await tick('06T00:00:00', '08T09:00:00');
    const [both, ...more] = sentTo('sample-tea@example.jp');
    expect(more).toEqual([]);
    expect(both!.subject).toContain('【要返信1件】');
    expect(both!.text).toContain('お客様に約束した期限を過ぎた問い合わせが1件あります。');
  });

  test('is planned anew when the calendar changes', async () => {
    await open();
    await promised();
    const closed = { calendar: { closed: [{ on: '2026-06-08..2026-06-09', name: '臨時休業' }] } };
    service = withShops(service, [shopOf('sample-tea', { ...FILE, ...closed, policies: [{}] })]);
    await applyRevisions(service, { cause: 'edit' });
    await tick('05T12:00:00', '08T09:00:00', '09T09:00:00');
    expect(it.mail.sent).toEqual([]);
    await tick('10T09:00:00');
    expect(sentTo('sample-tea@example.jp')).toHaveLength(1);
  });

  test('of an older event with the same id that is no promise is none', async () => {
    await open();
    await promised();
    await happens('shop_reply', 'p0', '02T10:00:00');
    expect(await rows()).toEqual([]);
    await tick('08T09:00:00');
    expect(it.mail.sent).toEqual([]);
  });
});

describe('what was promised', () => {
  test('stands in the morning list until the day it is for, and after, also when nobody else waits', async () => {
    await open({ morning: { tell: ['staff'], at: '09:00' } });
    await promised();
    await tick('02T12:00:00', '03T09:00:00', '04T09:00:00');
    expect(sentTo('staff@example.jp')).toEqual([]);
    await tick('05T09:00:00');
    const [list] = sentTo('staff@example.jp');
    expect(list!.text).toContain('■ 本日までの約束（1件）');
    expect(list!.text).toContain('約束した人 山田');
    await tick('08T09:00:00');
    expect(sentTo('staff@example.jp')[1]!.text).toContain('約束超過');
  });

  test('is counted by month, with what became of it', async () => {
    await open();
    await promised();
    it.clock.set(at(june('04T10:00:00')));
    await happens('promised', 'p1', '04T10:00:00', { until: '2026-06-08' });
    await tick('10T09:00:00');
    const report = await readReport(service, 'sample-tea', { year: 2026, month: 6 });
    const counted = { made: 2, kept: 0, keptByCompletion: 0, broken: 1, extended: 1, withdrawn: 0, standing: 0 };
    expect(report!.promises).toEqual(counted);
  });

  test('and fulfilled by completing it is counted apart from what was answered', async () => {
    const kept = async () => (await readReport(service, 'sample-tea', { year: 2026, month: 6 }))!.promises;
    await open();
    await promised();
    it.clock.set(at(june('03T10:00:00')));
    await happens('completed', 'c0', '03T10:00:00');
    expect(await kept()).toMatchObject({ made: 1, kept: 1, keptByCompletion: 1, broken: 0 });
  });

  test('and broken is proved from the events each day', async () => {
    await open();
    await promised();
    await tick('02T00:10:00', '03T00:10:00', '04T00:10:00', '05T00:10:00');
    while ((await proveNextDay(service)) !== null);
    await tick('06T00:00:00');
    it.clock.set(at(june('07T00:10:00')));
    await proveNextDay(service);
    expect(await proveNextDay(service)).toMatchObject({ expected: 1, raised: 1, missing: 0, surplus: 0 });
  });

  test('and broken, but recorded nowhere, is missing in the proof', async () => {
    await open();
    await promised();
    await tick('05T00:10:00');
    while ((await proveNextDay(service)) !== null);
    await sql`update promise set next_due_at = null`.execute(database.db);
    await tick('07T00:10:00');
    await proveNextDay(service);
    expect(await proveNextDay(service)).toMatchObject({
      missing: 1,
      examples: [{ what: 'missing', notice: 'promise', inquiry: 'q1' }],
    });
  });
});

describe('an answer given elsewhere', () => {
  test('ends the wait, and taken back lets it go on as if it had never been', async () => {
    await open();
    await happens('customer_message', 'm0', '01T10:00:00');
    await happens('answered_elsewhere', 'a0', '01T11:00:00', { how: 'phone', by: '山田' });
    await tick('03T00:00:00');
    const episode = () =>
      database.db.selectFrom('episode').select(['ended_by as endedBy', 'ended_at as endedAt']).executeTakeFirst();
    expect(await episode()).toEqual({ endedBy: 'answered_elsewhere', endedAt: at(june('01T11:00:00')) });
    it.clock.set(at(june('03T10:00:00')));
    await happens('answer_withdrawn', 'w0', '03T10:00:00', { answer: 'a0', by: '山田' });
    expect(await episode()).toEqual({ endedBy: null, endedAt: null });
    await fireDue(service);
    const steps = await database.db.selectFrom('step').select('step').where('withdrawn_at', 'is', null).execute();
    expect(steps).toEqual([{ step: 'flag' }]);
  });

  test('without how, and a promise until before it was made, are refused', async () => {
    await open();
    const refused = async (event: object) => {
      const taken = await acceptLines(
        service,
        [{ line: 1, value: { shop: 'sample-tea', inquiry: 'q1', event } }],
        'api',
      );
      return taken.refused.map(({ code, message }) => `${code} ${message}`);
    };
    const when = june('01T10:00:00');
    expect(await refused({ type: 'answered_elsewhere', id: 'a0', at: when })).toEqual([
      'invalid-event event.how: phone, mail, visit, other',
    ]);
    expect(await refused({ type: 'promised', id: 'p0', at: when, until: '2026-05-31' })).toEqual([
      'invalid-event event.until: an instant with an offset or a date (its end), after the promise',
    ]);
  });
});

describe('whatever is learned first', () => {
  const HOUR = 3_600_000;
  const START = at(june('01T00:00:00'));
  const event: fc.Arbitrary<ThreadEvent> = fc
    .record({
      type: fc.constantFrom(
        ...(['customer_message', 'shop_reply', 'auto_reply', 'completed', 'reopened', 'message_deleted'] as const),
        ...(['answered_elsewhere', 'answer_withdrawn', 'promised', 'promised', 'promise_withdrawn'] as const),
      ),
      id: fc.integer({ min: 0, max: 7 }),
      hour: fc.integer({ min: 0, max: 12 }),
      lasts: fc.integer({ min: 1, max: 6 }),
      about: fc.integer({ min: 0, max: 7 }),
    })
    .map(({ type, id, hour, lasts, about }): ThreadEvent => {
      const common = { type, id: `e${id}`, at: START + hour * HOUR };
      if (type === 'message_deleted') return { ...common, message: `e${about}` };
      if (type === 'answered_elsewhere') return { ...common, how: 'phone' };
      if (type === 'promised') return { ...common, until: common.at + lasts * HOUR };
      return type.endsWith('withdrawn') ? { ...common, withdraws: `e${about}` } : common;
    });
  /** What each round brings; the clock goes on in between, and what is due is raised. */
  const rounds = fc.array(fc.array(event, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 });

  test('the rows are those of the core', async () => {
    await open({ mail: { sendWindow: 'always' } });
    let thread = 0;
    const rule = fc.asyncProperty(rounds, async (all) => {
      const inquiry = `t${thread++}`;
      for (const [round, events] of all.entries()) {
        it.clock.set(START + (12 + round * 2) * HOUR);
        const incoming = events.map((one) => ({ shop: 'sample-tea', inquiry, channel: 'r-messe', event: one }));
        await intake(service, incoming, 'api');
        await fireDue(service);
      }
      const now = service.clock.now();
      const derived = deriveThread(all.flat(), now);
      const { rows: stored } = await sql<{ id: string; isRecorded: boolean }>`
        select p.event as id, made_at as "madeAt", until_at as until, ended_at as "endedAt", p.ended_by as "endedBy",
          extends, ${stateAt(now)} as state, detected_at is not null and withdrawn_at is null as "isRecorded"
        from promise p join inquiry i on i.id = p.inquiry_id where i.external_id = ${inquiry}
        order by made_at, event collate "C"`.execute(database.db);
      const wanted = derived.promises.map((promise) => ({ ...promise, isRecorded: promise.state === 'broken' }));
      expect(stored).toEqual(wanted);
      const { status } = await database.db
        .selectFrom('inquiry')
        .select('status')
        .where('external_id', '=', inquiry)
        .executeTakeFirstOrThrow();
      expect(status).toBe(derived.status);
      // Only what stands is still to be told.
      const { rows: owed } = await sql<{ event: string }>`
        select distinct p.event from notice n join promise p on p.id = n.episode_id join inquiry i on i.id = p.inquiry_id
        where n.owed and i.external_id = ${inquiry}`.execute(database.db);
      const standing = derived.promises.at(-1);
      for (const { event: id } of owed) expect(id).toBe(standing?.endedAt === null ? standing.id : undefined);
    });
    await fc.assert(rule, { numRuns: 60 });
  });
});
