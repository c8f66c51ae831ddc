// A matter in words, Japanese and English: what it means for those who look, and what goes on all the same.

import type { Instant, Language } from '../../../core/model.ts';
import { MINUTE_MS, parseDate } from '../../../core/time/civil-date.ts';
import { formatDay, formatLocal, formatMinute } from '../../../core/time/format.ts';
import type { Zone } from '../../../core/time/zone.ts';
import { countOf, type Matter, type MatterKind } from './matters.ts';

interface Reading {
  /** When it began, short; null when it is not known. */
  readonly since: string | null;
  readonly count: number;
  readonly day: string;
  readonly reason: string;
}

type Words = Readonly<Record<MatterKind, (reading: Reading) => string>>;

const ja: Words = {
  database: () => 'データベースが応答しません。期限の監視が止まっているか、この画面が最新ではない可能性があります。',
  worker: ({ since }) =>
    since === null
      ? '期限の監視処理がまだ一度も動いていません。期限は監視されていません。'
      : `期限の監視が${since}から止まっています。`,
  starting: () => '監視を開始しています。この画面は最新ではない可能性があります。',
  here: () => '画面の更新処理が止まっています。',
  stuck: ({ reason }) => `処理の一部が終わっていません${reason}。`,
  mail: ({ reason }) => `メールを送れません${reason}。送信設定を確認してください。未送信のメールは保管しています。`,
  files: () => 'メールは誰にも届いていません。SMTP_URLが設定されていないため、ファイルに保存するだけになっています。',
  reader: ({ since }) =>
    since === null ? '読み取り処理はまだ一度も動いていません。' : `読み取り処理が${since}から止まっています。`,
  unknown: ({ count }) => `状況が分からない店舗 ${count}店舗`,
  queue: () => 'キューにつながらないため、期限の検知が最大30秒遅れます。期限は見落としません。',
  clock: ({ since, reason }) =>
    since === null ? `時計が合っていません${reason}。` : `データベースの時計が急に変わりました（${since}）。`,
  disk: ({ reason }) => `ディスクの空きが残りわずかです${reason}。`,
  vacuum: ({ reason }) => `データベースの自動整理（autovacuum）が追いついていません${reason}。`,
  canary: ({ day }) => `毎日の動作確認（カナリア）が届いていません（${day}分）。`,
  broken: ({ since }) => `${since}から設定ファイルに誤りがあります。直前の正しい設定のまま動いています。`,
  held: ({ since, count }) => `${since}から設定の変更を保留しています（${count}店舗）。`,
  gone: ({ count }) => `登録を外した店舗に、未返信の問い合わせが残っています（${count}店舗）。`,
  undeliverable: ({ count }) => `届けられなかったメール ${count}件（14日以内）`,
  'licence-ending': ({ count }) => `ライセンスキーが14日以内に切れる、または切れた店舗 ${count}店舗`,
  'licence-unreadable': ({ count }) => `ライセンスキーの期限を読み取れない店舗 ${count}店舗`,
  'calendar-failing': ({ count }) => `外部カレンダーを読み取れない店舗 ${count}店舗`,
  'calendar-held': ({ count }) => `外部カレンダーの変更が確認待ちの店舗 ${count}店舗`,
  'proof-differs': ({ day }) => `毎日の検証で、見落としまたは遅れが見つかりました（${day}分）。`,
  'proof-missing': ({ day }) =>
    day === '' ? '毎日の検証がまだ行われていません。' : `毎日の検証が${day}分の後、行われていません。`,
};

const shops = (count: number): string => (count === 1 ? '1 shop' : `${count} shops`);

const en: Words = {
  database: () => 'The database does not answer. Neither the monitoring nor this display can be relied on.',
  worker: ({ since }) =>
    since === null
      ? 'No worker has ever made its round. Deadlines are not watched.'
      : `Deadlines have not been watched since ${since}.`,
  starting: () => 'The monitoring is starting. What is shown is not certain yet.',
  here: () => 'The process that shows this page does its work no more.',
  stuck: ({ reason }) => `A part of the work does not end its round${reason}.`,
  mail: ({ reason }) => `Mails cannot be sent${reason}. Check the settings; what is to be sent is kept.`,
  files: () => 'Nobody is told: SMTP_URL is not set, so mails are only written to files.',
  reader: ({ since }) =>
    since === null ? 'No process has read sources yet.' : `No process has read sources since ${since}.`,
  unknown: ({ count }) => `${shops(count)} of which the state is not known`,
  queue: () => 'The queue does not answer: steps may be noticed up to 30 s later. None is missed.',
  clock: ({ since, reason }) =>
    since === null
      ? `The clock of the database does not agree${reason}.`
      : `The clock of the database jumped (${since}).`,
  disk: ({ reason }) => `The disk is almost full${reason}.`,
  vacuum: ({ reason }) => `The autovacuum of the database is far behind${reason}.`,
  canary: ({ day }) => `The canary did not arrive (${day}).`,
  broken: ({ since }) => `The configuration files are broken since ${since}; the last good ones stay in force.`,
  held: ({ since, count }) => `An edit of the configuration is held since ${since} (${shops(count)}).`,
  gone: ({ count }) => `Open inquiries of ${shops(count)} no longer configured`,
  undeliverable: ({ count }) => `${count} ${count === 1 ? 'mail' : 'mails'} given up within 14 days`,
  'licence-ending': ({ count }) => `Licence keys that end within 14 days, or have ended: ${shops(count)}`,
  'licence-unreadable': ({ count }) => `Licence keys whose end cannot be read: ${shops(count)}`,
  'calendar-failing': ({ count }) => `Calendars elsewhere that cannot be read: ${shops(count)}`,
  'calendar-held': ({ count }) => `Calendars elsewhere that wait for a confirmation: ${shops(count)}`,
  'proof-differs': ({ day }) => `The daily proof found steps missed or late (${day}).`,
  'proof-missing': ({ day }) => (day === '' ? 'No daily proof was made yet.' : `No daily proof was made after ${day}.`),
};

const WORDS: Readonly<Record<Language, Words>> = { ja, en };

/** One sentence. `zone`: in which times are told; a time of today is told without its date. */
export function matterInWords(matter: Matter, language: Language, { now, zone }: { now: Instant; zone: Zone }): string {
  const { kind, since, reason } = matter;
  const isOfDay = kind === 'proof-differs' || kind === 'proof-missing' || kind === 'canary';
  return WORDS[language][kind]({
    since: since === null ? null : sinceInWords(since, now, zone, language),
    count: countOf(matter),
    day: isOfDay && reason !== null ? formatDay(parseDate(reason) ?? 0, language) : '',
    reason: reason === null ? '' : language === 'ja' ? `（${reason}）` : ` (${reason})`,
  });
}

function sinceInWords(since: Instant, now: Instant, zone: Zone, language: Language): string {
  if (zone.localDay(since) !== zone.localDay(now)) return formatLocal(since, zone, language);
  return formatMinute(Math.floor(zone.localMs(since) / MINUTE_MS));
}
