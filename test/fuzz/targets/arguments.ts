// Command lines that somebody has mistyped: an exit code of the four there are, words for people when it is not 0, no
// stack; wrong usage leaves the files and the database as they were.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { unclear } from '../answers.ts';
import { asLatin1, changed, edited, oddText } from '../odd.ts';
import { openPrint, type Place } from '../place.ts';
import { type OpenedTarget, opened } from '../target.ts';
import { COMMAND_LINES, LINES, VALUES } from './command-lines.ts';
import { SERVICE_YAML, SHOP_FILE, SHOP_YAML } from './desk.ts';

export interface CommandLine {
  readonly argv: readonly string[];
  /** Bytes, each as a character. */
  readonly input: string;
}

export interface CommandResult {
  readonly code: number;
  readonly written: string;
  readonly errors: string;
  /** What no command should throw. */
  readonly thrown: string | null;
}

/** No path leads out of the folder in which the commands run. */
const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: oddText.map((text) => text.replaceAll('/', '／').replaceAll('\0', '').slice(0, 2_000)) },
);

interface Mistake {
  readonly at: number;
  readonly how: 'lose' | 'put' | 'change' | 'double' | 'swap';
  readonly word: string;
}

const mistake: fc.Arbitrary<Mistake> = fc.record({
  at: fc.nat({ max: 12 }),
  how: fc.constantFrom('lose', 'put', 'change', 'change', 'double', 'swap'),
  word,
});

const argv = fc
  .tuple(fc.constantFrom(...COMMAND_LINES), fc.array(mistake, { maxLength: 3 }))
  .map(([line, mistakes]) => harmless(mistakes.reduce<readonly string[]>(withMistake, line)));

function withMistake(line: readonly string[], { at: drawn, how, word: put }: Mistake): readonly string[] {
  const at = drawn % (line.length + 1);
  if (how === 'put' || line.length === 0) return line.toSpliced(at, 0, put);
  const index = drawn % line.length;
  if (how === 'lose') return line.toSpliced(index, 1);
  if (how === 'change') return line.with(index, put);
  if (how === 'double') return line.toSpliced(index, 0, line[index]!);
  const other = (index + 1) % line.length;
  return line.with(index, line[other]!).with(other, line[index]!);
}

/** What would run for ever is given one word too many, and another, for an option may take the first for its value. */
function harmless(line: readonly string[]): readonly string[] {
  const tooMany = ['--no-such-option', '--no-such-option'];
  return line.some((one) => one === 'start' || one === 'demo') ? [...line, ...tooMany] : line;
}

const input = fc.oneof(fc.constant(''), edited(fc.constantFrom(...LINES), 0), changedLine(), oddText).map(asLatin1);

function changedLine(): fc.Arbitrary<string> {
  return changed(fc.constantFrom(...LINES).map((line): unknown => JSON.parse(line))).map(
    (value) => JSON.stringify(value) ?? '',
  );
}

export async function openArgumentsTarget(place: Place, program: () => ChildProcess): Promise<OpenedTarget> {
  const { db, url } = await place.database();
  const folder = place.folder();
  const print = await openPrint(db);
  const reset = (): void => {
    mkdirSync(join(folder, 'config', 'shops'), { recursive: true });
    writeFileSync(join(folder, 'config', 'service.yaml'), SERVICE_YAML);
    writeFileSync(join(folder, 'config', SHOP_FILE), SHOP_YAML);
  };
  const shop = await openShell(program, { folder, url });

  async function check(line: CommandLine): Promise<string | null> {
    reset();
    const before = `${await print()} ${filesOf(folder)}`;
    const { code, written, errors, thrown } = await shop.run(line);
    if (thrown !== null) return `thrown: ${thrown}`;
    if (![0, 1, 2, 3].includes(code)) return `exit code ${code}`;
    if (code !== 0 && errors.trim() === '' && written.trim() === '') return `exit code ${code} without a word`;
    if (code === 2 && `${await print()} ${filesOf(folder)}` !== before) return `exit code 2, and something was written`;
    return errors.trim() === '' ? null : unclear(withoutWords(errors, line.argv));
  }
  return opened({ inputs: fc.record({ argv, input }), check, close: shop.close });
}

/** What was typed may be said again, whatever it is. */
function withoutWords(text: string, words: readonly string[]): string {
  return words.filter((one) => one.length > 1).reduce((rest, one) => rest.replaceAll(one, '…'), text);
}

function filesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => `${path} ${readFileSync(path, 'utf8')}`)
    .join('\n');
}

interface Shell {
  run(line: CommandLine): Promise<CommandResult>;
  close(): Promise<void>;
}

/** A process that runs one command line after the other; one that dies of it is an answer too, and the next one is fresh. */
async function openShell(
  program: () => ChildProcess,
  place: { readonly folder: string; readonly url: string },
): Promise<Shell> {
  let child: ChildProcess | null = null;
  /** Past its commands: what Node itself says. */
  let said = '';
  const started = async (): Promise<ChildProcess> => {
    if (child !== null && child.exitCode === null && child.signalCode === null) return child;
    child = program();
    child.stderr!.on('data', (bytes) => (said += bytes));
    child.send(place);
    await once(child, 'message');
    return child;
  };
  return {
    run: async (line) => {
      const shell = await started();
      const over = new AbortController();
      const { signal } = over;
      const died = once(shell, 'exit', { signal }).then(([code, by]): CommandResult => {
        return { code: 0, written: '', errors: '', thrown: `the process ended with ${code ?? by}` };
      });
      said = '';
      shell.send(line);
      const result = await Promise.race([
        died,
        once(shell, 'message', { signal }).then(([answer]) => answer as CommandResult),
      ]);
      over.abort();
      return /\n\s+at /.test(said) ? { ...result, thrown: `${result.thrown ?? ''} ${said}` } : result;
    },
    close: async () => {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

/** The shell's program as a process. */
export const forkShell =
  (file: string, execArgv: readonly string[] = []) =>
  (): ChildProcess =>
    fork(file, { execArgv: [...execArgv], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
