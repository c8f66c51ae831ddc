// The lists' Japanese; the words are those of the board.
import type { Kept } from '../list-facts.ts';
import type { ListWords, MorningCounts } from './list-words.ts';

const TO: Readonly<Record<string, string>> = { owner: '店舗運営責任者 様', ops: '運用担当 様' };

export const ja: ListWords = {
  salutation: (shop, to) => `${shop} ${TO[to] ?? `ご担当者 様（${to}）`}`,
  free: '未対応',
  hand: '担当',
  inHandSince: (by, since) => `${by}（${since}から）`,
  morning: {
    subjects: (counts, day) => [
      { before: `【${label(counts)}】${day}の一覧／`, after: '' },
      { before: `【未返信${counts.all}件】${day}の一覧／`, after: '' },
    ],
    lead: (counts, day) => `${day}の未返信の一覧です: ${label(counts)}`,
    headings: {
      today: (count) => `本日中に返信（${count}件）`,
      promised: (count) => `本日までの約束（${count}件）`,
      reaching: (count) => `本日中に次の段階に達するもの（${count}件）`,
      passed: (count) => `期限・段階を過ぎた未返信（${count}件）`,
      inHand: (count) => `昨日までに対応中にした、ほかの問い合わせ（${count}件）`,
    },
    caption: (count) => `未返信の問い合わせ（${count}件、期限が近い順）`,
    reaches: '本日達する段階',
    overdue: (due) => `期限 ${due}（期限超過）`,
    muted: (count) => `このほか、お知らせ停止中の未返信の問い合わせが${count}件あります。`,
    onlyOnBusinessDays: 'この一覧は、お知らせすることがある営業日にだけお送りします。',
  },
  weekly: {
    subjects: (late, dates) => [
      { before: `【${lateLabel(late)}】${dates}のまとめ／`, after: '' },
      { before: `【${lateLabel(late)}】週のまとめ／`, after: '' },
    ],
    lead: (dates) => `${dates}の問い合わせのまとめです。`,
    counts: (inquiries, late) => `問い合わせ${inquiries}件／期限に遅れたもの${late}件`,
    open: (unanswered, overdue) => `現在の未返信: ${unanswered}件${overdue > 0 ? `（うち期限超過${overdue}件）` : ''}`,
    weeks: '期限内に返信した割合',
    weeksCaption: (weeks) => `直近${weeks}週（月曜〜日曜）`,
    week: '週',
    weekFrom: (day) => `${day}〜`,
    inquiries: '問い合わせ',
    inquiryCount: (count) => `${count}件`,
    within: (length) => `${length}以内`,
    kept,
    beganIn: 'その週に受信した問い合わせのうち、結果の出たものの割合です。',
    late: (count) => `期限に遅れた問い合わせ（${count}件）`,
    lateCaption: (count) => `期限がこの期間にあったもの（${count}件、期限の順）`,
    end: '返信',
    ended: (at, isAnswered) => `${at} ${isAnswered ? '返信' : '返信なしで終了'}`,
    stillOpen: '未返信',
    due: (count) => `今週の期限（${count}件）`,
    dueCaption: '日曜までの営業日ごとの件数',
    noneDue: '今週が期限の未返信の問い合わせはありません。',
    date: '日付',
    closed: '今後2週間の休業日',
    closedCaption: '問い合わせの休業日',
    noneClosed: '今後2週間に休業日はありません。',
    why: '理由',
    report: 'レポートを開く',
    goals: '目標',
    goalsCaption: '今日までの期間で集計',
    goal: '目標',
    stands: '現在',
    asked: (count) => `多かった問い合わせ（上位${count}）`,
    askedCaption: '商品とカテゴリごとの件数',
    about: '商品・カテゴリ',
    askedCount: (now, before) => `${now}件（その前の同じ期間は${before}件）`,
    askedPage: '問い合わせの傾向を開く',
    noItem: '商品の指定なし',
  },
  group: {
    subject: (late, dates, group) => `【${lateLabel(late)}】${dates}のまとめ／${group} 運用`,
    lead: (group, dates) => `グループ「${group}」の${dates}の問い合わせのまとめです。`,
    caption: (shops) => `店舗（${shops}店舗、期限遅れの多い順）`,
    within: { flag: '第1段階', owner_alert: '第2段階', breach: '期限' },
    kept: '期限内',
    late: '期限遅れ',
    unanswered: '未返信',
    more: (shops) => `ほか${shops}店舗`,
    keptRemark: '期限内: 第1段階・第2段階・期限までに返信した割合（その週に受信し、結果の出たもの）。',
  },
};

const lateLabel = (late: number): string => (late === 0 ? '期限遅れなし' : `期限遅れ${late}件`);

function kept({ met, decided }: Kept): string {
  return decided === 0 ? '–' : `${Math.floor((met * 100) / decided)}% ${met}/${decided}`;
}

function label({ today, overdue, all }: MorningCounts): string {
  const parts = [...(today > 0 ? [`本日中${today}件`] : []), ...(overdue > 0 ? [`期限超過${overdue}件`] : [])];
  return parts.length > 0 ? parts.join('・') : `未返信${all}件`;
}
