// What the page of all shops says besides the shared words: the search, what is due today, mutes, shops that are gone.

import type { Language } from '../../../core/model.ts';

const ja = {
  search: '店舗名・店舗IDで探す',
  go: '探す',
  clear: '検索をクリア',
  found: (found: number, of: number) => `全${of}店舗のうち${found}店舗・期限が近い順（超過が先）`,
  nothing: '条件に合う店舗はありません。',
  groups: 'グループ',
  allGroups: 'すべて',
  needs: '表示する店舗',
  allShops: (shops: number) => `全店舗 ${shops}`,
  pressing: (shops: number) => `要対応のみ ${shops}`,
  shop: '店舗',
  calmHere: (shops: number) => `問題なし ${shops}店舗`,
  calm: (shops: number) => `問題なし ${shops}店舗（すべての店舗を見る）`,
  pages: 'ページ',
  place: (from: number, to: number, of: number) => `${from}〜${to}店舗目／全${of}店舗`,
  group: (name: string, shops: number, breached: number) =>
    `${name} ${shops}店舗${breached > 0 ? `・期限超過${breached}件` : ''}`,
  noShops: '設定された店舗はまだありません。',
  asOf: (at: string) => `${at} 時点の集計です。`,
  dueToday: '本日中',
  /** After a number: there may be more. */
  andUnknown: (shops: number) => `＋不明${shops}店舗`,
  nextPage: '次の店舗',
  firstPage: '最初へ戻る',
  muted: (until: string, by: string) => `お知らせ停止中 ${until}まで（${by}）`,
  mutedInquiries: (count: number) => `お知らせ停止中 ${count}件`,
  inHand: (count: number) => `対応中 ${count}件`,
  promised: (count: number, broken: number) => `約束 ${count}件${broken > 0 ? `（うち約束超過 ${broken}件）` : ''}`,
  keptGoals: (count: number) => `目標 達成中 ${count}件`,
  gone: '登録を外した店舗',
  goneLead: '登録を外した店舗に、未返信の問い合わせが残っています。',
  goneShop: (count: number) => `未返信 ${count}件`,
};

const en: typeof ja = {
  search: 'Find a shop by name or id',
  go: 'Find',
  clear: 'Show all shops',
  groups: 'Groups',
  allGroups: 'All',
  needs: 'Which shops',
  allShops: (shops) => `All shops: ${shops}`,
  pressing: (shops) => `With something to do: ${shops}`,
  shop: 'Shop',
  calmHere: (shops) => `${shops === 1 ? '1 shop is' : `${shops} shops are`} calm`,
  calm: (shops) => `${shops === 1 ? '1 shop is' : `${shops} shops are`} calm (show all)`,
  pages: 'Pages',
  place: (from, to, of) => `Shops ${from} to ${to} of ${of}`,
  group: (name, shops, breached) =>
    `${name} (${shops === 1 ? '1 shop' : `${shops} shops`}${breached > 0 ? `, ${breached} overdue` : ''})`,
  found: (found, of) => `${found} of ${of} shops, worst first`,
  nothing: 'No shop fits.',
  noShops: 'No shop is configured yet.',
  asOf: (at) => `Counted at ${at}.`,
  dueToday: 'Due today',
  andUnknown: (shops) => `+ ${shops} unknown`,
  nextPage: 'Next shops',
  firstPage: 'Back to the first',
  muted: (until, by) => `Muted until ${until} (${by})`,
  mutedInquiries: (count) => `${count} muted`,
  inHand: (count) => `${count} in hand`,
  promised: (count, broken) =>
    `${count} ${count === 1 ? 'promise' : 'promises'}${broken > 0 ? ` (${broken} overdue)` : ''}`,
  keptGoals: (count) => `${count} ${count === 1 ? 'goal' : 'goals'} kept`,
  gone: 'Shops no longer configured',
  goneLead: 'These shops were taken out of the configuration and still have open inquiries.',
  goneShop: (count) => `${count} open`,
};

export const BOARD_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
