import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { type TestIo, testIo } from '../io.ts';

/** Whatever database the machine names: these commands are tried without one. */
beforeAll(() => void vi.stubEnv('DATABASE_URL', ''));
afterAll(() => void vi.unstubAllEnvs());

const NOW = Date.parse('2026-11-20T03:00:00Z');
const NEW_YEAR = ['close', 'tea', '2026-12-29..2027-01-03', '--name', '年末年始'];

function folder(shop: string): string {
  return configFolder({ 'service.yaml': SERVICE, 'shops/tea.yaml': shop, 'shops/close.yaml': SHOP });
}

function fileOf(dir: string): string {
  return readFileSync(join(dir, 'shops', 'tea.yaml'), 'utf8');
}

/** `calendar …` in a folder; a person who answers when `answer` is given. */
async function command(dir: string, argv: readonly string[], answer?: string, more: Partial<TestIo> = {}) {
  const io = {
    ...testIo(...(answer === undefined ? [] : [answer])),
    asks: answer !== undefined,
    now: () => NOW,
    ...more,
  };
  const folders = argv.includes('show') ? ['--config', dir] : ['--config', dir, '--data', join(dir, 'data')];
  const code = await run(['calendar', ...argv, ...folders], io, '1.2.3');
  return { code, lines: io.lines().map((line) => line.replaceAll(`${dir}/`, '')), errors: io.errors.join('\n') };
}

describe('calendar close', () => {
  test('shows the lines, the days, the deadlines that move and what to look at, and writes nothing by itself', async () => {
    const dir = folder(SHOP);
    const { code, lines, errors } = await command(dir, NEW_YEAR);
    expect(code).toBe(1);
    expect(errors).toBe('何も保存していません。保存するには --yes を付けてください。');
    expect(fileOf(dir)).toBe(SHOP);
    expect(lines).toEqual([
      '茶 (tea): close 2026-12-29..2027-01-03 年末年始',
      '',
      '設定ファイルの変更（詳しい方向け）: shops/tea.yaml',
      '    3 + calendar:',
      '    4 +   closed:',
      '    5 +     - { on: 2026-12-29..2027-01-03, name: 年末年始 }',
      '',
      '休みになる日 (3日): 12/29(火)〜12/31(木)',
      '',
      '期限が変わる受信日 (day-end 1d/2d/3d)',
      '  受信       3営業日超過',
      '  12/24(木)  12/29(火) 24:00 → 1/4(月) 24:00',
      '  12/25(金)  12/30(水) 24:00 → 1/5(火) 24:00',
      '  12/26(土)  12/30(水) 24:00 → 1/5(火) 24:00',
      '  12/27(日)  12/30(水) 24:00 → 1/5(火) 24:00',
      '  12/28(月)  12/31(木) 24:00 → 1/6(水) 24:00',
      '  12/29(火)  1/4(月) 24:00 → 1/6(水) 24:00',
      '  12/30(水)  1/5(火) 24:00 → 1/6(水) 24:00',
      '',
      '未返信の問い合わせへの影響: データベースがないため、表示できません',
      '',
      '確認してください',
      '  ! この年だけの休みです。毎年なら --every を付けてください',
      '  ! 12/28(月)だけが休みに挟まれた営業日です。この日も休みですか',
      '  ! 休み明けの2027/1/4(月)は営業日として計算します。この日も休む場合は',
      '    2026-12-29..2027-01-04 としてください',
      '',
    ]);
  });

  test('a wide terminal shows all three steps', async () => {
    const { lines } = await command(folder(SHOP), [...NEW_YEAR, '--dry-run'], undefined, { columns: 120 });
    expect(lines.find((line) => line.includes('12/28(月) '))).toBe(
      '  12/28(月)  12/29(火) 24:00 → 1/4(月) 24:00  12/30(水) 24:00 → 1/5(火) 24:00  12/31(木) 24:00 → 1/6(水) 24:00',
    );
  });

  test('--yes saves, and undo puts the file back to the byte', async () => {
    const dir = folder(`# ours\n${SHOP}`);
    const saved = await command(dir, [...NEW_YEAR, '--yes', '--every', '--lang', 'en']);
    expect(saved.code).toBe(0);
    expect(saved.lines.at(-1)).toBe(
      'Saved; a running service reads it by itself. To take it back: inquiry-sla calendar undo tea',
    );
    expect(fileOf(dir)).toBe(`# ours\n${SHOP}calendar:\n  closed:\n    - { every: 12-29..01-03, name: 年末年始 }\n`);
    const undone = await command(dir, ['undo', 'tea', '--yes']);
    expect([undone.code, fileOf(dir)]).toEqual([0, `# ours\n${SHOP}`]);
    expect(undone.lines[0]).toBe('茶 (tea): undo close every 12-29..01-03 年末年始');
    expect(undone.lines).toContain('    6 -     - { every: 12-29..01-03, name: 年末年始 }');
    const nothing = await command(dir, ['undo', '--yes']);
    expect(nothing.code).toBe(1);
    expect(nothing.errors).toContain('取り消せる変更なし。使える値: 取り消せる変更');
    expect(nothing.errors).toContain('found no edit by command of any shop; allowed: an edit to take back');
  });

  test.each([
    ['y\n', 0],
    ['ｙ\r\n', 0],
    ['はい\n', 0],
    ['\n', 1],
    ['no\n', 1],
    ['', 1],
  ])('a person who answers %j', async (answer, code) => {
    const dir = folder(SHOP);
    const done = await command(dir, NEW_YEAR, answer);
    expect(done.code).toBe(code);
    expect(fileOf(dir) === SHOP).toBe(code === 1);
    if (code === 1) expect(done.errors).toBe('保存しませんでした。');
  });

  test('a file that changes while a person thinks is not written over', async () => {
    const dir = folder(SHOP);
    const path = join(dir, 'shops', 'tea.yaml');
    const thinking = async function* () {
      writeFileSync(path, `${SHOP}language: en\n`);
      yield Buffer.from('y\n');
    };
    const { code, errors } = await command(dir, NEW_YEAR, '', { input: thinking() });
    expect([code, fileOf(dir)]).toEqual([1, `${SHOP}language: en\n`]);
    expect(errors).toContain('読み込んだ後に変更されたファイル は使えません');
  });

  test('--dry-run is a look and no question, exit 0', async () => {
    const dir = folder(SHOP);
    const { code, errors } = await command(dir, [...NEW_YEAR, '--dry-run'], 'y\n');
    expect([code, errors, fileOf(dir)]).toEqual([0, '', SHOP]);
  });

  test('--json has the same for programs', async () => {
    const dir = folder(SHOP);
    const { code, lines } = await command(dir, [...NEW_YEAR, '--json', '--yes']);
    expect(code).toBe(0);
    const answer = JSON.parse(lines.join('\n'));
    expect(answer).toMatchObject({
      shop: 'tea',
      what: 'close 2026-12-29..2027-01-03 年末年始',
      saved: true,
      days: [
        { date: '2026-12-29', change: 'closes' },
        { date: '2026-12-30', change: 'closes' },
        { date: '2026-12-31', change: 'closes' },
      ],
      policy: 'day-end 1d/2d/3d',
      openInquiries: null,
      coming: null,
    });
    expect(answer.hints.map(({ code: hint }: { code: string }) => hint)).toEqual([
      'every-year',
      'lone-day',
      'monday-after',
    ]);
    expect(answer.moved[0]).toMatchObject({
      startedAt: '2026-12-24T03:00:00.000Z',
      before: { breachAt: '2026-12-29T15:00:00.000Z' },
      after: { breachAt: '2027-01-04T15:00:00.000Z' },
    });
  });

  test('warnings that the edit brings are told, those that were there are not', async () => {
    const { lines } = await command(folder(`${SHOP}mail: { sendWindow: "23:00-24:00" }\n`), [
      'close',
      'tea',
      '2026-11-20..2026-12-10',
      '--name',
      '改装',
      '--dry-run',
    ]);
    const text = lines.join('\n');
    expect(text).toContain('今日から14日間、営業日がありません。その間は期限が来ず、お知らせも届きません');
    expect(text).not.toContain('お知らせのメールから期限まで');
  });

  test.each<[string[], number, string]>([
    [['close', 'tee', '2026-12-29'], 2, 'did you mean "tea"?'],
    [['close', 'tea', '2026-02-30'], 2, '2026-02 has 28 days'],
    [['close', 'tea', '2026-12-29', '--lang', 'fr'], 2, 'allowed: ja, en'],
    [['open', 'tea', '2026-12-29', '--every'], 2, "unknown option '--every'"],
    [['undo', 'tee'], 2, 'did you mean "tea"?'],
    [['close', 'tea'], 2, "missing required argument 'range'"],
  ])('%j is wrong usage', async (argv, code, says) => {
    const done = await command(folder(SHOP), argv);
    expect([done.code, done.errors]).toEqual([code, expect.stringContaining(says)]);
  });

  test('a date that is open by name is refused before anything is shown', async () => {
    const dir = folder(`${SHOP}calendar: { open: [{ on: 2026-12-30, name: 福袋 }] }\n`);
    const { code, lines, errors } = await command(dir, [...NEW_YEAR, '--yes']);
    expect([code, lines]).toEqual([1, []]);
    expect(errors).toContain('2026-12-30 open (福袋) and closed in calendar.closed[0] (年末年始)');
  });

  test('a broken file is refused with its fault', async () => {
    const { code, errors } = await command(folder(`${SHOP}calender: {}\n`), [...NEW_YEAR, '--yes']);
    expect([code, errors]).toEqual([1, expect.stringContaining('did you mean "calendar"?')]);
  });
});

describe('calendar open', () => {
  test('opens a Saturday with hours of its own', async () => {
    const dir = folder(SHOP);
    const { code, lines } = await command(dir, [
      'open',
      'tea',
      '2026-12-05',
      '--name',
      '歳末市',
      '--hours',
      '10:00-12:00,13:00-15:00',
      '--yes',
    ]);
    expect(code).toBe(0);
    expect(lines).toContain('営業日になる日 (1日): 12/5(土)');
    expect(fileOf(dir)).toContain('    - { on: 2026-12-05, name: 歳末市, hours: ["10:00-12:00", "13:00-15:00"] }\n');
  });
});

describe('a shop that is called like a command', () => {
  test('is shown by `calendar show`, and edited like any other', async () => {
    const dir = folder(SHOP);
    const shown = await command(dir, ['show', 'close', '--months', '1']);
    expect(shown.lines[0]).toBe('茶 (close, Asia/Tokyo)');
    const edited = await command(dir, ['close', 'close', '2026-12-02', '--name', '棚卸', '--dry-run']);
    expect(edited.lines[0]).toBe('茶 (close): close 2026-12-02 棚卸');
  });
});

test('a folder that cannot be written leaves the file and says so', async () => {
  const dir = folder(SHOP);
  writeFileSync(join(dir, 'data'), '');
  chmodSync(join(dir, 'data'), 0o400);
  const { code, errors } = await command(dir, [...NEW_YEAR, '--yes']);
  expect([code, fileOf(dir)]).toEqual([1, SHOP]);
  expect(errors).toContain('取り消せない変更のため、何も変更していません');
});
