// `{ url: $\{NAME} }` is read as people mean it; every place of the file stays where it is, for faults and for edits.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendedTo } from '../../../src/config/edit/yaml-insert.ts';
import { withoutItem } from '../../../src/config/edit/yaml-remove.ts';
import { parseYaml } from '../../../src/config/values/yaml-file.ts';

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/);

/** `<NAME>` as a variable is written. */
const withNames = (text: string): string => text.replace(/<(\w+)>/g, '$${$1}');

describe('a variable inside braces', () => {
  test.each<[text: string, value: unknown]>([
    ['a: { b: <NAME> }', { a: { b: '<NAME>' } }],
    ['a: {b: <NAME>}', { a: { b: '<NAME>' } }],
    ['a: { b: <ONE>, c: <TWO> }\nd: 1', { a: { b: '<ONE>', c: '<TWO>' }, d: 1 }],
    ['a: [<ONE>, "<TWO>"]', { a: ['<ONE>', '<TWO>'] }],
    ['a:\n  b: <NAME>\nc: { d: <NAME> }', { a: { b: '<NAME>' }, c: { d: '<NAME>' } }],
    ['a: |\n  x: <NAME>, y\nb: { c: <NAME> }', { a: 'x: <NAME>, y\n', b: { c: '<NAME>' } }],
    ['a: { b: "$NAME" } # <NAME>, }\nc: { d: <NAME> }', { a: { b: '$NAME' }, c: { d: '<NAME>' } }],
  ])('%j', (text, value) => {
    const read = parseYaml('x', withNames(text));
    expect(read.faults).toEqual([]);
    expect(read.value).toEqual(JSON.parse(withNames(JSON.stringify(value))));
  });

  test('reads as it does between quotation marks, whatever the names', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), (names) => {
        const write = (mark: string) =>
          names
            .map((one, i) => `k${i}: { a: 1, b: ${mark}$\{${one}}${mark}, c: [${mark}$\{${one}}${mark}] }`)
            .join('\n');
        const bare = parseYaml('x', write(''));
        expect(bare.faults).toEqual([]);
        expect(bare.value).toEqual(parseYaml('x', write('"')).value);
      }),
    );
  });

  test('moves no place', () => {
    const { locate } = parseYaml('x', withNames('a: { b: <NAME>, c: 1 }\nd: 2'));
    const at = (path: string[]) => locate({ path, anchor: 'value' } as unknown as Parameters<typeof locate>[0]);
    expect(at(['a', 'b'])).toMatchObject({ line: 1, column: 9 });
    expect(at(['a', 'c'])).toMatchObject({ line: 1, column: 21 });
    expect(at(['d'])).toMatchObject({ line: 2, column: 4 });
  });

  test('is what it was after an edit elsewhere in the file', () => {
    const text = withNames('calendar:\n  closed:\n    - { on: 2026-08-12 }\nchats: { a: { url: <NAME> } } # <NAME>\n');
    const longer = appendedTo(text, ['calendar', 'closed'], [{ on: '2026-08-13' }]);
    expect(longer).toContain(withNames('chats: { a: { url: <NAME> } } # <NAME>\n'));
    expect(withoutItem(longer!, ['calendar', 'closed'], 1)).toBe(text);
  });

  test.each(['a: { b: <NAME> ', 'a: { b: <1> }', 'a: { b: x<NAME> }'])('%j stays a mistake', (text) => {
    expect(parseYaml('x', withNames(text)).faults).not.toEqual([]);
  });
});
