// The demo's story: who wrote what when, around a closed New Year. Data only; what follows from it is computed twice,
// by the service and in rules.ts. Whatever must hold on a slow machine too keeps half a day from every mail slot.

import type { Bilingual, EventType, InquiryEvent, Instant } from '../core/model.ts';
import { HARBOUR, MIDORI } from './story-shops.ts';

/** How the shop's answers reach the service: read from RMS, or sent to POST /v1/events. */
type StoryChannel = 'r-messe' | 'chat';

export interface StoryEvent extends InquiryEvent {
  readonly words: Bilingual;
}

export interface StoryThread {
  readonly shop: string;
  /** The external id; its last five characters are unique, because mails show only those. */
  readonly inquiry: string;
  readonly channel: StoryChannel;
  /** What this thread is there to show. */
  readonly title: Bilingual;
  readonly type?: string;
  readonly category?: string;
  readonly events: readonly StoryEvent[];
}

export interface Story {
  readonly startsAt: Instant;
  /** When the last step, answer and mail are long past. */
  readonly endsAt: Instant;
  readonly threads: readonly StoryThread[];
}

const WORDS: Readonly<Record<EventType, Bilingual>> = {
  customer_message: { ja: 'お客様から問い合わせ', en: 'a customer asks' },
  shop_reply: { ja: '店舗が返信', en: 'the shop replies' },
  auto_reply: { ja: '自動返信のみ（返信に数えません）', en: 'a bot replies, which answers nobody' },
  completed: { ja: '返信せずに「完了」', en: 'marked completed, without a reply' },
  reopened: { ja: '「完了」を取り消し', en: 'reopened' },
  message_deleted: { ja: 'メッセージを削除', en: 'a message is deleted' },
};

/** The thread's events in order; ids count up, so that equal instants would keep their order too. */
function told(...events: readonly (readonly [at: string, type: EventType, words?: Bilingual])[]): StoryEvent[] {
  return events.map(([at, type, words = WORDS[type]], n) => ({ type, id: `e${n}`, at: japanTime(at), words }));
}

/** `2026-12-24 10:12` on Japan's wall clock. */
export function japanTime(text: string): Instant {
  return Date.parse(`${text.replace(' ', 'T')}:00+09:00`);
}

const rms = (inquiry: string, thread: Omit<StoryThread, 'shop' | 'inquiry' | 'channel'>): StoryThread => ({
  shop: MIDORI.id,
  inquiry,
  channel: 'r-messe',
  ...thread,
});

const chat = (inquiry: string, thread: Omit<StoryThread, 'shop' | 'inquiry' | 'channel'>): StoryThread => ({
  shop: HARBOUR.id,
  inquiry,
  channel: 'chat',
  ...thread,
});

const PRODUCT = '商品問い合わせ';
const ORDER = '受注問い合わせ';

const THREADS: readonly StoryThread[] = [
  rms('600100-20261224-00000101o', {
    title: { ja: '期限内に返信', en: 'answered in time' },
    type: PRODUCT,
    category: '再入荷・在庫',
    events: told(['2026-12-24 10:12', 'customer_message'], ['2026-12-24 16:40', 'shop_reply']),
  }),
  rms('600100-20261224-00000102o', {
    title: { ja: '通知の前に返信', en: 'late: flag only' },
    type: ORDER,
    category: '送料・商品配送',
    events: told(['2026-12-24 11:05', 'customer_message'], ['2026-12-28 20:00', 'shop_reply']),
  }),
  rms('600100-20261224-00000103o', {
    title: { ja: '完了後に取り消し', en: 'completed, reopened' },
    type: ORDER,
    category: '返品交換・キャンセル',
    events: told(
      ['2026-12-24 13:20', 'customer_message'],
      ['2026-12-28 20:00', 'completed'],
      ['2027-01-05 10:30', 'reopened'],
      ['2027-01-07 11:00', 'shop_reply'],
    ),
  }),
  rms('600100-20261224-00000104o', {
    title: { ja: '通知のあと返信', en: 'alert, then answered' },
    type: PRODUCT,
    category: '商品詳細',
    events: told(['2026-12-24 15:30', 'customer_message'], ['2027-01-04 20:00', 'shop_reply']),
  }),
  rms('600100-20261225-00000105o', {
    title: { ja: '期限超過', en: 'breached' },
    type: ORDER,
    category: '送料・商品配送',
    events: told(['2026-12-25 09:40', 'customer_message'], ['2027-01-07 13:00', 'shop_reply']),
  }),
  rms('600100-20261225-00000106o', {
    title: { ja: '店舗から送信', en: 'the shop wrote first' },
    type: '店舗からの問い合わせ',
    category: '発送の確認・連絡',
    events: told(
      [
        '2026-12-25 14:00',
        'shop_reply',
        { ja: '店舗から連絡（数え始めません）', en: 'the shop writes: nothing runs yet' },
      ],
      [
        '2026-12-30 12:10',
        'customer_message',
        { ja: 'お客様が返事（ここから数えます）', en: 'the customer writes back: it runs' },
      ],
      ['2027-01-05 20:00', 'shop_reply'],
    ),
  }),
  rms('600100-20261226-00000107o', {
    title: { ja: '自動返信のみ', en: 'only a bot replied' },
    type: '店舗問い合わせ',
    category: '店舗サービス',
    events: told(
      ['2026-12-26 20:00', 'customer_message'],
      ['2026-12-26 20:01', 'auto_reply'],
      ['2027-01-05 20:00', 'shop_reply'],
    ),
  }),
  rms('600100-20261228-00000108o', {
    title: { ja: '追加の問い合わせ', en: 'a follow-up' },
    type: PRODUCT,
    category: '配送',
    events: told(
      ['2026-12-28 14:30', 'customer_message'],
      ['2026-12-28 16:30', 'shop_reply'],
      [
        '2027-01-02 09:15',
        'customer_message',
        { ja: '同じお客様から追加（新しい期間）', en: 'asks again: a new episode' },
      ],
      ['2027-01-03 10:00', 'customer_message', { ja: '催促（期限は動きません）', en: 'asks once more: nothing moves' }],
      ['2027-01-06 20:00', 'shop_reply'],
    ),
  }),
  rms('600100-20261228-00000109o', {
    title: { ja: '未返信のまま', en: 'never answered' },
    type: PRODUCT,
    category: '返品・交換・キャンセル',
    events: told(['2026-12-28 16:00', 'customer_message']),
  }),
  chat('chat-20261229-00000201c', {
    title: { ja: 'チャット・期限内', en: 'chat, in time' },
    events: told(['2026-12-29 10:20', 'customer_message'], ['2026-12-29 10:45', 'shop_reply']),
  }),
  chat('chat-20261229-00000202c', {
    title: { ja: 'チャット・期限超過', en: 'chat, breached' },
    events: told(['2026-12-29 17:00', 'customer_message'], ['2027-01-03 11:00', 'shop_reply']),
  }),
];

/** From the last business days of the year to the end of the first week of the next. */
export const NEW_YEAR: Story = {
  startsAt: japanTime('2026-12-24 08:00'),
  endsAt: japanTime('2027-01-08 12:00'),
  threads: THREADS,
};
