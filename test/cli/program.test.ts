import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { Command } from 'commander';
import { describe, expect, test, vi } from 'vitest';
import { explainError, UnreachableError } from '../../src/cli/io/explain-error.ts';
import { HELP_JA, LINES_JA } from '../../src/cli/io/help-words.ts';
import { run } from '../../src/cli/program.ts';
import { fault, InvalidConfigError } from '../../src/config/values/faults.ts';
import type { Language } from '../../src/core/model.ts';
import { configFolder, SERVICE, SHOP } from '../config/folder.ts';
import { builtProgram } from '../support/run/programs.ts';
import { testIo } from './io.ts';

const MAIN = builtProgram('src/main.ts');
/** Not where a developer's .env may be. */
const cwd = tmpdir();

async function helpOf(argv: readonly string[], language: Language): Promise<string> {
  const io = { ...testIo(), language };
  expect(await run([...argv, '--help'], io, '1.2.3')).toBe(0);
  return io.written.join('\n');
}

/** What the commands say of themselves, their options and arguments, in English. */
async function textsOf(): Promise<string[]> {
  const parse = vi.spyOn(Command.prototype, 'parseAsync').mockResolvedValue(new Command());
  await run([], testIo(), '1.2.3');
  const [program] = parse.mock.contexts as Command[];
  parse.mockRestore();
  const texts = (command: Command): string[] => [
    command.description(),
    ...[...command.options, ...command.registeredArguments].map(({ description }) => description),
    ...command.commands.flatMap(texts),
  ];
  return ['display help for command', ...new Set(texts(program!))];
}

describe('the command line', () => {
  test('--help of every command is written to stdout, exit 0', async () => {
    for (const command of [[], ['check'], ['calendar'], ['deadline'], ['deadlines'], ['replay']]) {
      const io = testIo();
      expect(await run([...command, '--help'], io, '1.2.3')).toBe(0);
      expect(io.written.join('\n')).toContain('Usage: inquiry-sla');
    }
  });

  test('--help is Japanese by --lang ja and by the locale; every text of every command has its words', async () => {
    const [english, japanese, located, back] = await Promise.all([
      helpOf([], 'en'),
      helpOf(['--lang', 'ja'], 'en'),
      helpOf([], 'ja'),
      helpOf(['--lang=en'], 'ja'),
    ]);
    expect(english).toContain('Exit codes: 0 done');
    expect(japanese).toContain('終了コード: 0 完了');
    expect([located, back]).toEqual([japanese, english]);
    const texts = await textsOf();
    expect(texts.filter((text) => HELP_JA[text] === undefined)).toEqual([]);
    expect(Object.keys(HELP_JA).filter((text) => !texts.includes(text))).toEqual([]);
    const below = await Promise.all(['token', 'mute', 'calendar', 'same-customer'].map((name) => helpOf([name], 'en')));
    const lines = below.flatMap((text) => text.split('\n'));
    expect(Object.keys(LINES_JA).filter((line) => !lines.includes(line))).toEqual([]);
  });

  test('--version', async () => {
    const io = testIo();
    expect(await run(['--version'], io, '1.2.3')).toBe(0);
    expect(io.lines()).toEqual(['1.2.3']);
  });

  test.each([
    [['deadlnes'], 'Did you mean deadlines?'],
    [['check', '--jsn'], 'Did you mean --json?'],
    [['check', 'a', 'b'], 'too many arguments'],
    [['deadline', 'sample-tea'], "missing required argument 'instant'"],
    [[], 'Usage:'],
  ])('%j is wrong usage', async (argv, says) => {
    const io = testIo();
    expect(await run(argv, io, '1.2.3')).toBe(2);
    expect(io.errors.join('\n')).toContain(says);
  });

  test('a command’s own answer becomes the exit code', async () => {
    expect(await run(['check'], testIo(), '1.2.3')).toBe(0);
    expect(await run(['check', 'no-such-folder'], testIo(), '1.2.3')).toBe(1);
    expect(await run(['deadlines'], testIo('x\n'), '1.2.3')).toBe(1);
  });
});

describe('an error that no command caught', () => {
  const withCode = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

  test.each([
    [
      new InvalidConfigError([fault({ path: ['PORT'], found: 'no port', allowed: 'a port' })]),
      2,
      'PORT: found no port; allowed: a port',
    ],
    [new UnreachableError('Redis does not answer'), 3, 'Redis does not answer'],
    [withCode('ECONNREFUSED'), 3, 'connect ECONNREFUSED'],
    [new AggregateError([withCode('ECONNREFUSED')], 'all addresses refused'), 3, 'all addresses refused'],
  ])('%s', (error, code, message) => {
    expect(explainError(error)).toEqual({ code, message });
  });

  test('anything else is a bug, told with its stack', () => {
    expect(explainError(new Error('odd'))).toMatchObject({
      code: 1,
      message: expect.stringContaining('program.test.ts'),
    });
    expect(explainError('odd')).toEqual({ code: 1, message: 'odd' });
  });
});

describe('the file .env in the working directory', () => {
  const rms = `rms: { shopId: 1, serviceSecret: "$\{SECRET_A}", licenseKey: "$\{KEY_A}" }\n`;
  const processIn = (env: string, argv: readonly string[], given: Record<string, string> = {}) => {
    const dir = configFolder({ '.env': env, 'config/service.yaml': SERVICE, 'config/shops/a.yaml': SHOP + rms });
    const { PATH } = process.env;
    return spawnSync(process.execPath, [MAIN, ...argv], { cwd: dir, encoding: 'utf8', env: { PATH, ...given } });
  };

  test('is read before a command; what the environment has wins, be it empty', () => {
    const env = 'SECRET_A=very-secret\nKEY_A="SL_very-secret"\n';
    expect(processIn(env, ['check'])).toMatchObject({ status: 0, stderr: '' });
    const { status, stderr } = processIn(env, ['check', '--lang', 'ja'], { KEY_A: '' });
    expect(status).toBe(0);
    expect(stderr).toBe('a: RMSを読めません: 環境変数 KEY_A が空です。値を設定して再起動してください\n');
  });

  test('with lines that cannot be read is wrong usage: all of them are told, no value is shown', () => {
    const { status, stderr } = processIn('SECRET_A=x\nvery-secret\nKEY A=very-secret\nKEY_A="very-secret\n', ['check']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/\.env:2 found a line without =; allowed: NAME=value/);
    expect(stderr).toMatch(/\.env:3 found something else than a name before =/);
    expect(stderr).toMatch(/\.env:4 found KEY_A with " at its beginning and none at its end/);
    expect(stderr).not.toContain('very-secret');
  });

  test('does not stand in the way of help', () => {
    expect(processIn('broken', ['check', '--help'])).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('the process', () => {
  test('reads stdin, writes stdout, ends with the exit code', () => {
    const input = '{"id":"a","startedAt":"2026-06-01T10:00:00+09:00"}\n{"id":"b"}\n';
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'deadlines'], {
      cwd,
      input,
      encoding: 'utf8',
    });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { id: 'a', flagAt: '2026-06-02T15:00:00.000Z' },
      { id: 'b', error: { code: 'invalid-instant' } },
    ]);
    expect([status, stderr]).toEqual([1, '']);
  });

  test('a reader that goes away is no error', async () => {
    const child = spawn(process.execPath, [MAIN, 'deadlines'], { cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.stdin.on('error', () => {});
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end('{"startedAt":"2026-06-01T10:00:00+09:00"}\n'.repeat(20_000));
    await once(child, 'close');
    expect([child.exitCode, stderr]).toEqual([0, '']);
  });
});
