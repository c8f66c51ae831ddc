import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { appendedTo } from '../../../src/config/edit/yaml-insert.ts';

const ENTRY = { on: '2026-12-29..2027-01-03', name: '年末年始' };
const CLOSED = ['calendar', 'closed'];

/** What changed, line by line: `-` gone, `+` new; line ends are shown. */
function changed(before: string, after: string): string[] {
  const [a, b] = [before.split(/(?<=\n)/), after.split(/(?<=\n)/)];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const show = (mark: string) => (line: string) => `${mark}${line.replace('\r', '␍').replace('\n', '')}`;
  return [...a.slice(head, a.length - tail).map(show('-')), ...b.slice(head, b.length - tail).map(show('+'))];
}

function edited(lines: readonly string[], eol = '\n', path = CLOSED): string[] {
  const before = lines.join(eol) + eol;
  const after = appendedTo(before, path, [ENTRY]);
  if (after === null) throw new Error('refused');
  const value = parse(before) ?? {};
  value.calendar ??= {};
  value.calendar[path[1]!] = [...(value.calendar[path[1]!] ?? []), ENTRY];
  expect(parse(after)).toEqual(value);
  return changed(before, after);
}

const LINE = '{ on: 2026-12-29..2027-01-03, name: 年末年始 }';

describe('an entry is put at the end of its list and no other line is touched', () => {
  test.each<[string, string[], string[]]>([
    [
      'a block list of flow maps, with comments above, beside and below',
      [
        'calendar: # ours',
        '  closed: # both ends included',
        '    # summer',
        '    - { on: 2026-08-12, name: "夏" } # late',
        '    # - { on: 2026-09-01 }',
        '',
        '  # open ones',
        '  open: []',
        'mail: {}   # kept',
      ],
      [`+    - ${LINE}`],
    ],
    [
      'a block list of block maps',
      ['calendar:', '  closed:', '    - on: 2026-08-12', '      name: 夏 # late', 'name: 茶'],
      ['+    - on: 2026-12-29..2027-01-03', '+      name: 年末年始'],
    ],
    [
      'a list whose dashes stand below the key, a comment of the next key behind it',
      ['calendar:', '  closed:', '  - { on: 2026-08-12 }', '  # open ones', '  open: []'],
      [`+  - ${LINE}`],
    ],
    ['four spaces a level', ['calendar:', '    closed:', '        - { on: 2026-08-12 }'], [`+        - ${LINE}`]],
    [
      'an empty list',
      ['calendar:', '  closed: [] # none yet'],
      ['-  closed: [] # none yet', `+  closed: [${LINE}] # none yet`],
    ],
    [
      'an empty list with a space',
      ['calendar: { closed: [ ] }'],
      ['-calendar: { closed: [ ] }', `+calendar: { closed: [${LINE}] }`],
    ],
    [
      'a list on one line',
      ['calendar:', '  closed: [{ on: 2026-08-12 }, { every: 01-01 } ]   # two'],
      [
        '-  closed: [{ on: 2026-08-12 }, { every: 01-01 } ]   # two',
        `+  closed: [{ on: 2026-08-12 }, { every: 01-01 }, ${LINE} ]   # two`,
      ],
    ],
    [
      'a list on one line with a comma at its end',
      ['calendar:', '  closed: [{ on: 2026-08-12 },]'],
      ['-  closed: [{ on: 2026-08-12 },]', `+  closed: [{ on: 2026-08-12 }, ${LINE},]`],
    ],
    [
      'a flow list over several lines',
      [
        'calendar:',
        '  closed: [',
        '    { on: 2026-08-12 }, # summer',
        '    { every: 01-01 } # new year',
        '    # more',
        '  ]',
      ],
      [
        '-    { every: 01-01 } # new year',
        '-    # more',
        '+    { every: 01-01 }, # new year',
        '+    # more',
        `+    ${LINE}`,
      ],
    ],
    [
      'a flow list over several lines with a comma at its end',
      ['calendar:', '  closed: [', '    { on: 2026-08-12 },', '  ]'],
      [`+    ${LINE},`],
    ],
    ['an empty flow list over several lines', ['calendar:', '  closed: [', '    # none', '  ]'], [`+    ${LINE}`]],
    [
      'a calendar without the list',
      ['name: 茶', 'calendar:', '  weeklyClosed: [sun] # Sundays', '  # more to come', 'owner: []'],
      ['+  closed:', `+    - ${LINE}`],
    ],
    [
      'a calendar on one line without the list',
      ['calendar: { weeklyClosed: [sun] } # short'],
      ['-calendar: { weeklyClosed: [sun] } # short', `+calendar: { weeklyClosed: [sun], closed: [${LINE}] } # short`],
    ],
    ['an empty calendar', ['calendar: {}'], ['-calendar: {}', `+calendar: { closed: [${LINE}] }`]],
    [
      'no calendar at all, and no air between sections',
      ['name: 茶', 'owner: [a@b.jp] # who', '# the end'],
      ['+calendar:', '+  closed:', `+    - ${LINE}`],
    ],
    [
      'no calendar in a file with air, indented like the rest of it',
      ['name: 茶', '', 'mail:', '    reminders: none', '    # daily'],
      ['+', '+calendar:', '+    closed:', `+      - ${LINE}`],
    ],
    [
      'no calendar: lists look like the other lists of the file',
      ['owner:', '- a@b.jp'],
      ['+calendar:', '+  closed:', `+  - ${LINE}`],
    ],
    [
      'a file that is one flow map',
      ['{ name: 茶 }'],
      ['-{ name: 茶 }', `+{ name: 茶, calendar: { closed: [${LINE}] } }`],
    ],
    ['a document with marks around it', ['---', 'name: 茶', '...'], ['+calendar:', '+  closed:', `+    - ${LINE}`]],
  ])('%s', (_, before, difference) => {
    expect(edited(before)).toEqual(difference);
  });

  test('CRLF stays CRLF, on every new line', () => {
    const lines = ['calendar:', '  closed:', '    - on: 2026-08-12', '      name: 夏 # late', 'name: 茶'];
    expect(edited(lines, '\r\n')).toEqual(['+    - on: 2026-12-29..2027-01-03␍', '+      name: 年末年始␍']);
    expect(edited(['name: 茶'], '\r\n')).toEqual(['+calendar:␍', '+  closed:␍', `+    - ${LINE}␍`]);
    expect(edited(['calendar:', '  closed: [', '    { on: 2026-08-12 },', '  ]'], '\r\n')).toEqual([`+    ${LINE},␍`]);
  });

  test('a last line without a line break gets no other one', () => {
    const before = 'calendar:\n  closed:\n    - { on: 2026-08-12 }';
    expect(appendedTo(before, CLOSED, [ENTRY])).toBe(`${before}\n    - ${LINE}`);
  });

  test('a literal text as the last value ends where it ends', () => {
    expect(
      edited(['calendar:', '  closed:', '    - on: 2026-08-12', '      name: |-', '        夏', '', 'name: 茶']),
    ).toEqual(['+    - on: 2026-12-29..2027-01-03', '+      name: 年末年始']);
  });

  test('several entries keep their order', () => {
    const after = appendedTo('name: 茶\n', ['calendar', 'open'], [{ on: '2026-10-17', hours: ['10:00-15:00'] }, ENTRY]);
    expect(after).toBe(
      `name: 茶\ncalendar:\n  open:\n    - { on: 2026-10-17, hours: ["10:00-15:00"] }\n    - ${LINE}\n`,
    );
  });

  test.each([['calendar: *c'], ['calendar:\n  closed: &x\n'], ['- a list'], ['calendar: [1]']])(
    '%j has no place for it',
    (text) => {
      expect(appendedTo(text, CLOSED, [ENTRY])).toBeNull();
    },
  );
});

test('whatever a name holds, it is read back as it was, in every style', () => {
  const files = ['calendar:\n  closed: []\n', 'calendar:\n  closed:\n    - on: 2026-08-12\n', 'name: x\n'];
  const name = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom(
      'a: b',
      'x #y',
      '- z',
      '{}',
      '[',
      ']',
      ',',
      "'",
      '"',
      '\\',
      'true',
      'null',
      '~',
      '12',
      '0x1f',
      '*a',
      '&b',
      '!c',
      '年末、年始',
      '%',
      '@',
      '`',
      '? k',
      '...',
      '---',
      ' x ',
    ),
  );
  fc.assert(
    fc.property(name, fc.constantFrom(...files), (text, file) => {
      const after = appendedTo(file, CLOSED, [{ on: '2026-12-29', name: text }]);
      expect(parse(after!).calendar.closed.at(-1)).toEqual({ on: '2026-12-29', name: text });
    }),
    { numRuns: 500 },
  );
});
