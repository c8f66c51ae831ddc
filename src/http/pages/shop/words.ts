// What a shop's page says besides the shared words: groups, filters, who has an inquiry in hand.

import type { Language, Step } from '../../../core/model.ts';
import type { FilterKey } from './filters.ts';

interface ShopWords {
  readonly pages: { readonly calendar: string; readonly reports: string };
  readonly dueToday: string;
  /** After a number: there may be more. */
  readonly andUnknown: string;
  readonly dueTodayTitle: (count: number) => string;
  readonly dueTodayAll: (count: number) => string;
  readonly others: (count: number) => string;
  readonly continued: string;
  readonly firstPage: string;
  readonly noMatch: string;
  readonly onlyToday: string;
  readonly order: (tail: string) => string;
  readonly inHand: (by: string, until: string) => string;
  readonly muted: (until: string) => string;
  readonly shopMuted: (until: string, by: string) => string;
  readonly take: string;
  readonly takeWhich: (inquiry: string) => string;
  readonly views: {
    readonly title: string;
    readonly all: string;
    readonly free: string;
    readonly taken: string;
    readonly mine: string;
  };
  readonly filter: {
    readonly title: string;
    readonly q: string;
    readonly step: string;
    readonly hand: string;
    readonly channel: string;
    readonly category: string;
    readonly any: string;
    readonly go: string;
    readonly clear: string;
    readonly active: string;
    readonly drop: (what: string) => string;
  };
  /** A step and all beyond it. */
  readonly atLeast: Readonly<Record<Step, string>>;
  /** A filter that is in force. */
  readonly said: Readonly<Record<FilterKey, (value: string) => string>>;
}

export const SHOP: Readonly<Record<Language, ShopWords>> = {
  ja: {
    pages: { calendar: '営業日カレンダー', reports: 'レポート' },
    dueToday: '本日中',
    andUnknown: '＋不明',
    dueTodayTitle: (count) => `本日中に返信 ${count}件`,
    dueTodayAll: (count) => `本日中の${count}件をすべて見る`,
    others: (count) => `そのほか ${count}件`,
    continued: '続き',
    firstPage: '最初へ戻る',
    noMatch: '条件に合う問い合わせはありません。',
    onlyToday: 'ほかに未返信の問い合わせはありません。',
    order: (tail) => `注文 …${tail}`,
    inHand: (by, until) => `${by}が対応中 ${until}まで`,
    muted: (until) => `ミュート中 ${until}まで`,
    shopMuted: (until, by) => `店舗へのメールはミュート中です（${until}まで、${by}）`,
    take: '対応する',
    takeWhich: (inquiry) => `${inquiry} に対応する`,
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
      drop: (what) => `「${what}」を外す`,
    },
    atLeast: { flag: '1営業日経過', owner_alert: '2営業日経過', breach: '3営業日超過' },
    said: {
      due: () => '本日中',
      step: (value) => value,
      hand: (value) => value,
      channel: (value) => `窓口: ${value}`,
      category: (value) => `種類: ${value}`,
      q: (value) => `「${value}」を含む`,
    },
  },
  en: {
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
    atLeast: { flag: '1 business day passed', owner_alert: '2 business days passed', breach: 'over 3 business days' },
    said: {
      due: () => 'Due today',
      step: (value) => value,
      hand: (value) => value,
      channel: (value) => `Channel: ${value}`,
      category: (value) => `Category: ${value}`,
      q: (value) => `contains “${value}”`,
    },
  },
};
