import { expect, test } from 'vitest';
import type { IncidentMailFacts } from '../../../src/mail/facts.ts';
import { renderIncidentMail } from '../../../src/mail/render/render-incident.ts';
import { jst } from '../sample.ts';

const facts = (changes: Partial<IncidentMailFacts> = {}): IncidentMailFacts => ({
  now: jst('2026-11-26T09:03'),
  language: 'ja',
  timeZone: 'Asia/Tokyo',
  cause: 'RMSのライセンスキーの期限が切れています',
  shops: [
    { id: 'a', name: 'サンプル店', unknownSince: jst('2026-11-26T06:10') },
    { id: 'b', name: '別の店', unknownSince: null },
  ],
  boardUrl: 'https://sla.example.jp/system',
  ...changes,
});

test('the mail says what is not seen, since when and why, and that it is no all-clear (MAIL.md 15)', () => {
  const { subject, text } = renderIncidentMail(facts());
  expect(`${subject}\n\n${text}`).toMatchInlineSnapshot(`
    "【監視できていません】2店舗 RMSのライセンスキーの期限が切れています

    問い合わせの状況を確認できていません。
    原因: RMSのライセンスキーの期限が切れています
    未返信の問い合わせがない、という意味ではありません。復旧するまで、
    各店舗の画面で直接ご確認ください。
    確認できていない店舗: 2店舗

    監視の状況を開く:
    https://sla.example.jp/system

    1) 別の店
       一度も取得できていません

    2) サンプル店
       11/26(木) 06:10 から不明

    送信: 11/26(木) 09:03
    このメールは送信専用です。ご返信いただいてもお答えできません。
    "
  `);
});

test('in English it says the same', () => {
  const { subject, text } = renderIncidentMail(facts({ language: 'en', cause: 'the RMS licence key has expired' }));
  expect(`${subject}\n\n${text}`).toMatchInlineSnapshot(`
    "[Monitoring is blind] 2 shops – the RMS licence key has expired

    We cannot see the state of the inquiries.
    Cause: the RMS licence key has expired
    This does not mean that nothing is unanswered. Until it is repaired,
    please look at each shop directly.
    Shops we cannot see: 2

    Open the state of monitoring:
    https://sla.example.jp/system

    1) 別の店
       never read

    2) サンプル店
       unknown since Thu 26 Nov 06:10

    Sent: Thu 26 Nov 09:03 (times are local to Asia/Tokyo)
    This address only sends. Replies are not read.
    "
  `);
});

test('without shops it speaks of the service itself', () => {
  const { subject, text } = renderIncidentMail(facts({ shops: [], cause: '設定ファイルに誤りがあります' }));
  expect(subject).toBe('【監視できていません】設定ファイルに誤りがあります');
  expect(text).not.toContain('店舗:');
});

test('of many shops twenty are listed and the others counted', () => {
  const shops = Array.from({ length: 300 }, (_, index) => ({
    id: `${index}`,
    name: `店舗${index}`,
    unknownSince: null,
  }));
  const { subject, text } = renderIncidentMail(facts({ shops }));
  expect(subject).toContain('300店舗');
  expect(text).toContain('ほか280店舗');
  expect(text.match(/^\d+\) /gm)).toHaveLength(20);
});
