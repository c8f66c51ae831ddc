import ICAL from 'ical.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../../../src/cli/program.ts';
import { parseDate } from '../../../src/core/time/civil-date.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { putInForce, syncOutside } from '../../../src/store/outside-calendars/outside-calendars.ts';
import { recordRead } from '../../../src/store/outside-calendars/outside-reads.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, testService } from '../../support/service.ts';
import { testIo } from '../io.ts';

const NOW = '2026-11-20T12:00:00+09:00';
const database = testDatabase();

beforeEach(async () => {
  await emptyTables(database.db);
  vi.stubEnv('DATABASE_URL', database.url);
});
afterEach(() => void vi.unstubAllEnvs());

const RMS_ACCESS = `rms: { shopId: 1, serviceSecret: "$\{S}", licenseKey: "$\{L}" }\n`;
const RMS_SHOP = `${SHOP}calendar: { rms: true }\n${RMS_ACCESS}`;

function folder(shop: string): string {
  return configFolder({ 'service.yaml': SERVICE, 'shops/sample-tea.yaml': shop });
}

async function command(argv: readonly string[]) {
  const io = { ...testIo(), now: () => at(NOW) };
  const code = await run(argv, io, '1.2.3');
  return { code, text: io.written.join('\n'), errors: io.errors.join('\n') };
}

/** RMS closes a Wednesday, as the service read it this morning. */
async function rmsCloses(date: string): Promise<void> {
  const key = { shop: 'sample-tea', source: 'rms' };
  const now = at(NOW);
  await syncOutside(database.db, [{ ...key, name: '' }], now);
  const closures = { weekdays: [], nationalHolidays: false, days: [parseDate(date)!] };
  await database.db.transaction().execute(async (trx) => {
    await putInForce(trx, key, { source: 'rms', parts: [{ from: parseDate('2026-11-20')!, closures }] }, now);
    await recordRead(trx, key, { hash: 'x', remarks: null, nextReadAt: now }, now);
  });
}

describe('open deadlines as a feed', () => {
  test('every open inquiry of the shop, read by another reader of calendars', async () => {
    const { service } = await testService({ db: database.db, now: NOW });
    await intake(
      service,
      [
        eventOf('customer_message', 'm1', '2026-11-20T10:12:00+09:00', {
          inquiry: '373343-20261120-00000001o',
          category: '配送',
        }),
        eventOf('customer_message', 'm2', '2026-11-20T10:13:00+09:00', { inquiry: '373343-20261120-00000002o' }),
        eventOf('shop_reply', 'r2', '2026-11-20T11:00:00+09:00', { inquiry: '373343-20261120-00000002o' }),
      ],
      'test',
    );
    const { code, text } = await command(['calendar', 'sample-tea', '--ics', '--deadlines', '--config', folder(SHOP)]);
    expect(code).toBe(0);
    const events = new ICAL.Component(ICAL.parse(`${text}\n`))
      .getAllSubcomponents('vevent')
      .map((one) => new ICAL.Event(one));
    expect(events.map(({ summary, startDate }) => [summary, startDate.toString()])).toEqual([
      ['返信期限: …0001o 配送', '2026-11-26'],
    ]);
  });

  test('an unknown shop is wrong usage', async () => {
    const { code, errors } = await command(['calendar', 'sample-te', '--ics', '--deadlines', '--config', folder(SHOP)]);
    expect([code, errors]).toEqual([2, expect.stringContaining('did you mean "sample-tea"?')]);
  });

  test('a database that does not answer is out of reach', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://127.0.0.1:1/none');
    const argv = ['calendar', 'sample-tea', '--ics', '--deadlines', '--config', folder(SHOP)];
    await expect(command(argv)).rejects.toThrow('does not answer');
  });
});

describe('what an edit does to open inquiries', () => {
  const FILE = 'name: サンプル茶舗\nowner: [sample-tea@example.jp]\n';
  const close = (range: string, ...more: string[]) =>
    command([
      'calendar',
      'close',
      'sample-tea',
      range,
      '--name',
      '改装',
      '--dry-run',
      '--config',
      folder(FILE),
      ...more,
    ]);

  /** One waits since Monday 2020-06-01 and has passed all its steps. */
  async function overdue(): Promise<void> {
    const { service } = await testService({ db: database.db, now: '2020-06-01T09:00:00+09:00' });
    const later = { ...service, clock: { ...service.clock, now: () => at('2020-07-01T09:00:00+09:00') } };
    await intake(later, [eventOf('customer_message', 'm1', '2020-06-01T10:00:00+09:00', { inquiry: 'q-1' })], 'test');
    await fireDue(later);
  }

  test('deadlines that move, and flags that are withdrawn', async () => {
    await overdue();
    const moved = await close('2020-06-02');
    expect(moved.text).toContain('期限が変わる未返信の問い合わせ: 1件');
    expect(moved.text).toMatch(/q-1 +期限超過 +6\/4\(木\) 24:00 +6\/5\(金\) 24:00/);
    expect(moved.text).not.toContain('期限到来の取り消し');
    const withdrawn = await close('2020-06-02..2021-12-31');
    expect(withdrawn.text).toMatch(/期限到来の取り消し: 3件\n.*\n +q-1 +一覧に注意表示 +6\/2\(火\) 24:00 +なし/);
  });

  test('nothing, where nothing moves', async () => {
    await overdue();
    const { text } = await close('2020-06-07');
    expect(text).toContain('未返信の問い合わせに影響はありません');
    expect(text).toContain('今後10営業日の期限の件数は変わりません');
  });

  test('the same as JSON, and nothing was written anywhere', async () => {
    await overdue();
    const before = await recountedWith();
    const { openInquiries } = JSON.parse((await close('2020-06-02', '--json')).text);
    expect(openInquiries).toMatchObject({
      moved: [{ inquiry: 'q-1', to: { breachAt: '2020-06-05T15:00:00.000Z' } }],
      withdrawn: [],
    });
    expect(await recountedWith()).toEqual(before);
  });

  async function recountedWith() {
    return database.db.selectFrom('episode').select(['revision', 'breach_at']).execute();
  }
});

describe('what RMS closes, where the database knows it', () => {
  const show = ['calendar', 'sample-tea', '--from', '2026-12', '--months', '1'];

  test('is in the grid with its source, and in the preview of an edit', async () => {
    await rmsCloses('2026-12-02');
    const config = folder(RMS_SHOP);
    const shown = await command([...show, '--config', config]);
    expect(shown.text).toContain('外 2(水)  RMSの休業日 [RMS]');
    expect(shown.text).toContain('外 RMS・取り込み');
    expect(shown.text).not.toContain('※');
    const edit = await command([
      'calendar',
      'close',
      'sample-tea',
      '2026-12-02',
      '--name',
      '棚卸',
      '--dry-run',
      '--config',
      config,
    ]);
    expect(edit.text).toContain('すべて、すでに休業日です（RMSの休業日）');
    expect(edit.text).toContain('休業日と営業日は変わりません');
  });

  test('is said to be missing when the database does not answer', async () => {
    vi.stubEnv('DATABASE_URL', 'postgres://127.0.0.1:1/none');
    const { code, text } = await command([...show, '--config', folder(RMS_SHOP)]);
    expect(code).toBe(0);
    expect(text.replaceAll(/\n\s*/g, '')).toContain('RMSと取り込みカレンダーの休業日は含みません');
  });

  test.each(['none', 'postgres'])('a database called %s, which is not ours yet, is as good as none', async (name) => {
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    vi.stubEnv('DATABASE_URL', url.href);
    const config = folder(RMS_SHOP);
    expect((await command(['check', config])).code).toBe(0);
    expect(
      (await command(['calendar', 'close', 'sample-tea', '2026-12-02', '--dry-run', '--config', config])).text,
    ).toContain('データベースがないため、表示できません');
  });

  test('check warns of a calendar that never met RMS, until it was read once', async () => {
    const config = folder(RMS_SHOP);
    expect((await command(['check', config])).text).toContain('RMSの店舗カレンダーをまだ一度も読めていません');
    await rmsCloses('2026-12-02');
    expect((await command(['check', config])).text).not.toContain('RMS');
    vi.stubEnv('DATABASE_URL', 'postgres://127.0.0.1:1/none');
    expect((await command(['check', config])).text).not.toContain('RMS');
  });
});
