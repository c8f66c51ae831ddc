// One file for each kind of mistake: mistakes/<kind>.yaml.txt begins with the lines that `check` must say about it.
// Trap: not named .yaml, since some of them are none and the formatter would stumble.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { formatFault } from '../../src/config/values/faults.ts';
import { configFolder, SERVICE } from './folder.ts';

const MISTAKES = join(import.meta.dirname, 'mistakes');
const EXPECT = '# expect ';

describe('a shop file with a mistake is refused with line, column, key, found and allowed', () => {
  test.each(readdirSync(MISTAKES))('%s', (name) => {
    const text = readFileSync(join(MISTAKES, name), 'utf8');
    const expected = text.split('\n').filter((line) => line.startsWith(EXPECT));
    const said = faultsOf(text);
    expect(expected.length).toBeGreaterThan(0);
    expect(said).toEqual(expected.map((line) => `shops/shop.yaml:${line.slice(EXPECT.length)}`));
  });

  test('no message repeats a literal secret', () => {
    const secrets = readdirSync(MISTAKES).filter((name) => name.startsWith('literal-secret'));
    expect(secrets.length).toBeGreaterThan(2);
    for (const name of secrets) {
      const said = faultsOf(readFileSync(join(MISTAKES, name), 'utf8')).join('\n');
      expect(said).not.toContain('secret"');
      expect(said).not.toContain('veryverysecret');
    }
  });
});

function faultsOf(shop: string): string[] {
  const dir = configFolder({ 'service.yaml': SERVICE, 'shops/shop.yaml': shop });
  const read = loadConfig(dir);
  return 'faults' in read ? read.faults.map((fault) => formatFault(fault).replace(`${dir}/`, '')) : [];
}
