// What pages say that show a moment to come.

import type { Language } from '../../../core/model.ts';

const ja = {
  title: (at: string) => `${at}時点の見込み`,
  lead: '今ある未返信にだれも返信せず、新しい問い合わせも来ない場合の画面です。閲覧専用で、自動では更新されません。「本日」はこの日を指します。取得状況は現在のものです。',
  back: '現在の画面に戻る',
  label: '見込みを見る日',
  go: '見込みを見る',
  refused: '日付を確認してください',
  refusedHint: (found: string, first: string, last: string) =>
    `at: ${found} は指定できません。${first}から${last}までの日付を 2027-01-04 の形で指定してください。`,
};

const en: typeof ja = {
  title: (at) => `As it will be at ${at}`,
  lead: 'If nobody answers what is open now, and nothing new comes in. To look at only: nothing can be done here and it does not renew itself. “Today” is that day; how fresh each source is, is told of now.',
  back: 'Back to now',
  label: 'The day to look at',
  go: 'Look ahead',
  refused: 'Look at the date',
  refusedHint: (found, first, last) =>
    `at: found ${found}; allowed: a date from ${first} to ${last}, such as 2027-01-04.`,
};

export const AHEAD_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
