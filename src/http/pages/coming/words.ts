// What is said of the days ahead.

import type { Language } from '../../../core/model.ts';

const ja = {
  title: (days: number) => `今後${days}営業日の期限`,
  today: '本日',
  closed: '休業日',
  due: (count: number) => `${count}件`,
  none: '営業日がありません。',
  usually: (mean: string) => `新着 平均${mean}件`,
  arrivals: (weeks: string, count: number, days: string) =>
    `新着の平均は、直近${count}週間（${weeks}）の曜日ごとの件数から出しています（${days}）。`,
  between: '・',
  noArrivals: '曜日ごとの新着の平均は、まる1週間の記録ができてから表示します。',
};

const en: typeof ja = {
  title: (days) => `Due on the next ${days} business days`,
  today: 'today',
  closed: 'closed',
  due: (count) => `${count} due`,
  none: 'No business day is ahead.',
  usually: (mean) => `avg ${mean} new`,
  arrivals: (weeks, count, days) =>
    `New: the waits that began from ${weeks}, the mean of ${count === 1 ? '1 week' : `${count} weeks`} by weekday (${days}).`,
  between: ', ',
  noArrivals: 'What usually comes in by weekday is shown once there is a full week of history.',
};

export const COMING_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
