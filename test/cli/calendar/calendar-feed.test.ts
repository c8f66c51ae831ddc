// `calendar feed`: the secret address of a shop's feeds, made, shown once, revoked.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { shopOfFeed } from '../../../src/service/calendar/make-feed-address.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { testService } from '../../support/service.ts';
import { testIo } from '../io.ts';

const database = testDatabase();
let config: string;

beforeEach(async () => {
  await emptyTables(database.db);
  vi.stubEnv('DATABASE_URL', database.url);
  config = configFolder({ 'service.yaml': SERVICE, 'shops/sample-tea.yaml': SHOP });
});
afterEach(() => void vi.unstubAllEnvs());

async function feed(...argv: string[]) {
  const io = testIo();
  const code = await run(['calendar', 'feed', ...argv, '--config', config], io, '1.2.3');
  return { code, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

describe('calendar feed', () => {
  test('--make writes the addresses alone; a second one ends the first, --revoke ends all', async () => {
    const { service } = await testService({ db: database.db, now: '2026-06-01T12:00:00+09:00' });
    const secretOf = (text: string) => /\/feeds\/([\w-]+)\//.exec(text)![1]!;
    const first = await feed('sample-tea', '--make');
    expect([first.code, first.errors]).toEqual([0, expect.stringContaining('表示は今回だけです')]);
    expect(first.text.split('\n')).toEqual([
      expect.stringMatching(/^https:\/\/sla\.example\.jp\/feeds\/[\w-]{43}\/calendar\.ics$/),
      expect.stringMatching(/^https:\/\/sla\.example\.jp\/feeds\/[\w-]{43}\/deadlines\.ics$/),
    ]);
    expect(await shopOfFeed(service, secretOf(first.text))).toBe('sample-tea');
    const second = await feed('sample-tea', '--make');
    expect(await shopOfFeed(service, secretOf(first.text))).toBeNull();
    expect(await shopOfFeed(service, secretOf(second.text))).toBe('sample-tea');
    const shown = await feed('sample-tea');
    expect([shown.code, shown.text]).toEqual([0, expect.stringMatching(/^made .+ by .+, last used /)]);
    expect(shown.text).not.toContain(secretOf(second.text));
    expect(await feed('sample-tea', '--revoke')).toMatchObject({ code: 0, errors: expect.stringContaining('revoked') });
    expect(await shopOfFeed(service, secretOf(second.text))).toBeNull();
  });

  test.each<[argv: string[], code: number, says: string]>([
    [['sample-tea'], 1, '--make makes one'],
    [['sample-tea', '--revoke'], 1, 'there is no address'],
    [['sample-tea', '--make', '--revoke'], 2, 'allowed: one of them'],
    [['sample-te', '--make'], 2, 'did you mean "sample-tea"?'],
  ])('%j is answered with %i', async (argv, code, says) => {
    expect(await feed(...argv)).toMatchObject({ code, text: '', errors: expect.stringContaining(says) });
  });

  test('a database that does not answer is out of reach', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://127.0.0.1:1/none');
    await expect(feed('sample-tea')).rejects.toMatchObject({ name: 'UnreachableError' });
  });
});
