import { describe, expect, test } from 'vitest';
import type { MailRow } from '../../../src/mail/facts.ts';
import { renderOwnerMail } from '../../../src/mail/render/render-owner.ts';
import { breachRow, jst, mailRow, mailRows, ownerFacts, SHOP } from '../sample.ts';

const english = { ...SHOP, name: 'Sample shop', language: 'en' } as const;

test('an owner mail in Japanese says first what to do, then each inquiry, then how it was counted', () => {
  const { subject, text } = renderOwnerMail(ownerFacts({ rows: [mailRow(1)] }));
  expect(`${subject}\n\n${text}`).toMatchInlineSnapshot(`
    "【要返信1件】11/26(木)期限 R-Messe／サンプル店

    サンプル店 店舗運営責任者 様

    R-Messeで2営業日を過ぎた未返信の問い合わせが1件あります。
    最も早い期限: 11/26(木) 24:00（残り: 本日中）

    未返信の一覧を開く:
    https://sla.example.jp/shops/sample

    1) …0001o 受注問い合わせ・配送
       受信 11/20(金) 10:12／期限 11/26(木) 24:00／残り: 本日中
       2営業日経過 11/25(水) 24:00
       11/20(金) 受信日 → 11/24(火) 1営業日目 → 11/25(水) 2営業日目
       （休み: 11/21 土 定休日・11/22 日 定休日・11/23 勤労感謝の日）
       R-Messeで返信する:
       https://rmesse.example.jp/inquiry/1
       期限の詳細を見る:
       https://sla.example.jp/i/1

    数え方: 受信日は含めず、店舗の問い合わせ休業日と祝日を除きます。
    データ取得: 11/26(木) 09:00
    送信: 11/26(木) 09:03
    一覧で「対応中にする」を押すと、その問い合わせのお知らせは止まります。
    送信元: 問い合わせ期限モニター <sla@example.jp>
    連絡先: ops@example.jp
    このメールは送信専用です。ご返信いただいてもお答えできません。
    "
  `);
});

test('an owner mail in English says the same with plurals and the zone named', () => {
  const rows = [breachRow(2, { late: 'down' }), mailRow(3, { businessDaysLeft: 1, breachAt: jst('2026-11-28T00:00') })];
  const plain = rows.map((row) => ({ ...row, type: 'Order', category: 'Delivery', chain: ['Fri 20 Nov received'] }));
  const countingRule = 'Counting: the day of receipt is not counted.';
  const { subject, text } = renderOwnerMail(ownerFacts({ shop: english, rows: plain, alreadyTold: 1, countingRule }));
  expect(`${subject}\n\n${text}`).toMatchInlineSnapshot(`
    "[Overdue 1, reply 1] by Fri 27 Nov – Sample shop (R-Messe)

    To the manager of Sample shop,

    1 inquiry in R-Messe is unanswered past the deadline, and 1 more is
    past 2 business days.
    Next deadline: Fri 27 Nov 24:00 (Left: 1 business day)
    You were told earlier of 1 more inquiry still unanswered.

    Open the list of unanswered inquiries:
    https://sla.example.jp/shops/sample

    1) …0002o Order / Delivery
       Received: Fri 20 Nov 10:12; Due: Wed 25 Nov 24:00
       Left: none (overdue)
       Told late, because monitoring had stopped.
       Fri 20 Nov received
       Answer in R-Messe:
       https://rmesse.example.jp/inquiry/2
       See how it is counted:
       https://sla.example.jp/i/2

    2) …0003o Order / Delivery
       Received: Fri 20 Nov 10:12; Due: Fri 27 Nov 24:00
       Left: 1 business day
       2 business days passed Wed 25 Nov 24:00
       Fri 20 Nov received
       Answer in R-Messe:
       https://rmesse.example.jp/inquiry/3
       See how it is counted:
       https://sla.example.jp/i/3

    Counting: the day of receipt is not counted.
    Data as of: Thu 26 Nov 09:00
    Sent: Thu 26 Nov 09:03 (times are local to Asia/Tokyo)
    To mute an inquiry in hand until a date, ask the contact below.
    Sender: 問い合わせ期限モニター <sla@example.jp>
    Contact: ops@example.jp
    This address only sends. Replies are not read.
    "
  `);
});

describe('the subject (MAIL.md 9)', () => {
  const many = (overdue: number, due: number): MailRow[] => [
    ...Array.from({ length: overdue }, (_, index) => breachRow(index + 1)),
    ...Array.from({ length: due }, (_, index) => mailRow(overdue + index + 1)),
  ];
  test.each([
    [0, 3, '【要返信3件】11/26(木)期限 R-Messe／サンプル店'],
    [2, 0, '【期限超過2件】11/25(水)期限 R-Messe／サンプル店'],
    [1, 2, '【期限超過1件・要返信2件】11/26(木)期限 R-Messe／サンプル店'],
    [123, 456, '【期限超過123件・要返信456件】11/26(木)期限 R-Messe／サンプル店'],
  ])('%i overdue and %i due', (overdue, due, subject) => {
    expect(renderOwnerMail(ownerFacts({ rows: many(overdue, due) })).subject).toBe(subject);
  });

  test.each([
    [0, 3, '[Reply needed: 3] by Thu 26 Nov – Sample shop (R-Messe)'],
    [2, 0, '[Overdue: 2] due Wed 25 Nov – R-Messe / Sample shop'],
    [1, 2, '[Overdue 1, reply 2] by Thu 26 Nov – Sample shop (R-Messe)'],
    [120, 480, '[Overdue 120, reply 480] Thu 26 Nov – Sample shop (R-Messe)'],
  ])('%i overdue and %i due, in English', (overdue, due, subject) => {
    expect(renderOwnerMail(ownerFacts({ shop: english, rows: many(overdue, due) })).subject).toBe(subject);
  });

  test('the part before the shop has at most 40 characters, whatever the counts, the channel and the language', () => {
    for (const shop of [SHOP, english]) {
      for (const [overdue, due] of [
        [0, 1],
        [9, 99],
        [999, 9],
        [1234, 1234],
      ] as const) {
        for (const channel of ['r-messe', 'chat', 'a-very-long-channel-name-of-some-source']) {
          const rows = many(overdue, due).map((row) => ({ ...row, channel }));
          const { subject } = renderOwnerMail(ownerFacts({ shop, rows }));
          expect([...subject.slice(0, subject.indexOf(shop.name))].length).toBeLessThanOrEqual(40);
        }
      }
    }
  });

  test('inquiries of several channels name none', () => {
    const rows = [mailRow(1), mailRow(2, { channel: 'chat' })];
    expect(renderOwnerMail(ownerFacts({ rows })).subject).toBe('【要返信2件】11/26(木)期限 サンプル店');
  });

  test('a line break in the shop name cannot start a header', () => {
    const shop = { ...SHOP, name: 'サンプル\r\nBcc: x@example.jp' };
    expect(renderOwnerMail(ownerFacts({ shop })).subject).toMatch(/サンプル Bcc: x@example\.jp$/);
  });
});

describe('the rows', () => {
  const titles = (rows: readonly MailRow[]) =>
    [...renderOwnerMail(ownerFacts({ rows })).text.matchAll(/^\d+\) (\S+)/gm)].map((match) => match[1]);

  test('stand worst first, then by deadline, whatever order they come in (MAIL.md 4)', () => {
    const later = mailRow(1, { breachAt: jst('2026-11-28T00:00'), businessDaysLeft: 1 });
    const old = breachRow(4, { breachAt: jst('2026-11-25T00:00') });
    expect(titles([later, mailRow(2), breachRow(3), old])).toEqual(['…0004o', '…0003o', '…0002o', '…0001o']);
  });

  test('name one episode once, at its strongest level', () => {
    const { subject, text } = renderOwnerMail(ownerFacts({ rows: [mailRow(1), breachRow(1), mailRow(2)] }));
    expect(subject).toContain('【期限超過1件・要返信1件】');
    expect(text.match(/…0001o/g)).toHaveLength(1);
  });

  test('one whose deadline passed while it was completed is no breach: the service says which are', () => {
    const { subject } = renderOwnerMail(ownerFacts({ now: jst('2026-11-27T00:00'), rows: [mailRow(1)] }));
    expect(subject).toContain('【要返信1件】');
  });

  test('after twenty the others are counted, and their true number is said (MAIL.md 12)', () => {
    const { text, html } = renderOwnerMail(ownerFacts({ rows: mailRows(500) }));
    expect(text.match(/^\d+\) /gm)).toHaveLength(20);
    expect(html.match(/<th scope="row"/g)).toHaveLength(20);
    expect(text).toContain('\nほか480件\n');
    expect(html).toContain('ほか480件');
    expect(text).toContain('問い合わせが500件あります');
  });

  test.each<[string, Partial<MailRow>, string]>([
    ['due at the end of today', { businessDaysLeft: 0 }, '残り: 本日中'],
    ['due today at a time', { businessDaysLeft: 0, breachAt: jst('2026-11-26T15:30') }, '残り: 本日15:30まで'],
    ['due tomorrow', { businessDaysLeft: 1, breachAt: jst('2026-11-28T00:00') }, '残り1営業日'],
    ['in opening time', { businessDaysLeft: null, openMsLeft: 25 * 60_000 + 59_999 }, '残り25分（営業時間）'],
    ['in hours', { businessDaysLeft: null, openMsLeft: 190 * 60_000 }, '残り3時間10分（営業時間）'],
    ['within a minute', { businessDaysLeft: null, openMsLeft: 59_999 }, '残り1分未満（営業時間）'],
    ['a breach', { level: 'breach' }, '期限超過'],
  ])('say what is left: %s', (_, changes, words) => {
    expect(renderOwnerMail(ownerFacts({ rows: [mailRow(1, changes)] })).text).toMatch(new RegExp(`[／ ]${words}\n`));
  });

  test('show the due time of the step and the time of sending apart (MAIL.md 5)', () => {
    const { text } = renderOwnerMail(ownerFacts());
    expect(text).toContain('2営業日経過 11/25(水) 24:00');
    expect(text).toContain('送信: 11/26(木) 09:03');
  });

  test('say when they were noticed late and when they may still change', () => {
    const { text } = renderOwnerMail(ownerFacts({ rows: [mailRow(1, { late: 'down', provisional: true })] }));
    expect(text).toContain('監視が止まっていたため、お知らせが遅れました。');
    expect(text).toContain('暫定: ');
  });
});

describe('the data behind the mail', () => {
  test.each([
    [jst('2026-11-26T09:00'), 'データ取得: 11/26(木) 09:00\n'],
    [jst('2026-11-26T07:48'), 'データ取得: 11/26(木) 07:48（1時間15分前）\n'],
    [null, 'データ取得: まだ一度も完了していません\n'],
  ])('read at %s', (dataAsOf, line) => {
    expect(renderOwnerMail(ownerFacts({ dataAsOf })).text).toContain(line);
  });

  test('what was told before is counted, not listed again', () => {
    expect(renderOwnerMail(ownerFacts({ alreadyTold: 5 })).text).toContain('すでにお知らせした未返信の問い合わせが5件');
    expect(renderOwnerMail(ownerFacts()).text).not.toContain('すでにお知らせ');
  });

  test('without anything unanswered there is no mail to render (MAIL.md 3)', () => {
    expect(() => renderOwnerMail(ownerFacts({ rows: [] }))).toThrow(RangeError);
  });
});

test.each([
  ['ja', '山田さん、鈴木さんが不在のため、代理の方にお送りしています。'],
  ['en', 'You stand in for 山田, 鈴木, who are away.'],
] as const)('to a stand-in it says for whom, in %s', (language, line) => {
  const to = { name: '佐藤', isPerson: true, standsInFor: ['山田', '鈴木'] };
  const { text, html } = renderOwnerMail(ownerFacts({ shop: { ...SHOP, language }, to }));
  expect(text).toContain(line);
  expect(html).toContain(line);
});
