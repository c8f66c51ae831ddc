// What a notice is called: by the step that it goes with or leads up to, named by what its policy counts.

import { type Language, type Policy, STEPS, type StepLength } from '../model.ts';
import { MINUTE_MS } from '../time/civil-date.ts';
import { lengthInWords, stepInWords } from '../time/words.ts';

/** `3営業日超過の営業3時間前`, `1営業日経過の時点`, `受信から4営業日`; of a key as `noticeKey` writes it. */
export function noticeInWords(key: string, policy: Policy, language: Language): string {
  const [kind, first = '', second = ''] = key.split(':');
  if (kind === 'at') return WORDS[language].at(ofInWords(first, policy, language));
  const length = lengthInWords(lengthOfKey(first, policy), language);
  return kind === 'after'
    ? WORDS[language].after(length)
    : WORDS[language].before(length, ofInWords(second, policy, language));
}

const WORDS = {
  ja: {
    promise: '約束の期限',
    at: (step: string) => `${step}の時点`,
    after: (length: string) => `受信から${length}`,
    before: (length: string, step: string) => `${step}の${length}前`,
  },
  en: {
    promise: 'promise due',
    at: (step: string) => step,
    after: (length: string) => `${length} after receipt`,
    before: (length: string, step: string) => `${length} before: ${step}`,
  },
} as const;

function ofInWords(of: string, policy: Policy, language: Language): string {
  const step = STEPS.find((one) => one === of);
  return step === undefined ? WORDS[language].promise : stepInWords(step, policy.after[step], language);
}

/** Of a clock that never stops where the steps are of one. */
function lengthOfKey(text: string, policy: Policy): StepLength {
  const count = Number.parseInt(text, 10);
  if (text.endsWith('d')) return { days: count };
  const neverStops = Object.values(policy.after).some((length) => 'openMs' in length && length.neverStops);
  return { openMs: count * (text.endsWith('h') ? 60 : 1) * MINUTE_MS, ...(neverStops && { neverStops }) };
}
