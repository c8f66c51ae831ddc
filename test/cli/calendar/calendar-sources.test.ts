// `calendar sources` and `calendar accept`: what outside calendars say, and a person's word on what is held.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { extendRms, type OutsideCalendar } from '../../../src/core/calendar/outside-calendar.ts';
import type { RmsClosures } from '../../../src/core/model.ts';
import { parseDate } from '../../../src/core/time/civil-date.ts';
import { storeAnswer } from '../../../src/service/outside-calendars/store-imported-calendar.ts';
import { outsideOfShop, syncOutside } from '../../../src/store/outside-calendars/outside-calendars.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { testService } from '../../support/service.ts';
import { testIo } from '../io.ts';

const database = testDatabase();
const RMS_ACCESS = `rms: { shopId: 1, serviceSecret: "$\{S}", licenseKey: "$\{L}" }\n`;
const RMS_SHOP = `${SHOP}calendar: { rms: true }\n${RMS_ACCESS}`;
const KEY = { shop: 'tea', source: 'rms' };

beforeEach(async () => {
  await emptyTables(database.db);
  vi.stubEnv('DATABASE_URL', database.url);
});
afterEach(() => void vi.unstubAllEnvs());

const folder = (shop: string) => configFolder({ 'service.yaml': SERVICE, 'shops/tea.yaml': shop });

async function command(dir: string, argv: readonly string[], answer?: string) {
  const io = {
    ...testIo(...(answer === undefined ? [] : [answer])),
    asks: answer !== undefined,
    now: () => Date.now(),
  };
  const code = await run(['calendar', ...argv, '--config', dir], io, '1.2.3');
  return { code, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

/** What RMS answered today, as the poller stores it. */
async function rmsAnswers(...answers: Partial<RmsClosures>[]): Promise<void> {
  const now = new Date().toISOString();
  const { service } = await testService({ db: database.db, now });
  await syncOutside(database.db, [{ ...KEY, name: '' }], service.clock.now());
  const today = Math.floor((Date.now() + 9 * 3_600_000) / 86_400_000);
  for (const closures of answers) {
    const whole: RmsClosures = { weekdays: [], nationalHolidays: false, days: [], ...closures };
    const follow = (before: OutsideCalendar | null): OutsideCalendar => ({
      source: 'rms',
      parts: extendRms(before?.source === 'rms' ? before.parts : [], today, whole),
    });
    const answer = { value: whole, follow, remarks: [], nextReadAt: service.clock.now(), today };
    await storeAnswer(service, KEY, answer, service.clock.now());
  }
}

describe('calendar sources', () => {
  test('says when a calendar was read, and where RMS differs from the file', async () => {
    await rmsAnswers({ weekdays: ['sun'] });
    const { code, text } = await command(folder(RMS_SHOP), ['sources', 'tea', '--lang', 'ja']);
    expect(code).toBe(0);
    expect(text).toMatch(/^RMS\n {2}最終取得 \d{4}\//);
    expect(text).toContain('毎週土曜日（定休日）: こちらは休み、RMSは営業');
  });

  test('says that nothing is taken from outside', async () => {
    const { code, text } = await command(folder(SHOP), ['sources', 'tea', '--lang', 'en']);
    expect([code, text]).toEqual([0, 'This file takes no outside calendar (calendar.rms, calendar.ics).']);
  });

  test('--read shows what an imported calendar would close, and everything to look at, without a database', async () => {
    vi.stubEnv('DATABASE_URL', '');
    const dir = folder(`${SHOP}calendar: { ics: [{ name: 本社, file: office.ics }] }\n`);
    const day = (offset: number) =>
      new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
    const entry = (at: string, name: string) => `BEGIN:VEVENT\nUID:${at}\nDTSTART:${at}\nSUMMARY:${name}\nEND:VEVENT\n`;
    const entries = [entry(day(10), '創立記念日'), entry(day(11), '創立記念日'), entry(`${day(20)}T100000`, '会議')];
    writeFileSync(join(dir, 'office.ics'), `BEGIN:VCALENDAR\n${entries.join('')}END:VCALENDAR\n`);
    const { code, text } = await command(dir, ['sources', 'tea', '--read', '--lang', 'ja']);
    expect(code).toBe(0);
    expect(text).toContain('180日以内に休みにする日: ');
    expect(text).toContain('同じ名前の予定が続いています');
    expect(text).toMatch(/会議（.*）: 時刻のある予定のため、休みにしません/);
    const json = JSON.parse((await command(dir, ['sources', 'tea', '--read', '--json'])).text);
    expect(json.calendars[0].closes).toHaveLength(2);
  });

  test('--read names the line of a broken file and ends with 1', async () => {
    const dir = folder(`${SHOP}calendar: { ics: [{ name: 本社, file: office.ics }] }\n`);
    writeFileSync(join(dir, 'office.ics'), 'BEGIN:VCALENDAR\n年末\nEND:VCALENDAR\n');
    const { code, text } = await command(dir, ['sources', 'tea', '--read', '--lang', 'ja']);
    expect(code).toBe(1);
    expect(text).toContain('line 2: found neither a property nor its continuation');
  });
});

describe('calendar accept', () => {
  const WIPED: Partial<RmsClosures>[] = [{ weekdays: ['sat', 'sun'] }, {}];
  const inForce = async () => (await outsideOfShop(database.db, 'tea'))[0];

  test('shows what is held and changes nothing without a yes', async () => {
    await rmsAnswers(...WIPED);
    const { code, text, errors } = await command(folder(RMS_SHOP), ['accept', 'tea', '--lang', 'ja']);
    expect(code).toBe(1);
    expect(text).toContain('RMSの休業日がすべてなくなりました\n営業日になる日: ');
    expect(errors).toContain('--yes');
    expect((await inForce())?.held).not.toBeNull();
  });

  test.each<[string, string[], string | undefined]>([
    ['after a yes', [], 'y\n'],
    ['with --yes', ['--yes'], undefined],
  ])('puts it in force %s', async (_case, options, answer) => {
    await rmsAnswers(...WIPED);
    const { code } = await command(folder(RMS_SHOP), ['accept', 'tea', ...options], answer);
    expect(code).toBe(0);
    expect(await inForce()).toMatchObject({ held: null, inForce: { source: 'rms' } });
    expect((await command(folder(RMS_SHOP), ['accept', 'tea', '--yes', '--lang', 'en'])).text).toBe(
      'Nothing waits for a word.',
    );
  });

  test('answers a program in JSON', async () => {
    await rmsAnswers({ weekdays: ['sun'] }, { weekdays: ['mon', 'tue'], days: [parseDate('2030-01-01')!] });
    const { code, text } = await command(folder(RMS_SHOP), ['accept', 'tea', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(text)).toMatchObject({ shop: 'tea', accepted: false, held: [{ source: 'rms', why: 'many' }] });
  });
});
