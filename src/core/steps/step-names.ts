// What counts over several policies are called: by the length where all agree, by both where there are two, else by number.
// Nothing counted in hours is called by business days.

import { type ByStep, type Language, type Policy, STEPS, type Step, type StepLength } from '../model.ts';
import { lengthInWords, stepInWords } from '../time/words.ts';

const NUMBERED: Readonly<Record<Language, ByStep<string>>> = {
  ja: { flag: '1段階目の経過', owner_alert: '2段階目の経過', breach: '3段階目の超過' },
  en: { flag: 'first step passed', owner_alert: 'second step passed', breach: 'third step passed' },
};

/**
 * The name of each step over all these policies: `1営業日経過`, `1営業日・営業5分経過`, or `1段階目の経過` where they are
 * more than two (RULES.md 1, 3).
 */
export function stepNames(policies: readonly Policy[], language: Language): ByStep<string> {
  const named = STEPS.map((step) => [step, stepName(step, distinctLengths(policies, step), language)] as const);
  return Object.fromEntries(named) as Record<Step, string>;
}

/** The lengths of a step among the policies, three at most: those of a whole mall are not walked through for its name. */
function distinctLengths(policies: readonly Policy[], step: Step): StepLength[] {
  const found = new Map<string, StepLength>();
  for (const policy of policies) {
    const length = policy.after[step];
    found.set(JSON.stringify(length), length);
    if (found.size > 2) break;
  }
  return [...found.values()];
}

function stepName(step: Step, lengths: readonly StepLength[], language: Language): string {
  const [first, second] = lengths;
  if (first === undefined || lengths.length > 2) return NUMBERED[language][step];
  if (second === undefined) return stepInWords(step, first, language);
  const both = lengths.map((length) => lengthInWords(length, language)).join({ ja: '・', en: ' / ' }[language]);
  if (language === 'ja') return step === 'breach' ? `${both}超過` : `${both}経過`;
  return step === 'breach' ? `over ${both}` : `${both} passed`;
}
