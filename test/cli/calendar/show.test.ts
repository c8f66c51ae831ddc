import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { calendar } from '../../../src/cli/calendar/show.ts';
import { columns } from '../../../src/core/time/words.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { testIo } from '../io.ts';

/** Whatever database the machine names: these commands are tried without one. */
beforeAll(() => void vi.stubEnv('DATABASE_URL', ''));
afterAll(() => void vi.unstubAllEnvs());

interface Terminal {
  readonly colour?: boolean;
  readonly columns?: number;
}

async function ask(options: Partial<Parameters<typeof calendar>[1]> = {}, id = 'sample-tea', terminal: Terminal = {}) {
  const io = { ...testIo(), ...terminal };
  const code = await calendar(
    id,
    { config: 'config', data: 'no-such-folder', months: '1', from: '2026-10', ...options },
    io,
  );
  return { code, lines: io.lines(), text: io.written.join('\n'), errors: io.errors };
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

describe('calendar on the terminal', () => {
  test('a month: weeks from Sunday, a mark on every day that is not ordinary, today, and why beside it', async () => {
    const { code, lines } = await ask();
    expect(code).toBe(0);
    expect(lines.slice(0, 12)).toEqual([
      'サンプル茶舗 (sample-tea, Asia/Tokyo)',
      '営業時間: 09:00-12:00, 13:00-18:00',
      '',
      '2026年10月  営業日 22日                休 3-4, 10-11, 18, 24-25, 31',
      ' 日   月   火   水   木   金   土         定休日 [毎週の休み]',
      '                      1    2    3休    休 12(月)  スポーツの日 [祝日]',
      '  4休  5    6    7    8    9   10休    開 17(土)  創業祭 10:00-15:00',
      ' 11休 12休 13   14  >15   16   17開       （本来は 定休日 [毎週の休み]）',
      ' 18休 19   20   21   22   23   24休',
      ' 25休 26   27   28   29   30   31休',
      '',
      '休 定休日・祝日   開 臨時営業   > 今日',
    ]);
  });

  test('two months beside each other in 80 columns, each reason of a day named, neighbours together', async () => {
    const { lines } = await ask({ from: '2026-12', months: '2' });
    expect(lines.slice(3, 18)).toEqual([
      '2026年12月  営業日 20日                2027年1月  営業日 19日',
      ' 日   月   火   水   木   金   土       日   月   火   水   木   金   土',
      '            1    2    3    4    5休                               1店  2店',
      '  6休  7    8    9   10   11   12休      3店  4    5    6    7    8    9休',
      ' 13休 14   15   16   17   18   19休     10休 11休 12   13   14   15   16休',
      ' 20休 21   22   23   24   25   26休     17休 18   19   20   21   22   23休',
      ' 27休 28   29店 30店 31店               24休 25   26   27   28   29   30休',
      '                                        31休',
      '',
      '休 5-6, 12-13, 19-20, 26-27            店 1(金)  年末年始 [毎年の休み]・',
      '   定休日 [毎週の休み]                    元日 [祝日]',
      '店 29(火)-31(木)                       店 2(土)-3(日)',
      '   年末年始 [毎年の休み]                  年末年始 [毎年の休み]・',
      '                                          定休日 [毎週の休み]',
      '                                       休 9-10, 16-17, 23-24, 30-31',
    ]);
  });

  test.each([20, 40, 60, 80, 120, 160])(
    'no line is wider than a terminal of %i columns but the grid itself',
    async (width) => {
      const { lines } = await ask({ months: '12', lang: 'en' }, 'sample-tea', { columns: width });
      expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(Math.max(width, 35));
      const grids = lines.filter((line) => /Su {3}Mo/.test(line)).map((line) => line.match(/Su/g)?.length);
      expect(grids[0]).toBe(Math.max(1, Math.floor((width + 4) / 39)));
    },
  );

  test('weeks from Monday, in English, with letters of its own', async () => {
    const { lines } = await ask({ lang: 'en', monday: true });
    expect(lines[4]).toMatch(/^ Mo {3}Tu {3}We {3}Th {3}Fr {3}Sa {3}Su/);
    expect(lines[5]).toMatch(/^ {17}1 {4}2 {4}3x {3}4x/);
    expect(lines.join('\n')).toContain('o 17(Sat)  創業祭 10:00-15:00');
  });

  test('a week of different hours is told as such', async () => {
    const hours = '{ mon: ["09:00-18:00"], tue: ["09:00-18:00"], wed: ["10:00-12:00"], thu: ["09:00-18:00"] }';
    const shop = `${SHOP}calendar: { weeklyClosed: [fri, sat, sun], hours: ${hours} }\n`;
    const { lines } = await ask({ config: configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': shop }) }, 'a');
    expect(lines[1]).toBe('営業時間: 月火木 09:00-18:00、水 10:00-12:00');
  });

  test('starts with the current month of the shop', async () => {
    expect((await ask({ from: undefined, months: '2' })).text).toMatch(/2026年10月.*2026年11月/);
  });

  test('colours only where they are shown, and the same text under them', async () => {
    const [plain, coloured] = [await ask(), await ask({}, 'sample-tea', { colour: true })];
    expect(plain.text).not.toMatch(ESCAPES);
    expect(coloured.text).toMatch(ESCAPES);
    expect(coloured.text.replaceAll(ESCAPES, '')).toBe(plain.text);
  });

  test.each([
    [{ from: '2026-13' }],
    [{ from: '26-1' }],
    [{ months: '0' }],
    [{ months: '121' }],
    [{ months: 'all' }],
    [{ json: true, ics: true }],
    [{ deadlines: true }],
  ])('%j is wrong usage', async (options) => {
    const { code, errors } = await ask(options);
    expect(code).toBe(2);
    expect(errors.join('\n')).toContain('allowed:');
  });
});

describe('calendar for programs', () => {
  test('--json gives each day with its reasons', async () => {
    const answer = JSON.parse((await ask({ json: true, months: '3' })).text);
    expect(answer.days).toHaveLength(31 + 30 + 31);
    expect(answer.days[16]).toMatchObject({
      date: '2026-10-17',
      weekday: 'sat',
      open: true,
      openBy: '創業祭',
      hours: ['10:00-15:00'],
    });
    expect(answer.days[17]).toMatchObject({
      open: false,
      closedBy: [{ source: 'weekly', name: { ja: '定休日' } }],
      hours: null,
    });
  });
});

test('--ics is the feed of the months asked for, its lines ended with CRLF once written', async () => {
  const { text } = await ask({ ics: true });
  expect(text).toMatch(
    /^BEGIN:VCALENDAR\r\n[\s\S]*UID:sample-tea-20261017-open@inquiry-sla\r\n[\s\S]*END:VCALENDAR\r$/,
  );
  expect(`${text}\n`.split('\r\n').every((line) => !line.includes('\n'))).toBe(true);
});

test('--deadlines without a database is out of reach', async () => {
  await expect(ask({ ics: true, deadlines: true })).rejects.toThrow('there is no database yet');
});
