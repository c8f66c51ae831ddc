// cli: `init`, the first service.yaml and shop file from five answers. Nothing that exists is written over, and nothing is
// written that `check` would refuse.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { knownMalls, type Starter, starterTexts } from '../../config/edit/starter.ts';
import { readConfig } from '../../config/load.ts';
import { formatFault } from '../../config/values/faults.ts';
import { address } from '../../config/values/mail-address.ts';
import { place } from '../../config/values/readers.ts';
import { WEEKDAYS } from '../../core/model.ts';
import { SHOP_ID } from '../../core/shop-id.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { readLines } from '../ndjson/ndjson.ts';

/** The answers, as options: what is given is not asked. */
export interface InitOptions {
  readonly shop?: string | undefined;
  readonly name?: string | undefined;
  readonly mall?: string | undefined;
  readonly closed?: string | undefined;
  readonly mail?: string | undefined;
}

type Answer = keyof InitOptions;

interface Question {
  readonly answer: Answer;
  readonly words: string;
  /** Taken for an empty line; null: there must be an answer. */
  readonly otherwise: string | null;
  /** What is wrong with it, or null. */
  readonly fault: (text: string) => string | null;
}

const NO_DAYS = 'none';

function questions(): readonly Question[] {
  const malls = knownMalls();
  return [
    {
      answer: 'shop',
      words: '店舗ID（ファイル名になります。a-z 0-9 -） ／ the shop’s id, which names its file (a-z 0-9 -)',
      otherwise: null,
      fault: (text) =>
        SHOP_ID.test(text) ? null : 'a-z 0-9 - のみ、64文字まで ／ a-z 0-9 - only, at most 64 characters',
    },
    {
      answer: 'name',
      words: '店舗名 ／ the shop’s name',
      otherwise: null,
      fault: () => null,
    },
    {
      answer: 'mall',
      words: `モール ／ mall: ${malls.join(', ')}`,
      otherwise: malls[0]!,
      fault: (text) => (malls.includes(text) ? null : `次のいずれか ／ one of ${malls.join(', ')}`),
    },
    {
      answer: 'closed',
      words: `毎週の休み ／ weekly closed days: ${WEEKDAYS.join(' ')}, ${NO_DAYS}; 空欄はモールの例のまま ／ empty: as the mall’s example`,
      otherwise: '',
      fault: (text) =>
        text === '' || text === NO_DAYS || daysOf(text).every((day) => WEEKDAYS.some((known) => known === day))
          ? null
          : `${WEEKDAYS.join(' ')}, ${NO_DAYS}`,
    },
    {
      answer: 'mail',
      words: '責任者のメールアドレス ／ mail address of the person in charge',
      otherwise: null,
      fault: (text) => (address(text, place()) !== undefined ? null : 'メールアドレス ／ a mail address'),
    },
  ];
}

const daysOf = (text: string): string[] => text.split(/[\s,、]+/).filter((day) => day !== '');

/** Asks what the options leave open, and writes the two files. Exit 1 when a file is there already, 2 for a wrong answer. */
export async function init(dir: string, options: InitOptions, io: CommandIo): Promise<ExitCode> {
  const answers = await answersOf(options, io);
  if (answers === null) return 2;
  const texts = starterTexts(answers);
  const shopFile = `shops/${answers.shop}.yaml`;
  if (existsSync(join(dir, shopFile))) {
    io.error(`${join(dir, shopFile)}: すでにあります ／ it is there already; nothing was written`);
    return 1;
  }
  const written = Object.keys(texts).filter((file) => !existsSync(join(dir, file)));
  const faults = faultsIn(texts);
  if (faults.length > 0) {
    io.error(faults.join('\n'));
    return 2;
  }
  for (const file of written) {
    const path = join(dir, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, texts[file]!, { flag: 'wx' });
  }
  await io.write(
    [
      ...written.map((file) => `書きました ／ written: ${join(dir, file)}`),
      '次に ／ next:',
      `  inquiry-sla check ${dir}`,
      `  inquiry-sla deadline ${answers.shop} "2026-12-28 16:00" --config ${dir}`,
      `  inquiry-sla start --config ${dir}`,
    ].join('\n'),
  );
  return 0;
}

async function answersOf(options: InitOptions, io: CommandIo): Promise<Starter | null> {
  const lines = linesOf(io.input);
  const given: Partial<Record<Answer, string>> = {};
  for (const question of questions()) {
    const answer = options[question.answer] ?? (await ask(question, lines, io));
    if (answer === null) return null;
    const fault = question.fault(answer);
    if (fault !== null) {
      io.error(`--${question.answer}: ${JSON.stringify(answer)}; ${fault}`);
      return null;
    }
    given[question.answer] = answer;
  }
  const { shop, name, mall, closed, mail } = given as Record<Answer, string>;
  const weeklyClosed = closed === '' ? null : closed === NO_DAYS ? [] : daysOf(closed);
  return { shop, name, mall, weeklyClosed, mail };
}

/** Asks until the answer fits. Null when nobody is there to answer. */
async function ask(
  { answer, words, otherwise, fault }: Question,
  lines: AsyncIterator<string>,
  io: CommandIo,
): Promise<string | null> {
  if (!io.asks && otherwise !== null) return otherwise;
  if (!io.asks) {
    io.error(`--${answer}: 指定してください ／ needed where nobody can be asked: ${words}`);
    return null;
  }
  for (;;) {
    await io.write(otherwise ? `${words} [${otherwise}]` : words);
    const { value, done } = await lines.next();
    if (done) return null;
    const text = value.normalize('NFKC').trim() || otherwise;
    const wrong = text === null ? '答えてください ／ an answer is needed' : fault(text);
    if (wrong === null) return text;
    io.error(wrong);
  }
}

async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  // A line that is no text fits no question.
  for await (const lines of readLines(input)) yield* lines.map((line) => line ?? '\uFFFD');
  return undefined;
}

/** What `check` would say of the two files alone. */
function faultsIn(texts: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-init-'));
  try {
    for (const [file, text] of Object.entries(texts)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return readConfig(folder).faults.map((one) => formatFault(one).replaceAll(`${folder}/`, ''));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
