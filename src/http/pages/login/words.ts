// Words of logging in and of being refused.

import type { Language } from '../../../core/model.ts';
import type { RefusalCode } from '../../access/refused.ts';

type Refusals = Readonly<Partial<Record<RefusalCode, readonly [title: string, hint: string]>>>;

const ja = {
  title: 'ログイン',
  lead: 'お持ちのトークンを入力してください。トークンは運用担当が発行します。',
  token: 'トークン',
  stays: 'この端末では30日間ログインしたままにする',
  staysHint: '共用の端末では選ばないでください。選ばない場合は、12時間使わないとログアウトします。',
  enter: 'ログイン',
  leave: 'ログアウト',
  unsent:
    'ログインの有効期限が切れていたため、入力した内容はまだ送信していません。内容は残っています。ログイン後に送信できます。',
  unsentTitle: '入力した内容を送信します',
  unsentLead: 'ログインしました。有効期限が切れる前に入力した内容は、まだ送信していません。',
  send: '送信する',
  leaveUnsent: '送信せずに戻る',
  empty: 'トークンが空です。',
  fault: {
    unknown: 'このトークンは登録されていません。全体をそのまま貼り付けたか確認してください。',
    expired: 'このトークンは期限が切れています。新しいものを運用担当に依頼してください。',
    revoked: 'このトークンは取り消されています。新しいものを運用担当に依頼してください。',
  },
  lockedUntil: (at: string) => `誤ったトークンが続いたため、${at} までログインできません。`,
  refused: {
    'missing-scope': ['権限がありません', 'お使いのトークンでは、この画面や操作を使えません。'],
    'foreign-shop': [
      'この画面を表示する権限がありません',
      'お使いのトークンでは、この店舗または全店舗の画面を表示できません。',
    ],
    'wrong-form-token': [
      'もう一度お試しください',
      '画面が古くなったため、何も変更していません。画面を開き直してください。',
    ],
    'too-many-requests': ['アクセスが多すぎます', '少し待ってから、もう一度開いてください。'],
  } as Refusals,
};

const en: typeof ja = {
  title: 'Log in',
  lead: 'Enter your token. Whoever operates this service makes one for you.',
  token: 'Token',
  stays: 'Stay logged in on this device for 30 days',
  staysHint: 'Not on a device that others use. Without it you are logged out after 12 hours without use.',
  enter: 'Log in',
  leave: 'Log out',
  unsent: 'Your session had ended, so what you typed was not sent yet. It is kept: log in, then send it.',
  unsentTitle: 'Send what you typed',
  unsentLead: 'You are logged in. What you typed before your session ended was not sent yet.',
  send: 'Send it',
  leaveUnsent: 'Go back without sending',
  empty: 'The token is missing.',
  fault: {
    unknown: 'There is no such token. Did you paste the whole of it?',
    expired: 'This token has expired. Ask whoever operates the service for a new one.',
    revoked: 'This token was revoked. Ask whoever operates the service for a new one.',
  },
  lockedUntil: (at) => `Too many wrong tokens: nobody can log in from here until ${at}.`,
  refused: {
    'missing-scope': ['Not allowed', 'Your token is not made for this page or action.'],
    'foreign-shop': ['Not your shop', 'Your token does not show this shop, or not every shop.'],
    'wrong-form-token': ['Please try again', 'The page was out of date, so nothing was changed. Open it anew.'],
    'too-many-requests': ['Too many requests', 'Wait a moment, then open the page again.'],
  },
};

export const LOGIN_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
