// The counting rule in words (RULES.md 3): the sentence under every mail and every explained deadline.
// Trap: nobody publishes how Rakuten counts, so the rule is always said, by name and in words.

import type { Calendar } from '../calendar/calendar.ts';
import type { CountingRule, Language, Policy } from '../model.ts';
import { formatMinute } from '../time/format.ts';
import type { RuleFacts } from './explanation.ts';

/** What the words about a rule need to know; cut-off and counting rule have no effect on steps in hours. */
export function ruleFacts(calendar: Calendar, policy: Policy): RuleFacts {
  const inHours = !('days' in policy.flagAfter);
  return {
    counting: policy.counting,
    inHours,
    holidaysClose: Number.isFinite(calendar.provisionalAfter),
    cutoff: inHours ? null : calendar.spec.cutoff,
  };
}

/** The counting rule for the foot of a mail: `数え方: 受信日は含めず、店舗の問い合わせ休業日と祝日を除きます。` */
export function describeRule(policy: Policy, calendar: Calendar, language: Language): string {
  return ruleSentences(ruleFacts(calendar, policy), language).join(language === 'ja' ? '' : ' ');
}

/** The rule as short sentences, the first with its label and, when asked for, the rule's name. */
export function ruleSentences(rule: RuleFacts, language: Language, named = false): string[] {
  const name = rule.inHours ? (language === 'ja' ? '営業時間' : 'opening hours') : rule.counting;
  const [first, ...rest] = language === 'ja' ? sentencesJa(rule) : sentencesEn(rule);
  const label = { ja: named ? `数え方（${name}）: ` : '数え方: ', en: named ? `Counting (${name}): ` : 'Counting: ' };
  return [`${label[language]}${first}`, ...rest];
}

function sentencesJa(rule: RuleFacts): string[] {
  const closed = rule.holidaysClose ? '店舗の問い合わせ休業日と祝日' : '店舗の問い合わせ休業日';
  if (rule.inHours) return [`${closed}を除き、営業時間だけを数えます。`];
  const sentences: Record<CountingRule, string[]> = {
    'day-end': [`受信日は含めず、${closed}を除きます。`],
    'day-end-shifted': [`受信日は含めず、${closed}を除きます。`, '休業日の受信は翌営業日の受信とみなします。'],
    elapsed: [`受信と同じ時刻まで、${closed}を除きます。`, '休業日の受信は翌営業日の始まりから数えます。'],
  };
  if (rule.cutoff === null) return sentences[rule.counting];
  const late = rule.counting === 'elapsed' ? '翌営業日の始まりから数えます。' : '翌日の受信とみなします。';
  return [...sentences[rule.counting], `営業日の${formatMinute(rule.cutoff)}以降の受信は${late}`];
}

function sentencesEn(rule: RuleFacts): string[] {
  const closed = rule.holidaysClose ? 'the shop’s closed days and national holidays' : 'the shop’s closed days';
  if (rule.inHours) return [`only opening hours count; ${closed} are left out.`];
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
  if (rule.cutoff === null) return sentences[rule.counting];
  const late = rule.counting === 'elapsed' ? 'from the start of the next business day' : 'as received on the next day';
  return [...sentences[rule.counting], `From ${formatMinute(rule.cutoff)} on a business day it counts ${late}.`];
}
