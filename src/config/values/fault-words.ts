// config: faults and refusals for people who read Japanese. The sentence that programs and logs keep is the English one
// (faults.ts); this says the same, also where only that sentence was stored.

import type { Language } from '../../core/model.ts';
import { ALLOWED, FOUND, HINTS, REFUSALS } from './fault-phrases.ts';
import { type Fault, formatFault } from './faults.ts';

type Phrases = typeof FOUND;

/** One line: file:line:column, path, found, allowed, hint. */
export function faultInWords(fault: Fault, language: Language): string {
  return sayingInWords(formatFault(fault), language);
}

/** The same of a line that `formatFault` wrote, or of the message of a refusal; what it does not know stays English. */
export function sayingInWords(line: string, language: Language): string {
  if (language === 'en') return line;
  const parts = /^(|.*? )found (.*?); allowed: (.*)$/s.exec(line);
  if (parts === null) return refusalInWords(line);
  const [, where = '', found = '', rest = ''] = parts;
  const { allowed, hint } = split(rest);
  const [what, may] = [translated(FOUND, found) ?? found, translated(ALLOWED, allowed) ?? allowed];
  // Half of each language is worse than English.
  if (isEnglish(what) || isEnglish(may)) return line;
  const said = what.endsWith('なし') ? what : `${what} は使えません`;
  return `${where}${said}。使える値: ${may}${hint === null ? '' : `。${hint}`}`;
}

/** Two words in a row that no key or value has; what somebody wrote stands between quotation marks. */
const isEnglish = (text: string): boolean =>
  /\b(?:a|an|the|of|or|and|is|that|with|no|not) [a-z`]/.test(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'));

/** `inquiry: a text … is needed`, or a whole sentence. */
function refusalInWords(line: string): string {
  const whole = translated(REFUSALS, line);
  if (whole !== null) return whole;
  const [, key = '', allowed = ''] = /^([\w.[\]]+: )(.*)$/s.exec(line) ?? [];
  const may = translated(ALLOWED, allowed);
  return may === null ? line : `${key}${may}`;
}

/** A hint stands behind the last semicolon, if what stands there is one. */
function split(rest: string): { allowed: string; hint: string | null } {
  for (let at = rest.lastIndexOf('; '); at >= 0; at = at === 0 ? -1 : rest.lastIndexOf('; ', at - 1)) {
    const hint = translated(HINTS, rest.slice(at + 2));
    if (hint !== null) return { allowed: rest.slice(0, at), hint };
  }
  return { allowed: rest, hint: null };
}

function translated(phrases: Phrases, english: string): string | null {
  const phrase = phrases.find(([whole]) => whole.test(english));
  return phrase === undefined ? null : english.replace(...phrase);
}
