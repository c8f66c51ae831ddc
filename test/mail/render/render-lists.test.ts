// What the lists of the day and of the week say, in mails of both languages and in the messages of every kind of chat.

import { describe, expect, test } from 'vitest';
import { fitted } from '../../../src/chat/fit-message.ts';
import { CHAT_FORMATS } from '../../../src/chat/kinds.ts';
import { CHAT_KINDS } from '../../../src/core/notifications/chat-kinds.ts';
import { renderGroupMail } from '../../../src/mail/render/render-group.ts';
import { renderMorningChat, renderWeeklyChat } from '../../../src/mail/render/render-list-chat.ts';
import { renderMorningMail } from '../../../src/mail/render/render-morning.ts';
import { renderWeeklyMail } from '../../../src/mail/render/render-weekly.ts';
import { day, groupFacts, lateLine, manyToday, morningFacts, weeklyFacts } from '../list-sample.ts';
import { jst, SHOP } from '../sample.ts';

const EN = { ...SHOP, language: 'en' } as const;
const OVERLONG = '桜えびせんべい<b>&"'.repeat(40);

describe('the morning list', () => {
  test('in Japanese', () => {
    const { subject, text } = renderMorningMail(morningFacts());
    expect(subject).toBe('【本日中2件・期限超過1件】11/26(木)の一覧／サンプル店');
    expect(text).toMatchInlineSnapshot(`
      "サンプル店 ご担当者 様（staff）

      11/26(木)の未返信の一覧です: 本日中2件・期限超過1件
      このほか、お知らせ停止中の未返信の問い合わせが2件あります。

      未返信の一覧を開く:
      https://sla.example.jp/shops/sample

      ■ 本日中に返信（2件）

      1) …0001o 受注問い合わせ・配送
         受信 11/20(金) 10:12／期限 11/26(木) 24:00／残り: 本日中／担当 sato
         R-Messeで返信する:
         https://rmesse.example.jp/inquiry/1
         期限の詳細を見る:
         https://sla.example.jp/i/1

      2) …0002o 受注問い合わせ・配送／A-100
         受信 11/20(金) 10:12／期限 11/26(木) 24:00／残り: 本日中
         R-Messeで返信する:
         https://rmesse.example.jp/inquiry/2
         期限の詳細を見る:
         https://sla.example.jp/i/2

      ■ 本日中に次の段階に達するもの（1件）

      3) …0004o 受注問い合わせ・配送
         受信 11/24(火) 13:05／2営業日経過 11/26(木) 24:00
         R-Messeで返信する:
         https://rmesse.example.jp/inquiry/4
         期限の詳細を見る:
         https://sla.example.jp/i/4

      ■ 期限・段階を過ぎた未返信（1件）

      4) …0003o 3営業日超過／受注問い合わせ・配送
         受信 11/18(水) 16:40／期限 11/24(火) 24:00（期限超過）
         R-Messeで返信する:
         https://rmesse.example.jp/inquiry/3
         期限の詳細を見る:
         https://sla.example.jp/i/3

      ■ 昨日までに対応中にした、ほかの問い合わせ（1件）

      5) …0005o 受注問い合わせ・配送
         受信 11/25(水) 10:30／期限 11/30(月) 24:00
         担当 sato（11/25(水) 15:10から）
         R-Messeで返信する:
         https://rmesse.example.jp/inquiry/5
         期限の詳細を見る:
         https://sla.example.jp/i/5

      データ取得: 11/26(木) 08:58
      送信: 11/26(木) 09:00
      この一覧は、お知らせすることがある営業日にだけお送りします。
      送信元: 問い合わせ期限モニター <sla@example.jp>
      連絡先: ops@example.jp
      このメールは送信専用です。ご返信いただいてもお答えできません。
      "
    `);
  });

  test('in English', () => {
    const { subject, text } = renderMorningMail(morningFacts({ shop: EN }));
    expect(subject).toBe('[Today: 2, Overdue: 1] Thu 26 Nov – サンプル店');
    expect(text).toMatchInlineSnapshot(`
      "To staff, サンプル店

      Unanswered on Thu 26 Nov: Today: 2, Overdue: 1
      2 more unanswered inquiries are muted.

      Open the list of unanswered inquiries:
      https://sla.example.jp/shops/sample

      ■ To answer today (2)

      1) …0001o 受注問い合わせ / 配送
         Received: Fri 20 Nov 10:12
         Due: Thu 26 Nov 24:00; Left: until the end of today; In hand: sato
         Answer in R-Messe:
         https://rmesse.example.jp/inquiry/1
         See how it is counted:
         https://sla.example.jp/i/1

      2) …0002o 受注問い合わせ / 配送; A-100
         Received: Fri 20 Nov 10:12
         Due: Thu 26 Nov 24:00; Left: until the end of today
         Answer in R-Messe:
         https://rmesse.example.jp/inquiry/2
         See how it is counted:
         https://sla.example.jp/i/2

      ■ Reaching their next step today (1)

      3) …0004o 受注問い合わせ / 配送
         Received: Tue 24 Nov 13:05; 2 business days passed Thu 26 Nov 24:00
         Answer in R-Messe:
         https://rmesse.example.jp/inquiry/4
         See how it is counted:
         https://sla.example.jp/i/4

      ■ Past a step or the deadline (1)

      4) …0003o over 3 business days; 受注問い合わせ / 配送
         Received: Wed 18 Nov 16:40; Due: Tue 24 Nov 24:00 (overdue)
         Answer in R-Messe:
         https://rmesse.example.jp/inquiry/3
         See how it is counted:
         https://sla.example.jp/i/3

      ■ Others in hand since before today (1)

      5) …0005o 受注問い合わせ / 配送
         Received: Wed 25 Nov 10:30; Due: Mon 30 Nov 24:00
         In hand: sato, since Wed 25 Nov 15:10
         Answer in R-Messe:
         https://rmesse.example.jp/inquiry/5
         See how it is counted:
         https://sla.example.jp/i/5

      Data as of: Thu 26 Nov 08:58
      Sent: Thu 26 Nov 09:00 (times are local to Asia/Tokyo)
      Sent on business days, and only when there is something to tell.
      Sender: 問い合わせ期限モニター <sla@example.jp>
      Contact: ops@example.jp
      This address only sends. Replies are not read.
      "
    `);
  });

  test('a deadline at a time of today is named by it', () => {
    const { text, html } = renderMorningMail(manyToday(1, { breachAt: jst('2026-11-26T19:00') }));
    expect(text).toContain('期限 11/26(木) 19:00／残り: 本日19:00まで');
    expect(html).toContain('本日 19:00まで');
  });

  test('without anything due or overdue counts what is open', () => {
    const facts = morningFacts();
    const parts = { ...facts.parts, today: { rows: [], count: 0 }, passed: { rows: [], count: 0 } };
    expect(renderMorningMail({ ...facts, parts, overdue: 0 }).subject).toBe('【未返信2件】11/26(木)の一覧／サンプル店');
  });

  test('promises stand between, once there are any', () => {
    const facts = morningFacts();
    const row = {
      ...facts.parts.today.rows[0]!,
      madeAt: facts.now - 86_400_000,
      by: '山田',
      reason: null,
      waits: false,
    };
    const rows = [facts.now - 36_000_000, facts.now + 36_000_000].map((until) => ({
      ...{ ...row, until, isBroken: until <= facts.now },
    }));
    const parts = { ...facts.parts, promised: { rows, count: 2 } };
    const { text } = renderMorningMail({ ...facts, parts });
    expect(text).toMatch(/本日中に返信[^■]*■ 本日までの約束（2件）/);
    expect(text).toContain('約束超過');
    expect(text).toContain('約束した人 山田');
    expect(renderMorningChat({ ...facts, parts }).text).toContain('約束した人 山田');
  });

  test('480 of them: twenty, and the count of the others', () => {
    const { text, html } = renderMorningMail(manyToday(480));
    expect(text).toContain('ほか460件');
    expect(html.match(/<th scope="row"/g)).toHaveLength(20);
  });

  test('of nothing is no mail', () => {
    expect(() => renderMorningMail(manyToday(0))).toThrow(RangeError);
    expect(() => renderMorningChat(manyToday(0))).toThrow(RangeError);
  });
});

describe('the weekly summary', () => {
  test('in Japanese', () => {
    const { subject, text } = renderWeeklyMail(weeklyFacts());
    expect(subject).toBe('【期限遅れ2件】11/16(月)〜11/22(日)のまとめ／サンプル店');
    expect(text).toMatchInlineSnapshot(`
      "サンプル店 店舗運営責任者 様

      11/16(月)〜11/22(日)の問い合わせのまとめです。
      問い合わせ40件／期限に遅れたもの2件
      現在の未返信: 6件（うち期限超過1件）

      未返信の一覧を開く:
      https://sla.example.jp/shops/sample

      ■ 期限内に返信した割合
      その週に受信した問い合わせのうち、結果の出たものの割合です。

      ・11/16(月)〜
         問い合わせ 40件／L1以内 87% 35/40／L2以内 92% 37/40
         L3以内 97% 39/40
         レポートを開く:
         https://sla.example.jp/shops/sample/reports

      ・11/9(月)〜
         問い合わせ 39件／L1以内 87% 34/39／L2以内 92% 36/39
         L3以内 97% 38/39

      ・11/2(月)〜
         問い合わせ 38件／L1以内 86% 33/38／L2以内 92% 35/38
         L3以内 97% 37/38

      ・10/26(月)〜
         問い合わせ 37件／L1以内 86% 32/37／L2以内 91% 34/37
         L3以内 97% 36/37

      ・10/19(月)〜
         問い合わせ 36件／L1以内 86% 31/36／L2以内 91% 33/36
         L3以内 97% 35/36

      ・10/12(月)〜
         問い合わせ 35件／L1以内 85% 30/35／L2以内 91% 32/35
         L3以内 97% 34/35

      ・10/5(月)〜
         問い合わせ 34件／L1以内 85% 29/34／L2以内 91% 31/34
         L3以内 97% 33/34

      ・9/28(月)〜
         問い合わせ 0件／L1以内 –／L2以内 –／L3以内 –

      ■ 期限に遅れた問い合わせ（2件）

      1) …0001o 受注問い合わせ・配送
         受信 11/16(月) 10:12／期限 11/19(木) 24:00／11/20(金) 11:25 返信
         R-Messeで返信する:
         https://rmesse.example.jp/inquiry/1
         期限の詳細を見る:
         https://sla.example.jp/i/1

      2) …0002o 受注問い合わせ・配送
         受信 11/16(月) 10:12／期限 11/19(木) 24:00／未返信
         R-Messeで返信する:
         https://rmesse.example.jp/inquiry/2
         期限の詳細を見る:
         https://sla.example.jp/i/2

      ■ 多かった問い合わせ（上位2）

      ・I-1／C-1 7件（その前の同じ期間は3件）
         問い合わせの傾向を開く:
         https://sla.example.jp/shops/sample/asked

      ・n2 2件（その前の同じ期間は0件）

      ■ 今週の期限（3件）

      ・11/24(火) 0件

      ・11/25(水) 2件

      ・11/26(木) 1件

      ・11/27(金) 0件

      ■ 今後2週間の休業日

      ・11/28(土)〜11/29(日)、12/5(土)〜12/6(日) W-1

      ・12/3(木) W-2

      データ取得: 11/24(火) 08:58
      送信: 11/24(火) 09:00
      送信元: 問い合わせ期限モニター <sla@example.jp>
      連絡先: ops@example.jp
      このメールは送信専用です。ご返信いただいてもお答えできません。
      "
    `);
  });

  test('in English', () => {
    const { subject, text } = renderWeeklyMail(weeklyFacts({ shop: EN }));
    expect(subject).toBe('[Late: 2] Mon 16 Nov to Sun 22 Nov – サンプル店');
    expect(text).toMatchInlineSnapshot(`
      "To the manager, サンプル店

      The inquiries of Mon 16 Nov to Sun 22 Nov
      40 inquiries, 2 late
      Unanswered now: 6, of which 1 overdue

      Open the list of unanswered inquiries:
      https://sla.example.jp/shops/sample

      ■ Answered in time
      Of the inquiries received in that week, those of which the outcome is
      known.

      ・Mon 16 Nov –
         Inquiries: 40; within L1: 87% 35/40; within L2: 92% 37/40
         within L3: 97% 39/40
         Open the reports:
         https://sla.example.jp/shops/sample/reports

      ・Mon 9 Nov –
         Inquiries: 39; within L1: 87% 34/39; within L2: 92% 36/39
         within L3: 97% 38/39

      ・Mon 2 Nov –
         Inquiries: 38; within L1: 86% 33/38; within L2: 92% 35/38
         within L3: 97% 37/38

      ・Mon 26 Oct –
         Inquiries: 37; within L1: 86% 32/37; within L2: 91% 34/37
         within L3: 97% 36/37

      ・Mon 19 Oct –
         Inquiries: 36; within L1: 86% 31/36; within L2: 91% 33/36
         within L3: 97% 35/36

      ・Mon 12 Oct –
         Inquiries: 35; within L1: 85% 30/35; within L2: 91% 32/35
         within L3: 97% 34/35

      ・Mon 5 Oct –
         Inquiries: 34; within L1: 85% 29/34; within L2: 91% 31/34
         within L3: 97% 33/34

      ・Mon 28 Sep –
         Inquiries: 0; within L1: –; within L2: –; within L3: –

      ■ Late (2)

      1) …0001o 受注問い合わせ / 配送
         Received: Mon 16 Nov 10:12; Due: Thu 19 Nov 24:00
         answered Fri 20 Nov 11:25
         Answer in R-Messe:
         https://rmesse.example.jp/inquiry/1
         See how it is counted:
         https://sla.example.jp/i/1

      2) …0002o 受注問い合わせ / 配送
         Received: Mon 16 Nov 10:12; Due: Thu 19 Nov 24:00; unanswered
         Answer in R-Messe:
         https://rmesse.example.jp/inquiry/2
         See how it is counted:
         https://sla.example.jp/i/2

      ■ Asked most (top 2)

      ・I-1; C-1 7 (3 in as many days before)
         Open what customers ask:
         https://sla.example.jp/shops/sample/asked

      ・n2 2 (0 in as many days before)

      ■ Due this week (3)

      ・Tue 24 Nov 0

      ・Wed 25 Nov 2

      ・Thu 26 Nov 1

      ・Fri 27 Nov 0

      ■ Closed in the next 2 weeks

      ・Sat 28 Nov to Sun 29 Nov, Sat 5 Dec to Sun 6 Dec W-1

      ・Thu 3 Dec W-2

      Data as of: Tue 24 Nov 08:58
      Sent: Tue 24 Nov 09:00 (times are local to Asia/Tokyo)
      Sender: 問い合わせ期限モニター <sla@example.jp>
      Contact: ops@example.jp
      This address only sends. Replies are not read.
      "
    `);
  });

  test('of a good week says so; 199 of 200 is not a hundred percent', () => {
    const weeks = weeklyFacts().weeks.map((week) => {
      const one = { met: 199, decided: 200 };
      return { ...week, kept: { flag: one, owner_alert: one, breach: one } };
    });
    const facts = weeklyFacts({
      weeks,
      late: { rows: [], count: 0 },
      unanswered: 0,
      overdue: 0,
      dueDays: [],
      closedAhead: [],
    });
    const { subject, text } = renderWeeklyMail(facts);
    expect(subject).toBe('【期限遅れなし】11/16(月)〜11/22(日)のまとめ／サンプル店');
    expect(text).toContain('L1以内 99% 199/200');
    expect(text).toContain('現在の未返信: 0件\n');
    expect(text).toContain('今週が期限の未返信の問い合わせはありません。');
    expect(text).toContain('今後2週間に休業日はありません。');
  });

  test('of two weeks counts both', () => {
    const { text } = renderWeeklyMail(weeklyFacts({ told: { from: day('2026-11-09'), to: day('2026-11-22') } }));
    expect(text).toContain('問い合わせ79件／');
  });

  test('ended without a reply is not called answered', () => {
    const rows = [lateLine(1, { isAnswered: false })];
    expect(renderWeeklyMail(weeklyFacts({ late: { rows, count: 1 } })).text).toContain(
      '11/20(金) 11:25 返信なしで終了',
    );
  });
});

test('the summary of a group has a line a shop, and none of nothing', () => {
  const { subject, text } = renderGroupMail(groupFacts());
  expect(subject).toBe('【期限遅れ3件】11/16(月)〜11/22(日)のまとめ／G-1 運用');
  expect(text).toContain('問い合わせ120件／期限に遅れたもの3件');
  expect(text).toMatch(/1\) S-1\n {3}問い合わせ 40件\n {3}第1段階 76% 30\/39/);
  expect(() => renderGroupMail(groupFacts({ shops: [] }))).toThrow(RangeError);
});

describe('in chats', () => {
  test('the morning list is a line an inquiry, then its links', () => {
    expect(renderMorningChat(morningFacts()).text).toMatchInlineSnapshot(`
      "【本日中2件・期限超過1件】11/26(木)の一覧／サンプル店
      ■ 本日中に返信（2件）
      1) …0001o 受注問い合わせ・配送／期限 11/26(木) 24:00／残り: 本日中／担当 sato
      2) …0002o 受注問い合わせ・配送／A-100／期限 11/26(木) 24:00／残り: 本日中
      ■ 本日中に次の段階に達するもの（1件）
      3) …0004o 受注問い合わせ・配送／2営業日経過 11/26(木) 24:00
      ■ 期限・段階を過ぎた未返信（1件）
      4) …0003o 3営業日超過／受注問い合わせ・配送／期限 11/24(火) 24:00（期限超過）
      ■ 昨日までに対応中にした、ほかの問い合わせ（1件）
      5) …0005o 受注問い合わせ・配送／期限 11/30(月) 24:00／担当 sato（11/25(水) 15:10から）
      このほか、お知らせ停止中の未返信の問い合わせが2件あります。
      データ取得: 11/26(木) 08:58
      1) …0001o 開いて対応中にする https://sla.example.jp/i/1#hand
      2) …0002o 開いて対応中にする https://sla.example.jp/i/2#hand
      3) …0004o 開いて対応中にする https://sla.example.jp/i/4#hand
      4) …0003o 開いて対応中にする https://sla.example.jp/i/3#hand
      5) …0005o 開いて対応中にする https://sla.example.jp/i/5#hand
      未返信の一覧を開く https://sla.example.jp/shops/sample"
    `);
  });

  test('the weekly summary is short', () => {
    expect(renderWeeklyChat(weeklyFacts()).text).toMatchInlineSnapshot(`
      "【期限遅れ2件】11/16(月)〜11/22(日)のまとめ／サンプル店
      問い合わせ40件／期限に遅れたもの2件
      現在の未返信: 6件（うち期限超過1件）
      L1以内 87% 35/40
      L2以内 92% 37/40
      L3以内 97% 39/40
      ■ 期限に遅れた問い合わせ（2件）
      1) …0001o 受注問い合わせ・配送／受信 11/16(月) 10:12／期限 11/19(木) 24:00／11/20(金) 11:25 返信
      2) …0002o 受注問い合わせ・配送／受信 11/16(月) 10:12／期限 11/19(木) 24:00／未返信
      ■ 多かった問い合わせ（上位2）
      1) I-1／C-1 7件（その前の同じ期間は3件）
      2) n2 2件（その前の同じ期間は0件）
      ■ 今週の期限（3件）: 11/25(水) 2件／11/26(木) 1件
      ■ 今後2週間の休業日: 11/28(土)〜11/29(日)、12/5(土)〜12/6(日) W-1
      ■ 今後2週間の休業日: 12/3(木) W-2
      レポートを開く https://sla.example.jp/shops/sample/reports
      未返信の一覧を開く https://sla.example.jp/shops/sample"
    `);
  });

  test.each(['ja', 'en'] as const)(
    'of 480 inquiries %s lists fifteen, links five, and counts the others',
    (language) => {
      const { text } = renderMorningChat({ ...manyToday(480), shop: { ...SHOP, language } });
      expect(text.match(/^\d+\) …\d+o (?!.*https)/gm)).toHaveLength(15);
      expect(text.match(/#hand$/gm)).toHaveLength(5);
      expect(text).toContain(language === 'ja' ? 'ほか465件' : 'and 465 more');
    },
  );

  describe.each(CHAT_KINDS)('%s', (kind) => {
    const format = CHAT_FORMATS[kind];
    const nasty = { type: OVERLONG, category: OVERLONG, item: OVERLONG };
    const late = { rows: Array.from({ length: 20 }, (_, n) => lateLine(n, nasty)), count: 480 };
    const closedAhead = [{ why: OVERLONG, days: weeklyFacts().closedAhead[0]!.days }];

    test.each([
      ['morning', renderMorningChat(manyToday(480, nasty))],
      ['weekly', renderWeeklyChat(weeklyFacts({ late, closedAhead }))],
    ])('%s: fits, and keeps its links', (_list, { text }) => {
      const lines = text.split('\n');
      const links = lines.flatMap((line) => /^(\S.*) (https:\/\/\S+)$/.exec(line)?.slice(1, 3) ?? []);
      const message = {
        text: lines.filter((line) => !/https:\/\/\S+$/.test(line)).join('\n'),
        links: Array.from({ length: links.length / 2 }, (_, i) => ({ words: links[2 * i]!, url: links[2 * i + 1]! })),
      };
      expect(message.links.length).toBeGreaterThan(1);
      // With more buttons than this Teams shows none of the others.
      expect(message.links.length).toBeLessThanOrEqual(6);
      const body = fitted(format, message);
      expect(format.sizeOf(body)).toBeLessThanOrEqual(format.most);
      if (format.hasButtons !== true) for (const { url } of message.links) expect(body).toContain(url.split('#')[0]!);
    });
  });
});
