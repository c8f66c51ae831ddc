// `mail preview --kind`: the lists as they would be now, samples without a database, and what is refused.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { DAY_MS } from '../../../src/core/time/civil-date.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { testDatabase } from '../../support/database.ts';
import { shopOf, testService } from '../../support/service.ts';
import { testIo } from '../io.ts';

afterEach(() => void vi.unstubAllEnvs());

const FILE = `${SHOP}contacts: { staff: { mail: [staff@example.jp] } }
morning: { tell: [staff] }
weekly: mon
group: tokyo-team
`;

async function preview(shop: string, ...options: string[]) {
  const data = mkdtempSync(join(tmpdir(), 'inquiry-sla-preview-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const files = { 'service.yaml': SERVICE, 'shops/sample-tea.yaml': FILE, 'shops/quiet.yaml': SHOP };
  const argv = ['mail', 'preview', shop, ...options, '--config', configFolder(files), '--data', data];
  const io = testIo();
  const code = await run(argv, io, '1.2.3');
  return { code, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

describe('without a database', () => {
  test.each([
    ['morning', /^件名 Subject: 【本日中1件・期限超過1件】.*の一覧／茶\n宛先 To: staff@example\.jp\n/],
    ['weekly', /^件名 Subject: 【期限遅れ1件】.*のまとめ／茶\n宛先 To: owner@example\.jp\n/],
    ['owner', /^件名 Subject: 【.*茶\n宛先 To: owner@example\.jp\n/],
  ])('%s is a sample', async (kind, words) => {
    const { code, text, errors } = await preview('sample-tea', '--kind', kind);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(words) });
    expect(errors).toContain('見本です');
  });

  test('the weekly sample names the days on which the shop is closed', async () => {
    const { text } = await preview('sample-tea', '--kind', 'weekly');
    expect(text).toMatch(/■ 今後2週間の休業日\n\n・.* 定休日/);
  });

  test('a list that nobody gets yet is shown as for the owner, as HTML too', async () => {
    const { code, text } = await preview('quiet', '--kind', 'morning', '--html');
    expect(code).toBe(0);
    expect(text).toContain('店舗運営責任者 様');
    expect(text).toMatch(/^<!DOCTYPE html>/);
  });

  test('a group has no sample', async () => {
    expect(await preview('quiet', '--kind', 'group')).toMatchObject({ code: 1, text: '' });
  });

  test('another kind is refused by name', async () => {
    const { code, errors } = await preview('sample-tea', '--kind', 'mornings');
    expect([code, errors]).toEqual([2, '--kind: found "mornings"; allowed: owner, morning, weekly, group']);
  });
});

describe('of a database', () => {
  const database = testDatabase();

  test('each kind is made of what is known now', async () => {
    // The command reads the real clock.
    const now = Date.now();
    const { service } = await testService({
      db: database.db,
      shops: [shopOf('sample-tea')],
      now: new Date(now).toISOString(),
    });
    const event = { type: 'customer_message', id: 'm0', at: now - 20 * DAY_MS } as const;
    await intake(service, [{ shop: 'sample-tea', inquiry: 'q-0known', channel: 'r-messe', event }], 'api');
    vi.stubEnv('DATABASE_URL', database.url);
    for (const kind of ['morning', 'weekly', 'group']) {
      const { code, text, errors } = await preview('sample-tea', '--kind', kind);
      expect([kind, code, errors]).toEqual([kind, 0, expect.stringContaining('いまの内容で作りました。')]);
      expect(text).toMatch({ morning: /q-0known/, weekly: /現在の未返信: 1件/, group: /1\) 茶/ }[kind]!);
    }
    expect(await preview('quiet', '--kind', 'morning')).toMatchObject({
      code: 0,
      errors: expect.stringContaining('見本です'),
    });
  });
});
