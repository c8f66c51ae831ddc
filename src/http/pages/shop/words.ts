// What a shop's page says besides the shared words: its pages, what is muted.

import type { Language } from '../../../core/model.ts';

const ja = {
  pages: { people: '担当者', calendar: '営業日カレンダー', reports: 'レポート', contacts: '連絡先' },
  dueToday: '本日中',
  /** After a number: there may be more. */
  andUnknown: '＋不明',
  shopMuted: (until: string, by: string) => `店舗へのお知らせを停止しています（${until}まで、${by}）`,
};

const en: typeof ja = {
  pages: { people: 'People', calendar: 'Business-day calendar', reports: 'Reports', contacts: 'Contacts' },
  dueToday: 'Due today',
  andUnknown: '+ unknown',
  shopMuted: (until, by) => `Mails to this shop are muted until ${until} (${by})`,
};

export const SHOP_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
