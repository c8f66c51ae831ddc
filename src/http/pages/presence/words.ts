// What is said of channels that are open to customers, or closed.

import type { Language } from '../../../core/model.ts';
import type { PresenceMatter } from '../../../core/presence/presence.ts';

const matterJa: Readonly<Record<PresenceMatter, string>> = {
  'no-answer': '受付可なのに応答がありません',
  'closed-in-hours': '受付時間なのに受付不可',
};
const matterEn: typeof matterJa = {
  'no-answer': 'open, but nobody answers',
  'closed-in-hours': 'closed within its hours',
};

const ja = {
  title: '受付状況',
  accepting: '受付可',
  closed: '受付不可',
  byHours: '営業時間どおり',
  said: (by: string, at: string) => `${by}さんが${at}に変更（本日中）`,
  waiting: (count: number) => `1段階目を過ぎて対応中でないもの ${count}件`,
  matter: matterJa,
  of: (channel: string, state: string) => `${channel}: ${state}`,
  by: 'お名前',
  open: '受付可にする',
  close: '受付不可にする',
  reset: '営業時間どおりに戻す',
  hint: '受付不可にしても、届いた問い合わせの期限は変わりません。変更は本日の終わりに営業時間どおりへ戻ります。',
};

const en: typeof ja = {
  title: 'Open to customers',
  accepting: 'open',
  closed: 'closed',
  byHours: 'by its hours',
  said: (by, at) => `${by} said so at ${at}, for today`,
  waiting: (count) => `${count} past the first step and in nobody’s hand`,
  matter: matterEn,
  of: (channel, state) => `${channel}: ${state}`,
  by: 'Your name',
  open: 'Open it',
  close: 'Close it',
  reset: 'By its hours again',
  hint: 'Closing changes no deadline of what came in. What was said ends with the day.',
};

export const PRESENCE_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
