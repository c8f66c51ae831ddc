// `apply`: shows first, asks for --yes when much changes, and works through the database alone.

import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { applyConfig } from '../../../src/cli/operations/apply.ts';
import { listRevisions } from '../../../src/cli/operations/revisions.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { createCounting } from '../../../src/service/compiled-calendars.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { configFolder } from '../../config/folder.ts';
import { emptyTables, silentLogger, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
let it: TestService;

const SERVICE = 'ops: [ops@example.jp]\nfrom: sla@example.jp\npublicUrl: https://sla.example.jp\nconfirmAbove: 1\n';
const shopFile = (closed: string) =>
  `name: サンプル茶舗\nowner: [sample-tea@example.jp]\ncalendar: { closed: [${closed}] }\n`;
const CLOSED_TUESDAY = shopFile('{ on: 2026-06-02, name: 棚卸 }');

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: [shopOf('sample-tea')], now: '2026-06-01T12:00:00+09:00' });
});

const rows = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(database.db)).rows;

async function flagged(count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => ({
    ...eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00'),
    inquiry: `q${n + 1}`,
  }));
  await intake(it.service, events, 'api');
  it.clock.set(at('2026-06-03T10:00:00+09:00'));
  await tickWorker(it.service);
}

/** Runs the command on files. */
async function apply(
  options: Parameters<typeof applyConfig>[1] = {},
  files: Record<string, string> = { 'shops/sample-tea.yaml': CLOSED_TUESDAY },
  shop?: string,
) {
  const read = loadConfig(configFolder({ 'service.yaml': SERVICE, ...files }));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const { config } = read;
  const [written, errors]: [string[], string[]] = [[], []];
  const io = { write: (text: string) => void written.push(text), error: (text: string) => void errors.push(text) };
  const counting = createCounting(() => config);
  const parts = { db: database.db, clock: it.clock, config, counting, logger: silentLogger };
  const code = await applyConfig(shop, options, io, parts);
  return { code, text: written.join('\n'), errors: errors.join('\n') };
}

describe('--dry-run', () => {
  test('shows words, days, deadlines and flags in the language of the service, and changes nothing', async () => {
    await flagged(1);
    const { code, text } = await apply({ dryRun: true });
    expect(code).toBe(0);
    expect(text.split('\n')).toEqual(
      [
        'サンプル茶舗 (sample-tea): 変更',
        '  臨時休業を追加: 2026/6/2(火) 棚卸',
        '  休みになる日 (1日): 6/2(火)',
        '  期限が変わる未返信の問い合わせ: 1件',
        '    問い合わせ  段階                変更前        変更後',
        '    q1          一覧に注意表示      6/2(火) 24:00  6/3(水) 24:00',
        '    q1          店舗責任者へのお知らせ  6/3(水) 24:00  6/4(木) 24:00',
        '    q1          期限超過                6/4(木) 24:00  6/5(金) 24:00',
        '  期限到来の取り消し: 1件',
        '    問い合わせ  段階            変更前         変更後         メール',
        '    q1          一覧に注意表示  6/2(火) 24:00  6/3(水) 24:00',
        '',
        '合計: 1店舗、表示・お知らせが増減する問い合わせ 1件',
        '何も変更していません（--dry-run）。',
      ].map((line) => expect.stringMatching(looseSpaces(line))),
    );
    expect(await rows('select 1 from step_withdrawal')).toEqual([]);
  });

  test('--json holds everything, instants in UTC', async () => {
    await flagged(1);
    const answer = JSON.parse((await apply({ dryRun: true, json: true })).text);
    expect(answer).toMatchObject({
      inquiries: 1,
      applied: false,
      shops: [
        {
          shop: 'sample-tea',
          change: 'edited',
          closes: ['2026-06-02'],
          opens: [],
          moved: [
            { inquiry: 'q1', from: { flagAt: '2026-06-02T15:00:00.000Z' }, to: { flagAt: '2026-06-03T15:00:00.000Z' } },
          ],
          withdrawn: [{ inquiry: 'q1', step: 'flag', mailedAt: null }],
          raised: [],
        },
      ],
    });
  });
});

/** Runs of spaces are as wide as the table needs. */
const looseSpaces = (line: string): RegExp =>
  new RegExp(`^${line.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/ {2,}/g, ' +')}$`);

test('puts a small change in force at once and says what became of it', async () => {
  await flagged(1);
  const { code, text } = await apply();
  expect(code).toBe(0);
  expect(text).toContain('適用しました。再計算 1件、新たに期限到来 0件、取り消し 1件。');
  const [stored] = await rows(`select cause, who from config_revision where shop = 'sample-tea' order by number desc`);
  expect(stored).toMatchObject({ cause: 'apply', who: expect.stringMatching(/./) });
});

test('a change of more than confirmAbove needs --yes', async () => {
  await flagged(2);
  const refused = await apply();
  expect(refused.code).toBe(1);
  expect(refused.errors).toContain('--yes');
  expect(await rows('select 1 from step_withdrawal')).toEqual([]);
  expect((await apply({ yes: true })).code).toBe(0);
  expect(await rows('select 1 from step_withdrawal')).toHaveLength(2);
});

test('of one shop leaves the others as they are in force', async () => {
  const files = { 'shops/sample-tea.yaml': CLOSED_TUESDAY, 'shops/second.yaml': shopFile('') };
  expect((await apply({ yes: true }, files, 'second')).code).toBe(0);
  const stored = await rows(`select shop from config_revision where cause = 'apply'`);
  expect(stored).toEqual([{ shop: 'second' }]);
});

test('of what is in force says so', async () => {
  await apply({ yes: true });
  expect(await apply()).toMatchObject({ code: 0, text: '変更はありません。有効な設定と同じです。' });
});

test('an unknown shop is wrong usage', async () => {
  expect(await apply({}, undefined, 'smaple-tea')).toMatchObject({
    code: 2,
    errors: expect.stringContaining('unknown shop "smaple-tea"; allowed: sample-tea'),
  });
});

describe('revisions', () => {
  const list = async (shop: string, json = false) => {
    const lines: string[] = [];
    const io = { write: (text: string) => void lines.push(text), error: (text: string) => void lines.push(text) };
    const about = { language: 'ja', timeZone: 'Asia/Tokyo', json, limit: 10 } as const;
    return { code: await listRevisions(database.db, shop, about, io), lines };
  };

  test('are listed with when, by what and whom, and what changed, the newest first', async () => {
    await apply({ yes: true });
    const { code, lines } = await list('sample-tea');
    expect(code).toBe(0);
    expect(lines).toEqual([
      expect.stringMatching(/^#\d+ {2}2026\/6\/1\(月\) 12:00 {2}apply コマンド, \S+ {2}[0-9a-f]{12}$/),
      '  臨時休業を追加: 2026/6/2(火) 棚卸',
      expect.stringMatching(/^#\d+ {2}2026\/6\/1\(月\) 12:00 {2}起動時 {2}[0-9a-f]{12}$/),
      '  店舗を登録しました',
    ]);
    expect(JSON.parse((await list('sample-tea', true)).lines[0]!)).toHaveLength(2);
  });

  test('of an unknown shop are wrong usage', async () => {
    expect(await list('nobody')).toMatchObject({ code: 2, lines: [expect.stringContaining('sample-tea')] });
  });
});
