// `mute` from the command line against a real database: what it says, what it keeps, and what it refuses.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { emptyTables, freshDatabase, testDatabase } from '../../support/database.ts';
import { eventOf, testService } from '../../support/service.ts';
import { testIo } from '../io.ts';

const database = testDatabase();
const SAYS = ['--why', 'メーカーに確認中', '--by', '山田'];
let config: string;

beforeEach(async () => {
  await emptyTables(database.db);
  vi.stubEnv('DATABASE_URL', database.url);
  config = configFolder({ 'service.yaml': SERVICE, 'shops/sample-tea.yaml': SHOP });
  const { service } = await testService({ db: database.db, now: '2026-06-01T12:00:00+09:00' });
  await intake(service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'test');
});
afterEach(() => void vi.unstubAllEnvs());

async function command(...argv: string[]) {
  const io = testIo();
  const code = await run(['mute', ...argv, '--config', config], io, '1.2.3');
  return { code, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

describe('mute', () => {
  test('an inquiry, then list and lift it', async () => {
    const made = await command('sample-tea/q1', '--until', '3d', ...SAYS, '--in-hand');
    expect(made).toMatchObject({
      code: 0,
      text: expect.stringContaining('対応中にしました ／ in hand: sample-tea/q1'),
    });
    expect(made.text).toContain('inquiry-sla mute lift 1 --by …');
    const { text } = await command('list');
    expect(text.split('\n')).toHaveLength(2);
    for (const word of ['1 ', 'sample-tea/q1', 'メーカーに確認中', '山田', '対応中']) expect(text).toContain(word);
    expect(await command('lift', '1', '--by', '佐藤')).toMatchObject({
      code: 0,
      text: expect.stringContaining('sample-tea/q1'),
    });
    expect(await command('list')).toMatchObject({ code: 0, text: expect.stringContaining('Nothing is muted') });
    expect((await command('list', '--all')).text).toContain('解除 lifted (佐藤)');
  });

  test('a whole shop, answered as JSON', async () => {
    const { code, text } = await command('sample-tea', '--until', '4h', ...SAYS, '--json');
    expect(code).toBe(0);
    const [mute] = JSON.parse(text).mutes;
    expect(mute).toMatchObject({ kind: 'mute', shop: 'sample-tea', inquiry: null, by: '山田', liftedAt: null });
    expect(Date.parse(mute.until) - Date.parse(mute.madeAt)).toBe(4 * 3_600_000);
    expect(JSON.parse((await command('list', '--json')).text)).toEqual({ mutes: [mute] });
  });

  test.each<[argv: string[], code: number, says: string]>([
    [['sample-tea', ...SAYS], 2, '--until: found nothing; allowed: a date'],
    [['sample-tea', '--until', 'forever', ...SAYS], 2, '--until: found "forever"'],
    [['sample-tea', '--until', '91d', ...SAYS], 2, 'at most 90 days'],
    [['sample-tea', '--until', '3d', '--by', '山田'], 2, '--why: found nothing'],
    [['sample-tea', '--until', '3d', '--why', '確認中'], 2, '--by: found nothing'],
    [['sample-tee', '--until', '3d', ...SAYS], 1, 'unknown shop "sample-tee"'],
    [['sample-tea/q9', '--until', '3d', ...SAYS], 1, 'no inquiry "q9"'],
    [['lift', '7', '--by', '山田'], 1, 'no mute 7 stands'],
    [['lift', 'seven', '--by', '山田'], 2, 'allowed: a number of mute list'],
    [['lift', '7'], 2, '--by: found nothing'],
    [[], 2, 'missing required argument'],
  ])('%j is refused', async (argv, code, says) => {
    const answer = await command(...argv);
    expect([answer.code, answer.errors]).toEqual([code, expect.stringContaining(says)]);
  });

  test('works on a database that no service has opened yet', async () => {
    const empty = await freshDatabase({ migrated: false });
    vi.stubEnv('DATABASE_URL', empty.url);
    expect(await command('list')).toMatchObject({ code: 0, text: expect.stringContaining('Nothing is muted') });
    expect((await command('sample-tea', '--until', '3d', ...SAYS)).code).toBe(0);
    await empty.drop();
  });
});
