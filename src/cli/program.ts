// cli: the command line: names, options and help; what a command does is in its own file.
// `start` and `demo` pull in databases and queues, so commands are imported only when they run.

import { Command, CommanderError } from 'commander';
import type { Language } from '../core/model.ts';
import { addToken } from './access/token-program.ts';
import { addCalendar } from './calendar/calendar-program.ts';
import { helpLanguage, linesInJapanese, speakJapanese } from './io/help-language.ts';
import type { CommandIo, ExitCode } from './io/io.ts';
import { addMute } from './notifications/mute-program.ts';
import {
  addApply,
  addBackup,
  addChat,
  addContact,
  addDemo,
  addDoctor,
  addImport,
  addInit,
  addMail,
  addMigrate,
  addRestore,
  addRevisions,
  addStart,
  addWebhook,
} from './operations.ts';
import { addSameCustomer } from './same-customer/same-customer-program.ts';

/** Adds one command; `done` takes its exit code. */
type AddCommand = (program: Command, io: CommandIo, done: (code: ExitCode) => void) => void;

const COMMANDS: readonly AddCommand[] = [
  addInit,
  addStart,
  addDemo,
  addCheck,
  addApply,
  addRevisions,
  addCalendar,
  addDeadline,
  addDeadlines,
  addReplay,
  addImport,
  addMigrate,
  addBackup,
  addRestore,
  addDoctor,
  addMail,
  addMute,
  addWebhook,
  addContact,
  addChat,
  addToken,
  addSameCustomer,
];

/** The exit codes of CONTRACT.md, for --help, and the way to the other language. */
const AFTER_HELP: Readonly<Record<Language, string>> = {
  ja: `
終了コード: 0 完了、1 答えは「いいえ」（誤り・異常など）、2 使い方の誤り、3 接続できないサービスがある
In English: --help --lang en`,
  en: `
Exit codes: 0 done, 1 the answer is no, 2 wrong usage, 3 a service could not be reached.
日本語で表示: --help --lang ja`,
};

/**
 * Runs one command line (without node and script) and answers its exit code. Usage errors are 2. `prepare` is done before
 * a command that runs, not for help.
 */
export async function run(
  argv: readonly string[],
  io: CommandIo,
  version: string,
  prepare: () => void = () => {},
): Promise<ExitCode> {
  let code: ExitCode = 0;
  const language = helpLanguage(argv, io.language);
  const program = buildProgram(io, version, language, (result) => {
    code = result;
  }).hook('preAction', prepare);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}

function buildProgram(io: CommandIo, version: string, language: Language, done: (code: ExitCode) => void): Command {
  const said = language === 'ja' ? linesInJapanese : (text: string) => text;
  const program = new Command('inquiry-sla')
    .description('Reply-deadline monitor for shops on Rakuten Ichiba: counts business days, flags, mails, explains.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.write(said(text.replace(/\n$/, ''))),
      writeErr: (text) => io.error(text.replace(/\n$/, '')),
    })
    .addHelpText('after', AFTER_HELP[language]);
  for (const add of COMMANDS) add(program, io, done);
  if (language === 'ja') speakJapanese(program);
  return program;
}

function addCheck(program: Command, io: CommandIo, done: (code: ExitCode) => void): void {
  program
    .command('check')
    .description('validate config files: one line per fault, and warnings of what looks like a mistake')
    .argument('[dir]', 'folder of service.yaml and shops/', 'config')
    .option('--json', 'as one JSON object')
    .option('--strict', 'exit code 1 for warnings too')
    .option('--least-hours <N>', 'business hours that the owner’s mail must leave before the breach (default: 3)')
    .option('--lang <ja|en>', 'language of the warnings (default: the shop’s)')
    .option('--data <dir>', 'folder of the embedded database, which knows if RMS was ever read', 'data')
    .action(async (dir: string, options) => {
      const { check } = await import('./operations/check.ts');
      done(await check(dir, options, io));
    });
}

function addDeadline(program: Command, io: CommandIo, done: (code: ExitCode) => void): void {
  program
    .command('deadline')
    .description('the three due instants of an inquiry, day by day why, and what other counting rules would say')
    .argument('<shop>', 'id of the shop')
    .argument(
      '<instant>',
      'when the customer wrote: "2026-12-28 16:00" in the shop’s local time, or 2026-06-01T10:00:00+09:00',
    )
    .option('--channel <name>', 'channel of the inquiry, chooses the policy')
    .option('--type <name>', 'type of the inquiry, chooses the policy')
    .option('--category <name>', 'category of the inquiry, chooses the policy')
    .option('--json', 'as one JSON object')
    .option('--lang <ja|en>', 'only this language (default: Japanese first, English beside it)')
    .option('--config <dir>', 'folder of service.yaml and shops/', 'config')
    .action(async (shop: string, instant: string, options) => {
      const { deadline } = await import('./ndjson/deadline.ts');
      done(deadline(shop, instant, options, io));
    });
}

function addDeadlines(program: Command, io: CommandIo, done: (code: ExitCode) => void): void {
  program
    .command('deadlines')
    .description('NDJSON requests on stdin, one answer a line: the three due instants')
    .action(async () => {
      const { deadlines } = await import('./ndjson/deadlines.ts');
      done(await deadlines(io));
    });
}

function addReplay(program: Command, io: CommandIo, done: (code: ExitCode) => void): void {
  program
    .command('replay')
    .description('NDJSON threads on stdin, one answer a line: status and episodes')
    .action(async () => {
      const { replay } = await import('./ndjson/replay.ts');
      done(await replay(io));
    });
}
