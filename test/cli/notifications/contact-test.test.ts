// `contact test` tries every way to a contact, and says which contact there is where none of that name is.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { freshDatabase } from '../../support/database.ts';
import { testIo } from '../io.ts';

afterEach(() => void vi.unstubAllEnvs());

async function tell(shop: string, name: string, file = '') {
  vi.stubEnv('SMTP_URL', '');
  const data = mkdtempSync(join(tmpdir(), 'inquiry-sla-contact-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const config = configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': `${SHOP}${file}` });
  const io = testIo();
  const code = await run(['contact', 'test', shop, name, '--config', config, '--data', data], io, '1.2.3');
  return { code, data, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

const FILE = [
  'contacts: { staff: { mail: [staff@example.jp, night@example.jp] } }',
  'people: { 山田: { mail: yamada@example.jp } }',
  '',
].join('\n');

describe('contact test', () => {
  test('sends a test mail to every address', async () => {
    const { code, text, data } = await tell('a', 'staff', FILE);
    expect(code).toBe(0);
    expect(text).toContain('mail staff@example.jp:');
    expect(text).toContain('mail night@example.jp:');
    expect(readdirSync(join(data, 'mail'))).toHaveLength(2);
  });

  test('is written down where there is a database, as the test by the page is', async () => {
    const { db, url, drop } = await freshDatabase();
    onTestFinished(drop);
    vi.stubEnv('DATABASE_URL', url);
    await tell('a', 'staff', FILE);
    const done = await db.selectFrom('audit_entry').select(['who', 'what', 'shop', 'about']).execute();
    expect(done).toEqual([{ who: userInfo().username, what: 'contact_tested', shop: 'a', about: { name: 'staff' } }]);
  });

  test('takes a person as well', async () => {
    expect((await tell('a', '山田', FILE)).text).toContain('mail yamada@example.jp:');
  });

  test.each([
    ['a', 'stuff', FILE, 'found "stuff", which is no contact of a; allowed: owner, staff, 山田'],
    ['a', 'staff', '', 'allowed: owner'],
    ['b', 'staff', FILE, 'found the unknown shop "b"; allowed: a'],
  ])('%s %s is not there', async (shop, name, file, words) => {
    const { code, errors } = await tell(shop, name, file);
    expect([code, errors]).toEqual([2, expect.stringContaining(words)]);
  });
});
