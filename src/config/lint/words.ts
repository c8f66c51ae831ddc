// config: what the linter says, in both languages: what it found, why that matters, what to do. One entry a rule.

import type { Bilingual, EpochDay, StepLength } from '../../core/model.ts';
import { formatDay } from '../../core/time/format.ts';
import { lengthInWords } from '../../core/time/words.ts';

/** Dates from..to, both ends included. */
export interface Dates {
  readonly from: EpochDay;
  readonly to: EpochDay;
}

/** The facts of each rule's warning. */
export interface LintFacts {
  'no-open-day': { readonly days: number };
  'long-closure': Dates;
  'only-past-closures': { readonly last: EpochDay };
  'closed-anyway': { readonly name: string; readonly because: Bilingual };
  'open-changes-nothing': { readonly name: string };
  'late-mail': { readonly policy: string; readonly minutesLeft: number; readonly leastHours: number };
  'hours-beyond-a-day': { readonly length: StepLength; readonly dayMs: number };
  'quoted-name': { readonly name: string };
  'rms-without-access': object;
  'rms-never-met': object;
  provisional: { readonly until: EpochDay };
  'same-rms-shop': { readonly others: readonly string[] };
}

export type LintRule = keyof LintFacts;

export interface LintWords {
  readonly what: Bilingual;
  readonly why: Bilingual;
  readonly todo: Bilingual;
}

const WORDS: { readonly [R in LintRule]: (facts: LintFacts[R]) => LintWords } = {
  'no-open-day': ({ days }) => ({
    what: { ja: `今日から${days}日間、営業日がありません`, en: `no business day within ${days} days from today` },
    why: { ja: 'その間は期限が来ず、お知らせも届きません', en: 'nothing falls due meanwhile and nobody is told' },
    todo: { ja: '休業の範囲と定休日を確認してください', en: 'check the closures and the weekly closed days' },
  }),
  'long-closure': ({ from, to }) => ({
    what: {
      ja: `休みが${to - from + 1}日続きます（${dates({ from, to }, 'ja')}）`,
      en: `closed for ${to - from + 1} days on end (${dates({ from, to }, 'en')})`,
    },
    why: {
      ja: '年や月の書き間違いかもしれません。期限がその分延びます',
      en: 'it may be a slip in the year or month; deadlines move as far',
    },
    todo: {
      ja: '日付を確認してください。正しければそのままで構いません',
      en: 'check the dates; if they are right, leave them',
    },
  }),
  'only-past-closures': ({ last }) => ({
    what: {
      ja: `休業の予定がすべて過去です（最後は${formatDay(last, 'ja', true)}）`,
      en: `all closures are in the past (the last on ${formatDay(last, 'en', true)})`,
    },
    why: {
      ja: '次の年末年始や夏季休業が抜けると、休み中に期限が来ます',
      en: 'with the next holidays missing, deadlines fall into them',
    },
    todo: {
      ja: '次の休みを入れるか、毎年の休み（every）にしてください',
      en: 'enter the next closure, or make it a yearly one (`every`)',
    },
  }),
  'closed-anyway': ({ name, because }) => ({
    what: {
      ja: `「${name}」の日は、すでに休業日です（${because.ja}）`,
      en: `the dates of “${name}” are closed anyway (${because.en})`,
    },
    why: {
      ja: '何も変わりません。日付の書き間違いかもしれません',
      en: 'it changes nothing, so the date may be a slip',
    },
    todo: { ja: '日付を確認するか、この行を消してください', en: 'check the date, or remove the entry' },
  }),
  'open-changes-nothing': ({ name }) => ({
    what: { ja: `「${name}」の日は、すでに営業日です`, en: `the dates of “${name}” are business days anyway` },
    why: {
      ja: '何も変わりません。日付の書き間違いかもしれません',
      en: 'it changes nothing, so the date may be a slip',
    },
    todo: { ja: '日付を確認するか、この行を消してください', en: 'check the date, or remove the entry' },
  }),
  'late-mail': ({ policy, minutesLeft, leastHours }) => ({
    what:
      minutesLeft <= 0
        ? {
            ja: `お知らせのメールが期限のあとに届くことがあります（${policy}）`,
            en: `the owner’s mail may come after the breach (${policy})`,
          }
        : {
            ja: `お知らせのメールから期限まで、営業時間で${hours(minutesLeft, 'ja')}しか残らないことがあります（${policy}）`,
            en: `the owner’s mail may leave only ${hours(minutesLeft, 'en')} of business time before the breach (${policy})`,
          },
    why: {
      ja: '送信時間帯を待つうちに、返信の時間がなくなります',
      en: 'waiting for the send window uses up the time to answer',
    },
    todo: {
      ja: `送信時間帯を早めるか広げてください（目安: ${leastHours}時間以上残る）`,
      en: `open the send window earlier or make it wider, so that ${leastHours} h are left`,
    },
  }),
  'hours-beyond-a-day': ({ length, dayMs }) => ({
    what: {
      ja: `${lengthInWords(length, 'ja')}は、この店舗の営業時間では${daysOf(length, dayMs)}営業日です`,
      en: `${lengthInWords(length, 'en')} are ${daysOf(length, dayMs)} business days here`,
    },
    why: {
      ja: '時間で指定した期限は営業時間だけで計算するため、実際の時刻より遅くなります',
      en: 'a length in hours counts opening hours only, so it ends later than the clock says',
    },
    todo: {
      ja: '休みなく計算する場合は calendar: に24時間営業のカレンダーを、日数で計算する場合は 1d のように指定してください',
      en: 'for hours of the clock, name a calendar that never closes (did you mean calendar: always?); for days, write 1d',
    },
  }),
  'quoted-name': ({ name }) => ({
    what: {
      ja: `店舗名の引用符も名前の一部になります: ${name}`,
      en: `the quotation marks are part of the name: ${name}`,
    },
    why: {
      ja: '“ ” は設定ファイルの引用符ではないため、画面とメールにそのまま表示されます',
      en: '“ ” are no quotation marks of the file, so pages and mails show them',
    },
    todo: { ja: '引用符を消すか、半角の " に置き換えてください', en: 'take them off, or write plain " instead' },
  }),
  'rms-without-access': () => ({
    what: {
      ja: 'calendar.rms は true ですが、rms の接続情報がありません',
      en: '`calendar.rms` is true but there is no `rms` section',
    },
    why: { ja: 'RMSの休業日は読み込まれません', en: 'what RMS closes is never read' },
    todo: { ja: 'rms を書くか、calendar.rms を消してください', en: 'add the `rms` section, or remove `calendar.rms`' },
  }),
  'rms-never-met': () => ({
    what: { ja: 'RMSの店舗カレンダーをまだ一度も読めていません', en: 'the shop calendar of RMS was never read' },
    why: {
      ja: 'RMSだけに入れた休みが期限に反映されていません',
      en: 'closures that stand only in RMS do not count yet',
    },
    todo: {
      ja: 'ライセンスキーと接続を確認してください（inquiry-sla doctor）',
      en: 'check the licence key and the connection (inquiry-sla doctor)',
    },
  }),
  provisional: ({ until }) => ({
    what: {
      ja: `近い期限が${formatDay(until, 'ja', true)}より先にかかり、暫定です`,
      en: `deadlines to come lie beyond ${formatDay(until, 'en', true)} and are provisional`,
    },
    why: {
      ja: 'その先の春分の日・秋分の日は官報で未公表です',
      en: 'later equinox holidays are not officially announced yet',
    },
    todo: { ja: '新しい版に更新してください', en: 'update to a newer release' },
  }),
  'same-rms-shop': ({ others }) => ({
    what: {
      ja: `同じRMS店舗番号が ${others.join('、')} にもあります`,
      en: `the same RMS shop number stands in ${others.join(', ')}`,
    },
    why: {
      ja: '同じ問い合わせを二重に集計し、二度お知らせします',
      en: 'the same inquiries are counted and announced twice',
    },
    todo: { ja: '店舗番号を確認し、片方を修正してください', en: 'check the number and correct one of them' },
  }),
};

/** The words of one warning. */
export function lintWords<R extends LintRule>(rule: R, facts: LintFacts[R]): LintWords {
  return WORDS[rule](facts);
}

/** Business days with a fraction in eighths or thirds: `2 2/3`. */
function daysOf(length: StepLength, dayMs: number): string {
  const days = 'days' in length ? length.days : length.openMs / dayMs;
  const whole = Math.floor(days);
  for (const of of [1, 2, 3, 4, 8]) {
    const parts = Math.round((days - whole) * of);
    if (Math.abs(days - whole - parts / of) > 0.001) continue;
    if (parts === 0 || parts === of) return String(whole + parts / of);
    return whole === 0 ? `${parts}/${of}` : `${whole} ${parts}/${of}`;
  }
  return days.toFixed(1);
}

function dates({ from, to }: Dates, language: 'ja' | 'en'): string {
  if (from === to) return formatDay(from, language, true);
  return `${formatDay(from, language, true)}${language === 'ja' ? '〜' : ' to '}${formatDay(to, language, true)}`;
}

function hours(minutes: number, language: 'ja' | 'en'): string {
  const [whole, rest] = [Math.floor(minutes / 60), Math.floor(minutes % 60)];
  const parts = language === 'ja' ? [`${whole}時間`, `${rest}分`] : [`${whole} h`, `${rest} min`];
  return parts.filter((part) => !part.startsWith('0')).join(language === 'ja' ? '' : ' ') || parts[1]!;
}
