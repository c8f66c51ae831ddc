// MAIL.md 15: it says when it is blind, once per cause and day, and an empty answer never means "all fine".

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FakeRms } from '../../src/demo/fake-rms/fake-rms.ts';
import { faults } from '../../src/demo/fake-rms/injected-faults.ts';
import type { FakeShop } from '../../src/demo/fake-rms/world.ts';
import { testDatabase } from '../support/database.ts';
import { readSource } from '../support/read-source.ts';
import { at } from '../support/service.ts';
import { type Desk, inquiry, listed, minutes, OPS, OWNER, tail } from './desk.ts';
import { openPolledDesk } from './polled-desk.ts';

const database = testDatabase();
const NOW = '2026-06-01T12:00:00+09:00';
const BLIND = '【監視できていません】';

let desk: Desk;
let rms: FakeRms;
let shop: FakeShop;

beforeEach(() => begin('2026-12-01T23:59:59+09:00'));
afterEach(() => rms.close());

/** The licence key ends then. */
async function begin(licenceEndsAt: string, file: Record<string, unknown> = {}): Promise<void> {
  ({ desk, rms, shop } = await openPolledDesk(database.db, NOW, licenceEndsAt, file));
}

/** Reads the source and ticks, every `step` minutes over the span. */
async function watch(from: string, to: string, step = 30): Promise<void> {
  for (let t = at(from); t <= at(to); t += minutes(step)) {
    desk.clock.set(t);
    await readSource(desk.service, 'sample-tea');
    await desk.tick(new Date(t).toISOString());
  }
}

const incidentSubjects = () =>
  desk
    .inbox(OPS)
    .map(({ parsed }) => parsed.subject!)
    .filter((subject) => subject.startsWith(BLIND));

describe('behaviour 15: it says when it is blind', () => {
  test('15: no complete read for 60 minutes of business time: one mail to ops per cause and day, none to the owner', async () => {
    await watch(NOW, NOW);
    rms.faults.add(faults.html500(), { on: 'list', times: 9_999 });
    await watch('2026-06-01T12:10:00+09:00', '2026-06-01T12:59:00+09:00', 7);
    expect(incidentSubjects()).toEqual([]);
    await watch('2026-06-01T13:05:00+09:00', '2026-06-01T20:00:00+09:00', 120);
    expect(incidentSubjects()).toEqual([`${BLIND}サンプル茶舗 RMSから正しい応答がありません`]);
    await watch('2026-06-02T00:10:00+09:00', '2026-06-02T20:10:00+09:00', 300);
    expect(incidentSubjects()).toHaveLength(2);
    expect(desk.inbox(OWNER)).toEqual([]);
    const { text } = desk.inbox(OPS)[0]!.parsed;
    expect(text).toContain('6/1(月) 12:00 から不明');
    expect(text).toContain('未返信の問い合わせがない、という意味ではありません');
  });

  test('15: over a weekend no business time passes', async () => {
    await watch('2026-06-05T23:30:00+09:00', '2026-06-05T23:30:00+09:00');
    rms.faults.add(faults.html500(), { on: 'list', times: 9_999 });
    await watch('2026-06-05T23:40:00+09:00', '2026-06-07T23:40:00+09:00', 240);
    expect(incidentSubjects()).toEqual([]);
    await watch('2026-06-08T00:00:00+09:00', '2026-06-08T02:00:00+09:00', 20);
    expect(incidentSubjects()).toHaveLength(1);
  });

  test('15: a licence key is told at 14, 7, 3, 1 and 0 days, each once', async () => {
    await rms.close();
    await begin('2026-06-16T23:59:59+09:00');
    await watch(NOW, '2026-06-20T12:00:00+09:00', 24 * 60);
    const causes = await desk.rows(
      `select cause from outbox where kind = 'blind' and cause like 'licence:%' order by id`,
    );
    expect(causes.map(({ cause }) => cause)).toEqual([14, 7, 3, 1, 0].map((days) => `licence:sample-tea:${days}`));
    expect(incidentSubjects().filter((subject) => subject.includes('ライセンスキーの期限'))).toHaveLength(5);
  });

  test('15: a licence end that cannot be read is told too', async () => {
    rms.faults.add(faults.permission(), { on: 'expiry', times: 9_999 });
    await watch(NOW, NOW);
    expect(incidentSubjects()).toEqual([`${BLIND}サンプル茶舗 ライセンスキーの期限を読み取れません`]);
  });

  test('15: a key that RMS takes no longer is named as the cause', async () => {
    await watch(NOW, NOW);
    rms.faults.add(faults.unauthorised(), { times: 9_999 });
    await watch('2026-06-01T12:30:00+09:00', '2026-06-01T14:00:00+09:00');
    expect(incidentSubjects()).toHaveLength(1);
    expect(incidentSubjects()[0]).toMatch(/ライセンスキー|認証情報/);
  });

  test.each([
    ['an empty list', () => faults.emptyAs200()],
    ['an empty list with 404', () => faults.emptyAs404()],
    ['a page of HTML', () => faults.html404()],
  ])('15: %s closes nothing: the alert still goes out', async (_, fault) => {
    shop.customerWrites(inquiry(1), at('2026-06-01T10:00:00+09:00'));
    await watch(NOW, NOW);
    rms.faults.add(fault(), { on: 'list', times: 9_999 });
    await watch('2026-06-01T12:30:00+09:00', '2026-06-01T14:00:00+09:00');
    await watch('2026-06-04T09:00:00+09:00', '2026-06-04T09:00:00+09:00');
    expect(desk.inbox(OWNER).map(listed)).toEqual([[tail(1)]]);
    expect(await desk.rows('select status from inquiry')).toEqual([{ status: 'unanswered' }]);
  });

  test('15: an answer that no longer has its known form is told once a day, and what can be read is counted', async () => {
    shop.customerWrites(inquiry(1), at('2026-06-01T10:00:00+09:00'), { type: 'まだ無い種類' });
    await watch(NOW, '2026-06-01T16:00:00+09:00', 60);
    expect(incidentSubjects()).toEqual([`${BLIND}サンプル茶舗 RMSの応答の形式が変わりました`]);
    await watch('2026-06-04T09:00:00+09:00', '2026-06-04T09:00:00+09:00');
    expect(desk.inbox(OWNER).map(listed)).toEqual([[tail(1)]]);
  });

  test('15: a shop calendar that was not read for 7 days is told', async () => {
    await rms.close();
    await begin('2026-12-01T23:59:59+09:00', { calendar: { rms: true } });
    await watch(NOW, NOW);
    rms.faults.add(faults.html500(), { on: 'calendar', times: 9_999 });
    await watch('2026-06-02T12:00:00+09:00', '2026-06-08T12:00:00+09:00', 24 * 60);
    expect(incidentSubjects()).toEqual([]);
    await watch('2026-06-08T13:00:00+09:00', '2026-06-08T15:00:00+09:00', 60);
    expect(incidentSubjects()).toHaveLength(1);
    expect(incidentSubjects()[0]).toMatch(/カレンダー/);
  });

  test('15: after the recovery what passed meanwhile is told once, marked as detected late', async () => {
    await watch(NOW, NOW);
    shop.customerWrites(inquiry(1), at('2026-06-01T13:00:00+09:00'));
    rms.faults.add(faults.html500(), { on: 'list', times: 9_999 });
    await watch('2026-06-01T14:00:00+09:00', '2026-06-04T09:30:00+09:00', 120);
    expect(desk.inbox(OWNER)).toEqual([]);
    rms.faults.clear();
    await watch('2026-06-04T10:00:00+09:00', '2026-06-04T12:00:00+09:00');
    expect(desk.inbox(OWNER).map(listed)).toEqual([[tail(1)]]);
    expect(desk.inbox(OWNER)[0]!.parsed.text).toContain('取り込みが後だったため、お知らせが遅れました。');
  });
});
