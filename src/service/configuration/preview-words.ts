// What a preview says, on the terminal and on the pages alike, in both languages.

import type { Bilingual, Language, Step } from '../../core/model.ts';

export const STEP_WORDS: Readonly<Record<Step, Bilingual>> = {
  flag: { ja: '一覧に注意表示', en: 'flag' },
  owner_alert: { ja: '店舗責任者へのお知らせ', en: 'owner alert' },
  breach: { ja: '期限超過', en: 'breach' },
};

/** What an edit of the configuration does to days and to open inquiries. */
export const PREVIEW_WORDS = {
  ja: {
    nothing: '変更はありません。有効な設定と同じです。',
    change: { edited: '変更', new: '新しい店舗', removed: '店舗ファイルの削除' },
    closes: '休みになる日',
    opens: '営業日になる日',
    otherHours: '営業時間が変わる日',
    days: (n: number) => `${n}日`,
    moved: (n: number) => `期限が変わる未返信の問い合わせ: ${n}件`,
    withdrawn: (n: number) => `期限到来の取り消し: ${n}件`,
    raised: (n: number) => `新たに期限到来: ${n}件`,
    breaches: (made: number, unmade: number) => `3営業日超過: 新たに${made}件、取り消し${unmade}件`,
    mailed: (n: number) =>
      `取り消しのうちメール送信済み: ${n}件（送信済みのメールは記録に残り、同じ段階では再送しません）`,
    noticesDue: (n: number) => `新たに送るお知らせ: ${n}件`,
    noticesWithdrawn: (n: number) => `取り消すお知らせ（未送信）: ${n}件`,
    unwatched: (n: number) => `監視しなくなる未返信の問い合わせ: ${n}件`,
    head: ['問い合わせ', '段階', '変更前', '変更後', 'メール'],
    sent: '送信済み',
    none: 'なし',
    more: (n: number) => `ほか${n}件`,
    total: (shops: number, inquiries: number) =>
      `合計: ${shops}店舗、表示・お知らせが増減する問い合わせ ${inquiries}件`,
  },
  en: {
    nothing: 'Nothing to apply: this is what is in force.',
    change: { edited: 'edited', new: 'a new shop', removed: 'the file is gone' },
    closes: 'days that close',
    opens: 'days that open',
    otherHours: 'days with other hours',
    days: (n: number) => (n === 1 ? '1 day' : `${n} days`),
    moved: (n: number) => `open inquiries whose deadlines move: ${n}`,
    withdrawn: (n: number) => `steps withdrawn: ${n}`,
    raised: (n: number) => `steps raised: ${n}`,
    breaches: (made: number, unmade: number) => `breaches: ${made} made, ${unmade} unmade`,
    mailed: (n: number) =>
      `of those withdrawn, mailed already: ${n} (a sent mail stays; the same step is not mailed again)`,
    noticesDue: (n: number) => `notices that fall due: ${n}`,
    noticesWithdrawn: (n: number) => `notices withdrawn, not told yet: ${n}`,
    unwatched: (n: number) => `open inquiries that are watched no longer: ${n}`,
    head: ['inquiry', 'step', 'from', 'to', 'mail'],
    sent: 'sent',
    none: 'none',
    more: (n: number) => `and ${n} more`,
    total: (shops: number, inquiries: number) =>
      `in all: ${shops} ${shops === 1 ? 'shop' : 'shops'}, ${inquiries} inquiries with something raised or withdrawn`,
  },
} as const;

/** What an edit of a calendar does to its file and its days. */
export const EDIT_WORDS = {
  ja: {
    file: '設定ファイルの変更（詳しい方向け）',
    takenOver: (n: number) =>
      `全店舗共通の設定（service.yaml）の${n}件も店舗の設定に追加します（店舗の一覧が共通の一覧に代わるため）`,
    closes: '休みになる日',
    opens: '営業日になる日',
    hours: '営業時間が変わる日',
    noDays: '休業日と営業日は変わりません',
    days: (n: number) => `${n}日`,
    moved: '期限が変わる受信日',
    received: '受信',
    none: '期限なし',
    more: (n: number) => `ほか${n}日`,
    open: '未返信の問い合わせ',
    openUntouched: '未返信の問い合わせに影響はありません',
    coming: '今後10営業日の期限',
    comingHead: ['日付', '変更前', '変更後'],
    comingSame: '今後10営業日の期限の件数は変わりません',
    due: (n: number) => `${n}件`,
    closed: '休業日',
    openUnknown: '未返信の問い合わせへの影響: データベースがないため、表示できません',
    hints: '確認してください',
  },
  en: {
    file: 'lines that change',
    takenOver: (n: number) =>
      `${n} entries for all shops are copied from service.yaml, since a shop’s list replaces theirs`,
    closes: 'days that close',
    opens: 'days that open',
    hours: 'days with other hours',
    noDays: 'no day opens or closes',
    days: (n: number) => (n === 1 ? '1 day' : `${n} days`),
    moved: 'deadlines that move, by day of arrival',
    received: 'received',
    none: 'none',
    more: (n: number) => `and ${n} more`,
    open: 'open inquiries',
    openUntouched: 'no open inquiry is touched',
    coming: 'due on the next ten business days',
    comingHead: ['date', 'before', 'after'],
    comingSame: 'as many fall due on each of the next ten business days as before',
    due: (n: number) => `${n} due`,
    closed: 'closed',
    openUnknown: 'open inquiries: not shown, since no database answers',
    hints: 'look at this',
  },
} as const;

/** What a date ahead has, on one side of an edit. */
export function comingInWords(
  { isOpen, due }: { readonly isOpen: boolean; readonly due: number },
  language: Language,
): string {
  const words = EDIT_WORDS[language];
  if (isOpen) return words.due(due);
  return due === 0 ? words.closed : `${words.due(due)} (${words.closed})`;
}
