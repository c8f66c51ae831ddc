// What a list says of inquiries whose wait is over, and of the ready watches.

import type { Language } from '../../../core/model.ts';

const ja = {
  title: '返信済み・完了',
  order: '新しい順',
  heads: { status: '状態', ended: '返信・完了', asked: '質問した日時', result: '結果', who: '返信した人' },
  inTime: '期限内',
  deleted: '削除',
  noWait: '–',
  nobody: '–',
  again: '未返信（再）',
  periods: {
    title: '返信・完了した日',
    any: 'すべて',
    today: '今日',
    thisWeek: '今週',
    lastWeek: '先週',
    month: '過去30日',
  },
  soughtTo: (day: string) => `${day}以降を調べました。それより前にも続きがあります。`,
  seekOn: 'さらに前を探す',
  watches: {
    short: { uncompleted: '未完了', read: '既読・未返信', asked: '質問に回答なし' },
    uncompleted: (days: number) => `返信済み・未完了（${days}営業日超）`,
    read: (_: number) => '既読・未返信',
    asked: (days: number) => `こちらの質問に回答なし（${days}営業日超）`,
    many: (most: number) => `${most}以上`,
    days: '営業日数',
    change: '変更',
    lead: {
      uncompleted:
        '返信してから、お客様の連絡も完了の操作もない問い合わせです。R-Messeで完了にするか、続きを返信してください。',
      asked: 'こちらの最後の返信が質問で、お客様からの回答がない問い合わせです。',
    },
  },
};

const en: typeof ja = {
  title: 'Answered and completed',
  order: 'Newest first',
  heads: { status: 'Status', ended: 'Answered', asked: 'Asked', result: 'Result', who: 'Answered by' },
  inTime: 'In time',
  deleted: 'Deleted',
  noWait: '–',
  nobody: '–',
  again: 'Waiting again',
  periods: {
    ...{ title: 'Answered on', any: 'Any day', today: 'Today', thisWeek: 'This week' },
    ...{ lastWeek: 'Last week', month: 'Last 30 days' },
  },
  soughtTo: (day) => `Looked back to ${day}; there are older ones.`,
  seekOn: 'Look further back',
  watches: {
    short: { uncompleted: 'Not completed', read: 'Read, waiting', asked: 'Question open' },
    uncompleted: (days) => `Answered, not completed (over ${days} business days)`,
    read: (_) => 'Read, not answered',
    asked: (days) => `Our question unanswered (over ${days} business days)`,
    many: (most) => `${most} or more`,
    days: 'Business days',
    change: 'Change',
    lead: {
      uncompleted:
        'Answered, and since then neither a word of the customer nor the mark “completed”: complete them in R-Messe, or write on.',
      asked: 'Our last reply asks something, and the customer has not answered.',
    },
  },
};

export const DRAWER_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
