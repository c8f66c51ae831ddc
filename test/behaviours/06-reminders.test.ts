// Behaviour 6 over a real SMTP server: reminders are bounded.

import { describe, expect, test } from 'vitest';
import { mute } from '../../src/service/actions/mute.ts';
import { deliver } from '../../src/service/notifications/deliver-notification.ts';
import { dueMails } from '../../src/store/notifications/outbox.ts';
import { reply } from '../mail/transport/smtp-servers.ts';
import { testDatabase } from '../support/database.ts';
import { at, shopOf } from '../support/service.ts';
import { tickWorker } from '../support/tick.ts';
import { asks, type Desk, type DeskOptions, happens, inquiry, listed, OWNER, openDesk, replies, tail } from './desk.ts';

const database = testDatabase();

/** The customer writes on Monday 06-01: the owner alert is due on Thursday 06-04 at 00:00. */
const MONDAY = '2026-06-01T10:00:00+09:00';
const ALERT = '2026-06-04T09:00:00+09:00';
/** The business days after the alert: 06-05 is a Friday. */
const DAYS = ['05', '08', '09', '10', '11', '12', '15', '16'];
const morning = (day: string): string => `2026-06-${day}T09:00:00+09:00`;

const reminding = (mail: object = {}): DeskOptions['shops'] => [
  shopOf('sample-tea', { mail: { reminders: 'daily', ...mail } }),
];

/** A desk that reminds daily, with these inquiries told on Thursday at 09:00. */
async function told(numbers: readonly number[], options: Partial<DeskOptions> = {}): Promise<Desk> {
  const desk = await openDesk({ db: database.db, now: MONDAY, shops: reminding()!, ...options });
  await desk.take(...numbers.map((number) => asks(MONDAY, { inquiry: inquiry(number) })));
  await desk.tick(ALERT);
  return desk;
}

const subjects = (desk: Desk): (string | undefined)[] => desk.inbox(OWNER).map(({ parsed }) => parsed.subject);

describe('behaviour 6: reminders are bounded', () => {
  test('6: the default is none', async () => {
    const desk = await told([1], { shops: [shopOf('sample-tea')] });
    for (const day of DAYS) await desk.tick(morning(day));
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test('6: daily: one a business day, five in all, and the subject says so', async () => {
    const desk = await told([1]);
    for (const day of ['05', '06', '07', ...DAYS.slice(1)]) {
      await desk.tick(morning(day));
      await desk.tick(`2026-06-${day}T13:00:00+09:00`);
    }
    expect(subjects(desk)).toEqual([
      '【要返信1件】6/4(木)期限 R-Messe／サンプル茶舗',
      ...Array.from({ length: 5 }, () => '【再通知・期限超過1件】6/4(木)期限 R-Messe／サンプル茶舗'),
    ]);
    expect(await desk.rows('select number, day::text, told_at from reminder order by number')).toEqual(
      ['05', '08', '09', '10', '11'].map((day, index) => ({
        number: index + 1,
        day: `2026-06-${day}`,
        told_at: at(morning(day)),
      })),
    );
    expect(desk.inbox(OWNER).at(-1)?.parsed.text).toContain('再通知 5回目（最大5回）');
  });

  test('6: not on the day of the first mail, not outside the window, not on closed days', async () => {
    const desk = await told([1]);
    for (const when of [
      '2026-06-04T17:00:00+09:00',
      '2026-06-05T08:59:00+09:00',
      '2026-06-05T18:00:00+09:00',
      '2026-06-06T10:00:00+09:00',
    ])
      await desk.tick(when);
    expect(desk.inbox(OWNER)).toHaveLength(1);
    await desk.tick('2026-06-08T17:59:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(2);
  });

  test('6: a window of "always" reminds in the morning, not at midnight', async () => {
    const desk = await openDesk({ db: database.db, now: MONDAY, shops: reminding({ sendWindow: 'always' })! });
    await desk.take(asks(MONDAY));
    await desk.tick('2026-06-04T00:00:00+09:00');
    await desk.tick('2026-06-05T00:00:00+09:00');
    await desk.tick('2026-06-05T08:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
    await desk.tick(morning('05'));
    expect(desk.inbox(OWNER)).toHaveLength(2);
  });

  test('6: only what still waits; none left, no reminder', async () => {
    const desk = await told([1, 2]);
    await happens(desk, replies('2026-06-04T15:00:00+09:00', { inquiry: inquiry(1) }));
    await desk.tick(morning('05'));
    expect(listed(desk.inbox(OWNER)[1]!)).toEqual([tail(2)]);
    await happens(desk, replies('2026-06-05T15:00:00+09:00', { inquiry: inquiry(2) }));
    for (const day of DAYS.slice(1)) await desk.tick(morning(day));
    expect(desk.inbox(OWNER)).toHaveLength(2);
  });

  test('6: a new alert of the same morning takes the reminder into its one mail', async () => {
    const desk = await told([1]);
    await desk.take(asks('2026-06-02T10:00:00+09:00', { inquiry: inquiry(2) }));
    await desk.tick(morning('05'));
    const [, second, ...more] = desk.inbox(OWNER);
    expect(more).toEqual([]);
    expect(listed(second!)).toEqual([tail(1), tail(2)]);
    expect(second?.parsed.subject).toBe('【期限超過1件・要返信1件】6/5(金)期限 R-Messe／サンプル茶舗');
    expect(second?.parsed.text).toContain('このうち1件は再通知です');
    expect(second?.parsed.text).not.toContain('すでにお知らせした');
  });

  test('6: what cannot be sent on its day is not made up for on the next', async () => {
    let down = false;
    const desk = await told([1], { smtp: { onMailFrom: (_a, _s, done) => done(down ? reply(451) : null) } });
    down = true;
    await desk.tick(morning('05'));
    await desk.tick('2026-06-05T17:59:00+09:00');
    down = false;
    await desk.tick(morning('08'));
    await desk.tick('2026-06-08T12:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(2);
    expect(await desk.rows('select number, day::text from reminder')).toEqual([{ number: 1, day: '2026-06-08' }]);
  });

  test('6: a muted inquiry is not reminded of', async () => {
    const desk = await told([1, 2]);
    const request = {
      kind: 'in_hand',
      target: `sample-tea/${inquiry(1)}`,
      until: '2026-06-05',
      why: '確認中',
      by: '山田',
    };
    await mute(desk.service, { ...request, kind: 'in_hand' });
    await desk.tick(morning('05'));
    expect(listed(desk.inbox(OWNER)[1]!)).toEqual([tail(2)]);
    await desk.tick(morning('08'));
    expect(listed(desk.inbox(OWNER)[2]!)).toEqual([tail(1), tail(2)]);
  });

  test('6: three workers at once, twenty mornings: one reminder each', async () => {
    for (let round = 0; round < 20; round++) {
      const desk = await told([1]);
      desk.clock.set(at(morning('05')));
      await Promise.all([tickWorker(desk.service), tickWorker(desk.service), tickWorker(desk.service)]);
      for (const id of await dueMails(database.db, desk.clock.now(), 10)) await deliver(desk.service, id);
      expect(desk.inbox(OWNER)).toHaveLength(2);
    }
  });
});
