// MAIL.md 1 to 4: one mail per shop and slot, each step announced once, fresh facts, the strongest level.
// Base case (RULES.md 8): asked on Monday 06-01 at 10:00, the owner alert is due Thursday 00:00, the breach Friday 00:00.

import { describe, expect, test } from 'vitest';
import { deliver } from '../../src/service/notifications/deliver-notification.ts';
import { fireDue } from '../../src/service/steps/raise-due-steps.ts';
import { openPendingMails } from '../../src/store/notifications/open-mails.ts';
import { dueMails } from '../../src/store/notifications/outbox.ts';
import { testDatabase } from '../support/database.ts';
import { at, eventOf, shopOf } from '../support/service.ts';
import {
  asks,
  type Desk,
  inquiry,
  later,
  listed,
  minutes,
  OPS,
  OWNER,
  openDesk,
  outbox,
  replies,
  tail,
  whole,
} from './desk.ts';

const database = testDatabase();
const NOW = '2026-06-01T12:00:00+09:00';
const ASKED = '2026-06-01T10:00:00+09:00';
const THURSDAY = '2026-06-04T09:00:00+09:00';
const TWO_SHOPS = [shopOf('sample-tea'), shopOf('other', { name: '別の陶器店' })];

const open = (more: Partial<Parameters<typeof openDesk>[0]> = {}) => openDesk({ db: database.db, now: NOW, ...more });

/** The mail of Thursday's slot in the outbox, made and not sent. */
async function made({ service, clock }: Desk): Promise<number> {
  clock.set(at(THURSDAY));
  await fireDue(service);
  await openPendingMails(service.db, clock.now());
  const [id] = await dueMails(service.db, clock.now(), 10);
  return id!;
}

describe('behaviour 1: one mail per shop per slot', () => {
  test('1: every inquiry of the shop past the step in one mail, never one shop’s data in another’s', async () => {
    const desk = await open({ shops: TWO_SHOPS });
    const mine = [1, 2, 3].map((n) => asks(ASKED, { inquiry: inquiry(n), item: '煎茶', category: '配送' }));
    const theirs = asks(ASKED, { shop: 'other', inquiry: inquiry(77), item: '湯呑み', category: '返品' });
    const notYet = asks('2026-06-02T10:00:00+09:00', { inquiry: inquiry(4) });
    await desk.take(...mine, theirs);
    await desk.tick('2026-06-02T12:00:00+09:00');
    await desk.take(notYet);
    await desk.tick(THURSDAY);
    const [tea, ...moreTea] = desk.inbox(OWNER);
    const [other, ...moreOther] = desk.inbox('other@example.jp');
    expect([moreTea, moreOther]).toEqual([[], []]);
    expect(listed(tea!)).toEqual([tail(1), tail(2), tail(3)]);
    expect(listed(other!)).toEqual([tail(77)]);
    expect([tea!.to, other!.to]).toEqual([[OWNER], ['other@example.jp']]);
    for (const stranger of ['別の陶器店', '湯呑み', '返品', '0077o', 'shops/other', 'other@'])
      expect(whole(tea!)).not.toContain(stranger);
    for (const stranger of ['サンプル茶舗', '煎茶', '配送', '0001o', 'shops/sample-tea', 'sample-tea@'])
      expect(whole(other!)).not.toContain(stranger);
  });

  test('1: what passes minutes after a mail waits for the next slot and goes out together', async () => {
    const desk = await open();
    await desk.take(asks(ASKED, { inquiry: inquiry(1) }));
    await desk.tick(THURSDAY);
    for (const n of [2, 3, 4]) {
      await desk.take(asks(ASKED, { inquiry: inquiry(n) }));
      await desk.tick(later(THURSDAY, minutes(n - 1)));
    }
    expect(desk.inbox(OWNER).map(listed)).toEqual([[tail(1)]]);
    await desk.tick(later(THURSDAY, minutes(5)));
    expect(desk.inbox(OWNER).map(listed)).toEqual([[tail(1)], [tail(2), tail(3), tail(4)]]);
  });

  test('1: ops get one mail per slot for all shops', async () => {
    const desk = await open({ shops: TWO_SHOPS, ops: [OPS] });
    await desk.take(asks(ASKED), asks(ASKED, { shop: 'other', inquiry: 'q2' }));
    await desk.tick(THURSDAY);
    const [mail, ...more] = desk.inbox(OPS);
    expect(more).toEqual([]);
    expect(mail!.parsed.text).toContain('サンプル茶舗');
    expect(mail!.parsed.text).toContain('別の陶器店');
  });
});

describe('behaviour 2: each (episode, step) is announced once', () => {
  test('2: across re-runs, restarts, events that come twice and a second message of the same customer', async () => {
    const desk = await open();
    await desk.take(asks(ASKED));
    await desk.tick(THURSDAY);
    await desk.tick('2026-06-04T09:40:00+09:00');
    await desk.take(asks(ASKED), asks('2026-06-04T09:30:00+09:00', { id: 'm1' }));
    await desk.tick('2026-06-04T10:00:00+09:00');
    const again = desk.restarted();
    await again.tick('2026-06-05T09:00:00+09:00');
    await again.tick('2026-06-30T09:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test('2: a new episode of the same inquiry may announce again', async () => {
    const desk = await open();
    await desk.take(asks(ASKED));
    await desk.tick(THURSDAY);
    await desk.tick('2026-06-04T12:00:00+09:00');
    await desk.take(replies('2026-06-04T11:00:00+09:00'), asks('2026-06-04T11:30:00+09:00', { id: 'm1' }));
    await desk.tick('2026-06-09T09:00:00+09:00');
    const mails = desk.inbox(OWNER);
    expect(mails).toHaveLength(2);
    expect(mails[1]!.parsed.text).toContain('受信 6/4(木) 11:30');
    expect(mails[1]!.parsed.messageId).not.toBe(mails[0]!.parsed.messageId);
  });

  test('2: completing and reopening does not announce the same step again', async () => {
    const desk = await open();
    await desk.take(asks(ASKED));
    await desk.tick(THURSDAY);
    await desk.tick('2026-06-04T12:00:00+09:00');
    await desk.take(eventOf('completed', 'c0', '2026-06-04T11:00:00+09:00'));
    await desk.take(eventOf('reopened', 'o0', '2026-06-04T11:30:00+09:00'));
    await desk.tick('2026-06-05T12:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test('2: ops hear of the alert once and of the breach once', async () => {
    const desk = await open({ ops: [OPS] });
    await desk.take(asks(ASKED));
    await desk.tick(THURSDAY);
    for (const day of [5, 8, 9]) await desk.tick(`2026-06-0${day}T09:00:00+09:00`);
    expect(desk.inbox(OPS).map(({ parsed }) => parsed.subject)).toEqual([
      '【要返信1件】サンプル茶舗 運用',
      '【期限超過1件】サンプル茶舗 運用',
    ]);
  });
});

describe('behaviour 3: facts are read again at the moment of sending', () => {
  test('3: what was answered after the mail was made drops out of it', async () => {
    const desk = await open();
    await desk.take(...[1, 2, 3].map((n) => asks(ASKED, { inquiry: inquiry(n) })));
    const mail = await made(desk);
    await desk.take(replies('2026-06-04T08:59:00+09:00', { inquiry: inquiry(2) }));
    await deliver(desk.service, mail);
    const [received] = desk.inbox(OWNER);
    expect(listed(received!)).toEqual([tail(1), tail(3)]);
    expect(received!.parsed.subject).toContain('【要返信2件】');
    expect(whole(received!)).not.toContain('0002o');
  });

  test('3: none left, no mail: the server is not even called', async () => {
    const desk = await open();
    await desk.take(asks(ASKED));
    const mail = await made(desk);
    await desk.take(replies('2026-06-04T08:59:00+09:00'));
    await desk.server.goAway();
    expect(await deliver(desk.service, mail)).toBe('empty');
    expect(await outbox(database.db, 'owner')).toMatchObject([{ state: 'empty', sent_at: null }]);
  });

  test('3: a breach answered before the mail is left out for the owner and told to ops all the same', async () => {
    const desk = await open({ ops: [OPS] });
    await desk.take(asks(ASKED));
    await desk.tick('2026-06-05T00:00:00+09:00');
    await desk.tick('2026-06-05T08:30:00+09:00');
    await desk.take(replies('2026-06-05T08:00:00+09:00'));
    await desk.tick('2026-06-05T09:00:00+09:00');
    expect(desk.inbox(OWNER)).toEqual([]);
    expect(desk.inbox(OPS).map(({ parsed }) => parsed.text)).toEqual([expect.stringContaining('08:00 返信済み')]);
  });
});

describe('behaviour 4: the strongest level wins', () => {
  test('4: a thread found five days late makes one mail to the owner and one to ops, not three', async () => {
    const desk = await open({ ops: [OPS] });
    await desk.take(asks(ASKED));
    await desk.tick('2026-06-08T10:00:00+09:00');
    await desk.tick('2026-06-08T15:00:00+09:00');
    expect(desk.server.received.map(({ to, parsed }) => [to.join(), parsed.subject])).toEqual([
      [OWNER, '【期限超過1件】6/4(木)期限 R-Messe／サンプル茶舗'],
      [OPS, '【期限超過1件】サンプル茶舗 運用'],
    ]);
    for (const mail of desk.server.received) {
      expect(listed(mail)).toEqual(['q1']);
      expect(mail.parsed.text).toContain('監視が止まっていたため、お知らせが遅れました。');
    }
  });

  test('4: worst first, then by deadline; a breach is not also listed as an alert', async () => {
    const desk = await open();
    const when = ['2026-06-02T10:00:00+09:00', '2026-05-28T10:00:00+09:00', '2026-06-01T10:00:00+09:00'];
    await desk.tick('2026-06-05T08:00:00+09:00');
    await desk.take(...when.map((asked, n) => asks(asked, { inquiry: inquiry(n + 1) })));
    await desk.tick('2026-06-05T09:00:00+09:00');
    const [mail, ...more] = desk.inbox(OWNER);
    expect(more).toEqual([]);
    expect(listed(mail!)).toEqual([tail(2), tail(3), tail(1)]);
    expect(mail!.parsed.subject).toBe('【期限超過2件・要返信1件】6/5(金)期限 R-Messe／サンプル茶舗');
  });
});

describe('what nobody is to be told', () => {
  test('1: without a summary for ops no mail is made for them, slot after slot', async () => {
    const desk = await open({ ops: [] });
    await desk.take(asks(ASKED));
    for (const hour of ['09:00', '10:00', '11:00', '12:00']) await desk.tick(`2026-06-04T${hour}:00+09:00`);
    expect(await outbox(database.db, 'ops')).toEqual([]);
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test('1: a shop that leaves the configuration is not mailed about, and owes its alert when it is back', async () => {
    const desk = await open({ shops: TWO_SHOPS, ops: [OPS] });
    await desk.take(asks(ASKED), asks(ASKED, { shop: 'other' }));
    await desk.tick('2026-06-04T00:00:00+09:00');
    const without = desk.configured([TWO_SHOPS[0]!]);
    for (const hour of ['09:00', '10:00', '11:00']) await without.tick(`2026-06-04T${hour}:00+09:00`);
    expect(desk.inbox('other@example.jp')).toEqual([]);
    expect(desk.inbox(OPS).map(({ parsed }) => parsed.subject)).toEqual(['【要返信1件】サンプル茶舗 運用']);
    expect((await outbox(database.db, 'owner')).map(({ state }) => state)).toEqual(['sent']);
    await desk.tick('2026-06-04T13:00:00+09:00');
    expect(desk.inbox('other@example.jp')).toHaveLength(1);
    expect(desk.inbox(OPS)).toHaveLength(2);
  });
});
