// What a planted bug changes still stands in the sources: a bug that is not there any more finds nothing.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packagePath } from '../../../src/package.ts';
import { BUGS } from './bugs.ts';
import { changed } from './build.ts';

test.each(BUGS)('$name can be planted', (bug) => {
  for (const file of new Set(bug.changes.map((change) => change.file))) {
    const text = readFileSync(packagePath(file), 'utf8');
    expect(changed(text, file, bug)).not.toBe(text);
  }
});

test('a change that does not stand once in its file is refused', () => {
  const bug = { ...BUGS[0]!, changes: [{ file: 'src/a.ts', from: 'x', to: 'y' }] };
  expect(() => changed('no such letter', 'src/a.ts', bug)).toThrow('does not stand once');
  expect(() => changed('x and x', 'src/a.ts', bug)).toThrow('does not stand once');
});
