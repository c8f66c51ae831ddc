// Why a notification did not go, or has not gone yet. It is stored and logged in English, as it stands here; people read it
// in their language. What a server answered is none of these, and is shown as it came.

import type { Language } from '../model.ts';

const JAPANESE = {
  'all answered or muted': 'すべて返信済みか、お知らせを停止中です。',
  'all answered, held, or too late': 'すべて返信済みか、お知らせを停止中か、お知らせする時間を過ぎました。',
  'nothing is left to tell': 'お知らせすることがなくなりました。',
  'nothing to list': '一覧にする問い合わせがありません。',
  'nothing to tell': 'お知らせすることがありません。',
  'the cause is gone': '原因が解消しました。',
  'answered since the last attempt': '前回の送信のあと、返信されました。',
  'one of them waits again': 'ふたたび返信待ちになった問い合わせがあります。',
  'no goal is in danger any more': '未達のおそれがある目標がなくなりました。',
  'the season was settled': '休業日が登録されました。',
  'nothing is reached after the closure, or it has begun': '休業後に期限を迎えるものがないか、休業が始まりました。',
  'nothing is left to look at': '確認が必要なことがなくなりました。',
  'not asked for any more': '設定から外れました。',
  'its time is over': 'お知らせする日を過ぎました。',
  'the shop is muted': '店舗のお知らせを停止中です。',
  'no webhook any more': 'Webhookが設定から外れました。',
  'no such chat any more': 'チャットが設定から外れました。',
  'nobody to send it to': '送信先がありません。',
  'deferred for a day by some addresses': '1日のあいだ受け取らなかった宛先があります。',
  'refused by every address': 'すべての宛先で受け取りを拒否されました。',
  'worker ended in mid-send': '送信中に処理が終了しました。',
  'worker ended in mid-send twice': '送信中の処理の終了が2回続きました。',
  'outside the send window': '送信できる時間帯になるまで待っています。',
  'not configured at the moment': '店舗または送信先が、現在の設定にありません。',
  'the service stopped before it was sent': '送信の前にサービスが停止しました。',
  'sent again on request': 'ご依頼により再送します。',
} as const;

const READER = /^(.+) is not told any more$/;
const OTHER = /^told again by mail (\d+)$/;

export type UnsentReason = keyof typeof JAPANESE | `${string} is not told any more` | `told again by mail ${number}`;

/** What is stored as the reason (`UnsentReason`, or a server's answer) for people who read that language. */
export function unsentReasonInWords(stored: string, language: Language): string {
  if (language === 'en') return stored;
  if (Object.hasOwn(JAPANESE, stored)) return JAPANESE[stored as keyof typeof JAPANESE];
  const [reader, other] = [READER.exec(stored)?.[1], OTHER.exec(stored)?.[1]];
  if (reader !== undefined) return `${reader}は宛先から外れました。`;
  if (other !== undefined) return `メール${other}でお知らせします。`;
  return stored;
}
