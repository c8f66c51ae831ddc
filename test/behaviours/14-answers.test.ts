// MAIL.md 14, end to end: each answer at each stage of a real conversation, and what the service makes of it.

import { beforeEach, describe, expect, test } from 'vitest';
import { openTransport } from '../../src/mail/transport/mail-transport.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import { retryMail } from '../../src/service/notifications/record/retry-mail.ts';
import { readMailHealth } from '../../src/store/notifications/mail-health.ts';
import { emptyTables, testDatabase } from '../support/database.ts';
import { type Script, type ScriptedServer, startScripted } from '../support/scripted-smtp.ts';
import { at, shopOf, type TestService, testService } from '../support/service.ts';
import { tickWorker } from '../support/tick.ts';
import { asks, inquiry, later, minutes } from './desk.ts';

const database = testDatabase();
const NOW = '2026-06-01T12:00:00+09:00';
const ASKED = '2026-06-01T10:00:00+09:00';
const THURSDAY = '2026-06-04T09:00:00+09:00';
const [A, B, OPS] = ['a@shop.example', 'b@shop.example', 'ops@example.jp'] as const;
const TIMEOUTS = { connection: 10_000, greeting: 10_000, socket: 10_000, whole: 20_000 };
const DAY = 24 * 60;

let it: TestService;
let server: ScriptedServer;

/** The shops with their owners' addresses, a customer waiting at each since Monday; ops get no mail unless `ops`. */
async function open(
  shops: Readonly<Record<string, readonly string[]>>,
  { ops = [] as readonly string[], script = {} as Script } = {},
) {
  server = await startScripted(script);
  const opsMail = { summary: [], blind: ops, undeliverable: ops, season: [] };
  it = await testService({
    db: database.db,
    now: NOW,
    shops: Object.entries(shops).map(([id, owner]) => shopOf(id, { owner: [...owner] })),
    config: { ops, opsMail },
  });
  Object.assign(it.service, { mail: openTransport({ smtpUrl: server.url, mailDir: '', timeouts: TIMEOUTS }) });
  const events = Object.keys(shops).map((shop) => asks(ASKED, { shop, inquiry: inquiry(1) }));
  await intake(it.service, events, 'api');
}
beforeEach(() => emptyTables(database.db));

async function ticksAfter(...each: number[]): Promise<void> {
  for (const count of each) {
    it.clock.set(at(later(THURSDAY, minutes(count))));
    await tickWorker(it.service);
  }
}
const mails = async () =>
  database.db.selectFrom('outbox').select(['state', 'attempts']).where('kind', '=', 'owner').orderBy('id').execute();
const deliveries = async () =>
  database.db.selectFrom('delivery').select(['address', 'state', 'response']).orderBy('address').execute();
const causes = async () =>
  (await database.db.selectFrom('outbox').select('cause').where('kind', '=', 'blind').orderBy('id').execute()).map(
    ({ cause }) => cause,
  );
const paused = async () => (await readMailHealth(database.db))?.pausedUntil ?? null;
/** To whom the messages went that the server took, ops left out. */
const received = () => server.taken.map(({ to }) => to.filter((one) => one !== OPS)).filter((to) => to.length > 0);

describe('14: at RCPT, for one of two addresses', () => {
  const forB = (answer: string) => (address: string) => (address === B ? answer : undefined);

  test.each([
    '550 5.1.1 no such user',
    '550-5.1.1 first line\n550-5.1.1 second\n550 5.1.1 third',
    '550 the mailbox (5.1.1) is unknown',
    '550 5.2.1 disabled',
    '550 5.7.1 refused by a rule',
    '550 no such user',
  ])('%j: it is given up, the other has the mail, and ops hear how to send it again', async (answer) => {
    await open({ tea: [A, B] }, { script: { recipient: forB(answer) } });
    await ticksAfter(0, 1, 60, DAY + 60);
    expect(received()).toEqual([[A]]);
    expect(await mails()).toEqual([{ state: 'sent', attempts: 1 }]);
    expect(server.asked.filter((one) => one === B)).toHaveLength(1);
    expect((await deliveries()).map(({ state }) => state)).toEqual(['accepted', 'refused']);
    expect(await causes()).toEqual(['partly:tea']);
  });

  test.each([
    '552 5.2.2 mailbox full',
    '550 5.4.4 no route',
    '550 temporarily refused, try again later',
    '550 no',
    '550 満杯です',
    `550 ${'x'.repeat(10_000)}`,
    '450 4.2.1 greylisted',
  ])('%.40j: it is tried again, alone, and gets the mail when it may', async (answer) => {
    await open({ tea: [A, B] }, { script: { recipient: forB(answer) } });
    await ticksAfter(0, 1, 6);
    expect(await mails()).toEqual([{ state: 'pending', attempts: 3 }]);
    expect((await deliveries())[1]).toMatchObject({ address: B, state: 'deferred' });
    server.script.recipient = undefined!;
    await ticksAfter(21, 60, 200);
    expect(received()).toEqual([[A], [B]]);
    expect(server.taken[1]!.raw).toContain(/^Message-ID: .*$/m.exec(server.taken[0]!.raw)![0]);
    expect(await causes()).toEqual([]);
  });

  test('one that stays full is given up after a day, shown, and ops are told the command', async () => {
    await open({ tea: [A, B] }, { ops: [OPS], script: { recipient: forB('552 5.2.2 mailbox full') } });
    for (let hour = 0; hour <= 25; hour++) await ticksAfter(hour * 60);
    expect(await mails()).toEqual([{ state: 'sent', attempts: expect.any(Number) }]);
    expect((await deliveries()).find(({ address }) => address === B)).toMatchObject({
      state: 'refused',
      response: '552 5.2.2 mailbox full',
    });
    expect(await causes()).toEqual(['partly:tea']);
    const told = server.taken.find(({ to }) => to.includes(OPS))!;
    expect(Buffer.from(told.raw.split('\r\n\r\n')[2] ?? '', 'base64').toString()).toContain('inquiry-sla mail retry 1');
  });
});

describe('14: at RCPT, for every address', () => {
  test('a full mailbox: tried for a day, then given up, told, and sent again on request to that address', async () => {
    await open({ tea: [A] }, { script: { recipient: '552 5.2.2 mailbox full' } });
    for (let hour = 0; hour < 24; hour++) await ticksAfter(hour * 60);
    expect(await mails()).toMatchObject([{ state: 'pending' }]);
    await ticksAfter(DAY + 60);
    expect(await mails()).toMatchObject([{ state: 'undeliverable' }]);
    expect(await causes()).toEqual(['undeliverable:tea']);
    server.script.recipient = undefined!;
    expect(await retryMail(it.service, { id: 1 })).toEqual({ done: 'again', id: 1, kind: 'owner' });
    await ticksAfter(DAY + 61);
    expect(received()).toEqual([[A]]);
    expect(await mails()).toMatchObject([{ state: 'sent' }]);
  });

  test.each(['550 5.4.5 daily user sending limit exceeded', '450 4.4.5 sending limit exceeded'])(
    '%j: kept longer than a day, ops told once a day, nobody given up',
    async (answer) => {
      await open({ tea: [A] }, { script: { recipient: answer } });
      await ticksAfter(0, 1, 6, 21, 51, 111, 200);
      expect(await causes()).toEqual(['limit:']);
      expect(await readMailHealth(database.db)).toMatchObject({ ok: false });
      await ticksAfter(DAY + 60, DAY + 121);
      expect(await mails()).toMatchObject([{ state: 'pending' }]);
      expect(await causes()).toEqual(['limit:', 'limit:']);
      server.script.recipient = undefined!;
      await ticksAfter(DAY + 182);
      expect(received()).toEqual([[A]]);
    },
  );

  test.each([
    '550 5.1.8 sender’s domain unknown',
    '550 5.1.7 sender',
    '554 5.2.252 SendAsDenied',
    '530 5.7.0 log in first',
  ])('%j: about us: all is paused, nobody given up', async (answer) => {
    await open({ tea: [A] }, { script: { recipient: answer } });
    await ticksAfter(0);
    expect(await paused()).toBe(at(THURSDAY) + minutes(5));
    expect(await deliveries()).toEqual([]);
    server.script.recipient = undefined!;
    await ticksAfter(5);
    expect(received()).toEqual([[A]]);
  });
});

describe('14: a rule that refuses recipients (x.5.*, x.7.*)', () => {
  const RULE = '550 5.7.1 blocked by policy';
  const shops = { one: ['a@one.example'], two: ['a@two.example'], three: ['a@three.example'] };

  test('of two shops: these are given up', async () => {
    await open({ one: shops.one, two: shops.two }, { script: { recipient: RULE } });
    await ticksAfter(0, 1);
    expect(await mails()).toEqual([
      { state: 'undeliverable', attempts: 1 },
      { state: 'undeliverable', attempts: 1 },
    ]);
    expect(await paused()).toBeNull();
  });

  test('of three shops within ten minutes: it is about us; all is paused, none is lost, and all get their mail', async () => {
    await open(shops, { script: { recipient: RULE } });
    await ticksAfter(0);
    expect((await mails()).map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
    expect(await paused()).toBe(at(THURSDAY) + minutes(5));
    expect(await readMailHealth(database.db)).toMatchObject({ ok: false, reason: expect.stringContaining('3 shops') });
    server.script.recipient = undefined!;
    await ticksAfter(1, 5, 6);
    expect(received().flat().sort()).toEqual(['a@one.example', 'a@three.example', 'a@two.example']);
    expect((await mails()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    expect(await paused()).toBeNull();
  });
});

describe.each<['sender' | 'data' | 'end']>([['sender'], ['data'], ['end']])(
  '14: an answer to %s names no recipient',
  (stage) => {
    test.each([
      '554 5.7.1 not authorised',
      '554 5.2.252 SendAsDenied; not allowed to send as',
      '554 Message rejected: Email address is not verified.',
      '550-5.7.60 you have no right\n550 5.7.60 to send as this sender',
    ])('%j: our settings: all is paused, none lost', async (answer) => {
      await open({ tea: [A, B] }, { script: { [stage]: answer } });
      await ticksAfter(0, 1, 4);
      expect(await mails()).toEqual([{ state: 'pending', attempts: 1 }]);
      expect(await paused()).toBe(at(THURSDAY) + minutes(5));
      server.script[stage] = undefined!;
      await ticksAfter(5);
      expect(received()).toEqual([[A, B]]);
    });

    test.each([
      '550 5.1.1 no such user',
      '554 5.6.0 content',
      '552 5.3.4 too large',
      '554 transaction failed',
      '554',
      '554 送信できません',
    ])('%j: tried again for as long as it takes, nobody given up; after a day ops are told', async (answer) => {
      await open({ tea: [A, B] }, { script: { [stage]: answer } });
      await ticksAfter(0, 1, 6, 21);
      expect(await mails()).toEqual([{ state: 'pending', attempts: 4 }]);
      expect([await paused(), await causes()]).toEqual([null, []]);
      await ticksAfter(DAY + 10, DAY + 71);
      expect(await causes()).toEqual(['stuck:tea']);
      server.script[stage] = undefined!;
      await ticksAfter(DAY + 140);
      expect(received()).toEqual([[A, B]]);
      expect((await deliveries()).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
    });

    test('550 5.4.5 daily limit: kept, ops told once', async () => {
      await open({ tea: [A] }, { script: { [stage]: '550 5.4.5 Daily user sending limit exceeded.' } });
      await ticksAfter(0, 1, 6, 21);
      expect([await mails(), await causes()]).toEqual([[{ state: 'pending', attempts: 4 }], ['limit:']]);
      expect(await paused()).toBeNull();
    });
  },
);

describe('14: answers that no proper server gives', () => {
  test('a cut after DATA: once more with the same Message-ID, then given up, told, and sent again as it was on request', async () => {
    await open({ tea: [A] }, { script: { end: 'cut' } });
    await ticksAfter(0, 1, 2, 60);
    expect(await mails()).toEqual([{ state: 'undeliverable', attempts: 2 }]);
    expect(await causes()).toEqual(['undeliverable:tea']);
    server.script.end = undefined!;
    expect(await retryMail(it.service, { id: 1 })).toMatchObject({ done: 'again' });
    await ticksAfter(61);
    expect(received()).toEqual([[A]]);
    const [{ subject }] = (await database.db.selectFrom('outbox').select('subject').where('id', '=', 1).execute()) as [
      { subject: string },
    ];
    expect(subject).toContain('【要返信1件】');
  });

  test('an endless answer to the dot: the outcome is unknown, and the process lives', async () => {
    await open({ tea: [A] }, { script: { end: `250-${'x'.repeat(5_000_000)}` } });
    await ticksAfter(0);
    expect(await mails()).toEqual([{ state: 'unknown', attempts: 1 }]);
  });

  test('one answer for each recipient after the dot, as LMTP has it: the first is the message’s', async () => {
    await open({ tea: [A, B] }, { script: { end: '250 2.0.0 a has it\n550 5.1.1 b has not' } });
    await ticksAfter(0, 1);
    expect((await mails())[0]).toMatchObject({ attempts: 1 });
    expect((await mails())[0]!.state).toBe('sent');
  });
});

describe('14: addresses in an unusual but valid form are matched with the answer', () => {
  const ODD = [
    '"front desk"@shop.example',
    'a..b.@docomo.ne.jp',
    '.a.@ezweb.ne.jp',
    'Owner@SHOP.Example',
    'tanto@日本語.jp',
    '担当@日本語.jp',
    '"plain"@shop.example',
    '"a@b"@shop.example',
    'a+b@shop.example',
    'a@[192.0.2.1]',
  ];

  test.each(ODD)('%s: taken once, not asked again when the other is put off', async (odd) => {
    await open({ tea: [odd, B] }, { script: { recipient: (address) => (address === B ? '450 later' : undefined) } });
    await ticksAfter(0);
    expect((await deliveries()).map(({ address, state }) => [address, state]).sort()).toEqual(
      [
        [odd, 'accepted'],
        [B, 'deferred'],
      ].sort(),
    );
    server.script.recipient = undefined!;
    await ticksAfter(1, 10);
    expect(received().map((to) => to.length)).toEqual([1, 1]);
    expect(received()[1]).toEqual([B]);
  });

  test.each(ODD)('%s: put off, it alone is asked again', async (odd) => {
    await open({ tea: [odd, B] }, { script: { recipient: (address) => (address === B ? undefined : '450 later') } });
    await ticksAfter(0, 1);
    expect(server.asked.filter((one) => one === B)).toHaveLength(1);
    server.script.recipient = undefined!;
    await ticksAfter(6);
    expect(received().map((to) => to.length)).toEqual([1, 1]);
    expect((await deliveries()).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  });

  test('two ways to write one mailbox are asked once, and both are settled by the answer', async () => {
    await open({ tea: ['"plain"@shop.example', 'plain@SHOP.example'] });
    await ticksAfter(0, 1);
    expect(server.asked).toHaveLength(1);
    expect((await deliveries()).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  });
});
