// What SECURITY.md says is shown: each test that it names is there, and licences and components are listed by script.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const SECURITY = readFileSync(new URL('.github/SECURITY.md', ROOT), 'utf8');
const POINTS = SECURITY.split('\n').filter((line) => /^\| V\d/.test(line));

describe('SECURITY.md', () => {
  test('names only tests that there are', () => {
    const named = [...SECURITY.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file!);
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((file) => !existsSync(new URL(file, ROOT)))).toEqual([]);
  });

  test('says of each point where it is shown, or why it is not', () => {
    const bare = POINTS.filter((line) => !/\| (`test\/|open: |not here: |none: )[^|]+ \|$/.test(line));
    expect(bare).toEqual([]);
    expect(POINTS.length).toBeGreaterThan(40);
  });
});

describe('what is shipped', () => {
  test('has licences that somebody looked at', () => {
    const listed = execFileSync(process.execPath, ['src/licences.mjs'], { cwd: ROOT, encoding: 'utf8' });
    expect(listed).toMatch(/^ *\d+ {2}MIT$/m);
  });

  test('is listed by `npm run sbom`, from the lock file alone', () => {
    const { scripts, name } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));
    const [command, ...args] = scripts.sbom.split(' ');
    const bom = JSON.parse(execFileSync(command, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 }));
    expect([bom.bomFormat, bom.metadata.component['bom-ref'].split('@')[0]]).toEqual(['CycloneDX', name]);
    const components = bom.components.map((one: { name: string }) => one.name);
    expect(components).toEqual(expect.arrayContaining(['pg', 'bullmq', 'nodemailer']));
    expect(components).not.toContain('vitest');
  });
});
