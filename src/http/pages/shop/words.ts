// What a shop's page says besides the shared words: its pages, what is muted.

import type { Language } from '../../../core/model.ts';

const ja = {
  pages: { people: '担当者', calendar: '営業日カレンダー', reports: 'レポート', contacts: '連絡先' },
  dueToday: '本日中',
  /** After a number: there may be more. */
  andUnknown: '＋不明',
  shopMuted: (until: string, by: string) => `店舗へのお知らせを停止しています（${until}まで、${by}）`,
  muteShop: '店舗へのお知らせを停止',
  muteHint:
    'この店舗について、店舗責任者と連絡先へのお知らせを、選んだ日まで停止します。期限の経過と超過は記録し、運用担当にはお知らせします。',
  notMuted: '変更できませんでした',
  notMutedHow: '終了日（今日から90日以内）・理由・お名前を確認してください。',
};

const en: typeof ja = {
  pages: { people: 'People', calendar: 'Business-day calendar', reports: 'Reports', contacts: 'Contacts' },
  dueToday: 'Due today',
  andUnknown: '+ unknown',
  shopMuted: (until, by) => `Mails to this shop are muted until ${until} (${by})`,
  muteShop: 'Stop mails of the shop',
  muteHint:
    'Holds what the owner and the contacts of this shop are told until the end of that date. Steps and breaches are recorded, and ops are told.',
  notMuted: 'Nothing was changed',
  notMutedHow: 'Look at the date (within 90 days from today), the reason and your name.',
};

export const SHOP_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
