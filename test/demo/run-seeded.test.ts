// `demo --seed`: shops to click through, filled once; what is not its own folder stays as it is.

import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { NoSeedFolderError, runSeeded } from '../../src/demo/seed/run-seeded.ts';
import { eventually } from '../support/eventually.ts';
import { makeRunFolder, removeRunFolder } from '../support/run/run-folder.ts';

const SLOW_MS = 300_000;
const home = makeRunFolder();
afterAll(() => removeRunFolder(home));

/** Runs until it said where the board is, asks it for `path`, and stops it. */
async function askSeeded(folder: string, path: string): Promise<string> {
  const stop = new AbortController();
  let answer = null as Promise<string> | null;
  // A page says honestly that a database busy with the seed does not answer in time.
  const ask = (url: string) =>
    eventually(async () => {
      const got = await fetch(`${url}${path}`);
      const text = await got.text();
      if (!got.ok) throw new Error(`${got.status}: ${text}`);
      return text;
    });
  const write = async (lines: string) => {
    answer = ask(/http:\S+/.exec(lines)![0]);
    await answer;
    stop.abort(new Error('asked'));
  };
  await runSeeded({ folder, port: 0, write, signal: stop.signal });
  return (await answer)!;
}

test(
  'the board shows the eight shops; started again it is not filled again',
  async () => {
    const folder = join(home, 'seeded');
    expect(await askSeeded(folder, '/')).toContain('全店舗');
    const full = readFileSync(join(folder, 'seed.json'), 'utf8');
    const { shops } = JSON.parse(await askSeeded(folder, '/v1/shops')) as { shops: number };
    expect(shops).toBe(8);
    const { items } = JSON.parse(await askSeeded(folder, '/v1/mails?shop=sample-tea&limit=200')) as {
      items: { kind: string; state: string }[];
    };
    const kinds = items.filter(({ state }) => state === 'sent' || state === 'filed').map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['owner', 'contact', 'morning', 'weekly', 'goal']));
    expect(readFileSync(join(folder, 'seed.json'), 'utf8')).toBe(full);
  },
  SLOW_MS,
);

test('a folder that holds something else is refused and left alone', async () => {
  const folder = mkdtempSync(join(home, 'theirs-'));
  writeFileSync(join(folder, 'service.yaml'), 'ops: []\n');
  const before = statSync(folder).mode;
  await expect(askSeeded(folder, '/')).rejects.toThrow(NoSeedFolderError);
  expect(statSync(folder).mode).toBe(before);
  expect(existsSync(join(folder, 'seed.json'))).toBe(false);
});
