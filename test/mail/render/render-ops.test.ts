import { describe, expect, test } from 'vitest';
import type { MailShop, OpsMailFacts, OpsMailShop } from '../../../src/mail/facts.ts';
import { renderOpsMail } from '../../../src/mail/render/render-ops.ts';
import { breachRow, jst, mailRow, mailRows, SHOP } from '../sample.ts';

const other: MailShop = { ...SHOP, id: 'other', name: '別の店' };
const entry = (changes: Partial<OpsMailShop> = {}): OpsMailShop => ({
  shop: SHOP,
  alerts: [mailRow(1)],
  breaches: [],
  ownerMail: 'sent',
  ...changes,
});
const facts = (shops: readonly OpsMailShop[], changes: Partial<OpsMailFacts> = {}): OpsMailFacts => ({
  now: jst('2026-11-26T09:03'),
  language: 'ja',
  timeZone: 'Asia/Tokyo',
  shops,
  dataAsOf: jst('2026-11-26T09:00'),
  boardUrl: 'https://sla.example.jp/',
  ...changes,
});

test('the mail to ops groups by shop, the one with a breach first', () => {
  const { subject, text } = renderOpsMail(
    facts([entry(), entry({ shop: other, alerts: [], breaches: [breachRow(2)] })]),
  );
  expect(`${subject}\n\n${text}`).toMatchInlineSnapshot(`
    "【期限超過1件・要返信1件】2店舗 運用

    2店舗に、期限超過1件・要返信1件のお知らせがあります。

    未返信の一覧を開く:
    https://sla.example.jp/

    ■ 別の店
    期限超過1件／店舗へのメール: 送信済み

    1) …0002o 受注問い合わせ・配送
       受信 11/20(金) 10:12／期限 11/25(水) 24:00／期限超過
       11/20(金) 受信日 → 11/24(火) 1営業日目 → 11/25(水) 2営業日目
       （休み: 11/21 土 定休日・11/22 日 定休日・11/23 勤労感謝の日）
       R-Messeで返信する:
       https://rmesse.example.jp/inquiry/2
       期限の詳細を見る:
       https://sla.example.jp/i/2

    ■ サンプル店
    要返信1件／店舗へのメール: 送信済み

    2) …0001o 受注問い合わせ・配送
       受信 11/20(金) 10:12／期限 11/26(木) 24:00／残り: 本日中
       2営業日経過 11/25(水) 24:00
       11/20(金) 受信日 → 11/24(火) 1営業日目 → 11/25(水) 2営業日目
       （休み: 11/21 土 定休日・11/22 日 定休日・11/23 勤労感謝の日）
       R-Messeで返信する:
       https://rmesse.example.jp/inquiry/1
       期限の詳細を見る:
       https://sla.example.jp/i/1

    データ取得: 11/26(木) 09:00
    送信: 11/26(木) 09:03
    このメールは送信専用です。ご返信いただいてもお答えできません。
    "
  `);
});

test('one shop is named in the subject, in either language', () => {
  expect(renderOpsMail(facts([entry()])).subject).toBe('【要返信1件】サンプル店 運用');
  expect(renderOpsMail(facts([entry()], { language: 'en' })).subject).toBe('[Reply needed: 1] サンプル店 – ops');
});

describe('what happened meanwhile', () => {
  test('a breach that was answered says when, and that it was a breach', () => {
    const answered = breachRow(2, { answeredAt: jst('2026-11-26T08:40') });
    const { text } = renderOpsMail(facts([entry({ breaches: [answered] })]));
    expect(text).toContain('   期限超過／11/26(木) 08:40 返信済み');
    expect(text).toContain('期限超過のうち1件は、その後に返信されています。');
  });

  test('an inquiry that breached and one that waits anew are two rows; the same episode is one', () => {
    const again = mailRow(2, { startedAt: jst('2026-11-24T10:00') });
    const { subject } = renderOpsMail(facts([entry({ alerts: [again, mailRow(2)], breaches: [breachRow(2)] })]));
    expect(subject).toContain('【期限超過1件・要返信1件】');
  });

  test('an owner who cannot be reached is said on top', () => {
    const { text } = renderOpsMail(facts([entry({ ownerMail: 'undeliverable' })]));
    expect(text).toContain('届けられなかった店舗が1店舗あります');
    expect(text).toContain('店舗へのメール: 届けられませんでした');
  });
});

test('a shop in another zone speaks its own local time, and the zone is named', () => {
  const shop: MailShop = { ...SHOP, timeZone: 'America/New_York' };
  const { text } = renderOpsMail(facts([entry({ shop })]));
  expect(text).toContain('時刻はAmerica/New_Yorkの現地時刻です。');
  expect(text).toContain('受信 11/19(木) 20:12');
});

test('twenty rows and twenty shops are listed, the rest is counted truly', () => {
  const shops = Array.from({ length: 300 }, (_, index) =>
    entry({
      shop: { ...SHOP, id: `shop-${index}`, name: `店舗${index}` },
      alerts: mailRows(3),
      breaches: [breachRow(9)],
    }),
  );
  const { text, html } = renderOpsMail(facts(shops));
  expect(text).toContain('300店舗に、期限超過300件・要返信900件のお知らせがあります。');
  expect(text.match(/^\d+\) /gm)).toHaveLength(20);
  expect(text.match(/^■ /gm)).toHaveLength(20);
  expect(text).toContain('ほか280店舗（期限超過280件・要返信840件）');
  expect(html).toContain('ほか280店舗（期限超過280件・要返信840件）');
});

test('shops without rows are left out; without any row there is no mail', () => {
  const empty = entry({ shop: other, alerts: [], breaches: [] });
  expect(renderOpsMail(facts([entry(), empty])).text).not.toContain('別の店');
  expect(() => renderOpsMail(facts([empty]))).toThrow(RangeError);
});

test('shops of a group stand together, where the worst of them does, and the lead says how each group stands', () => {
  const grouped = (id: string, group: string | undefined, more: Partial<OpsMailShop> = {}) =>
    entry({ shop: { ...SHOP, id, name: `店舗${id}`, ...(group !== undefined && { group }) }, ...more });
  const breach = { alerts: [], breaches: [breachRow(9)] };
  const shops = [grouped('a', '大阪'), grouped('b', undefined), grouped('c', '東京', breach), grouped('d', '東京')];
  const { text } = renderOpsMail(facts(shops));
  expect(text).toContain('東京: 期限超過1件・要返信1件（2店舗）');
  expect(text).toContain('大阪: 要返信1件（1店舗）');
  expect(text.match(/^■ .*$/gm)).toEqual(['■ 東京／店舗c', '■ 東京／店舗d', '■ 大阪／店舗a', '■ 店舗b']);
  expect(renderOpsMail(facts(shops, { language: 'en' })).text).toContain('(2 shops)');
});
