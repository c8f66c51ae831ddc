// MAIL.md 9 to 11: what the subject and the first screen say, in whose time, and what they never say.

import { describe, expect, onTestFinished, test } from 'vitest';
import { faults } from '../../src/demo/fake-rms/injected-faults.ts';
import { poll } from '../../src/service/intake/poll-shop.ts';
import { testDatabase } from '../support/database.ts';
import { at, shopOf } from '../support/service.ts';
import { asks, type Desk, inquiry, listed, minutes, OPS, OWNER, openDesk, whole } from './desk.ts';
import { openPolledDesk } from './polled-desk.ts';

const database = testDatabase();
const NOW = '2026-06-01T12:00:00+09:00';
const MONDAY = '2026-06-01T10:00:00+09:00';
const TUESDAY = '2026-06-02T10:00:00+09:00';

const open = (file: Record<string, unknown> = {}, more: Partial<Parameters<typeof openDesk>[0]> = {}) =>
  openDesk({ db: database.db, now: NOW, shops: [shopOf('sample-tea', file)], ops: [OPS], ...more });

/** A mail that lists this many past the breach and this many past the alert, at 09:00 on Friday 06-05. */
async function mailOf(desk: Desk, overdue: number, due: number) {
  await desk.tick('2026-06-05T08:00:00+09:00');
  await desk.take(
    ...Array.from({ length: overdue }, (_, n) => asks(MONDAY, { inquiry: inquiry(n + 1) })),
    ...Array.from({ length: due }, (_, n) => asks(TUESDAY, { inquiry: inquiry(overdue + n + 1) })),
  );
  await desk.tick('2026-06-05T09:00:00+09:00');
  return desk.inbox(OWNER)[0]!;
}

describe('behaviour 9: the subject says whether to act, how many, by when, which shop', () => {
  test.each([
    ['ja', 0, 3, '【要返信3件】6/5(金)期限 R-Messe／'],
    ['ja', 2, 0, '【期限超過2件】6/4(木)期限 R-Messe／'],
    ['ja', 1, 2, '【期限超過1件・要返信2件】6/5(金)期限 R-Messe／'],
    ['en', 0, 3, '[Reply needed: 3] by Fri 5 Jun – '],
    ['en', 2, 0, '[Overdue: 2] due Thu 4 Jun – R-Messe / '],
    ['en', 1, 2, '[Overdue 1, reply 2] by Fri 5 Jun – '],
  ])('9: in %s with %i overdue and %i due', async (language, overdue, due, before) => {
    const name = '店'.repeat(60);
    const { parsed } = await mailOf(await open({ language, name }), overdue, due);
    expect(parsed.subject!.slice(0, parsed.subject!.indexOf(name))).toBe(before);
    expect([...before].length).toBeLessThanOrEqual(40);
  });

  test('9: a shop’s name with emoji, rare and half-width characters arrives as it is', async () => {
    const name = 'ｶﾞﾗｽ工房﨑髙🎍👩‍👩‍👧';
    const { parsed } = await mailOf(await open({ name }), 0, 1);
    expect(parsed.subject).toBe(`【要返信1件】6/5(金)期限 R-Messe／${name}`);
  });
});

describe('behaviour 10: the first screen is enough and carries no customer text', () => {
  test('10: count, nearest deadline and what is left of it, one link to all, one row an inquiry; then how it is counted, how old it is, how to mute, who sent it', async () => {
    const { parsed } = await mailOf(await open(), 0, 2);
    const lines = parsed.text!.split('\n');
    const order = [
      'サンプル茶舗 店舗運営責任者 様',
      'R-Messeで2営業日を過ぎた未返信の問い合わせが2件あります。',
      '最も早い期限: 6/5(金) 24:00（残り: 本日中）',
      'https://sla.example.jp/shops/sample-tea',
      '1) …0001o 受注問い合わせ・配送',
      '   受信 6/2(火) 10:00／期限 6/5(金) 24:00／残り: 本日中',
      '2) …0002o 受注問い合わせ・配送',
      '数え方: 受信日は含めず、店舗の問い合わせ休業日と祝日を除きます。',
      'データ: 外部システムから届いた時点のものです。',
      '一覧で「対応中にする」を押すと、その問い合わせのお知らせは止まります。',
      '送信元: 問い合わせ期限モニター <sla@example.jp>',
      '連絡先: ops@example.jp',
      'このメールは送信専用です。ご返信いただいてもお答えできません。',
    ];
    const places = order.map((line) => lines.indexOf(line));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places[2]).toBeLessThan(6);
  });

  test('10: how old the data is, when the source could not be read since', async () => {
    const { desk, rms } = await polledDesk();
    rms.faults.add(faults.html500(), { on: 'list', times: 99 });
    await desk.tick('2026-06-04T09:00:00+09:00');
    expect(desk.inbox(OWNER)[0]!.parsed.text).toContain('データ取得: 6/1(月) 12:00（69時間前）');
  });

  test('10: nothing that the customer wrote or is called reaches a mail', async () => {
    const { desk, written } = await polledDesk();
    await desk.tick('2026-06-05T09:00:00+09:00');
    const mails = [...desk.inbox(OWNER), ...desk.inbox(OPS)];
    expect(mails.map(listed)).toEqual([['…0001o'], ['…0001o']]);
    for (const mail of mails) for (const word of written) expect(whole(mail)).not.toContain(word);
  });
});

describe('behaviour 11: times are local with the weekday, the rest in business days', () => {
  test.each([
    ['Asia/Tokyo', 'ja', '受信 6/1(月) 10:00／期限 6/4(木) 24:00／残り: 本日中', '送信: 6/4(木) 09:00'],
    [
      'Asia/Tokyo',
      'en',
      'Received: Mon 1 Jun 10:00; Due: Thu 4 Jun 24:00',
      'Sent: Thu 4 Jun 09:00 (times are local to Asia/Tokyo)',
    ],
    [
      'America/New_York',
      'ja',
      '受信 5/31(日) 21:00／期限 6/3(水) 24:00',
      '送信: 6/3(水) 09:00（時刻はAmerica/New_Yorkの現地時刻）',
    ],
    [
      'Asia/Kolkata',
      'en',
      'Received: Mon 1 Jun 06:30; Due: Thu 4 Jun 24:00',
      'Sent: Thu 4 Jun 09:00 (times are local to Asia/Kolkata)',
    ],
  ])('11: in %s, in %s', async (timeZone, language, row, sent) => {
    const desk = await open({ timeZone, language });
    await desk.take(asks(MONDAY));
    // Half hours, so that a window opens on a tick in zones with such an offset too.
    for (let t = at('2026-06-03T00:00:00Z'); desk.inbox(OWNER).length === 0; t += minutes(30))
      await desk.tick(new Date(t).toISOString());
    const { text, html } = desk.inbox(OWNER)[0]!.parsed;
    expect(text).toContain(row);
    expect(text).toContain(sent);
    for (const half of [text, html]) expect(half).not.toMatch(/UTC|GMT|\+09:00|\dT\d\d:|\d\d:\d\dZ/);
  });

  test.each([
    ['today is the last day', MONDAY, '2026-06-04T09:00:00+09:00', '残り: 本日中'],
    ['another business day is left', MONDAY, '2026-06-04T09:00:00+09:00', '残り1営業日', { breachAfter: '4d' }],
    [
      'a weekend lies between',
      '2026-06-02T10:00:00+09:00',
      '2026-06-05T09:00:00+09:00',
      '残り2営業日',
      { breachAfter: '5d' },
    ],
    [
      'in hours, it is opening time',
      '2026-06-04T09:00:00+09:00',
      '2026-06-04T11:00:00+09:00',
      '残り2時間（営業時間）',
      { flagAfter: '1h', mailOwnerAfter: '2h', breachAfter: '4h' },
    ],
  ] as [string, string, string, string, object?][])(
    '11: what is left is told in business time: %s',
    async (_, asked, sent, left, steps = {}) => {
      const policy = { flagAfter: '1d', mailOwnerAfter: '2d', breachAfter: '3d', ...steps };
      const desk = await open({ policies: [policy], calendar: { hours: ['09:00-18:00'] } });
      await desk.tick(asked);
      await desk.take(asks(asked));
      await desk.tick(sent);
      expect(desk.inbox(OWNER)[0]!.parsed.text).toMatch(new RegExp(`／${left}\n`));
    },
  );
});

/** A desk that has read, at NOW, an inquiry that carries everything a real one does. */
async function polledDesk() {
  const { desk, rms, shop } = await openPolledDesk(database.db, NOW, '2026-12-01T00:00:00+09:00');
  onTestFinished(() => rms.close());
  const orderNumber = '373343-20260530-0123456789';
  shop.customerWrites(inquiry(1), at(MONDAY), { text: '届いた湯呑みが割れていました。', orderNumber });
  await poll(desk.service, 'sample-tea');
  return { desk, rms, written: ['割れて', '届いた', '楽天', '花子', 'hanako', '0123456789', 'fw.rakuten'] };
}
