// The counting rule in words (RULES.md 3): the sentence under every mail and every explained deadline.
// Nobody publishes how Rakuten counts, so the rule is always said, by name and in words.

import type { Calendar } from '../calendar/calendar.ts';
import type { CountingRule, Language, Policy } from '../model.ts';
import { formatMinute } from '../time/format.ts';
import { cutoffOf } from './counting.ts';
import type { RuleFacts } from './explanation.ts';

/** A policy with the calendar on which it counts. */
export interface Counted {
  readonly policy: Policy;
  readonly calendar: Calendar;
}

/** What the words about a rule need to know; cut-off and counting rule have no effect on steps in hours. */
export function ruleFacts(calendar: Calendar, policy: Policy): RuleFacts {
  const inHours = !('days' in policy.after.flag);
  return {
    counting: policy.counting,
    inHours,
    holidaysClose: Number.isFinite(calendar.provisionalAfter),
    cutoff: inHours ? null : cutoffOf(calendar, policy),
    dueTime: policy.dueTime ?? null,
    calendar: policy.calendar ?? null,
    neverStops: inHours && 'neverStops' in policy.after.flag,
    onlyFirst: policy.counts === 'first',
  };
}

/** The counting rule for the foot of a mail: `数え方: 受信日は含めず、店舗の問い合わせ休業日と祝日を除きます。` */
export function describeRule({ calendar, policy }: Counted, language: Language): string {
  return ruleSentences(ruleFacts(calendar, policy), language).join(language === 'ja' ? '' : ' ');
}

/** The rule as short sentences, the first with its label and, when asked for, the rule's name. */
export function ruleSentences(rule: RuleFacts, language: Language, named = false): string[] {
  const [first, ...rest] = language === 'ja' ? sentencesJa(rule) : sentencesEn(rule);
  const name = named ? { ja: `（${nameOf(rule, 'ja')}）`, en: ` (${nameOf(rule, 'en')})` } : { ja: '', en: '' };
  const label = { ja: `数え方${name.ja}: `, en: `Counting${name.en}: ` };
  return [`${label[language]}${first}`, ...rest];
}

function nameOf({ inHours, neverStops, counting }: RuleFacts, language: Language): string {
  if (!inHours) return counting;
  return neverStops
    ? { ja: '経過時間', en: 'by the clock' }[language]
    : { ja: '営業時間', en: 'opening hours' }[language];
}

function sentencesJa(rule: RuleFacts): string[] {
  const closed = `${rule.calendar === null ? '店舗の問い合わせ休業日' : `カレンダー「${rule.calendar}」の休業日`}${rule.holidaysClose ? 'と祝日' : ''}`;
  const first = rule.onlyFirst ? ['最初の返信待ちだけを対象にします。'] : [];
  if (rule.neverStops) return ['休業日や夜間も含め、経過時間で計算します。', ...first];
  if (rule.inHours) return [`${closed}を除き、営業時間だけを数えます。`, ...first];
  const sentences: Record<CountingRule, string[]> = {
    'day-end': [`受信日は含めず、${closed}を除きます。`],
    'day-end-shifted': [`受信日は含めず、${closed}を除きます。`, '休業日の受信は翌営業日の受信とみなします。'],
    elapsed: [`受信と同じ時刻まで、${closed}を除きます。`, '休業日の受信は翌営業日の始まりから数えます。'],
  };
  const late = rule.counting === 'elapsed' ? '翌営業日の始まりから数えます。' : '翌日の受信とみなします。';
  return [
    ...sentences[rule.counting],
    ...(rule.cutoff === null ? [] : [`営業日の${formatMinute(rule.cutoff)}以降の受信は${late}`]),
    ...(rule.dueTime === null ? [] : [`期限は、その日の${formatMinute(rule.dueTime)}です。`]),
    ...first,
  ];
}

function sentencesEn(rule: RuleFacts): string[] {
  const own = rule.calendar === null ? 'the shop’s closed days' : `the closed days of the calendar “${rule.calendar}”`;
  const closed = rule.holidaysClose ? `${own} and national holidays` : own;
  const first = rule.onlyFirst ? ['Only the first wait of a thread counts.'] : [];
  if (rule.neverStops) return ['every hour of every day counts.', ...first];
  if (rule.inHours) return [`only opening hours count; ${closed} are left out.`, ...first];
  const sentences: Record<CountingRule, string[]> = {
    'day-end': [`the day of receipt is not counted; ${closed} are left out.`],
    'day-end-shifted': [
      `the day of receipt is not counted; ${closed} are left out.`,
      'A message on a closed day counts as received on the next business day.',
    ],
    elapsed: [
      `to the same time of day; ${closed} are left out.`,
      'A message on a closed day counts from the start of the next business day.',
    ],
  };
  const late = rule.counting === 'elapsed' ? 'from the start of the next business day' : 'as received on the next day';
  return [
    ...sentences[rule.counting],
    ...(rule.cutoff === null ? [] : [`From ${formatMinute(rule.cutoff)} on a business day it counts ${late}.`]),
    ...(rule.dueTime === null ? [] : [`Each step is due at ${formatMinute(rule.dueTime)} of its day.`]),
    ...first,
  ];
}
