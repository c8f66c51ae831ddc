// cli: --help in Japanese: by `--lang ja` anywhere on the command line, or by the terminal's locale.

import type { Argument, Command, Option } from 'commander';
import type { Language } from '../../core/model.ts';
import { columns } from '../../core/time/words.ts';
import { HELP_JA, LINES_JA, TITLES_JA } from './help-words.ts';
import { brokenTo } from './text-columns.ts';

/** Which language --help speaks on this command line; `usual` where it says none. */
export function helpLanguage(argv: readonly string[], usual: Language): Language {
  const at = argv.findIndex((one) => one === '--lang' || one.startsWith('--lang='));
  const said = at === -1 ? undefined : (argv[at]!.split('=')[1] ?? argv[at + 1]);
  return said === 'ja' || said === 'en' ? said : usual;
}

/** The help of a program and its commands, in Japanese. */
export function speakJapanese(command: Command): void {
  command
    .description(inJapanese(command.description()))
    .helpOption('-h, --help', inJapanese('display help for command'))
    .configureHelp({
      styleTitle: (title) => TITLES_JA[title] ?? title,
      displayWidth: columns,
      boxWrap: (text, width) =>
        text
          .split('\n')
          .flatMap((line) => brokenTo(line, width))
          .join('\n'),
      optionDescription: described,
      argumentDescription: described,
    });
  for (const one of [...command.options, ...command.registeredArguments]) one.description = inJapanese(one.description);
  for (const one of command.commands) speakJapanese(one);
  if (command.commands.length > 0) command.helpCommand('help [command]', inJapanese('display help for command'));
}

/** What is written as it is: the examples below the options. */
export const linesInJapanese = (text: string): string =>
  text
    .split('\n')
    .map((line) => LINES_JA[line] ?? line)
    .join('\n');

const inJapanese = (text: string): string => HELP_JA[text] ?? text;

function described({ description, defaultValue }: Option | Argument): string {
  return defaultValue === undefined ? description : `${description}（省略時: ${String(defaultValue)}）`;
}
