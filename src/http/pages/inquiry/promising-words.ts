// What the pages say of promises and of answers given elsewhere.

import type { AnswerWay, Language, PromiseState } from '../../../core/model.ts';
import { ANSWER_WORDS, REASON_WORDS } from '../../../core/promises/promise-reasons.ts';

const ja = {
  /** On lists. */
  section: (count: number) => `約束中 ${count}件`,
  many: (count: number) => `約束中 ${count}件以上`,
  brokenOf: (count: number) => `約束超過 ${count}件`,
  more: (count: number) => `ほか ${count}件`,
  order: '期限の早い順',
  badge: { broken: '約束超過', standing: '約束中' },
  until: '約束の期限',
  by: '約束した人',
  nobody: '記録なし',
  waits: '未返信',
  link: '約束する',
  linkWhich: (inquiry: string) => `${inquiry} の回答を約束する`,
  /** On the page of an inquiry. */
  title: '約束する',
  hint: '「確認して〇日までにご連絡します」と伝えた問い合わせを、その日まで一覧に残します。期限を過ぎると、店舗責任者と約束した人に知らせます。',
  standing: (until: string) => `${until} までに回答すると約束しています`,
  broken: (until: string) => `約束の期限（${until}）を過ぎています`,
  made: (at: string, by: string) => `${at} 約束（${by}）`,
  who: (by: string) => `${by}さん`,
  fulfil: '次の返信で約束を果たしたことになります。',
  fulfilLater: '次の返信は約束を伝える返信とみなし、その次の返信で約束を果たしたことになります。',
  move: '期限を変える',
  moveHint: '新しい期限が前の期限に代わります。',
  undo: '約束を取り消す',
  field: { until: 'いつまでに', on: '日付を選ぶ場合', reason: '理由', told: 'お客様には' },
  choices: {
    today: (at: string) => `今日（${at}まで）`,
    tomorrow: (at: string) => `明日（${at}まで）`,
    two: (at: string) => `2営業日後（${at}まで）`,
    date: '日付を選ぶ',
  },
  noReason: '選ばない',
  told: {
    later: 'これから返信で伝える',
    reply: '返信ですでに伝えた',
    phone: '電話で伝えた',
  },
  act: '約束する',
  elsewhere: {
    title: '電話で回答',
    hint: '電話などで回答した問い合わせを未返信から外します。返信済みとして、別に集計します。R-Messeには何も書き込みません。',
    how: '方法',
    at: '日時（空欄なら今）',
    act: '回答済みにする',
    holds: (how: string, at: string, by: string) => `${how}で回答（${at}${by === '' ? '' : `、${by}さん`}）`,
    undo: '取り消して未返信に戻す',
    undoHint: '回答がなかったものとして、元の受信日時から計算します。',
  },
  history: {
    promised: (until: string, by: string) => `${until} までの回答を約束${by === '' ? '' : `（${by}さん）`}`,
    moved: (until: string, by: string) => `約束の期限を ${until} に変更${by === '' ? '' : `（${by}さん）`}`,
    withdrawn: (by: string) => `約束を取り消し${by === '' ? '' : `（${by}さん）`}`,
    answered: (how: string, by: string) => `${how}で回答${by === '' ? '' : `（${by}さん）`}`,
    unanswered: (by: string) => `電話などでの回答を取り消し${by === '' ? '' : `（${by}さん）`}`,
    broken: '約束の期限を超過',
    state: {
      standing: '',
      kept: '守られました',
      broken: '期限までに回答がありませんでした',
      extended: '',
      withdrawn: '取り消されました',
    } satisfies Record<PromiseState, string>,
  },
};

const by = (who: string): string => (who === '' ? '' : ` by ${who}`);

const en: typeof ja = {
  section: (count) => `Promised: ${count}`,
  many: (count) => `Promised: ${count} or more`,
  brokenOf: (count) => `${count} overdue`,
  more: (count) => `and ${count} more`,
  order: 'the earliest first',
  badge: { broken: 'promise overdue', standing: 'promised' },
  until: 'Promised until',
  by: 'Promised by',
  nobody: 'not recorded',
  waits: 'waiting',
  link: 'Promise',
  linkWhich: (inquiry) => `Promise an answer: ${inquiry}`,
  title: 'Promise an answer',
  hint: 'Keeps an inquiry that was told “we will answer by …” in the list until that date. Past it, the owner and whoever promised are told.',
  standing: (until) => `An answer is promised until ${until}`,
  broken: (until) => `The answer promised until ${until} is overdue`,
  made: (at, who) => `Promised ${at} (${who})`,
  who: (who) => who,
  fulfil: 'The next reply fulfils it.',
  fulfilLater: 'The next reply is taken for the one that tells of it; the one after fulfils it.',
  move: 'Move the date',
  moveHint: 'The new date takes the place of the old one.',
  undo: 'Take the promise back',
  field: { until: 'Until', on: 'Or a date', reason: 'Reason', told: 'The customer' },
  choices: {
    today: (at) => `Today (until ${at})`,
    tomorrow: (at) => `Tomorrow (until ${at})`,
    two: (at) => `In 2 business days (until ${at})`,
    date: 'A date',
  },
  noReason: 'None',
  told: {
    later: 'is told by my next reply',
    reply: 'was told by a reply',
    phone: 'was told by phone',
  },
  act: 'Promise',
  elsewhere: {
    title: 'Answered by phone',
    hint: 'Ends the wait of an inquiry that you answered by phone or the like. It counts as answered, and is counted apart. Nothing is written to R-Messe.',
    how: 'How',
    at: 'When (empty: now)',
    act: 'Mark as answered',
    holds: (how, at, who) => `Answered ${how} (${at}${who === '' ? '' : `, ${who}`})`,
    undo: 'Take it back',
    undoHint: 'The wait goes on from its start, as if there had been no answer.',
  },
  history: {
    promised: (until, who) => `Answer promised until ${until}${by(who)}`,
    moved: (until, who) => `Promise moved to ${until}${by(who)}`,
    withdrawn: (who) => `Promise taken back${by(who)}`,
    answered: (how, who) => `Answered ${how}${by(who)}`,
    unanswered: (who) => `Answer by phone or the like taken back${by(who)}`,
    broken: 'Promise overdue',
    state: {
      standing: '',
      kept: 'It was kept',
      broken: 'No answer came until then',
      extended: '',
      withdrawn: 'It was taken back',
    },
  },
};

export const PROMISING: Readonly<Record<Language, typeof ja>> = { ja, en };

export const answerInWords = (how: AnswerWay | undefined, language: Language): string =>
  ANSWER_WORDS[how ?? 'other'][language];

export const reasonInWords = (
  reason: keyof typeof REASON_WORDS | null | undefined,
  language: Language,
): string | null => (reason ? REASON_WORDS[reason][language] : null);
