// cli: a command that can do without a database must still see one that it may not look at.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { hasDatabase } from '../../../src/cli/io/has-database.ts';

let data: string;

beforeEach(() => {
  vi.stubEnv('DATABASE_URL', undefined);
  data = mkdtempSync(join(tmpdir(), 'inquiry-sla-has-'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(data, { recursive: true });
  });
});

test('none was made', () => {
  expect([hasDatabase(data), hasDatabase(join(data, 'gone'))]).toEqual([false, false]);
});

test('the embedded one was made', () => {
  mkdirSync(join(data, 'postgres'));
  expect(hasDatabase(data)).toBe(true);
});

test('what cannot be looked at may be one', () => {
  writeFileSync(join(data, 'file'), '');
  expect(hasDatabase(join(data, 'file'))).toBe(true);
});
