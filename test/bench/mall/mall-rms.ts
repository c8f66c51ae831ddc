// bench: what a fake RMS of thousands of shops shows, made of nothing but the shop and the instant, so that no row is kept.
// A customer writes every few minutes or hours; the shop answers two hours later; every third customer writes again after
// five hours and is answered after six.

import { rmsDate } from '../../../src/demo/fake-rms/wire-format.ts';

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

export interface MallShop {
  readonly shopId: number;
  readonly inquiriesADay: number;
}

/** Numbers of the inquiries that began in [from, to] (epoch ms), oldest first: both ends of the range, or null. */
export function numbersIn({ shopId, inquiriesADay }: MallShop, from: number, to: number): [number, number] | null {
  const every = DAY_S / inquiriesADay;
  const phase = (shopId * 7_919) % every;
  const first = Math.ceil((from / 1_000 - phase) / every);
  const last = Math.floor((to / 1_000 - phase) / every);
  return first <= last ? [first, last] : null;
}

export const beganAt = ({ shopId, inquiriesADay }: MallShop, number: number): number => {
  const every = DAY_S / inquiriesADay;
  return Math.floor(((shopId * 7_919) % every) + number * every) * 1_000;
};

/** When the replies of an inquiry were written, and by whom. */
export function repliesOf(number: number): readonly { readonly afterS: number; readonly by: 'merchant' | 'user' }[] {
  const answered = [{ afterS: 2 * HOUR_S, by: 'merchant' }] as const;
  if (number % 3 !== 0) return answered;
  return [...answered, { afterS: 5 * HOUR_S, by: 'user' }, { afterS: 6 * HOUR_S, by: 'merchant' }];
}

export const inquiryNumber = (shopId: number, number: number): string => `${shopId}-${number}`;

const TEXT =
  'お世話になっております。先日注文した商品の配送予定日を教えていただけますでしょうか。週末に使う予定があり、' +
  '金曜日までに受け取れるかどうか心配しております。難しい場合は店舗での受け取りも検討いたします。お手数をおかけしますが、' +
  'ご確認のほどよろしくお願いいたします。';

/** A list row as documented (src/rms/RMS.md), of about 1,300 bytes and 600 more for each reply. */
export function rowAt(shop: MallShop, number: number, now: number): object {
  const began = beganAt(shop, number);
  const replies = repliesOf(number)
    .map(({ afterS, by }, id) => ({ id, by, at: began + afterS * 1_000 }))
    .filter(({ at }) => at <= now);
  return {
    inquiryNumber: inquiryNumber(shop.shopId, number),
    shopId: shop.shopId,
    type: '商品問い合わせ',
    category: '配送',
    message: TEXT,
    isMessageDeleted: false,
    regDate: rmsDate(began),
    completedDate: null,
    lastUpdateDate: rmsDate(replies.at(-1)?.at ?? began),
    isCompleted: false,
    readByMerchant: true,
    itemUrl: `https://item.rakuten.co.jp/shop-${shop.shopId}/item-${number % 50}/`,
    itemName: '宇治煎茶 百グラム 三袋詰め合わせ 送料無料',
    itemNumber: `item-${number % 50}`,
    orderNumber: `${shop.shopId}-20261128-${number}`,
    userName: '楽天 花子',
    userMaskEmail: 'hanako-masked@fw.rakuten.invalid',
    attachments: [],
    replies: replies.map(({ id, by, at }) => ({
      id,
      message: TEXT,
      isMessageDeleted: false,
      regDate: rmsDate(at),
      replyFrom: by,
      isRead: true,
      attachments: [],
    })),
    socialGiftUserType: null,
  };
}
