import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../../src/config/values/yaml-file.ts';
import { limitFault } from '../../../src/config/values/yaml-limits.ts';
import { processorMs } from '../../support/clock.ts';

const nested = (open: string, depth: number, close = '') => `a: ${open.repeat(depth)}1${close.repeat(depth)}`;
const stairs = (depth: number) => Array.from({ length: depth }, (_, at) => `${' '.repeat(at)}a:`).join('\n');
const keys = (count: number) => Array.from({ length: count }, (_, at) => `k${at}: 1`).join('\n');
const bomb = (levels: number) =>
  [
    'a0: &a0 [1]',
    ...Array.from({ length: levels }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`),
  ].join('\n');

describe('a file within the limits is read', () => {
  test.each([
    ['40 lists deep', nested('[', 40, ']')],
    ['a thousand closed days', `closed:\n${'  - { on: 2026-08-12, name: "夏季 [休業] {1}" }\n'.repeat(1_000)}`],
    ['brackets in texts', `a: "${'['.repeat(1_000)}"\nb: x${'['.repeat(100)}\nc: |\n  ${'[ - '.repeat(100)}`],
    ['thirty lists, one after the other', 'a: []\nb: {}\n'.replaceAll(/\w/g, (key) => `${key}1`) + keys(30)],
    ['aliases', `a: &a [1]\nb: [${'*a,'.repeat(20)}]`],
    ['joined escapes of one emoji', 'a: "\\ud83d\\ude00"'],
  ])('%s', (_, text) => {
    expect(parseYaml('shop.yaml', text).faults).toEqual([]);
    expect(parseYaml('shop.yaml', text).value).toBeDefined();
  });
});

describe('a file that would cost more is refused at once, with the place', () => {
  test.each([
    ['lists 3,000 deep', nested('[', 3_000, ']'), 'deep'],
    ['maps 3,000 deep', nested('{ a: ', 3_000, '}'), 'deep'],
    ['lists in lists on one line', nested('- ', 3_000), 'deep'],
    ['maps as keys', nested('? ', 3_000), 'deep'],
    ['indented 3,000 deep', stairs(1_400), 'deep'],
    ['a megabyte of open lists', '['.repeat(1_000_000), 'deep'],
    ['a megabyte of empty comments', '#\n'.repeat(500_000), 'words and signs'],
    ['a megabyte of list items', '-\n'.repeat(500_000), 'words and signs'],
    ['a megabyte of tabs', '\t\n'.repeat(500_000), 'words and signs'],
    ['a hundred thousand keys', keys(100_000), 'words and signs'],
    ['twenty thousand aliases', `a: &a 1\nb: [${'*a,'.repeat(20_000)}]`, 'aliases'],
    ['an alias bomb', bomb(10), 'stand for too much'],
    ['an alias of itself', 'a: &a [*a]', 'an alias'],
    ['more bytes than allowed', 'あ'.repeat(400_000), 'bytes'],
  ])('%s', async (_, text, words) => {
    let read: ReturnType<typeof parseYaml> | undefined;
    const took = await processorMs(() => {
      read = parseYaml('shop.yaml', text);
    });
    expect(took).toBeLessThan(2_000);
    const { faults, value } = read!;
    expect(value).toBeUndefined();
    expect(faults).toMatchObject([{ file: 'shop.yaml', line: expect.any(Number), column: expect.any(Number) }]);
    expect(faults[0]!.found).toContain(words);
  });

  test('what is as much as is allowed costs little, and mistakes in it too', () => {
    for (const text of [
      keys(10_000),
      'a: 1\n'.repeat(10_000),
      '@ a: [\n'.repeat(10_000),
      `a: "${'\\0'.repeat(300_000)}"`,
    ]) {
      // In this process's own time: the machine may be busy.
      const before = process.cpuUsage();
      const { faults } = parseYaml('shop.yaml', text);
      expect(faults.length).toBeLessThanOrEqual(50);
      expect(process.cpuUsage(before).user / 1_000).toBeLessThan(3_000);
    }
  });

  test('the place is that of the first too many', () => {
    expect(limitFault(`a: 1\nb: ${'['.repeat(50)}`)).toMatchObject({ offset: 5 + 3 + 40 });
    expect(parseYaml('x', `a: 1\nb: ${'['.repeat(50)}`).faults).toMatchObject([{ line: 2, column: 44 }]);
  });
});
