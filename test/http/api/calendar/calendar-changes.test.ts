// A calendar edited over the API: a preview first, then that very change into the file, or a conflict.

import { beforeEach, describe, expect, test } from 'vitest';
import { CalendarChange } from '../../../../src/http/api/calendar/calendar-change-json.ts';
import { createHttpApp } from '../../../../src/http/http-app.ts';
import { type CalendarDesk, calendarDesk, makeReadOnly, SHOP_YAML } from '../../../support/calendar-desk.ts';
import { emptyTables, silentLogger, testDatabase } from '../../../support/database.ts';
import { HEALTHY, NOW } from '../../support.ts';

const database = testDatabase();
const PATH = '/v1/shops/sample-tea/calendar/changes';
const STOCK = { list: 'closed', ranges: ['2026-11-27'], name: '棚卸' };

let desk: CalendarDesk;

beforeEach(() => emptyTables(database.db));

async function post(body: object, options: { edits?: boolean; path?: string } = {}) {
  const { service, edits } = desk;
  const app = createHttpApp({
    service,
    health: HEALTHY,
    logger: silentLogger,
    ...(options.edits !== false && { calendarEdits: edits }),
  });
  const answer = await app.request(options.path ?? PATH, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const open = async () => {
  desk = await calendarDesk(database.db, NOW);
};

describe('POST /v1/shops/{shop}/calendar/changes', () => {
  test('previews without a trace, as documented', async () => {
    await open();
    const { status, body } = await post(STOCK);
    expect([status, CalendarChange.encode(CalendarChange.parse(body))]).toEqual([200, body]);
    expect(body).toMatchObject({ saved: false, readOnly: false, days: [{ date: '2026-11-27', change: 'closes' }] });
    expect((body.moved as object[]).length).toBeGreaterThan(0);
    expect(desk.read()).toBe(SHOP_YAML);
  });

  test.each(['棚卸\ud83d', '\udc00', '棚\0卸', '棚卸\n', '\u200b\u202e'])(
    'refuses the name %j before it is written',
    async (name) => {
      await open();
      const { status, body } = await post({ ...STOCK, name, save: true, hash: 'x' });
      expect([400, 422]).toContain(status);
      expect(JSON.stringify(body)).toMatch(/on one line/);
      expect(desk.read()).toBe(SHOP_YAML);
    },
  );

  test('writes a name without what is invisible', async () => {
    await open();
    const asked = { ...STOCK, name: '棚\u202e卸\u200b' };
    const { hash } = (await post(asked)).body;
    expect((await post({ ...asked, save: true, hash })).status).toBe(200);
    expect(desk.read()).toBe(`${SHOP_YAML}    - { on: 2026-11-27, name: 棚卸 }\n`);
  });

  test('a file with half a character in a name is not taken, the last good one stays, and another edit goes on', async () => {
    await open();
    desk.write(SHOP_YAML.replace('夏季休業', '"夏\\ud83d"'));
    await desk.reloader.reload();
    expect(desk.reloader.health().faults).toEqual([
      expect.stringMatching(/sample-tea\.yaml:9:\d+ calendar\.closed\[0\]\.name: found a text with half a character/),
    ]);
    desk.write(SHOP_YAML);
    await desk.reloader.reload();
    expect(desk.reloader.health().faults).toEqual([]);
  });

  test('saves what was previewed, puts it in force, and takes it back', async () => {
    await open();
    const { hash } = (await post(STOCK)).body;
    const saved = await post({ ...STOCK, save: true, hash });
    expect([saved.status, CalendarChange.encode(CalendarChange.parse(saved.body))]).toEqual([200, saved.body]);
    expect(saved.body).toMatchObject({ saved: true, result: 'in-force', recounted: { episodes: 0 } });
    expect((saved.body as { coming?: unknown }).coming).toContainEqual({
      date: '2026-11-27',
      before: { isOpen: true, due: 0 },
      after: { isOpen: false, due: 0 },
    });
    expect(desk.read()).toBe(`${SHOP_YAML}    - { on: 2026-11-27, name: 棚卸 }\n`);
    const undo = await post({ undo: true });
    expect(undo.body).toMatchObject({ days: [{ change: 'opens' }] });
    expect((await post({ undo: true, save: true, hash: undo.body.hash })).status).toBe(200);
    expect(desk.read()).toBe(SHOP_YAML);
    expect(await post({ undo: true })).toMatchObject({ status: 409, body: { code: 'nothing-to-undo' } });
  });

  test('is a conflict when the file changed since, and shows how it looks now', async () => {
    await open();
    const { hash } = (await post(STOCK)).body;
    desk.write(`${SHOP_YAML}# seen by nobody yet\n`);
    const { status, body } = await post({ ...STOCK, save: true, hash });
    expect([status, body]).toMatchObject([409, { code: 'changed-meanwhile', preview: { saved: false } }]);
    expect((body.preview as { hash: string }).hash).not.toBe(hash);
  });

  test('is a conflict when the file cannot be written', async () => {
    await open();
    const { hash } = (await post(STOCK)).body;
    makeReadOnly(`${desk.dir}/shops`);
    expect(await post({ ...STOCK, save: true, hash })).toMatchObject({
      status: 409,
      body: { code: 'read-only', preview: { readOnly: true, lines: [{ change: 'new' }] } },
    });
    expect(await post(STOCK, { edits: false })).toMatchObject({ status: 409, body: { code: 'read-only' } });
  });

  test.each<[string, object, string, string]>([
    ['a save without the hash', { ...STOCK, save: true }, 'hash', '`hash` of a preview'],
    ['neither dates nor undo', { save: false }, 'list', 'list and ranges, or undo without them'],
    ['both', { ...STOCK, undo: true }, 'list', 'list and ranges, or undo without them'],
    ['a date that does not exist', { ...STOCK, ranges: ['2026-02-30'] }, 'range', 'date'],
    ['another list', { ...STOCK, list: 'shut' }, 'list', 'closed or open'],
    ['a key that is not known', { ...STOCK, why: 'x' }, '', 'allowed are list, ranges'],
  ])('refuses %s', async (_, body, path, allowed) => {
    await open();
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-body', faults: [{ path }] } });
    expect(answer.body.detail).toContain(allowed);
    expect(JSON.stringify(answer.body)).not.toContain('2026-02-30');
  });

  test('knows no other shop', async () => {
    await open();
    const path = '/v1/shops/nobody/calendar/changes';
    expect(await post(STOCK, { path })).toMatchObject({ status: 404, body: { code: 'unknown-shop' } });
  });
});
