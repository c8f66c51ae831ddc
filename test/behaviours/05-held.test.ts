// MAIL.md 5: held, not skipped. The send window delays the mail, never the step (RULES.md 5.2).

import { describe, expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { at, shopOf } from '../support/service.ts';
import { asks, listed, OWNER, openDesk, replies } from './desk.ts';

const database = testDatabase();
const open = (file: Record<string, unknown> = {}, now = '2026-06-01T12:00:00+09:00') =>
  openDesk({ db: database.db, now, shops: [shopOf('sample-tea', file)] });
const alertSteps = `select due_at, detected_at, notified_at from step where step = 'owner_alert'`;

describe('behaviour 5: held, not skipped', () => {
  test('5: due at midnight, sent when the window opens; both times are recorded and shown apart', async () => {
    const desk = await open();
    await desk.take(asks('2026-06-01T10:00:00+09:00'));
    for (const time of ['00:00', '00:30', '06:00', '08:59']) await desk.tick(`2026-06-04T${time}:00+09:00`);
    expect(desk.inbox(OWNER)).toEqual([]);
    await desk.tick('2026-06-04T09:00:00+09:00');
    const [mail] = desk.inbox(OWNER);
    expect(mail!.parsed.text).toContain('2営業日経過 6/3(水) 24:00');
    expect(mail!.parsed.text).toContain('送信: 6/4(木) 09:00');
    expect(mail!.parsed.html).toContain('2営業日経過 6/3(水) 24:00');
    expect(mail!.parsed.html).toContain('送信: 6/4(木) 09:00');
    const due = at('2026-06-04T00:00:00+09:00');
    expect(await desk.rows(alertSteps)).toEqual([
      { due_at: due, detected_at: due, notified_at: at('2026-06-04T09:00:00+09:00') },
    ]);
  });

  test.each([
    ['a weekend', {}, '2026-06-03T15:00:00+09:00', '2026-06-06T00:00:00+09:00', '2026-06-08T09:00:00+09:00'],
    [
      'New Year',
      { calendar: { closed: [{ every: '12-29..01-03', name: '年末年始' }] } },
      '2026-12-24T15:00:00+09:00',
      '2026-12-29T00:00:00+09:00',
      '2027-01-04T09:00:00+09:00',
    ],
    [
      'a window of its own',
      { mail: { sendWindow: '13:00-15:30' } },
      '2026-06-01T10:00:00+09:00',
      '2026-06-04T09:00:00+09:00',
      '2026-06-04T13:00:00+09:00',
    ],
  ])('5: over %s it waits and then goes out once', async (_, file, asked, held, opens) => {
    const desk = await open(file, asked);
    await desk.take(asks(asked));
    await desk.tick(held);
    await desk.tick(new Date(at(opens) - 60_000).toISOString());
    expect(desk.inbox(OWNER)).toEqual([]);
    await desk.tick(opens);
    await desk.tick(new Date(at(opens) + 60_000).toISOString());
    expect(desk.inbox(OWNER).map(listed)).toEqual([['q1']]);
  });

  test('5: what is answered while it is held is never mailed', async () => {
    const desk = await open();
    await desk.take(asks('2026-06-01T10:00:00+09:00'));
    await desk.tick('2026-06-04T00:00:00+09:00');
    await desk.tick('2026-06-04T08:50:00+09:00');
    await desk.take(replies('2026-06-04T08:45:00+09:00'));
    await desk.tick('2026-06-04T09:00:00+09:00');
    expect(desk.server.received).toEqual([]);
  });

  test('5: a window that closes while the server is away holds the mail until the next morning', async () => {
    const desk = await open();
    await desk.take(asks('2026-06-01T10:00:00+09:00'));
    await desk.server.goAway();
    await desk.tick('2026-06-04T17:59:00+09:00');
    await desk.server.comeBack();
    for (const time of ['18:00', '18:05', '21:00']) await desk.tick(`2026-06-04T${time}:00+09:00`);
    expect(desk.inbox(OWNER)).toEqual([]);
    await desk.tick('2026-06-05T09:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test('5: a window of "always" sends at midnight, on closed days too', async () => {
    const desk = await open({ mail: { sendWindow: 'always' } }, '2026-06-03T12:00:00+09:00');
    await desk.take(asks('2026-06-03T10:00:00+09:00'));
    await desk.tick('2026-06-06T00:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });
});
