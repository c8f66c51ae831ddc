// A calendar edited while the service runs: what was previewed is what is saved, by whom, or nothing is.

import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { formatFault } from '../../../src/config/values/faults.ts';
import { formatDate } from '../../../src/core/time/civil-date.ts';
import { readComing } from '../../../src/service/board/read-coming.ts';
import { changedComing } from '../../../src/service/calendar/coming-change.ts';
import {
  type CalendarPreview,
  type EditRequest,
  previewCalendarChange,
  readEditState,
  saveCalendarChange,
} from '../../../src/service/calendar/edit-calendar.ts';
import { unifiedDiff } from '../../../src/service/calendar/unified-diff.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { revisionsOf } from '../../../src/store/configuration/revisions.ts';
import { type CalendarDesk, calendarDesk, makeReadOnly, SHOP_YAML } from '../../support/calendar-desk.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf } from '../../support/service.ts';

const database = testDatabase();
const NOW = '2026-11-26T10:00:00+09:00';
const SHOP = 'sample-tea';
const STOCK: EditRequest = { list: 'closed', ranges: ['2026-11-27'], name: '棚卸' };
const NEW_YEAR: EditRequest = { list: 'closed', ranges: ['2026-12-29..2027-01-03'], name: '年末年始', every: true };

let desk: CalendarDesk;

beforeEach(() => emptyTables(database.db));

const open = async (shop?: string) => {
  desk = await calendarDesk(database.db, NOW, shop);
};

async function preview(asked: EditRequest, shop = SHOP): Promise<CalendarPreview> {
  const answer = await previewCalendarChange(desk.service, desk.edits, shop, asked);
  if ('refused' in answer) throw new Error(JSON.stringify(answer));
  return answer;
}

const save = (asked: EditRequest, hash: string, who = '佐藤') =>
  saveCalendarChange(desk.service, desk.edits, SHOP, asked, { hash, who });

async function saved(asked: EditRequest, who?: string) {
  const done = await save(asked, (await preview(asked)).hash, who);
  if (!('saved' in done)) throw new Error(`not saved: ${done.refused}`);
  return done;
}

/** Open inquiries that were received the day before yesterday: their flag is up since this midnight. */
async function waiting(count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => ({
    ...eventOf('customer_message', 'm0', '2026-11-24T10:00:00+09:00'),
    inquiry: `q${n + 1}`,
  }));
  await intake(desk.service, events, 'api');
  await fireDue(desk.service);
}

const isOpen = (date: string): boolean => {
  const { counting, config } = desk.service;
  return counting.calendarOf(config.shops.get(SHOP)!).isOpen(at(`${date}T00:00:00Z`) / 86_400_000);
};
const lastRevision = async () => (await revisionsOf(database.db, SHOP, 1))[0]!;

describe('the days ahead in a preview', () => {
  const comingOf = ({ effect }: CalendarPreview) =>
    effect.coming!.map(({ day, before, after }) => [formatDate(day).slice(5), ...[before, after].map(sideOf)]);
  const sideOf = ({ isOpen, due }: { isOpen: boolean; due: number }) => `${isOpen ? '' : 'closed '}${due}`;

  test('are those of both calendars, with what falls due on each', async () => {
    await open();
    await waiting(3);
    const coming = comingOf(await preview(STOCK));
    // Due at the end of Friday; with Friday closed at the end of Monday.
    expect(coming.slice(0, 4)).toEqual([
      ['11-26', '0', '0'],
      ['11-27', '3', 'closed 0'],
      ['11-30', '0', '3'],
      ['12-01', '0', '0'],
    ]);
    // Ten business days before, and one more after.
    expect([coming.length, coming.at(-1)]).toEqual([11, ['12-10', '0', '0']]);
  });

  test('come true: once it is saved the shop’s page counts what was previewed', async () => {
    await open();
    await waiting(3);
    const { effect } = await preview(STOCK);
    await saved(STOCK);
    const shop = desk.service.config.shops.get(SHOP)!;
    const days = (await readComing(desk.service, shop)).filter(({ isOpen }) => isOpen);
    const after = effect.coming!.filter(({ after }) => after.isOpen);
    expect(days.map(({ from, due }) => [from, due])).toEqual(after.map(({ day, after: { due } }) => [day, due]));
  });

  test('stay as they are where no deadline moves', async () => {
    await open();
    await waiting(1);
    const { effect } = await preview(NEW_YEAR);
    expect(changedComing(effect.coming!)).toEqual([]);
    expect(effect.coming!.reduce((sum, { after }) => sum + after.due, 0)).toBe(1);
  });
});

describe('a change', () => {
  test('is previewed without a trace', async () => {
    await open();
    const { effect, readOnly, many } = await preview(STOCK);
    expect(effect.days.map(({ change }) => change)).toEqual(['closes']);
    expect(effect.openKnown).toBe(true);
    expect([readOnly, many]).toEqual([null, null]);
    expect([desk.read(), existsSync(join(desk.dir, 'data')), isOpen('2026-11-27')]).toEqual([SHOP_YAML, false, true]);
  });

  test('comes into the file, comments and order kept, and in force under the name of who asked', async () => {
    await open();
    const { result } = await saved(STOCK, '佐藤');
    expect(desk.read()).toBe(`${SHOP_YAML}    - { on: 2026-11-27, name: 棚卸 }\n`);
    expect([result, isOpen('2026-11-27')]).toEqual(['in-force', false]);
    expect(await lastRevision()).toMatchObject({ who: '佐藤', cause: 'edit' });
    expect((await lastRevision()).difference.ja).toEqual(['臨時休業を追加: 2026/11/27(金) 棚卸']);
  });

  test('recounts open inquiries at once, as it was previewed', async () => {
    await open();
    await intake(desk.service, [eventOf('customer_message', 'm0', '2026-11-26T09:00:00+09:00')], 'api');
    const [moved] = (await preview(STOCK)).effect.open!.moved;
    const { recounted } = await saved(STOCK);
    expect(recounted).toEqual({ episodes: 1, raised: 0, withdrawn: 0 });
    const { flagAt } = await database.db.selectFrom('episode').select('flag_at as flagAt').executeTakeFirstOrThrow();
    expect(flagAt).toBe(moved!.to.flag);
    expect(flagAt).toBe(at('2026-12-01T00:00:00+09:00'));
  });

  test('of days that are no neighbours becomes one entry each', async () => {
    await open();
    await saved({ list: 'closed', ranges: ['2026-12-02', '2026-12-09..2026-12-10'], name: '改装' });
    expect(desk.read()).toBe(
      `${SHOP_YAML}    - { on: 2026-12-02, name: 改装 }\n    - { on: 2026-12-09..2026-12-10, name: 改装 }\n`,
    );
    expect(['2026-12-02', '2026-12-09', '2026-12-10', '2026-12-03'].map(isOpen)).toEqual([false, false, false, true]);
  });

  test('every year', async () => {
    await open();
    await saved(NEW_YEAR);
    expect(desk.read()).toContain('    - { every: 12-29..01-03, name: 年末年始 }\n');
    expect(['2026-12-29', '2027-12-30', '2029-01-02'].map(isOpen)).toEqual([false, false, false]);
  });

  test('opens a Saturday with hours of its own', async () => {
    await open();
    const asked: EditRequest = { list: 'open', ranges: ['2026-12-05'], name: '歳末市', hours: '10:00-15:00' };
    expect((await preview(asked)).effect.days.map(({ change }) => change)).toEqual(['opens']);
    await saved(asked);
    expect(desk.read()).toContain('  open:\n    - { on: 2026-12-05, name: 歳末市, hours: ["10:00-15:00"] }\n');
    expect(isOpen('2026-12-05')).toBe(true);
  });

  test('is not held above confirmAbove: the preview has said so, and a save is the confirmation', async () => {
    await open();
    await waiting(3);
    const asked: EditRequest = { list: 'closed', ranges: ['2026-11-25'], name: '臨時休業' };
    expect((await preview(asked)).many).toEqual({ inquiries: 3, confirmAbove: 2 });
    const { result, recounted } = await saved(asked);
    expect([result, recounted.withdrawn]).toEqual(['in-force', 3]);
    await desk.reloader.check();
    expect(desk.reloader.health().held).toBeNull();
  });

  test('comes into force while another file is broken, which is told', async () => {
    await open();
    writeFileSync(join(desk.dir, 'shops', 'other.yaml'), 'name: 1\n');
    const { result } = await saved(STOCK);
    expect([result, desk.read().includes('棚卸'), isOpen('2026-11-27')]).toEqual(['in-force', true, false]);
    expect(desk.reloader.health().faults.join()).toContain('other.yaml');
  });
});

describe('taking back', () => {
  test('is previewed like any change and puts the file back to the byte', async () => {
    await open();
    await saved(STOCK);
    expect(readEditState(desk.service, desk.edits, SHOP)?.last).toEqual({
      at: at(NOW),
      who: '佐藤',
      difference: { ja: ['臨時休業を追加: 2026/11/27(金) 棚卸'], en: ['closed added: Fri 27 Nov 2026 棚卸'] },
    });
    expect((await preview('undo')).effect.days.map(({ change }) => change)).toEqual(['opens']);
    await saved('undo', '鈴木');
    expect([desk.read(), isOpen('2026-11-27')]).toEqual([SHOP_YAML, true]);
    expect((await lastRevision()).who).toBe('鈴木');
    expect(readEditState(desk.service, desk.edits, SHOP)?.last).toBeNull();
  });

  test('is refused when there is nothing, and when somebody edited the file since', async () => {
    await open();
    const undo = () => previewCalendarChange(desk.service, desk.edits, SHOP, 'undo');
    expect(await undo()).toMatchObject({ refused: 'undo' });
    await saved(STOCK);
    desk.write(`${desk.read()}# hand\n`);
    expect(await undo()).toMatchObject({ refused: 'undo' });
    expect(readEditState(desk.service, desk.edits, SHOP)?.last).toBeNull();
  });
});

describe('somebody else', () => {
  test('who edits the file by hand between preview and save makes a conflict with a new preview', async () => {
    await open();
    const { hash } = await preview(STOCK);
    const edited = SHOP_YAML.replace('夏季休業', 'お盆休み');
    desk.write(edited);
    const answer = await save(STOCK, hash);
    expect(answer).toMatchObject({ refused: 'conflict' });
    expect(desk.read()).toBe(edited);
    if (!('preview' in answer)) throw new Error('no preview');
    expect(await save(STOCK, answer.preview.hash)).toMatchObject({ result: 'in-force' });
    expect(desk.read()).toBe(`${edited}    - { on: 2026-11-27, name: 棚卸 }\n`);
  });

  test('who saves at the same moment from the same preview: one is saved, the other is asked again', async () => {
    await open();
    const { hash } = await preview(STOCK);
    const other: EditRequest = { list: 'closed', ranges: ['2026-11-30'], name: '研修' };
    const answers = await Promise.all([save(STOCK, hash, '佐藤'), save(other, hash, '鈴木')]);
    expect(answers.map((one) => ('saved' in one ? 'saved' : one.refused)).sort()).toEqual(['conflict', 'saved']);
    expect(['2026-11-27', '2026-11-30'].filter(isOpen)).toHaveLength(1);
  });
});

describe('a file that cannot be written', () => {
  test('on a read-only mount: the preview says so and holds the difference, and nothing is saved', async () => {
    await open();
    makeReadOnly(join(desk.dir, 'shops'));
    const { effect, readOnly, hash } = await preview(STOCK);
    expect(readOnly && formatFault(readOnly)).toMatch(/cannot be used \((EROFS|EACCES)\)/);
    expect(unifiedDiff(effect)).toBe(
      [
        '--- a/shops/sample-tea.yaml',
        '+++ b/shops/sample-tea.yaml',
        '@@ -7,3 +7,4 @@',
        '   closed:',
        '     # 夏',
        '     - { on: 2026-08-12..2026-08-14, name: 夏季休業 }',
        '+    - { on: 2026-11-27, name: 棚卸 }',
        '',
      ].join('\n'),
    );
    expect(await save(STOCK, hash)).toMatchObject({ refused: 'read-only' });
    expect([desk.read(), readdirSync(join(desk.dir, 'shops'))]).toEqual([SHOP_YAML, ['sample-tea.yaml']]);
  });

  test('without a place for what was before: nothing is saved, since it could not be taken back', async () => {
    await open();
    writeFileSync(join(desk.dir, 'data'), 'a file where the folder should be');
    const answer = await save(STOCK, (await preview(STOCK)).hash);
    expect(answer).toMatchObject({ refused: 'read-only' });
    expect('preview' in answer && answer.preview.readOnly?.message).toContain('cannot be taken back');
    expect(desk.read()).toBe(SHOP_YAML);
  });
});

describe('what makes no sense is refused as a value', () => {
  test.each<[string, string, EditRequest]>([
    ['unknown-shop', 'nobody', STOCK],
    ['usage', SHOP, { list: 'closed', ranges: [] }],
    ['usage', SHOP, { list: 'closed', ranges: ['2026-02-30'] }],
    ['usage', SHOP, { list: 'open', ranges: ['2026-12-05'], hours: '9-17' }],
    ['usage', SHOP, { list: 'open', ranges: ['2026-12-05'], every: true }],
    ['file', SHOP, { list: 'open', ranges: ['2026-08-13'], name: '営業' }],
    ['file', SHOP, { remove: { list: 'closed', index: 7 } }],
  ])('%s: %s %j', async (refused, shop, asked) => {
    await open();
    expect(await previewCalendarChange(desk.service, desk.edits, shop, asked)).toMatchObject({ refused });
    expect(desk.read()).toBe(SHOP_YAML);
  });

  test('a service without files has nothing to edit', async () => {
    await open();
    expect(await previewCalendarChange(desk.service, null, SHOP, STOCK)).toEqual({ refused: 'no-folder' });
    expect(readEditState(desk.service, null, SHOP)).toBeNull();
  });
});
