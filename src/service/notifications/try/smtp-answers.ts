// What each answer of a mail server, or the lack of one, means in plain words and what to do about it.
// The codes are those of RFC 5321, 4954 and 7504 and the ones that servers use besides.

import type { Bilingual } from '../../../core/model.ts';
import {
  type AnswerStage,
  type AnswerVerdict,
  classifyAnswer,
  enhancedCodeOf,
} from '../../../mail/transport/classify-answer.ts';
import type { FailureDetail } from '../../../mail/transport/outcome.ts';

type Detail =
  | (Pick<FailureDetail, 'reply' | 'fault' | 'answer'> & { readonly about?: AnswerStage | undefined })
  | undefined;

const NOTHING: NonNullable<Detail> = { reply: null, fault: null };

const REPLIES: Readonly<Record<number, Bilingual>> = {
  421: {
    ja: 'サーバーが混み合っているか、停止しようとしています。しばらくすると受け付けます。',
    en: 'The server is busy or about to stop. It takes mail again in a while.',
  },
  432: { ja: 'パスワードの更新が必要です。', en: 'The password must be renewed first.' },
  450: {
    ja: '宛先が一時的に使えないか、初めての送信元を待たせています（グレーリスト）。',
    en: 'The mailbox is not available for now, or the server lets unknown senders wait at first (greylisting).',
  },
  451: {
    ja: 'サーバー側の一時的な問題か、初めての送信元を待たせています（グレーリスト）。',
    en: 'The server has a passing trouble, or lets unknown senders wait at first (greylisting).',
  },
  452: {
    ja: 'サーバーか宛先の空き容量が足りません。',
    en: 'The server or the mailbox is short of space, or there are too many recipients.',
  },
  454: { ja: '認証かTLSが一時的に使えません。', en: 'Logging in or TLS does not work for now.' },
  455: { ja: 'サーバーがいまこの送り方に対応できません。', en: 'The server cannot serve these parameters for now.' },
  500: {
    ja: 'サーバーが命令を理解しませんでした。',
    en: 'The server did not understand us: check that it is a mail server.',
  },
  501: {
    ja: '送信元か宛先の書き方をサーバーが受け付けません。',
    en: 'The server does not take the form of an address.',
  },
  502: { ja: 'サーバーがこの命令に対応していません。', en: 'The server does not know this command.' },
  503: {
    ja: '命令の順序が違うとされました。間に入る機器がないか確認してください。',
    en: 'The server finds the order of commands wrong; look for a filter in between.',
  },
  504: {
    ja: 'サーバーがこの認証方式などに対応していません。',
    en: 'The server does not know this parameter, often the way to log in.',
  },
  521: {
    ja: 'このホストはメールを受け付けません。',
    en: 'This host takes no mail at all: check the host of SMTP_URL.',
  },
  523: { ja: '暗号化した接続が必要です。', en: 'The server wants an encrypted connection.' },
  530: {
    ja: 'ログインか暗号化が先に必要です。SMTP_URLにユーザーとパスワードを書いてください。',
    en: 'The server wants a log-in, or TLS, first: put user and password into SMTP_URL.',
  },
  534: {
    ja: 'この認証方式は使えません。アプリ用パスワードが要ることがあります。',
    en: 'This way to log in is too weak or switched off; an app password may be needed.',
  },
  535: {
    ja: 'ユーザー名かパスワードが違います。SMTP_URLを確認してください（記号は%で書き換えます）。',
    en: 'User or password is wrong. Check SMTP_URL (special characters are written with %).',
  },
  538: {
    ja: 'ログインには暗号化した接続が必要です。',
    en: 'Logging in needs an encrypted connection: use smtps:// or port 587.',
  },
  541: { ja: '受信側が迷惑メールとみなしました。', en: 'The recipient’s server takes it for spam.' },
  550: {
    ja: '宛先がないか、このサーバーからのメールを受け付けていません。',
    en: 'There is no such mailbox, or the server does not take mail from us for it.',
  },
  551: { ja: '宛先は移転しています。', en: 'The mailbox has moved.' },
  552: { ja: '宛先の容量がいっぱいか、メールが大きすぎます。', en: 'The mailbox is full or the mail too large.' },
  553: { ja: 'このアドレスは許されていません。', en: 'The server does not allow this address.' },
  554: {
    ja: '迷惑メールか許されない送信元とみなされました。SPF、DKIMと service.yaml の from を確認してください。',
    en: 'The server takes this sender or this mail for spam: check SPF, DKIM and `from` in service.yaml.',
  },
  555: { ja: 'サーバーがこの送り方に対応していません。', en: 'The server does not know the parameters of an address.' },
  556: { ja: '宛先のドメインはメールを受け取りません。', en: 'The recipient’s domain takes no mail.' },
};

/** What an answer is about, where its enhanced status code or its words say so; else the reply code alone is explained. */
const VERDICTS: Readonly<Partial<Record<AnswerVerdict, Bilingual>>> = {
  limit: {
    ja: 'メールサーバーの送信数の上限に達しています。上限は時間がたつと戻ります。送信数か契約を確認してください。',
    en: 'We have sent as many mails as this server allows for now. It passes by itself; check how many you send, or the plan.',
  },
  ours: {
    ja: 'この送信元での送信が許されていません。service.yaml の from、SMTP_URLのユーザー、送信元の確認（SPF・DKIM・ドメイン認証）を確認してください。直るまで、サービスはすべてのメールを保管します。',
    en: 'The server does not let us send as this sender: check `from` in service.yaml, the user of SMTP_URL, and that the sender is verified (SPF, DKIM). Until it is mended the service keeps all mails.',
  },
  recipient: {
    ja: 'この宛先はありません。アドレスを確認してください。サービスはこの宛先をあきらめ、運用担当に知らせます。',
    en: 'There is no such mailbox: check the address. The service would give it up and tell operations.',
  },
  policy: {
    ja: 'サーバーの規則で断られました。宛先の受信設定と、送信元の評価（SPF・DKIM）を確認してください。',
    en: 'A rule of the server refuses it: check what the recipient accepts, and SPF and DKIM of the sender.',
  },
};

/** By subject of a code that passes (RFC 3463). */
const PASSING: Readonly<Record<number, Bilingual>> = {
  2: {
    ja: '宛先のメールボックスがいっぱいか、いま使えません。サービスは1日のあいだ再送します。',
    en: 'The mailbox is full or cannot be used now. The service would try for a day.',
  },
  4: {
    ja: '宛先のサーバーまで届きません。サービスは1日のあいだ再送します。',
    en: 'The way to the recipient’s server does not work now. The service would try for a day.',
  },
};

const UNREACHED: Bilingual = {
  ja: 'サーバーに届きません。SMTP_URLのホストとポート、ファイアウォールを確認してください（25番は塞がれていることが多い）。',
  en: 'The server cannot be reached: check host and port of SMTP_URL, and firewalls (port 25 is often blocked).',
};
const CUT: Bilingual = {
  ja: '話の途中で接続が切れました。ポートと暗号化の組み合わせを確認してください（465は smtps://、587は smtp://）。',
  en: 'The connection ended in mid-talk: check that port and TLS fit (465 with smtps://, 587 with smtp://).',
};
const CREDENTIALS: Bilingual = {
  ja: 'ログインできませんでした。SMTP_URLのユーザーとパスワードを確認してください。',
  en: 'We could not log in: check user and password in SMTP_URL.',
};
const ENCRYPTION: Bilingual = {
  ja: 'TLSの証明書か設定が合いません。ホスト名が証明書のものか、期限内かを確認してください。',
  en: 'TLS failed: check that the host name is the certificate’s and that it has not ended.',
};

const FAULTS: Readonly<Record<string, Bilingual>> = {
  ECONNREFUSED: {
    ja: 'その場所では何も待ち受けていません。SMTP_URLのホストとポートを確認してください。',
    en: 'Nothing listens there: check host and port of SMTP_URL.',
  },
  ENOTFOUND: {
    ja: 'そのホスト名はありません。SMTP_URLを確認してください。',
    en: 'There is no such host: check SMTP_URL.',
  },
  EDNS: { ja: 'ホスト名を引けません。', en: 'The host name cannot be looked up: check SMTP_URL and the DNS.' },
  EAI_AGAIN: {
    ja: 'いまホスト名を引けません。',
    en: 'The host name cannot be looked up now: check the network and the DNS.',
  },
  ETIMEDOUT: UNREACHED,
  EHOSTUNREACH: UNREACHED,
  ENETUNREACH: UNREACHED,
  ECONNRESET: CUT,
  EPIPE: CUT,
  ECONNECTION: CUT,
  ESOCKET: CUT,
  EPROTOCOL: {
    ja: '相手はメールサーバーの言葉を話していません。',
    en: 'What answers there does not speak SMTP: check host and port.',
  },
  EABORT: { ja: '90秒以内に終わりませんでした。', en: 'It was not done within 90 seconds: the server is too slow.' },
  EAUTH: CREDENTIALS,
  ENOAUTH: CREDENTIALS,
  EOAUTH2: CREDENTIALS,
  ETLS: ENCRYPTION,
  EREQUIRETLS: ENCRYPTION,
  ECONFIG: { ja: 'SMTP_URLの設定に誤りがあります。', en: 'SMTP_URL asks for something that does not exist.' },
  EENVELOPE: { ja: '送信元か宛先がアドレスになっていません。', en: 'The sender or the recipient is no mail address.' },
  EMESSAGE: { ja: 'メールを組み立てられませんでした。', en: 'The message could not be put together.' },
};

const LATER: Bilingual = {
  ja: '一時的な断りです。しばらくすると受け付けることがあります。',
  en: 'A passing refusal: the server may take it later.',
};
const NEVER: Bilingual = {
  ja: '恒久的な断りです。上の言葉はサーバーのものです。',
  en: 'A refusal for good; the words above are the server’s own.',
};

/** The meaning of a failure, whatever a server may answer. */
export function smtpAnswerInWords(detail: Detail): Bilingual {
  const { reply, fault, answer, about } = detail ?? NOTHING;
  // A log-in that is missing has words of its own below.
  if (reply !== null && reply !== 530 && answer !== undefined) {
    const verdict = classifyAnswer({ code: reply, text: answer }, about ?? 'recipient');
    const code = enhancedCodeOf(answer);
    // Without a code the words may have said so; a bare reply code has words of its own below.
    const found = verdict === 'passing' ? PASSING[code?.subject ?? 0] : VERDICTS[verdict];
    if (found !== undefined && (code !== null || verdict !== 'recipient')) return found;
  }
  if (reply !== null) return REPLIES[reply] ?? (reply < 500 ? LATER : NEVER);
  if (fault !== null && /CERT|SELF_SIGNED|UNABLE_TO_|^ERR_(TLS|SSL)/.test(fault)) return ENCRYPTION;
  return FAULTS[fault ?? ''] ?? UNREACHED;
}
