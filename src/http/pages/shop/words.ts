// What a shop's page says besides the shared words: groups, filters, who has an inquiry in hand.

import type { Language } from '../../../core/model.ts';

const ja = {
  pages: { calendar: '営業日カレンダー', reports: 'レポート' },
  dueToday: '本日中',
  /** After a number: there may be more. */
  andUnknown: '＋不明',
  dueTodayTitle: (count: number) => `本日中に返信 ${count}件`,
  dueTodayAll: (count: number) => `本日中の${count}件をすべて見る`,
  others: (count: number) => `そのほか ${count}件`,
  continued: '続き',
  firstPage: '最初へ戻る',
  noMatch: '条件に合う問い合わせはありません。',
  onlyToday: 'ほかに未返信の問い合わせはありません。',
  coming: {
    title: (days: number) => `今後${days}営業日の期限`,
    today: '本日',
    closed: '休業日',
    due: (count: number) => `${count}件`,
    none: '営業日がありません。',
  },
  order: (tail: string) => `注文 …${tail}`,
  inHand: (by: string, until: string) => `${by}が対応中 ${until}まで`,
  muted: (until: string) => `ミュート中 ${until}まで`,
  shopMuted: (until: string, by: string) => `店舗へのメールはミュート中です（${until}まで、${by}）`,
  take: '対応する',
  takeWhich: (inquiry: string) => `${inquiry} に対応する`,
  views: { title: '表示', all: 'すべて', free: '手つかず', taken: '対応中', mine: '自分が対応中' },
  filter: {
    title: '絞り込む',
    q: '番号・商品・注文番号の末尾',
    step: '段階',
    hand: '対応',
    channel: '窓口',
    category: '種類',
    any: 'すべて',
    go: '絞り込む',
    clear: 'すべて外す',
    active: '絞り込み中',
    drop: (what: string) => `「${what}」を外す`,
  },
  /** A step and all beyond it. */
  /** A filter that is in force. */
  said: {
    due: (_value: string) => '本日中',
    step: (value: string) => value,
    hand: (value: string) => value,
    channel: (value: string) => `窓口: ${value}`,
    category: (value: string) => `種類: ${value}`,
    q: (value: string) => `「${value}」を含む`,
  },
};

const en: typeof ja = {
  pages: { calendar: 'Business-day calendar', reports: 'Reports' },
  dueToday: 'Due today',
  andUnknown: '+ unknown',
  dueTodayTitle: (count) => `Due today: ${count}`,
  dueTodayAll: (count) => `Show all ${count} due today`,
  others: (count) => `Others: ${count}`,
  continued: 'Continued',
  firstPage: 'Back to the first',
  noMatch: 'No inquiry fits.',
  onlyToday: 'No other inquiry is open.',
  coming: {
    title: (days) => `Due on the next ${days} business days`,
    today: 'today',
    closed: 'closed',
    due: (count) => `${count} due`,
    none: 'No business day is ahead.',
  },
  order: (tail) => `Order …${tail}`,
  inHand: (by, until) => `${by} has it until ${until}`,
  muted: (until) => `Muted until ${until}`,
  shopMuted: (until, by) => `Mails to this shop are muted until ${until} (${by})`,
  take: 'Take it',
  takeWhich: (inquiry) => `Take it: ${inquiry}`,
  views: { title: 'View', all: 'All', free: 'Nobody has it', taken: 'In hand', mine: 'Mine' },
  filter: {
    title: 'Filter',
    q: 'Number, item or end of the order number',
    step: 'Step',
    hand: 'In hand',
    channel: 'Channel',
    category: 'Category',
    any: 'All',
    go: 'Filter',
    clear: 'Clear all',
    active: 'Filtered by',
    drop: (what) => `Remove “${what}”`,
  },
  said: {
    due: () => 'Due today',
    step: (value) => value,
    hand: (value) => value,
    channel: (value) => `Channel: ${value}`,
    category: (value) => `Category: ${value}`,
    q: (value) => `contains “${value}”`,
  },
};

export const SHOP_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
