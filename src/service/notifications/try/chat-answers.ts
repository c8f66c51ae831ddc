// What an answer of a chat service means for the person who set it up: why, and what to do.

import type { Bilingual } from '../../../core/model.ts';
import type { ChatMeaning } from '../../../core/notifications/chat-kinds.ts';

const WORDS: Readonly<Record<ChatMeaning, Bilingual>> = {
  taken: {
    ja: '受け取られました。チャットで表示を確認してください。',
    en: 'It was taken: look for it in the chat.',
  },
  rate: {
    ja: '短い時間に送りすぎです。サービスが示した時間だけ待ってから送り直します。',
    en: 'Too many messages in a short time: it is sent again after the time that the service names.',
  },
  quota: {
    ja: '今月の無料メッセージ数を使い切っています。LINE公式アカウントの料金プランを確認してください。',
    en: 'The messages of this month are used up: look at the plan of the LINE official account.',
  },
  gone: {
    ja: 'そのWebhookやワークフローはありません（削除、無効化、またはURLの間違い）。作り直して環境変数のURLを替えてください。',
    en: 'There is no such webhook or workflow (deleted, switched off, or a wrong URL): make a new one and put its URL into the variable.',
  },
  credentials: {
    ja: '認証できませんでした。トークンや鍵が正しいか、期限切れや再発行がないかを確認してください。',
    en: 'We were not let in: check that the token or key is right and was not replaced.',
  },
  place: {
    ja: 'その部屋に書けません。部屋の番号、アーカイブされていないか、ボットやトークンの持ち主が参加しているかを確認してください。',
    en: 'We may not write there: check the number of the room, whether it is archived, and whether the bot or the token’s owner is a member.',
  },
  format: {
    ja: '形式が受け付けられませんでした。種類（kind）とURLの組み合わせを確認してください。',
    en: 'The form was not accepted: check that kind and URL belong together.',
  },
  'too-long': { ja: '長すぎて受け付けられませんでした。', en: 'It was too long for the service.' },
  away: {
    ja: 'サービスの側の障害です。しばらくして送り直します。',
    en: 'The service itself is in trouble: it is sent again later.',
  },
  unreached: {
    ja: 'サービスに届きません。URLのホスト名、ネットワーク、プロキシを確認してください。',
    en: 'The service could not be reached: check the host in the URL, the network, and proxies.',
  },
  cut: {
    ja: '送り終えたあとで答えが来ませんでした。届いているかもしれません。チャットを確認してください。本番では印を付けて1回だけ送り直します。',
    en: 'It had gone out and no answer came. It may have arrived: look into the chat. A real message is repeated once, with a mark.',
  },
  'not-public': {
    ja: '社内ネットワークのアドレスです。自社のサーバーなら service.yaml に allowPrivate: true を書いてください。',
    en: 'Its address is in a private network: write allowPrivate: true into service.yaml if it is your own server.',
  },
  redirect: {
    ja: '別のアドレスへ転送されました。転送先には送りません。最終的なURLを環境変数に入れてください。',
    en: 'It leads to another address, which is not followed: put the final URL into the variable.',
  },
  variable: {
    ja: '環境変数が使えません。.env などで設定してください。',
    en: 'The variable is not usable: set it in .env or the environment.',
  },
  'no-address': {
    ja: '環境変数の値がURLではありません。https:// から始まるWebhookのURLを入れてください。',
    en: 'The value of the variable is no URL: put in the webhook’s URL, which begins with https://.',
  },
  'no-key': {
    ja: '環境変数の値が秘密鍵（PEM、PKCS #8）ではありません。改行を \\n と書いた1行でもかまいません。',
    en: 'The value of the variable is no private key (PEM, PKCS #8); one line with \\n for line ends will do.',
  },
  other: {
    ja: '受け付けられませんでした。上の言葉はサービスのものです。',
    en: 'It was not accepted; the words above are the service’s own.',
  },
};

/** What it means, as a sentence or two. */
export const chatAnswerInWords = (meaning: ChatMeaning): Bilingual => WORDS[meaning];
