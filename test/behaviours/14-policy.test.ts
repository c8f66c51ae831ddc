// MAIL.md 14: what becomes of a mail when the server, an address or our own settings fail. Faults at RCPT, at DATA,
// after DATA, a stall, and hours without a server.

import { simpleParser } from 'mailparser';
import type { SMTPServerOptions } from 'smtp-server';
import { beforeEach, describe, expect, test } from 'vitest';
import { type DataFault, reply } from '../mail/transport/smtp-servers.ts';
import { testDatabase } from '../support/database.ts';
import { at, shopOf } from '../support/service.ts';
import { asks, type Desk, inquiry, later, listed, minutes, OPS, openDesk, outbox, replies, tail } from './desk.ts';

const database = testDatabase();
const NOW = '2026-06-01T12:00:00+09:00';
const ASKED = '2026-06-01T10:00:00+09:00';
const THURSDAY = '2026-06-04T09:00:00+09:00';
const [A, B] = ['a@example.jp', 'b@example.jp'] as const;

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk({ db: database.db, now: NOW, shops: [shopOf('sample-tea', { owner: [A, B] })] });
  await desk.take(asks(ASKED, { inquiry: inquiry(1) }), asks(ASKED, { inquiry: inquiry(2) }));
});

/** Ticks at Thursday 09:00 plus each of these minutes. */
async function ticksAfter(...each: number[]): Promise<void> {
  for (const count of each) await desk.tick(later(THURSDAY, minutes(count)));
}
const deliveries = () => desk.rows('select address, state, response from delivery order by address');
const owners = () => outbox(database.db, 'owner');
const attempts = async () => (await owners())[0]!.attempts;
const notified = () => desk.rows('select notified_at from step where notified_at is not null');
const answering =
  (code: number): DataFault =>
  (stream, answer) =>
    stream.on('end', () => answer(reply(code))).resume();

describe('behaviour 14: temporary failures are tried again, and nothing is "sent" without a 250', () => {
  test.each([
    ['RCPT', 421],
    ['RCPT', 450],
    ['RCPT', 503],
    ['DATA', 421],
    ['DATA', 451],
    ['DATA', 503],
  ])('14: at %s a %i: again after 1, 5, 15, 30, 60 minutes and on', async (stage, code) => {
    if (stage === 'RCPT') desk.server.faults.refuse = { [A]: code, [B]: code };
    else desk.server.faults.data = answering(code);
    await ticksAfter(0, 1, 6, 21, 51, 111, 171);
    expect(await attempts()).toBe(7);
    await ticksAfter(172, 200, 230);
    expect(await owners()).toMatchObject([
      { attempts: 7, sent_at: null, last_error: expect.stringContaining(`${code}`) },
    ]);
    expect(await notified()).toEqual([]);
    desk.server.faults.refuse = {};
    desk.server.faults.data = undefined;
    await ticksAfter(231, 300);
    expect(desk.inbox(A).map(listed)).toEqual([[tail(1), tail(2)]]);
    expect(await notified()).toEqual([1, 2].map(() => ({ notified_at: at(later(THURSDAY, minutes(231))) })));
  });

  test('14: SMTP down for three hours: sent once after it, with fresh facts', async () => {
    await desk.server.goAway();
    for (let minute = 0; minute < 180; minute += 1) await ticksAfter(minute);
    await desk.take(replies('2026-06-04T10:00:00+09:00', { inquiry: inquiry(1) }));
    await desk.server.comeBack();
    for (let minute = 180; minute < 300; minute += 1) await ticksAfter(minute);
    const [mail, ...more] = desk.server.received;
    expect(more).toEqual([]);
    expect(listed(mail!)).toEqual([tail(2)]);
    expect(mail!.parsed.subject).toContain('【要返信1件】');
    expect(mail!.parsed.text).toContain('送信: 6/4(木) 12:51');
  });

  test('14: a server that stalls before DATA: again after a minute, surely once', async () => {
    desk = await openDesk({ db: database.db, now: NOW, timeouts: { socket: 400 } });
    await desk.take(asks(ASKED));
    desk.server.faults.stallAtRcpt = true;
    await ticksAfter(0);
    expect((await owners())[0]).toMatchObject({ state: 'pending', possibly_twice: false });
    desk.server.faults.stallAtRcpt = false;
    await ticksAfter(1);
    expect(desk.server.received).toHaveLength(1);
  });
});

describe('behaviour 14: one address fails, the others go on', () => {
  test.each([550, 551, 552, 553, 554])(
    '14: a %i 5.1.1 stops that address; it is shown and not tried again',
    async (code) => {
      desk.server.faults.refuse = { [B]: `${code} 5.1.1 nobody` };
      await ticksAfter(0, 1, 10, 60);
      expect(desk.inbox(A)).toHaveLength(1);
      expect(await deliveries()).toEqual([
        { address: A, state: 'accepted', response: '250' },
        { address: B, state: 'refused', response: `${code} 5.1.1 nobody` },
      ]);
      expect(await attempts()).toBe(1);
    },
  );

  test('14: a 450 for one address: only it is tried again, with the same mail', async () => {
    desk.server.faults.refuse = { [B]: 450 };
    await ticksAfter(0);
    desk.server.faults.refuse = {};
    await desk.take(replies('2026-06-04T09:00:30+09:00', { inquiry: inquiry(1) }));
    await ticksAfter(1, 10);
    const [first, second, ...more] = desk.server.received;
    expect([first!.to, second!.to, more]).toEqual([[A], [B], []]);
    expect(second!.parsed.messageId).toBe(first!.parsed.messageId);
    expect(second!.parsed.text).toBe(first!.parsed.text);
    expect((await deliveries()).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  });

  test('14: an address that defers for days holds up no other mail, and is left alone after one', async () => {
    desk.server.faults.refuse = { [B]: 452 };
    await ticksAfter(0);
    await desk.take(asks('2026-06-02T10:00:00+09:00', { inquiry: inquiry(3) }));
    await ticksAfter(24 * 60);
    expect(desk.inbox(A).map(listed)).toEqual([[tail(1), tail(2)], [tail(3)]]);
    await ticksAfter(96 * 60, 97 * 60, 120 * 60, 121 * 60);
    expect((await owners()).map(({ state }) => state)).not.toContain('pending');
    expect(desk.inbox(A)).toHaveLength(2);
  });

  test('14: refused by every address: not sent, not told, and ops hear that the owner cannot be reached', async () => {
    desk = await openDesk({ db: database.db, now: NOW, ops: [OPS] });
    await desk.take(asks(ASKED));
    desk.server.faults.refuse = { 'sample-tea@example.jp': '550 5.1.1 nobody' };
    await ticksAfter(0, 1);
    expect((await owners())[0]).toMatchObject({ state: 'undeliverable', sent_at: null });
    expect(await notified()).toEqual([]);
    const subjects = desk.inbox(OPS).map(({ parsed }) => parsed.subject);
    expect(subjects).toEqual([
      '【要返信1件】サンプル茶舗 運用',
      expect.stringContaining('店舗責任者へのメールが届きません'),
    ]);
    expect(desk.inbox(OPS)[0]!.parsed.text).toContain('店舗へのメール: 届けられませんでした');
  });
});

describe('behaviour 14: a cut after DATA', () => {
  test('14: outcome unknown: repeated once, the same mail with the same Message-ID, marked possibly twice', async () => {
    desk.server.faults.data = (stream, _answer, cut) => stream.on('end', cut).resume();
    await ticksAfter(0);
    expect(await owners()).toMatchObject([{ state: 'unknown' }]);
    desk.server.faults.data = undefined;
    const frozen = await desk.rows('select subject, body_text from outbox order by id limit 1');
    await desk.take(replies('2026-06-04T09:00:30+09:00', { inquiry: inquiry(1) }));
    await ticksAfter(1, 2, 10, 100);
    const [mail, ...more] = desk.inbox(A);
    expect(more).toEqual([]);
    expect(frozen).toEqual([{ subject: mail!.parsed.subject, body_text: mail!.parsed.text }]);
    expect(await owners()).toMatchObject([{ state: 'sent', possibly_twice: true }]);
  });

  test('14: a server that stalls after DATA: the same, after the time-out', async () => {
    desk = await openDesk({ db: database.db, now: NOW, timeouts: { socket: 400 } });
    await desk.take(asks(ASKED));
    desk.server.faults.data = (stream) => stream.resume();
    await ticksAfter(0);
    expect((await owners())[0]).toMatchObject({ state: 'unknown' });
    desk.server.faults.data = undefined;
    await ticksAfter(1, 2);
    expect(desk.server.received).toHaveLength(1);
  });

  test('14: unknown a second time: never a third mail, and ops are told', async () => {
    const ids: (string | undefined)[] = [];
    desk.server.faults.data = (stream, _answer, cut) => {
      const end = async () => {
        ids.push((await simpleParser(stream)).messageId);
        cut();
      };
      void end();
    };
    await ticksAfter(0, 1, 2, 10, 60, 200);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(await owners()).toMatchObject([{ state: 'undeliverable' }]);
    expect(await desk.rows(`select cause from outbox where kind = 'blind'`)).toEqual([
      { cause: 'undeliverable:sample-tea' },
    ]);
  });

  test('14: answered meanwhile: it is not repeated', async () => {
    desk.server.faults.data = (stream, _answer, cut) => stream.on('end', cut).resume();
    await ticksAfter(0);
    desk.server.faults.data = undefined;
    for (const n of [1, 2]) await desk.take(replies('2026-06-04T09:00:30+09:00', { inquiry: inquiry(n) }));
    await ticksAfter(1, 10);
    expect(desk.server.received).toEqual([]);
  });
});

describe('behaviour 14: a worker that was taken for dead and wakes up', () => {
  test.each<[string, (answer: (error?: Error) => void) => void]>([
    ['a 250', (answer) => answer()],
    ['a 451', (answer) => answer(reply(451))],
    ['a 554', (answer) => answer(reply(554))],
  ])('14: what it learns then, %s, undoes nothing of what its successor did', async (_, late) => {
    let release = (): void => {};
    const reached = new Promise<void>((resolve) => {
      desk.server.faults.data = (stream, answer) => {
        stream.on('end', resolve).resume();
        release = () => late(answer);
      };
    });
    const first = desk.tick(THURSDAY);
    await reached;
    desk.server.faults.data = undefined;
    await desk.restarted().tick(later(THURSDAY, minutes(3)));
    release();
    await first;
    await ticksAfter(4, 10, 70);
    expect(desk.inbox(A).map(listed)).toEqual([[tail(1), tail(2)]]);
    expect(await owners()).toMatchObject([{ state: 'sent', possibly_twice: true }]);
    expect((await deliveries()).map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  });
});

describe('behaviour 14: our own settings at fault', () => {
  test('14: a log-in that fails pauses all mails, keeps the queue and says why; then everything goes out', async () => {
    let allowed = false;
    const onAuth: NonNullable<SMTPServerOptions['onAuth']> = (_auth, _session, callback) =>
      allowed ? callback(null, { user: 'sla' }) : callback(reply(535, 'authentication failed'));
    const shops = [shopOf('sample-tea'), shopOf('other', { name: '別の店' })];
    const smtp = { authOptional: false, onAuth };
    desk = await openDesk({ db: database.db, now: NOW, shops, smtp, login: 'sla:secret@' });
    await desk.take(asks(ASKED), asks(ASKED, { shop: 'other' }));
    await ticksAfter(0, 1, 4);
    expect(await attempts()).toBe(1);
    for (const { last_error } of await owners()) expect(last_error).toContain('535');
    allowed = true;
    await ticksAfter(5);
    expect(desk.server.received).toHaveLength(2);
  });
});
