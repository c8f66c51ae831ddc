// What is said of the same customer, in both languages. It is never said who; and never more than "probably".

import type { Language } from '../../../core/model.ts';

const ja = {
  title: (days: number, count: number, unanswered: number) =>
    `この方の問い合わせ ${days}日で${count}件（うち未返信${unanswered}）`,
  hint: '同じ方からと思われる問い合わせです。氏名やアドレスは保存していないため、まれに別の方が含まれます。',
  this: '（この問い合わせ）',
  waits: '未返信',
  isOver: '返信済み・完了',
  hand: (by: string) => `対応中: ${by}`,
  until: 'いつまで',
  take: (count: number) => (count === 1 ? '残りの1件も対応中にする' : `未返信の${count}件をまとめて対応中にする`),
  takeHint: 'ほかの人が対応中のものは、そのままです。',
  more: (count: number) => `ほか${count}件`,
  sameAs: (number: string) => `同じ方（${number}）`,
};

const en: typeof ja = {
  title: (days, count, unanswered) => `This customer in ${days} days: ${count} inquiries (${unanswered} unanswered)`,
  hint: 'Probably of the same customer. No name and no address is stored, so another customer may rarely be among them.',
  this: ' (this one)',
  waits: 'unanswered',
  isOver: 'answered or completed',
  hand: (by) => `in hand: ${by}`,
  until: 'Until',
  take: (count) => (count === 1 ? 'Take the other one in hand too' : `Take all ${count} unanswered in hand`),
  takeHint: 'What somebody else has in hand stays with them.',
  more: (count) => `${count} more`,
  sameAs: (number) => `same customer (${number})`,
};

export const SAME_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
