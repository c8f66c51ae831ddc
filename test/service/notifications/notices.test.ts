// Notices as people get them (RULES.md 9): each once and to whom it says, in one mail a slot, never a warning too late; and
// what became of those that were not told.

import { beforeEach, describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../../src/mail/transport/mail-transport.ts';
import { mute } from '../../../src/service/actions/mute.ts';
import { takeInHand } from '../../../src/service/actions/take-in-hand.ts';
import { readInquiryDetail } from '../../../src/service/board/read-inquiry.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { openMails } from '../../../src/service/notifications/enqueue-mails.ts';
import type { Service } from '../../../src/service/service.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const FILE = {
  contacts: { staff: { mail: ['staff@example.jp'] }, lead: { mail: ['lead@example.jp'] } },
  people: { 山田: { mail: 'yamada@example.jp' } },
};
const WARNING = { before: '3h', of: 'breach', tell: ['staff'] };
const AT_FLAG = { at: 'flag', tell: ['staff'] };
const LATER = { after: '4d', tell: ['lead', 'ops'] };

let it: TestService;
let service: Service;

beforeEach(() => emptyTables(database.db));

/** A shop with these notices, and `q1` that came on Monday 06-01 at 10:00: the breach is due on Friday at 00:00. */
async function open(notices: readonly object[], file: object = {}, more: object = {}): Promise<void> {
  const shop = shopOf('sample-tea', { ...FILE, ...file, policies: [{ ...more, notices }] });
  it = await testService({ db: database.db, shops: [shop], now: '2026-06-01T12:00:00+09:00' });
  service = it.service;
  await intake(service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
}

async function tick(...each: string[]): Promise<void> {
  for (const when of each) {
    it.clock.set(at(`2026-06-${when}:00+09:00`));
    await tickWorker(service);
  }
}

async function edit(notices: readonly object[], file: object = {}): Promise<void> {
  service = withShops(service, [shopOf('sample-tea', { ...FILE, ...file, policies: [{ notices }] })]);
  await applyRevisions(service, { cause: 'edit' });
}

async function learn(type: 'shop_reply' | 'completed' | 'reopened', when: string): Promise<void> {
  it.clock.set(at(`2026-06-${when}:00+09:00`));
  await intake(service, [eventOf(type, type, `2026-06-${when}:00+09:00`)], 'api');
}

/** Nobody takes it now. */
const PUT_OFF: SendOutcome = { kind: 'retry', reason: 'no connection', refused: [] };

/** To whom and about what, in order. */
const sentTo = (to: string) => it.mail.sent.filter((mail) => mail.to.includes(to));

const notices = async () => {
  const detail = await readInquiryDetail(service, 'sample-tea', 'q1');
  return detail!.episodes.flatMap((episode) => episode.notices);
};
const states = async () => (await notices()).map(({ key, contact, state }) => `${key} ${contact} ${state}`);

describe('a notice', () => {
  test('goes to whom it says, once, at its time and with the facts of then', async () => {
    await open([WARNING, AT_FLAG, LATER]);
    expect(await states()).toEqual([
      'at:flag staff planned',
      'before:3h:breach staff planned',
      'after:4d lead planned',
      'after:4d ops planned',
    ]);
    await tick('03T08:00');
    expect(sentTo('staff@example.jp')).toEqual([]);
    await tick('03T09:00', '03T09:30', '04T14:59');
    expect(sentTo('staff@example.jp')).toHaveLength(1);
    await tick('04T15:00', '04T15:05', '04T17:00');
    expect(sentTo('staff@example.jp')).toHaveLength(2);
    const [flagged, warned] = sentTo('staff@example.jp').map(({ rendered }) => rendered);
    expect(flagged!.text).toContain('サンプル茶舗 ご担当者 様（staff）');
    expect(flagged!.text).toContain('お知らせ: 1営業日経過の時点');
    expect(warned!.text).toContain('お知らせ: 3営業日超過の営業3時間前');
    expect(warned!.subject).toContain('【要返信1件】6/4(木)期限');
    await tick('08T09:00', '08T09:30', '09T09:00');
    expect(sentTo('lead@example.jp').map(({ rendered }) => rendered.subject)).toEqual([
      expect.stringContaining('【期限超過1件】'),
    ]);
    expect(await states()).toEqual([
      'at:flag staff told',
      'before:3h:breach staff told',
      'after:4d lead told',
      'after:4d ops told',
    ]);
  });

  test('comes in one mail with whatever else its contact is owed, strongest first', async () => {
    await open([{ at: 'flag', tell: ['staff', 'owner'] }]);
    it.clock.set(at('2026-06-02T12:00:00+09:00'));
    await intake(service, [eventOf('customer_message', 'm1', '2026-06-02T10:00:00+09:00', { inquiry: 'q2' })], 'api');
    await tick('04T09:00', '04T09:10');
    const staff = sentTo('staff@example.jp');
    expect(staff).toHaveLength(1);
    expect(staff[0]!.rendered.subject).toContain('【要返信2件】');
    expect(staff[0]!.rendered.text.indexOf(' q1')).toBeLessThan(staff[0]!.rendered.text.indexOf(' q2'));
    // The owner's alert and the owner's notices are one mail as well.
    expect(sentTo('sample-tea@example.jp').map(({ rendered }) => rendered.subject)).toEqual([
      expect.stringContaining('【要返信2件】'),
    ]);
  });

  test('that was answered before, or before its mail, is not told', async () => {
    await open([WARNING, AT_FLAG]);
    await tick('03T08:00');
    await learn('shop_reply', '03T08:30');
    await tick('03T09:00', '04T15:00');
    expect(sentTo('staff@example.jp')).toEqual([]);
    expect(await states()).toEqual(['at:flag staff cancelled', 'before:3h:breach staff cancelled']);
  });

  test('moved into the future by an edit is withdrawn, and told when it is due again; a told one stays told', async () => {
    const closed = { calendar: { closed: [{ on: '2026-06-02..2026-06-05', name: '臨時休業' }] } };
    await open([{ at: 'flag', tell: ['staff', 'owner'] }], { mail: { sendWindow: 'always' } });
    it.mail.answers.push(() => PUT_OFF);
    await tick('03T00:00');
    expect(await states()).toEqual(['at:flag owner due', 'at:flag staff told']);
    await edit([{ at: 'flag', tell: ['staff', 'owner'] }], { ...closed, mail: { sendWindow: 'always' } });
    await tick('03T10:00');
    expect(await states()).toEqual(['at:flag staff told', 'at:flag owner withdrawn']);
    expect((await notices())[1]).toMatchObject({
      withdrawnWhy: 'calendar or policy changed',
      dueAt: at('2026-06-09T00:00:00+09:00'),
    });
    await tick('09T00:00', '09T01:00');
    expect(await states()).toEqual(['at:flag staff told', 'at:flag owner told']);
    expect(sentTo('staff@example.jp')).toHaveLength(1);
  });

  test('that an edit takes out is told no more, and one that it brings is told', async () => {
    await open([AT_FLAG]);
    await edit([{ at: 'owner_alert', tell: ['lead'] }]);
    await tick('03T09:00', '04T09:00');
    expect(sentTo('staff@example.jp')).toEqual([]);
    expect(sentTo('lead@example.jp')).toHaveLength(1);
    expect(await states()).toEqual(['at:owner_alert lead told']);
  });

  test('is told once after an outage, all in one mail', async () => {
    await open([AT_FLAG, { at: 'owner_alert', tell: ['staff'] }, WARNING, LATER]);
    await tick('09T10:00', '09T10:10');
    expect(sentTo('staff@example.jp').map(({ rendered }) => rendered.subject)).toEqual([
      expect.stringContaining('【期限超過1件】'),
    ]);
    expect(await states()).toEqual([
      'at:flag staff told',
      'at:owner_alert staff told',
      'before:3h:breach staff dropped',
      'after:4d lead told',
      'after:4d ops told',
    ]);
  });
});

describe('a warning', () => {
  const DAY = { before: '1d', of: 'breach', tell: ['staff'] };

  test('due at the end of the window leaves fifteen minutes before it', async () => {
    await open([DAY]);
    await tick('03T17:44');
    expect(sentTo('staff@example.jp')).toEqual([]);
    await tick('03T17:45');
    expect(sentTo('staff@example.jp')).toHaveLength(1);
  });

  test('is tried again until the end of the window, then dropped for all to see', async () => {
    await open([DAY]);
    it.mail.answers.push(...Array.from({ length: 4 }, () => () => PUT_OFF));
    await tick('03T17:45', '03T17:46', '03T17:52', '03T18:00', '04T09:00', '05T09:00');
    expect(sentTo('staff@example.jp')).toHaveLength(3);
    expect(await notices()).toMatchObject([
      { state: 'dropped', droppedWhy: 'late', toldAt: null, untilAt: at('2026-06-03T18:00:00+09:00') },
    ]);
  });

  test('outside the window goes out at the end of the last one', async () => {
    // The desk works beyond the hours in which mails go: the flag is due at 22:00.
    const file = { calendar: { hours: ['10:00-22:00'] } };
    const steps = { flagAfter: '12h', mailOwnerAfter: '24h', breachAfter: '36h' };
    await open([{ before: '2h', of: 'flag', tell: ['staff'] }], file, steps);
    await tick('01T17:44');
    expect(sentTo('staff@example.jp')).toEqual([]);
    await tick('01T17:45');
    expect(await notices()).toMatchObject([{ state: 'told', dueAt: at('2026-06-01T20:00:00+09:00') }]);
  });

  test('whose last window ended before the message came is dropped', async () => {
    const file = { calendar: { hours: ['00:00-24:00'] }, mail: { sendWindow: '08:00-09:00' } };
    const steps = { flagAfter: '12h', mailOwnerAfter: '24h', breachAfter: '36h' };
    await open([{ before: '2h', of: 'flag', tell: ['staff'] }], file, steps);
    await tick('01T20:00', '02T08:00');
    expect(await notices()).toMatchObject([{ state: 'dropped', droppedWhy: 'late' }]);
    expect(sentTo('staff@example.jp')).toEqual([]);
  });

  test('that fell into a time in which the thread was completed is dropped; others are told at the reopening', async () => {
    await open([WARNING, AT_FLAG]);
    await learn('completed', '02T10:00');
    await tick('03T09:00', '04T15:00');
    await learn('reopened', '04T16:00');
    await tick('04T16:00');
    expect(await states()).toEqual(['before:3h:breach staff dropped', 'at:flag staff told']);
    expect((await notices())[0]).toMatchObject({ droppedWhy: 'while-completed' });
  });
});

test('a contact is not told what it is quiet about, others are; what is due with the breach is told all the same', async () => {
  const both = { tell: ['staff', 'lead'] };
  await open(
    [
      { ...WARNING, ...both },
      { ...AT_FLAG, ...both },
      { at: 'breach', tell: ['staff'] },
    ],
    {
      contacts: { ...FILE.contacts, staff: { ...FILE.contacts.staff, quiet: ['before', 'flag'] } },
    },
  );
  await tick('03T09:00', '04T15:00');
  expect(sentTo('staff@example.jp')).toEqual([]);
  expect(sentTo('lead@example.jp')).toHaveLength(2);
  await tick('05T09:00');
  expect(sentTo('staff@example.jp')).toHaveLength(1);
  expect(await states()).toEqual(['at:flag lead told', 'before:3h:breach lead told', 'at:breach staff told']);
});

describe('to ops whose mails are switched off', () => {
  const switched = (summary: readonly string[]): void => {
    const { config } = it.service;
    const operated = { ...config.service, opsMail: { ...config.service.opsMail, summary } };
    service = { ...it.service, config: { ...config, service: operated } };
  };

  test('waits a day in case that they are on again, then it is dropped, and why is shown', async () => {
    await open([{ at: 'flag', tell: ['ops', 'staff'] }]);
    switched([]);
    await tick('03T09:00', '04T08:00');
    expect(await states()).toEqual(['at:flag ops due', 'at:flag staff told']);
    await tick('04T10:00');
    expect(await states()).toEqual(['at:flag ops dropped', 'at:flag staff told']);
    expect((await notices())[0]).toMatchObject({ droppedWhy: 'nobody' });
    // What was dropped stays so: nobody is told days later.
    switched(['ops@example.jp']);
    await tick('04T11:00');
    expect(await states()).toEqual(['at:flag ops dropped', 'at:flag staff told']);
  });

  test('is told when they are on again within the day', async () => {
    await open([{ at: 'flag', tell: ['ops'] }]);
    switched([]);
    await tick('03T09:00');
    switched(['ops@example.jp']);
    await tick('03T15:00');
    expect(await states()).toEqual(['at:flag ops told']);
  });
});

describe('in hand', () => {
  const takes = (by: string, until: string) => takeInHand(service, { shop: 'sample-tea', inquiry: 'q1', by, until });

  test('warnings to staff go to whoever has it, notices to the owner wait until it ends', async () => {
    await open([WARNING, { at: 'flag', tell: ['owner', 'lead'] }]);
    await takes('山田', '2d');
    await tick('03T09:00');
    expect(sentTo('sample-tea@example.jp')).toEqual([]);
    expect(sentTo('lead@example.jp')).toHaveLength(1);
    await tick('04T09:00');
    it.clock.set(at('2026-06-04T14:00:00+09:00'));
    await takes('山田', '2h');
    await tick('04T15:00');
    expect(sentTo('staff@example.jp')).toEqual([]);
    expect(sentTo('yamada@example.jp').map(({ rendered }) => rendered.text)).toEqual([
      expect.stringContaining('サンプル茶舗 山田 様'),
    ]);
    await tick('04T16:00');
    expect(sentTo('sample-tea@example.jp')).not.toEqual([]);
    expect(await states()).toEqual(['at:flag lead told', 'at:flag owner told', 'before:3h:breach staff told']);
  });

  describe('while whoever has it is away', () => {
    const people = (away: object) => ({
      people: { ...FILE.people, 山田: { ...FILE.people.山田, away }, 佐藤: { mail: 'sato@example.jp' } },
    });
    const reload = (away: object) => {
      service = withShops(it.service, [
        shopOf('sample-tea', { ...FILE, ...people(away), policies: [{ notices: [WARNING] }] }),
      ]);
    };
    const told = () => it.mail.sent.flatMap(({ to }) => to).filter((to) => !to.startsWith('ops'));

    test.each([
      ['2026-06-04', '佐藤', 'sato@example.jp'],
      ['2026-06-03', '佐藤', 'yamada@example.jp'],
      ['2026-06-04', null, 'staff@example.jp'],
    ])('until %s with stand-in %s, a warning of 06-04 goes to %s', async (until, standIn, to) => {
      await open([WARNING], people({ until, ...(standIn && { standIn }) }));
      await tick('04T14:00');
      await takes('山田', '2h');
      it.mail.sent.length = 0;
      await tick('04T15:00');
      expect(told()).toEqual([to]);
    });

    test('the mail says for whom its reader stands in', async () => {
      await open([WARNING], people({ until: '2026-06-04', standIn: '佐藤' }));
      await tick('04T14:00');
      await takes('山田', '2h');
      await tick('04T15:00');
      const [mail] = sentTo('sato@example.jp');
      expect(mail?.rendered.text).toContain('佐藤 様');
      expect(mail?.rendered.text).toContain('山田さんが不在のため、代理の方にお送りしています。');
    });

    test('what was planned for them before goes to the stand-in, once', async () => {
      await open([WARNING]);
      await tick('04T14:00');
      await takes('山田', '2h');
      it.mail.sent.length = 0;
      it.clock.set(at('2026-06-04T15:00:00+09:00'));
      await openMails(service, it.clock.now());
      reload({ until: '2026-06-30', standIn: '佐藤' });
      await tick('04T15:00', '04T15:01');
      expect(told()).toEqual(['sato@example.jp']);
    });
  });

  test('of somebody whose address nobody knows, warnings go to staff', async () => {
    await open([WARNING]);
    await tick('04T14:00');
    await takes('佐藤', '2h');
    await tick('04T15:00');
    expect(sentTo('staff@example.jp')).toHaveLength(1);
  });

  test('nothing due at or after the breach is held', async () => {
    await open([{ at: 'breach', tell: ['owner'] }]);
    await takes('山田', '7d');
    await tick('05T09:00');
    expect(sentTo('sample-tea@example.jp')).toHaveLength(1);
  });

  test('a mute holds what everybody but ops is told before the breach', async () => {
    await open([{ at: 'flag', tell: ['staff', 'ops'] }]);
    await mute(service, {
      kind: 'mute',
      target: 'sample-tea/q1',
      by: '山田',
      why: '確認中',
      until: '2026-06-03T12:00:00+09:00',
    });
    await tick('03T09:00');
    expect(sentTo('staff@example.jp')).toEqual([]);
    expect(sentTo('ops@example.jp')).toHaveLength(1);
    await tick('03T12:00');
    expect(sentTo('staff@example.jp')).toHaveLength(1);
  });
});

test('a shop without notices has no row', async () => {
  await open([]);
  await tick('08T09:00');
  expect(await database.db.selectFrom('notice').selectAll().execute()).toEqual([]);
});
