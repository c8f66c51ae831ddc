// An explanation in words: the chain of days, the closed days with their reasons, the instants, the rule.
// The zone is opened again by its name, because an explanation is plain data.

import { type EpochDay, type Instant, type Language, STEPS } from '../model.ts';
import { formatDay, formatDue, formatLocal, formatMinute } from '../time/format.ts';
import { LINE_COLUMNS, openTimeInWords, stepInWords, wrap } from '../time/words.ts';
import { openZone } from '../time/zone.ts';
import { closedInWords } from './closed-words.ts';
import type { ExplainedDay, Explanation, ShiftReason } from './explanation.ts';
import { ruleSentences } from './rule-words.ts';

/** Longer chains name only the dates on which a step is due. */
const CHAIN_DAYS = 7;
/** Longer explanations say the year with every date. */
const DAYS_WITHOUT_YEAR = 180;

const PROVISIONAL = {
  ja: '※春分・秋分の日が公表前のため、変わることがあります。',
  en: 'Provisional: the equinox holidays there are not announced yet.',
};

/**
 * An explanation as short lines (at most 35 full-width characters where names allow): the chain of dates, the closed
 * ones with all their reasons, why the count began where it did, the three instants, the counting rule by name and in
 * words, and whether it is provisional (RULES.md 3, 4).
 */
export function explainInWords(explanation: Explanation, language: Language): string[] {
  return [
    ...dayChain(explanation, language),
    ...startInWords(explanation, language),
    ...stepsInWords(explanation, language),
    ...ruleSentences(explanation.rule, language, true),
    ...(explanation.provisional ? [PROVISIONAL[language]] : []),
  ];
}

/**
 * Only the dates, as the alert mail shows them: `11/20(金) 受信日 → 11/24(火) 1営業日目 → …` and
 * `（休み: 11/21 土 定休日・11/23 勤労感謝の日）`.
 */
export function dayChain(explanation: Explanation, language: Language): string[] {
  const speaker = speakerOf(explanation, language);
  const counted = explanation.days.filter((day) => day.nth !== null || day.role === 'counted');
  const shown = new Set(counted.length <= CHAIN_DAYS ? counted : counted.filter((day) => day.due.length > 0));
  const links = explanation.days
    .filter((day) => day.role === 'received' || day.role === 'start' || shown.has(day))
    .map((day) => chainLink(explanation, day, speaker));
  return [...wrap(links, ' → ', LINE_COLUMNS), ...closedInWords(explanation.days, language, speaker.withYear)];
}

/** How this explanation says its dates and times. */
interface Speaker {
  readonly language: Language;
  readonly withYear: boolean;
  day(day: EpochDay): string;
  at(instant: Instant): string;
  due(instant: Instant): string;
}

function speakerOf({ zone: name, days }: Explanation, language: Language): Speaker {
  const zone = openZone(name);
  const withYear = days.length > DAYS_WITHOUT_YEAR;
  return {
    language,
    withYear,
    day: (day) => formatDay(day, language, withYear),
    at: (instant) => formatLocal(instant, zone, language, withYear),
    due: (instant) => formatDue(instant, zone, language, withYear),
  };
}

function chainLink({ rule, startedAt, start }: Explanation, day: ExplainedDay, speaker: Speaker): string {
  const ja = speaker.language === 'ja';
  const date = speaker.day(day.day);
  const ran = day.openMs === null ? null : openTimeInWords(day.openMs, speaker.language);
  if (day.role === 'received') {
    if (!rule.inHours && rule.counting !== 'elapsed') return ja ? `${date} 受信日` : `${date} received`;
    const received = `${speaker.at(startedAt)} ${ja ? '受信' : 'received'}`;
    return day.openMs ? `${received} ${ran}` : received;
  }
  if (ran !== null) return `${date} ${ran}`;
  if (day.role !== 'start') return ja ? `${date} ${day.nth}営業日目` : `${date} business day ${day.nth}`;
  if (start.at !== null) return `${speaker.at(start.at)} ${ja ? '開始' : 'clock starts'}`;
  return ja ? `${date} 受信扱い` : `${date} counts as received`;
}

function startInWords(explanation: Explanation, language: Language): string[] {
  const { start, rule } = explanation;
  // After a cut-off, that the next date is closed is plain from the chain; the first reason is the one to tell.
  const [reason] = start.shiftedBy;
  if (reason === undefined) return [];
  const speaker = speakerOf(explanation, language);
  const cause = shiftInWords(reason, rule.cutoff, language);
  if (start.at !== null) {
    const at = speaker.at(start.at);
    return [language === 'ja' ? `${cause}のため、${at}から数えます。` : `Counted from ${at}: ${cause}.`];
  }
  const day = speaker.day(start.day);
  return [language === 'ja' ? `${cause}のため、${day}の受信とみなします。` : `Counts as received on ${day}: ${cause}.`];
}

function shiftInWords(reason: ShiftReason, cutoff: number | null, language: Language): string {
  const time = formatMinute(cutoff ?? 0);
  const words = {
    ja: { cutoff: `${time}以降の受信`, 'closed-day': '休業日の受信', 'outside-hours': '営業時間外の受信' },
    en: {
      cutoff: `received from ${time} on`,
      'closed-day': 'received on a closed day',
      'outside-hours': 'received outside opening hours',
    },
  };
  return words[language][reason];
}

function stepsInWords(explanation: Explanation, language: Language): string[] {
  const { policy, rule, deadlines } = explanation;
  const speaker = speakerOf(explanation, language);
  // Under `elapsed` the time of day is the rule's own, so 00:00 stays the 00:00 of the date that the chain names.
  const at = rule.counting === 'elapsed' && !rule.inHours ? speaker.at : speaker.due;
  return STEPS.map((step) => `${stepInWords(step, policy.after[step], language)}: ${at(deadlines.at[step])}`);
}
