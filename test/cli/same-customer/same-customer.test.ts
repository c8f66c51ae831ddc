// `same-customer` from the command line against a real database: what it changes, what it says, what it refuses.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { testIo } from '../io.ts';

const database = testDatabase();
let config: string;

beforeEach(async () => {
  await emptyTables(database.db);
  vi.stubEnv('DATABASE_URL', database.url);
  config = configFolder({ 'service.yaml': SERVICE, 'shops/sample-tea.yaml': `${SHOP}\nsameCustomer: on\n` });
});
afterEach(() => void vi.unstubAllEnvs());

async function command(...argv: string[]) {
  const io = testIo();
  const code = await run(['same-customer', ...argv, '--config', config], io, '1.2.3');
  return { code, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

const keys = () => database.db.selectFrom('customer_key').select(['shop', 'key']).execute();

test('rotate makes another key, drop leaves none', async () => {
  expect((await command('rotate', 'sample-tea')).code).toBe(0);
  const [first] = await keys();
  expect(first!.key).toHaveLength(32);
  expect(await command('rotate', 'sample-tea', '--json')).toMatchObject({
    text: '{"shop":"sample-tea","forgotten":0}',
  });
  const [second] = await keys();
  expect(second!.key!.equals(first!.key!)).toBe(false);
  expect((await command('drop', 'sample-tea')).text).toContain('鍵を削除しました（0件の紐付けを消去）');
  expect(await keys()).toEqual([{ shop: 'sample-tea', key: null }]);
});

test('a key is never shown', async () => {
  const { text, errors } = await command('rotate', 'sample-tea', '--json');
  const { key } = (await keys())[0]!;
  for (const form of ['hex', 'base64', 'base64url'] as const) expect(text + errors).not.toContain(key!.toString(form));
});

test('rotate says that the shop does not want it', async () => {
  config = configFolder({ 'service.yaml': SERVICE, 'shops/sample-tea.yaml': SHOP });
  expect((await command('rotate', 'sample-tea')).errors).toContain('sameCustomer is off in its file');
});

test('of a shop whose file is gone the key can still be dropped, and no other made', async () => {
  expect((await command('drop', 'gone')).code).toBe(0);
  expect(await command('rotate', 'gone')).toMatchObject({ code: 2 });
  expect(await command('drop', 'Not a shop')).toMatchObject({ code: 2 });
});
