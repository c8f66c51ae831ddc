// Behaviour 8 over a real SMTP server: a clear notice is optional, only after a warning, one line, never empty.

import { describe, expect, test } from 'vitest';
import { reply } from '../mail/transport/smtp-servers.ts';
import { testDatabase } from '../support/database.ts';
import { at, eventOf, shopOf } from '../support/service.ts';
import { tickWorker } from '../support/tick.ts';
import { asks, type Desk, type DeskOptions, happens, inquiry, OWNER, openDesk, replies } from './desk.ts';

const database = testDatabase();

const MONDAY = '2026-06-01T10:00:00+09:00';
const ALERT = '2026-06-04T09:00:00+09:00';
const CLEAR = '【対応済み1件】サンプル茶舗';

const clearing = [shopOf('sample-tea', { mail: { clearNotice: true } })];

async function told(numbers: readonly number[], options: Partial<DeskOptions> = {}): Promise<Desk> {
  const desk = await openDesk({ db: database.db, now: MONDAY, shops: clearing, ...options });
  await desk.take(...numbers.map((number) => asks(MONDAY, { inquiry: inquiry(number) })));
  await desk.tick(ALERT);
  return desk;
}

const answered = (number: number, when: string) => replies(when, { inquiry: inquiry(number) });
const subjects = (desk: Desk) => desk.inbox(OWNER).map(({ parsed }) => parsed.subject);

describe('behaviour 8: a clear notice is optional', () => {
  test('8: the default is none', async () => {
    const desk = await told([1], { shops: [shopOf('sample-tea')] });
    await happens(desk, answered(1, '2026-06-04T10:00:00+09:00'));
    await desk.tick('2026-06-04T10:01:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test('8: once all that was told is answered, one line says so, once', async () => {
    const desk = await told([1, 2]);
    await happens(desk, answered(1, '2026-06-04T10:00:00+09:00'));
    await desk.tick('2026-06-04T10:01:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
    await happens(desk, answered(2, '2026-06-04T11:00:00+09:00'));
    for (const minute of ['01', '02', '30']) await desk.tick(`2026-06-04T11:${minute}:00+09:00`);
    const [, notice, ...more] = desk.inbox(OWNER);
    expect(more).toEqual([]);
    expect(notice?.parsed.subject).toBe('【対応済み2件】サンプル茶舗');
    expect(notice?.parsed.text?.split('\n')[0]).toBe(
      'お知らせした未返信の問い合わせ2件は、すべて対応済みになりました。',
    );
    expect(String(notice?.parsed.html)).not.toContain('<table');
  });

  test('8: never without a warning: answered before the mail, nothing is said', async () => {
    const desk = await openDesk({ db: database.db, now: MONDAY, shops: clearing });
    await desk.take(asks(MONDAY, { inquiry: inquiry(1) }));
    await desk.tick('2026-06-04T08:00:00+09:00');
    await happens(desk, answered(1, '2026-06-04T08:30:00+09:00'));
    await desk.tick(ALERT);
    await desk.tick('2026-06-04T10:00:00+09:00');
    expect(desk.inbox(OWNER)).toEqual([]);
  });

  test('8: answered in the evening, it waits for the morning', async () => {
    const desk = await told([1]);
    await happens(desk, answered(1, '2026-06-04T20:00:00+09:00'));
    await desk.tick('2026-06-04T20:01:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
    await desk.tick('2026-06-05T09:00:00+09:00');
    expect(subjects(desk)[1]).toBe(CLEAR);
  });

  test('8: waiting again before the notice goes out: none; answered again: one', async () => {
    const desk = await told([1]);
    const mark = (type: 'completed' | 'reopened', when: string) => eventOf(type, type, when, { inquiry: inquiry(1) });
    await happens(desk, mark('completed', '2026-06-04T20:00:00+09:00'));
    await desk.tick('2026-06-04T20:01:00+09:00');
    await happens(desk, mark('reopened', '2026-06-04T21:00:00+09:00'));
    await desk.tick('2026-06-05T09:00:00+09:00');
    expect(subjects(desk)).toHaveLength(1);
    await happens(desk, answered(1, '2026-06-05T10:00:00+09:00'));
    await desk.tick('2026-06-05T10:01:00+09:00');
    await desk.tick('2026-06-05T10:06:00+09:00');
    expect(subjects(desk).slice(1)).toEqual([CLEAR]);
  });

  test('8: each warning is answered by one notice, the second tells of the second only', async () => {
    const desk = await told([1]);
    await happens(desk, answered(1, '2026-06-04T10:00:00+09:00'));
    await desk.take(asks('2026-06-02T10:00:00+09:00', { inquiry: inquiry(2) }));
    await desk.tick('2026-06-04T10:01:00+09:00');
    await desk.tick('2026-06-05T09:00:00+09:00');
    await happens(desk, answered(2, '2026-06-05T10:00:00+09:00'));
    await desk.tick('2026-06-05T10:01:00+09:00');
    expect(subjects(desk).filter((subject) => subject?.includes('対応済み'))).toEqual([CLEAR, CLEAR]);
  });

  test('8: a day after the answer was learned it is no news any more', async () => {
    const desk = await told([1]);
    await happens(desk, answered(1, '2026-06-04T10:00:00+09:00'));
    await desk.tick('2026-06-08T10:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test('8: a server that does not take it: tried again, once', async () => {
    let down = false;
    const desk = await told([1], { smtp: { onMailFrom: (_a, _s, done) => done(down ? reply(451) : null) } });
    await happens(desk, answered(1, '2026-06-04T10:00:00+09:00'));
    down = true;
    await desk.tick('2026-06-04T10:01:00+09:00');
    down = false;
    await desk.tick('2026-06-04T10:02:00+09:00');
    await desk.tick('2026-06-04T10:10:00+09:00');
    expect(subjects(desk).slice(1)).toEqual([CLEAR]);
  });

  test('8: three workers at once, twenty times: one notice', async () => {
    for (let round = 0; round < 20; round++) {
      const desk = await told([1]);
      await happens(desk, answered(1, '2026-06-04T10:00:00+09:00'));
      desk.clock.set(at('2026-06-04T10:01:00+09:00'));
      await Promise.all([tickWorker(desk.service), tickWorker(desk.service), tickWorker(desk.service)]);
      await tickWorker(desk.service);
      expect(subjects(desk).slice(1)).toEqual([CLEAR]);
    }
  });
});
