// cli: `doctor`, one line for each thing the service needs: well, or not and what to do.

import type { Language } from '../../core/model.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { languagesOf } from '../io/language-option.ts';
import type { FolderOptions } from '../io/settings.ts';
import { padded } from '../io/text-columns.ts';
import type { Check } from './doctor-check.ts';
import { checkEverything } from './doctor-checks.ts';

const MARKS: Readonly<Record<Language, Readonly<Record<Check['state'], string>>>> = {
  ja: { ok: '正常', fault: '異常', unreachable: '応答なし' },
  en: { ok: 'ok', fault: 'FAULT', unreachable: 'UNREACHABLE' },
};
const SEPARATORS: Readonly<Record<Language, string>> = { ja: ' → ', en: '; ' };
const MARK_COLUMNS = 12;
const NAME_COLUMNS = 20;

export interface DoctorOptions extends FolderOptions {
  readonly lang?: string | undefined;
}

/** Exit code 0 when all is well, 1 with a fault, 3 when all that is wrong is a service that does not answer. */
export async function doctor(
  options: DoctorOptions,
  io: Pick<CommandIo, 'write' | 'error' | 'colour' | 'language'>,
): Promise<ExitCode> {
  if (!languagesOf(options.lang, io)) return 2;
  const language = (options.lang as Language | undefined) ?? io.language;
  const states = new Set<Check['state']>();
  for await (const check of checkEverything(options)) {
    states.add(check.state);
    await io.write(line(check, language));
  }
  if (states.has('fault')) return 1;
  return states.has('unreachable') ? 3 : 0;
}

function line({ name, state, words, todo }: Check, language: Language): string {
  const cells = padded(MARKS[language][state], MARK_COLUMNS) + padded(`${name} `, NAME_COLUMNS);
  return `${cells}${words[language]}${todo === undefined ? '' : `${SEPARATORS[language]}${todo[language]}`}`;
}
