// What is said of seasons of which nobody has said anything: on the list of shops, a shop's page and the page of all.

import type { Language } from '../../../core/model.ts';

const ja = {
  title: '長期休業が未登録の店舗',
  lead: (shops: number) => `${shops}店舗・近い順`,
  hint: '登録がない間は、営業日として期限を計算します。休業する店舗は休業日を、営業する店舗は営業日を登録してください。',
  none: '60日以内の長期休業は、すべての店舗で登録済みです。',
  shop: '店舗',
  season: '長期休業',
  left: '残り',
  days: (count: number) => (count > 0 ? `あと${count}日` : '期間中'),
  badge: (season: string) => `${season} 未登録`,
  notice: (season: string, dates: string) =>
    `${season}（${dates}）の休業が未登録です。このままでは営業日として計算します。`,
  fill: 'この日付で登録する',
  all: '長期休業が未登録の店舗の一覧',
  next: '次の店舗',
  first: '最初へ戻る',
};

const en: typeof ja = {
  title: 'Shops with no word about a season',
  lead: (shops) => `${shops === 1 ? '1 shop' : `${shops} shops`}, the nearest first`,
  hint: 'Until something is entered these dates count as business days. Enter them as closed, or as open.',
  none: 'Every shop has entered the seasons of the next 60 days.',
  shop: 'Shop',
  season: 'Season',
  left: 'Left',
  days: (count) => (count > 0 ? `in ${count === 1 ? '1 day' : `${count} days`}` : 'now'),
  badge: (season) => `${season}: nothing entered`,
  notice: (season, dates) => `Nothing is entered for ${season} (${dates}), so these dates count as business days.`,
  fill: 'Fill in these dates',
  all: 'All shops with no word about a season',
  next: 'Next shops',
  first: 'Back to the first',
};

export const SEASON_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
