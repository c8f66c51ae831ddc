import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseEnvFile, readEnvFile } from '../../src/config/env-file.ts';
import { loadEnvFile } from '../../src/config/environment.ts';
import { InvalidConfigError } from '../../src/config/values/faults.ts';
import { configFolder } from './folder.ts';

const valuesOf = (text: string) => {
  const { values, faults } = parseEnvFile('.env', text);
  expect(faults).toEqual([]);
  return Object.fromEntries(values);
};
const faultsOf = (text: string) =>
  parseEnvFile('.env', text).faults.map(({ line, message }) => `${line}: ${message.split(';')[0]}`);

describe('a file of variables', () => {
  test.each([
    ['A=1', { A: '1' }],
    ['  export A = 1  ', { A: '1' }],
    ['# A=1\n\nB=2\r\nC=3', { B: '2', C: '3' }],
    ['A=', { A: '' }],
    ['A=1 # one', { A: '1' }],
    ['A=# nothing', { A: '' }],
    ['A=pass#word', { A: 'pass#word' }],
    ['A=a=b==', { A: 'a=b==' }],
    ['A="1 # one" # a remark', { A: '1 # one' }],
    [`A='$1 \\n "x"'`, { A: '$1 \\n "x"' }],
    ['A="x\\n\\"y\\" \\$z \\\\ \\q"', { A: 'x\n"y" $z \\ \\q' }],
    ['A="-----BEGIN\nabc\n-----END"\nB=2', { A: '-----BEGIN\nabc\n-----END', B: '2' }],
    ['A=鍵', { A: '鍵' }],
  ])('%j', (text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });

  test.each([
    ['A', '1: found a line without ='],
    ['A=1\nnot a line', '2: found a line without ='],
    ['=1', '1: found something else than a name before ='],
    ['1A=1', '1: found something else than a name before ='],
    ['A-B=1', '1: found something else than a name before ='],
    ['A="1', '1: found A with " at its beginning and none at its end'],
    [`A='1\nB=2`, `1: found A with ' at its beginning and none at its end`],
    ['A="1" 2', '1: found more behind the closing " of A'],
    ['A=1\nB=2\nA=3', '3: found A a second time'],
  ])('%j is refused', (text, message) => {
    expect(faultsOf(text)[0]).toContain(message);
  });

  test('a broken line hides no other', () => {
    expect(faultsOf('A="1\nB\nC=1 \nD D=1')).toEqual(
      [
        '1: found A with " at its beginning and none at its end',
        '2: found a line without =',
        '4: found something else than a name before =',
      ].map((text) => expect.stringContaining(text)),
    );
  });

  test('none is no fault; one that is no text, or cannot be read, is', () => {
    expect(readEnvFile(join(configFolder({}), '.env'))).toEqual({ values: new Map(), faults: [] });
    const marked = configFolder({ '.env': '\uFEFFA=1' });
    expect([...readEnvFile(join(marked, '.env')).values]).toEqual([['A', '1']]);
    const shiftJis = configFolder({ '.env': new Uint8Array([0x41, 0x3d, 0x8c, 0xae]) });
    expect(readEnvFile(join(shiftJis, '.env')).faults[0]?.found).toBe('bytes that are no UTF-8 text');
    const utf16 = configFolder({ '.env': Buffer.from('A=1', 'utf16le') });
    expect(readEnvFile(join(utf16, '.env')).faults[0]?.found).toBe('bytes that are no UTF-8 text');
    const folder = configFolder({});
    mkdirSync(join(folder, '.env'));
    expect(readEnvFile(join(folder, '.env')).faults[0]?.found).toBe('a file that cannot be read (EISDIR)');
  });

  test.skipIf(process.getuid?.() === 0)('one that nobody may read is a fault', () => {
    const dir = configFolder({ '.env': 'A=1' });
    chmodSync(join(dir, '.env'), 0);
    expect(readEnvFile(join(dir, '.env')).faults[0]?.found).toContain('EACCES');
  });

  test('what the environment has wins, be it empty', () => {
    const env: Record<string, string | undefined> = { A: 'mine', B: '' };
    loadEnvFile(configFolder({ '.env': 'A=theirs\nB=theirs\nC=theirs' }), env);
    expect(env).toEqual({ A: 'mine', B: '', C: 'theirs' });
  });

  test('with a fault nothing of it is taken', () => {
    const env: Record<string, string | undefined> = {};
    expect(() => loadEnvFile(configFolder({ '.env': 'A=1\nB' }), env)).toThrow(InvalidConfigError);
    expect(env).toEqual({});
  });
});
