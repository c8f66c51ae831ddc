// What the list over shops says besides what every list says.

import type { Language } from '../../../core/model.ts';

const ja = {
  title: '問い合わせ',
  lead: (shops: number) => `${shops}店舗の未返信・期限が近い順（超過が先）`,
  shops: (shops: number) => `${shops}店舗`,
  inShops: (part: string) => `店舗: 「${part}」を含む`,
  inGroup: (group: string) => `グループ: ${group}`,
  sought: 'ここまでの問い合わせを調べました。続きがあります。',
  seekOn: '続きを探す',
};

const en: typeof ja = {
  title: 'Inquiries',
  lead: (shops) => `Unanswered in ${shops === 1 ? '1 shop' : `${shops} shops`}, worst first`,
  shops: (shops) => (shops === 1 ? '1 shop' : `${shops} shops`),
  inShops: (part) => `Shop: contains “${part}”`,
  inGroup: (group) => `Group: ${group}`,
  sought: 'Looked through up to here; there are more.',
  seekOn: 'Look further',
};

export const INQUIRIES_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
