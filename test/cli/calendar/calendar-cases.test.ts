// Calendars as offices and office programs really export them, each through `calendar sources --read --json`, in its
// thread: the dates that it closes, and what is said of it.

import { copyFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { parseDate } from '../../../src/core/time/civil-date.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { testIo } from '../io.ts';

const CASES = join(import.meta.dirname, '../../ics/cases');
const NOW = Date.parse('2026-11-28T10:00:00+09:00');
const NEW_YEAR = '2026-12-29..2027-01-03';

interface Said {
  readonly code: number;
  readonly closes: string;
  readonly failure?: string;
  readonly unread: readonly { line: number; name: string; message: string }[];
}

async function read(put: (file: string) => void): Promise<Said> {
  const dir = configFolder({
    'service.yaml': SERVICE,
    'shops/tea.yaml': `${SHOP}calendar: { ics: [{ name: 本社, file: office.ics }] }\n`,
  });
  put(join(dir, 'office.ics'));
  const io = { ...testIo(), now: () => NOW };
  const code = await run(['calendar', 'sources', 'tea', '--read', '--json', '--config', dir], io, '1.2.3');
  const { calendars } = JSON.parse(io.written.join('\n'));
  const { closes = [], unread = [], failure } = calendars[0];
  return { code, closes: inRuns(closes), unread, ...(failure && { failure }) };
}

/** `2026-12-02, 2026-12-29..2027-01-03` */
function inRuns(dates: readonly string[]): string {
  const runs: string[][] = [];
  for (const date of dates) {
    const last = runs.at(-1);
    if (last && parseDate(last.at(-1)!)! === parseDate(date)! - 1) last.push(date);
    else runs.push([date]);
  }
  return runs.map((run) => (run.length === 1 ? run[0] : `${run[0]}..${run.at(-1)}`)).join(', ');
}

const RIGHT: Readonly<Record<string, string>> = {
  '01-fold-in-character.ics': NEW_YEAR,
  '02-huge-duration.ics': NEW_YEAR,
  '03-empty-rrule.ics': `2026-12-25, ${NEW_YEAR}`,
  '04-empty-rdate.ics': `2026-11-20, ${NEW_YEAR}`,
  '05-outlook-until-utc.ics': NEW_YEAR,
  '07-outlook-allday-with-zone.ics': NEW_YEAR,
  '20-byday-spaces.ics': NEW_YEAR,
  '22-one-bad-entry.ics': NEW_YEAR,
  '23-moved-occurrence-as-time.ics': '2026-12-02, 2026-12-10, 2026-12-16',
  '25-meetings-daily-since-2010.ics': NEW_YEAR,
};

describe('an office’s calendar closes what it says', () => {
  test.each(readdirSync(CASES))('%s', async (name) => {
    const said = await read((file) => copyFileSync(join(CASES, name), file));
    // 2026-11-20 is past on the day of these tests.
    expect(said.closes).toBe(RIGHT[name]!.replace('2026-11-20, ', ''));
    expect(said.unread.map(({ line }) => line)).toEqual(name === '02-huge-duration.ics' ? [15] : []);
    expect(said.code).toBe(said.unread.length);
  });
});

describe('a calendar answers at once and clearly', () => {
  const entry = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT', ''].join('\r\n');
  const calendar = (...entries: string[]) => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${entries.join('')}END:VCALENDAR\r\n`;
  const CLOSURE = entry('UID:ny', 'DTSTART;VALUE=DATE:20261229', 'DTEND;VALUE=DATE:20270104', 'SUMMARY:年末年始');

  test('with 4,800 entries, most of them meetings with descriptions', async () => {
    const meeting = (n: number) =>
      entry(
        `UID:${n}@example.jp`,
        'DTSTAMP:20261101T000000Z',
        'DTSTART;TZID=Tokyo Standard Time:20261210T100000',
        'DTEND;TZID=Tokyo Standard Time:20261210T110000',
        `RRULE:FREQ=WEEKLY;BYDAY=${n % 2 ? 'TH' : 'T H'}`,
        `SUMMARY:打合せ${n}`,
        `DESCRIPTION:${'資料を確認すること。'.repeat(60)}`,
      );
    const whole = calendar(CLOSURE, ...Array.from({ length: 4_799 }, (_, n) => meeting(n)));
    expect(whole.length).toBeGreaterThan(2 * 1024 * 1024);
    expect(await read((file) => writeFileSync(file, whole))).toEqual({ code: 0, closes: NEW_YEAR, unread: [] });
  });

  test('with 4,800 all-day entries', async () => {
    const duty = (n: number) => entry(`UID:${n}@example.jp`, 'DTSTART;VALUE=DATE:20270105', `SUMMARY:当番${n}`);
    const whole = calendar(CLOSURE, ...Array.from({ length: 4_799 }, (_, n) => duty(n)));
    const said = await read((file) => writeFileSync(file, whole));
    expect(said).toEqual({ code: 0, closes: `${NEW_YEAR}, 2027-01-05`, unread: [] });
  });

  test('when it is a folder instead of a file', async () => {
    const dir = configFolder({ 'service.yaml': SERVICE, 'shops/tea.yaml': SHOP });
    const said = await read((file) => symlinkSync(dir, file));
    expect(said).toMatchObject({ code: 1, failure: 'it is no file; allowed: an .ics file' });
  });

  test('when it is over its limit', async () => {
    const said = await read((file) => writeFileSync(file, Buffer.alloc(20 * 1024 * 1024 + 1)));
    expect(said).toMatchObject({ code: 1, failure: 'it is larger than 20 MiB' });
  });
});

test('an entry that cannot be read is shown with its line, in Japanese', async () => {
  const dir = configFolder({
    'service.yaml': SERVICE,
    'shops/tea.yaml': `${SHOP}calendar: { ics: [{ name: 本社, file: office.ics }] }\n`,
  });
  copyFileSync(join(CASES, '02-huge-duration.ics'), join(dir, 'office.ics'));
  const io = { ...testIo(), now: () => NOW };
  await run(['calendar', 'sources', 'tea', '--read', '--lang', 'ja', '--config', dir], io, '1.2.3');
  expect(io.written.join('\n')).toContain(
    '15行目「x」（2026-10-01）: DURATION「P900000000000000W」を読み取れません。使える値: 日数か週数（例: P3D、P1W）',
  );
});
