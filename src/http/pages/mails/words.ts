// What the pages of mails say besides the shared words: filters, states explained, what a mail told.

import type { Language } from '../../../core/model.ts';

const mailsInEnglish = (count: number): string => (count === 1 ? '1 mail' : `${count} mails`);

const ja = {
  filter: {
    shop: '店舗名・店舗ID',
    kind: '種類',
    state: '状態',
    any: 'すべて',
    show: '絞り込む',
    clear: '絞り込みを解除',
    none: 'この条件に合うメールはありません。',
  },
  undeliverable: (count: number) => `届けられなかったものが${count}件あります。`,
  undeliverableHint: '宛先、またはメールサーバーの応答を確認してください。',
  showThem: '届けられなかったものを見る',
  older: '以前のもの',
  /** What a state means for whoever waits for the mail. */
  meaning: {
    pending: '予定時刻に、その時点の最新の状況から作成して送信します。',
    sending: '送信しています。',
    unknown: 'メールサーバーが受け取ったかどうか分かりません。同じ内容を1回だけ再送します。',
    sent: 'メールサーバーが受け取りました（250）。',
    filed:
      'サーバーのファイルに保存しただけで、誰にも送信していません（SMTP_URLが設定されていません）。送信するには、SMTP_URLを設定してから再送してください。',
    empty: '送る前に、お知らせすることがなくなったため、送りませんでした。',
    undeliverable: 'どの宛先にも届けられませんでした。自動ではこれ以上送りません。',
  },
  webhookSent: '送信先が受け取りました。',
  retry: {
    button: { again: '再送する', now: '今すぐ送る' },
    hint: 'まだ受け取っていない宛先にだけ送ります。返信済みの問い合わせは除きます。コマンドなら:',
    done: {
      again: '再送します。まもなく送信されます（店舗への送信時間帯の外では、次の開始時刻に送ります）。',
      waiting: '待ち時間を切り上げて送ります（店舗への送信時間帯の外では、次の開始時刻に送ります）。',
      sending: '現在、送信中です。',
      with: '次に送るメールで、まとめてお知らせします。',
      delivered: 'すべての宛先が受け取っているため、送りませんでした。',
      nothing: '送る内容がなくなったため、送りませんでした。',
    },
  },
  possiblyTwice:
    '前の送信の結果が分からないまま、同じ内容を1回だけ再送しました。宛先には二重に届いている可能性があります（どちらも同じMessage-IDです）。',
  told: (inquiries: number) => `お知らせした問い合わせ（${inquiries}件）`,
  noDeliveries: 'まだどの宛先にも送っていません。',
  subject: '件名',
  about: '種類・店舗',
  address: '宛先',
  addresses: ([first = '–', ...others]: readonly string[]) =>
    others.length === 0 ? first : `${first} ほか${others.length}件`,
  outcome: '結果',
  answer: 'サーバーの応答',
  at: '時刻',
  message: '送信したメッセージ（JSON）',
};

const en: typeof ja = {
  filter: {
    shop: 'Shop (name or id)',
    kind: 'Kind',
    state: 'State',
    any: 'all',
    show: 'Filter',
    clear: 'Show all',
    none: 'No mail matches.',
  },
  undeliverable: (count) => `${mailsInEnglish(count)} could not be delivered.`,
  undeliverableHint: 'Check the addresses and what the mail server answered.',
  showThem: 'Show the undeliverable',
  older: 'Older',
  meaning: {
    pending: 'At its time it is made from the facts of that moment, and sent.',
    sending: 'It is being sent now.',
    unknown: 'Whether the mail server took it is unknown. The same text is sent once more.',
    sent: 'The mail server took it (250).',
    filed:
      'It was only written to a file on the server and sent to nobody (SMTP_URL is not set). To send it, set SMTP_URL and send it again.',
    empty: 'There was nothing left to tell before it was sent; so it was not.',
    undeliverable: 'No address took it. It is not tried again by itself.',
  },
  webhookSent: 'The receiver took it.',
  retry: {
    button: { again: 'Send again', now: 'Send now' },
    hint: 'Only to those who lack it, without what was answered meanwhile. By command:',
    done: {
      again: 'It is sent again in a moment (outside the shop’s send window: when it opens).',
      waiting: 'It waits no longer and is sent in a moment (outside the shop’s send window: when it opens).',
      sending: 'It is being sent right now.',
      with: 'The next mail, which is still to be sent, tells it.',
      delivered: 'Everybody has it, so it was not sent.',
      nothing: 'There was nothing left to tell, so it was not sent.',
    },
  },
  possiblyTwice:
    'The outcome of an attempt was unknown, so the same text was sent once more. It may have arrived twice (both carry the same Message-ID).',
  told: (inquiries) => `Inquiries it told (${inquiries})`,
  noDeliveries: 'Not sent to any address yet.',
  subject: 'Subject',
  about: 'Kind, shop',
  address: 'Recipient',
  addresses: ([first = '–', ...others]) => (others.length === 0 ? first : `${first} and ${others.length} more`),
  outcome: 'Outcome',
  answer: 'What the server answered',
  at: 'Time',
  message: 'The message as sent (JSON)',
};

export const MAILS_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
