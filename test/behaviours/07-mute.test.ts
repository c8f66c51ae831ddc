// Behaviour 7 over a real SMTP server: mute with an end.

import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { lift, type MuteRequest, mute, readMutes } from '../../src/service/actions/mute.ts';
import { armDue } from '../../src/service/steps/arm-alarms.ts';
import { testDatabase } from '../support/database.ts';
import { at, shopOf } from '../support/service.ts';
import {
  asks,
  type Desk,
  type DeskOptions,
  happens,
  inquiry,
  listed,
  OPS,
  OWNER,
  openDesk,
  replies,
  tail,
} from './desk.ts';

const database = testDatabase();

/** The customer writes on Monday 06-01: owner alert Thursday 06-04 00:00, breach Friday 06-05 00:00. */
const MONDAY = '2026-06-01T10:00:00+09:00';
const ALERT = '2026-06-04T09:00:00+09:00';
const BREACH = '2026-06-05T09:00:00+09:00';

async function waiting(numbers: readonly number[], options: Partial<DeskOptions> = {}): Promise<Desk> {
  const desk = await openDesk({ db: database.db, now: MONDAY, ...options });
  await desk.take(...numbers.map((number) => asks(MONDAY, { inquiry: inquiry(number) })));
  return desk;
}

const request = (more: Partial<MuteRequest> = {}): MuteRequest => ({
  kind: 'mute',
  target: `sample-tea/${inquiry(1)}`,
  until: '2026-06-04T12:00:00+09:00',
  why: 'メーカーに確認中',
  by: '山田',
  ...more,
});

async function muted(desk: Desk, more: Partial<MuteRequest> = {}): Promise<number> {
  const result = await mute(desk.service, request(more));
  if ('refused' in result) throw new Error(result.message);
  return result.mute.id;
}

describe('behaviour 7: mute with an end', () => {
  test('7: a muted inquiry makes no mail to the owner; when the mute ends it is owed and goes out', async () => {
    const desk = await waiting([1]);
    await muted(desk);
    await desk.tick(ALERT);
    await desk.tick('2026-06-04T11:59:59+09:00');
    expect(desk.inbox(OWNER)).toEqual([]);
    await desk.tick('2026-06-04T12:00:00+09:00');
    expect(listed(desk.inbox(OWNER)[0]!)).toEqual([tail(1)]);
    await desk.tick('2026-06-04T13:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test('7: a mute that ends at night waits for the send window; its end rings an alarm', async () => {
    const desk = await waiting([1]);
    await muted(desk, { until: '2026-06-04T22:00:00+09:00' });
    await desk.tick(ALERT);
    desk.clock.set(at('2026-06-04T21:59:00+09:00'));
    const rung: number[] = [];
    const armAlarms = async (due: readonly number[]) => rung.push(...due) > 0;
    await armDue({ ...desk.service, wakeUps: { ...desk.service.wakeUps, armAlarms } }, desk.clock.now());
    expect(rung).toContain(at('2026-06-04T22:00:00+09:00'));
    await desk.tick('2026-06-04T22:00:00+09:00');
    expect(desk.inbox(OWNER)).toEqual([]);
    await desk.tick(BREACH);
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test('7: the others of the shop are mailed, and the mail says how many are muted', async () => {
    const desk = await waiting([1, 2]);
    await muted(desk);
    await desk.tick(ALERT);
    const [mail] = desk.inbox(OWNER);
    expect(listed(mail!)).toEqual([tail(2)]);
    expect(mail?.parsed.subject).toContain('【要返信1件】');
    for (const part of [mail?.parsed.text, String(mail?.parsed.html)])
      expect(part?.replaceAll('\n', '')).toContain(
        'このほか、対応中またはお知らせ停止中の未返信の問い合わせが1件あります。',
      );
  });

  test('7: a paused shop gets no mail, another shop gets its own', async () => {
    const shops = [shopOf('sample-tea'), shopOf('other')];
    const desk = await waiting([1], { shops });
    await desk.take(asks(MONDAY, { shop: 'other', inquiry: inquiry(2) }));
    await muted(desk, { target: 'sample-tea', until: '2026-06-30', why: '店舗改装' });
    await desk.tick(ALERT);
    await desk.tick(BREACH);
    expect(desk.inbox(OWNER)).toEqual([]);
    expect(desk.inbox('other@example.jp')).toHaveLength(1);
  });

  test('7: steps are raised and the breach recorded all the same, and ops are told who muted it and why', async () => {
    const desk = await waiting([1, 2], { ops: [OPS] });
    await muted(desk, { kind: 'in_hand', until: '2026-06-30' });
    await desk.tick(ALERT);
    await desk.tick(BREACH);
    const steps = `select step, count(*)::int from step where withdrawn_at is null group by step order by step`;
    expect(await desk.rows(steps)).toEqual([
      { step: 'breach', count: 2 },
      { step: 'flag', count: 2 },
      { step: 'owner_alert', count: 2 },
    ]);
    const [alert, breach] = desk.inbox(OPS);
    for (const mail of [alert, breach]) {
      expect(listed(mail!)).toEqual([tail(1), tail(2)]);
      expect(mail?.parsed.text).toContain('対応中: 6/30(火) 24:00まで／山田／メーカーに確認中');
      expect(mail?.parsed.text?.replaceAll('\n', '')).toContain('このうち1件は対応中またはお知らせ停止中のため');
    }
    expect(breach?.parsed.subject).toContain('期限超過2件');
  });

  test('7: what was answered while it was muted is never mailed', async () => {
    const desk = await waiting([1]);
    await muted(desk);
    await desk.tick(ALERT);
    await happens(desk, replies('2026-06-04T11:00:00+09:00', { inquiry: inquiry(1) }));
    await desk.tick('2026-06-04T12:00:00+09:00');
    await desk.tick(BREACH);
    expect(desk.inbox(OWNER)).toEqual([]);
  });

  test('7: muted between the making of a mail and its sending: it is left out', async () => {
    const desk = await waiting([1]);
    await desk.tick('2026-06-04T08:59:00+09:00');
    await sql`insert into outbox (kind, shop, slot_at, state, next_attempt_at)
      values ('owner', 'sample-tea', ${new Date(at(ALERT))}, 'pending', ${new Date(at(ALERT))})`.execute(database.db);
    await muted(desk);
    await desk.tick(ALERT);
    expect(desk.inbox(OWNER)).toEqual([]);
    await desk.tick('2026-06-04T12:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test('7: lifted, it is mailed at once; who lifted it is kept', async () => {
    const desk = await waiting([1]);
    const id = await muted(desk, { until: '2026-06-30' });
    await desk.tick(ALERT);
    expect(await readMutes(desk.service)).toMatchObject([
      { id, why: 'メーカーに確認中', by: '山田', inquiry: inquiry(1) },
    ]);
    expect(await lift(desk.service, id, '佐藤')).toMatchObject({ id, liftedBy: '佐藤' });
    expect(await lift(desk.service, id, '佐藤')).toBeNull();
    await desk.tick('2026-06-04T09:05:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
    expect(await readMutes(desk.service)).toEqual([]);
    expect(await readMutes(desk.service, { past: true })).toMatchObject([{ liftedAt: at(ALERT), liftedBy: '佐藤' }]);
  });

  test('7: a second mute of the same inquiry takes the place of the first', async () => {
    const desk = await waiting([1]);
    await muted(desk, { until: '2026-06-30' });
    await muted(desk, { until: '2026-06-04T10:00:00+09:00', by: '佐藤' });
    expect(await readMutes(desk.service)).toMatchObject([{ by: '佐藤', until: at('2026-06-04T10:00:00+09:00') }]);
    await desk.tick('2026-06-04T10:00:00+09:00');
    expect(desk.inbox(OWNER)).toHaveLength(1);
  });

  test.each<[what: string, more: Partial<MuteRequest>, says: string]>([
    ['no end', { until: undefined }, 'until: found nothing'],
    ['no reason', { why: ' ' }, 'why: found'],
    ['nobody', { by: undefined }, 'by: found nothing'],
    ['an end that is past', { until: '2026-05-31' }, 'past'],
    ['more than 90 days', { until: '91d' }, 'at most 90 days'],
    ['more than 90 days as a date', { until: '2026-12-31' }, 'at most 90 days'],
    ['a date that does not exist', { until: '2026-06-31' }, 'allowed: a date'],
    ['an unknown shop', { target: 'samplet-tea' }, 'unknown shop'],
    ['an unknown inquiry', { target: 'sample-tea/nobody' }, 'has no inquiry'],
    ['a whole shop in hand', { kind: 'in_hand', target: 'sample-tea' }, 'only an inquiry'],
  ])('7: %s is refused', async (_what, more, says) => {
    const desk = await waiting([1]);
    expect(await mute(desk.service, request(more))).toMatchObject({ message: expect.stringContaining(says) });
    expect(await readMutes(desk.service, { past: true })).toEqual([]);
  });

  test.each([
    ['3d', '2026-06-04T10:00:00+09:00'],
    ['4h', '2026-06-01T14:00:00+09:00'],
    ['90m', '2026-06-01T11:30:00+09:00'],
    ['2026-06-04', '2026-06-05T00:00:00+09:00'],
    ['2026-06-04T00:00:00Z', '2026-06-04T09:00:00+09:00'],
    ['90d', '2026-08-30T10:00:00+09:00'],
  ])('7: --until %s ends at %s', async (until, end) => {
    const desk = await waiting([1]);
    expect(await mute(desk.service, request({ until }))).toMatchObject({ mute: { until: at(end) } });
  });

  test('7: the database itself keeps no mute without an end, or with one beyond 90 days', async () => {
    await waiting([1]);
    const insert = (until: string) =>
      sql`
      insert into mute (kind, shop, made_at, until_at, why, by_whom)
      values ('mute', 'sample-tea', '2026-06-01', ${until}, 'w', 'b')`.execute(database.db);
    await expect(insert('2026-06-01')).rejects.toThrow('mute_check');
    await expect(insert('2026-09-01')).rejects.toThrow('mute_check');
    await expect(insert('infinity')).rejects.toThrow('mute_check');
    await insert('2026-08-30');
  });
});
