// What the page of who did what when says.

import { ANSWER_WAYS, type Language } from '../../../core/model.ts';
import { ANSWER_WORDS } from '../../../core/promises/promise-reasons.ts';
import type { AuditAction, RevisionCause } from '../../../service/audit/read-audit.ts';

/** What of it, as far as it was kept. */
export interface Said {
  readonly until: string;
  readonly at: string;
  readonly person: string;
  readonly name: string;
  readonly how: string;
  readonly scopes: string;
  readonly mail: string;
}

type Saying = (said: Said) => string;

const ja = {
  title: '操作の記録',
  lead: '誰が、いつ、何をしたかの記録です。書き足されるだけで、変更も削除もできません。理由やひとことは残しません。',
  who: '誰が',
  day: '日付',
  show: '表示する',
  clear: '条件を外す',
  none: '記録はありません。',
  older: 'これより前を見る',
  first: '最新へ戻る',
  csv: 'CSVで保存',
  caption: '新しい順',
  head: { at: '日時', who: '誰が', what: '何を', shop: '店舗', inquiry: '問い合わせ' },
  wrongDay: (found: string) => `日付「${found}」は読み取れません。2026-11-26 のように指定してください。`,
  loopback: 'このコンピューターから（トークンなし）',
  nobody: '記録なし',
  byFile: 'ファイルの編集',
  changed: '変更の内容',
  what: {
    took: ({ until }) => `対応を開始した${until && `（${until} まで）`}`,
    assigned: ({ person, until }) => `${person}さんに割り当てた${until && `（${until} まで）`}`,
    gave_back: ({ person }) => (person ? `${person}さんの対応中を解除した` : '対応中を解除した'),
    muted: ({ until }) => `お知らせを停止した${until && `（${until} まで）`}`,
    unmuted: () => 'お知らせを再開した',
    marked: () => '返信不要にした',
    unmarked: () => '返信不要を取り消した',
    promised: ({ until }) => `回答を約束した（${until} まで）`,
    promise_withdrawn: () => '約束を取り消した',
    answered_elsewhere: ({ how }) => `${how}で回答済みにした`,
    answer_withdrawn: () => '電話などでの回答を取り消した',
    calendar_accepted: ({ name }) => `外部カレンダー（${name}）の変更を承認した`,
    feed_made: () => 'カレンダーの購読用アドレスを作成した',
    feed_revoked: () => 'カレンダーの購読用アドレスを取り消した',
    token_made: ({ name, scopes }) => `トークン「${name}」を作成した${scopes && `（${scopes}）`}`,
    token_revoked: ({ name }) => `トークン「${name}」を取り消した`,
    presence_opened: ({ name }) => `窓口「${name}」を受付可にした`,
    presence_closed: ({ name }) => `窓口「${name}」を受付不可にした`,
    presence_by_hours: ({ name }) => `窓口「${name}」を営業時間どおりに戻した`,
    customer_key_made: () => '「同じ方」の鍵を作り直した',
    customer_key_dropped: () => '「同じ方」の鍵を削除した',
    mail_retried: ({ mail }) => `メール${mail}を再送した`,
    contact_tested: ({ name }) => `連絡先「${name}」に試しに送った`,
    exported: ({ name }) => (name === 'backup' ? 'バックアップを書き出した' : `${name} を書き出した`),
    imported: () => 'イベントをファイルから取り込んだ',
    restored: ({ at }) => `バックアップ（${at} 作成）から復元した`,
    migrated: ({ name }) => `データベースを更新した（${name} まで）`,
    logged_in: ({ name }) => `ログインした（トークン「${name}」）`,
  } satisfies Record<AuditAction, Saying> as Record<AuditAction, Saying>,
  revision: {
    start: '起動時に設定を読み込んだ',
    edit: '設定を変更した',
    apply: '設定の変更を適用した',
    source: '外部カレンダーの変更',
  } satisfies Record<RevisionCause, string> as Record<RevisionCause, string>,
  csvHead: ['日時', '誰が', '何を', '店舗', '問い合わせ', '内容'],
};

const upTo = (until: string): string => until && ` (until ${until})`;

const en: typeof ja = {
  title: 'Who did what',
  lead: 'Who did what when. It is only added to: nothing changes it or takes it away. Reasons and notes are not kept here.',
  who: 'Who',
  day: 'Date',
  show: 'Show',
  clear: 'Clear',
  none: 'Nothing is recorded.',
  older: 'Older',
  first: 'Back to the newest',
  csv: 'Save as CSV',
  caption: 'The newest first',
  head: { at: 'When', who: 'Who', what: 'What', shop: 'Shop', inquiry: 'Inquiry' },
  wrongDay: (found) => `The date “${found}” cannot be read. Write it as 2026-11-26.`,
  loopback: 'from this machine (no token)',
  nobody: 'not recorded',
  byFile: 'an edited file',
  changed: 'What changed',
  what: {
    took: ({ until }) => `took it in hand${upTo(until)}`,
    assigned: ({ person, until }) => `gave it to ${person}${upTo(until)}`,
    gave_back: ({ person }) => (person ? `ended that ${person} has it in hand` : 'gave it back'),
    muted: ({ until }) => `stopped mails${upTo(until)}`,
    unmuted: () => 'let mails out again',
    marked: () => 'marked it as needing no reply',
    unmarked: () => 'took back: no reply needed',
    promised: ({ until }) => `promised an answer until ${until}`,
    promise_withdrawn: () => 'took a promise back',
    answered_elsewhere: ({ how }) => `marked it as answered ${how}`,
    answer_withdrawn: () => 'took back an answer given elsewhere',
    calendar_accepted: ({ name }) => `accepted a change of the calendar ${name}`,
    feed_made: () => 'made the address of the calendar’s feeds',
    feed_revoked: () => 'revoked the address of the calendar’s feeds',
    token_made: ({ name, scopes }) => `made the token ${name}${scopes && ` (${scopes})`}`,
    token_revoked: ({ name }) => `revoked the token ${name}`,
    presence_opened: ({ name }) => `opened the channel ${name}`,
    presence_closed: ({ name }) => `closed the channel ${name}`,
    presence_by_hours: ({ name }) => `let the channel ${name} go by the hours again`,
    customer_key_made: () => 'made a new key for the same customer',
    customer_key_dropped: () => 'dropped the key for the same customer',
    mail_retried: ({ mail }) => `sent mail ${mail} again`,
    contact_tested: ({ name }) => `sent a test to ${name}`,
    exported: ({ name }) => (name === 'backup' ? 'wrote a backup' : `exported ${name}`),
    imported: () => 'took events in from a file',
    restored: ({ at }) => `restored the backup of ${at}`,
    migrated: ({ name }) => `brought the database up to ${name}`,
    logged_in: ({ name }) => `logged in (token ${name})`,
  },
  revision: {
    start: 'read the files at a start',
    edit: 'changed the configuration',
    apply: 'applied a change of the configuration',
    source: 'a calendar from outside changed',
  },
  csvHead: ['When', 'Who', 'What', 'Shop', 'Inquiry', 'Details'],
};

export const AUDIT_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };

export const howInWords = (how: string | undefined, language: Language): string =>
  ANSWER_WORDS[ANSWER_WAYS.find((one) => one === how) ?? 'other'][language];
