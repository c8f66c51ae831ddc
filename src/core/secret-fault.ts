// Why the variable of a secret cannot be used, in words that name it. Its value is nowhere in them.

import type { Language } from './model.ts';

/** `missing`: not set; `empty`: set to nothing or blanks; `quoted`: its value stands between quotation marks. */
export type SecretFault = 'missing' | 'empty' | 'quoted';

const WORDS: Readonly<Record<Language, Readonly<Record<SecretFault, (name: string) => string>>>> = {
  ja: {
    missing: (name) => `環境変数 ${name} がありません。.env などで設定して再起動してください`,
    empty: (name) => `環境変数 ${name} が空です。値を設定して再起動してください`,
    quoted: (name) => `環境変数 ${name} の値が引用符で囲まれています。引用符を外して再起動してください`,
  },
  en: {
    missing: (name) => `the environment variable ${name} is not set; set it (.env or the environment) and restart`,
    empty: (name) => `the environment variable ${name} is empty; give it its value and restart`,
    quoted: (name) =>
      `the value of the environment variable ${name} stands in quotation marks; take them off and restart`,
  },
};

/** One sentence without its full stop: what is wrong with the variable and what to do. */
export function secretFaultInWords(name: string, fault: SecretFault, language: Language): string {
  return WORDS[language][fault](name);
}
