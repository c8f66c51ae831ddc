import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type ImportOptions, importEvents } from '../../../src/cli/ndjson/import-events.ts';
import { readOpenPage } from '../../../src/service/board/read-open-page.ts';
import { latestRefusals } from '../../../src/store/intake/refusals.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { type TestService, testService } from '../../support/service.ts';

const NOW = '2026-11-26T10:00:00+09:00';
const folder = mkdtempSync(join(tmpdir(), 'import-'));
afterAll(() => rmSync(folder, { recursive: true }));

const event = (inquiry: string, shop = 'sample-tea', at = '2026-11-25T10:00:00+09:00') =>
  JSON.stringify({ shop, inquiry, event: { type: 'customer_message', id: 'm', at } });

function file(content: string | Buffer): string {
  const path = join(folder, 'events.ndjson');
  writeFileSync(path, content);
  return path;
}

describe('import', () => {
  const database = testDatabase();
  let on: TestService;
  beforeEach(async () => {
    await emptyTables(database.db);
    on = await testService({ db: database.db, now: NOW });
  });

  async function run(path: string, options: ImportOptions = {}, input: readonly Buffer[] = [], msPerLook = 0) {
    const out: string[] = [];
    const errors: string[] = [];
    let now = 0;
    const io = {
      input: (async function* () {
        yield* input;
      })(),
      write: (text: string) => void out.push(text),
      error: (text: string) => void errors.push(text),
      now: () => {
        now += msPerLook;
        return now;
      },
    };
    const code = await importEvents(path, options, { service: on.service, io });
    return { code, out, errors };
  }

  const openIds = async () => {
    const shop = on.service.config.shops.get('sample-tea')!;
    return (await readOpenPage(on.service, shop, { after: null, limit: 100 })).items.map(({ inquiry }) => inquiry);
  };

  test.each([
    ['CSV', 'shop,inquiry,type,at\nsample-tea,q1,customer_message,2026-11-25', 'what looks like CSV (4 columns)'],
    ['CSV of Excel', '\uFEFF店舗;番号;日時\r\na;b;c', 'what looks like CSV (3 columns)'],
    ['a JSON array', `[${event('a')}]`, 'a JSON array'],
    ['a spreadsheet', Buffer.from([0x50, 0x4b, 3, 4]), 'a spreadsheet'],
    ['a web page', '<!DOCTYPE html>', 'XML or HTML'],
  ])('says once what %s is, and takes nothing in', async (_, content, words) => {
    const { code, out, errors } = await run(file(content));
    expect([code, out, errors.length]).toEqual([2, [], 1]);
    expect(errors[0]).toContain(`found ${words}`);
    expect(errors[0]).toContain('allowed: NDJSON, one JSON object a line');
    expect(await latestRefusals(on.service.db, 10)).toEqual([]);
  });

  test('takes a file in and ends with the totals', async () => {
    const { code, out, errors } = await run(file(`${event('a')}\n\n${event('b')}`));
    expect([code, out]).toEqual([0, []]);
    expect(errors.at(-1)).toMatch(/^3 lines: 2 accepted, 0 known, 0 refused \(\d+ lines\/s\)$/);
    expect(await openIds()).toEqual(['a', 'b']);
  });

  test('is written down once, with who, and neither the file’s name nor what is in it', async () => {
    await run(file(`${event('a')}\n${event('b')}`));
    const done = await database.db.selectFrom('audit_entry').select(['who', 'what', 'shop', 'about']).execute();
    expect(done).toEqual([{ who: userInfo().username, what: 'imported', shop: null, about: {} }]);
  });

  test('changes nothing when it runs again', async () => {
    const path = file(`${event('a')}\n${event('b')}\n`);
    await run(path);
    const { code, errors } = await run(path);
    expect(code).toBe(0);
    expect(errors.at(-1)).toContain('0 accepted, 2 known, 0 refused');
  });

  test('says which keys nothing reads, and keeps the good lines beside texts that are not storable', async () => {
    const odd = { shop: 'sample-tea', inquiry: 'b', colour: 'red', event: JSON.parse(event('b')).event };
    const broken = { shop: 'sample-tea', inquiry: 'c', event: { type: 'message_deleted', id: 'd', message: 'a\0' } };
    const path = file([event('a'), JSON.stringify(broken), JSON.stringify(odd)].join('\n'));
    const { code, out, errors } = await run(path, { json: true });
    expect(code).toBe(1);
    expect(out.map((text) => JSON.parse(text))).toMatchObject([
      { line: 2, code: 'invalid-event' },
      { lines: 3, accepted: 2, refused: 1, ignored: ['colour'] },
    ]);
    expect(errors.at(-1)).toBe('not read: the keys colour');
    expect(await openIds()).toEqual(['a', 'b']);
  });

  test('counts an event that is twice in the file once', async () => {
    const { errors } = await run(file(`${event('a')}\n${event('a')}\n`));
    expect(errors.at(-1)).toContain('1 accepted, 1 known, 0 refused');
  });

  test('names each refused line by file, line, code and reason, and keeps the rest', async () => {
    const path = file([event('a'), 'no json', event('b', 'nobody'), event('c')].join('\n'));
    const { code, out } = await run(path);
    expect(code).toBe(1);
    expect(out).toEqual([
      `${path}:2: invalid-request the line is no JSON; one JSON object a line is needed`,
      `${path}:3: unknown-shop no shop "nobody" in the configuration`,
    ]);
    expect(await openIds()).toEqual(['a', 'c']);
    expect(await latestRefusals(database.db, 10)).toHaveLength(2);
  });

  test.each<[string, Buffer]>([
    ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xe3, 0x81, 0x22, 0x7d])],
    ['2 MB', Buffer.from(`{"text":"${'x'.repeat(2_000_000)}"}`)],
  ])('refuses a line of %s and goes on', async (_, bad) => {
    const nl = Buffer.from('\n');
    const path = file(Buffer.concat([Buffer.from(event('a')), nl, bad, nl, Buffer.from(event('b'))]));
    const { code, out } = await run(path);
    expect(code).toBe(1);
    expect(out).toHaveLength(1);
    expect(out[0]).toMatch(/:2: invalid-request broken UTF-8, or more than 1 MiB; allowed are/);
    expect(await openIds()).toEqual(['a', 'b']);
  });

  test('reads stdin, wherever the chunks break', async () => {
    const bytes = Buffer.from(`${event('あ')}\n${event('い')}\n`);
    const at = bytes.indexOf(Buffer.from('あ')) + 1;
    const { code } = await run('-', {}, [bytes.subarray(0, at), bytes.subarray(at)]);
    expect(code).toBe(0);
    expect(await openIds()).toEqual(['あ', 'い']);
  });

  test.each([
    [0, ['10001 lines']],
    [1_000, ['5000 lines', '10000 lines', '10001 lines', '10001 lines']],
  ])('says how far it is once a second at most: %s ms a look', async (msPerLook, said) => {
    const lines = Array.from({ length: 10_001 }, () => event('a'));
    const { errors } = await run(file(lines.join('\n')), {}, [], msPerLook);
    expect(errors.map((text) => text.split(':')[0])).toEqual(said);
  });

  test('speaks JSON when asked to', async () => {
    const path = file(`no json\n${event('a')}\n`);
    const { out } = await run(path, { json: true });
    expect(out.map((text) => JSON.parse(text))).toEqual([
      { file: path, line: 1, code: 'invalid-request', message: expect.any(String) },
      { lines: 2, accepted: 1, known: 0, refused: 1 },
    ]);
  });

  test('stops after the batch under way and says how to go on', async () => {
    const path = file(Array.from({ length: 5_001 }, (_, i) => event(`i${i}`)).join('\n'));
    const { code, errors } = await run(path, { signal: AbortSignal.abort() });
    expect(code).toBe(1);
    expect(errors.at(-1)).toContain('5000 lines: 5000 accepted');
    expect(errors.at(-1)).toContain('run it again to go on');
    expect((await run(path)).errors.at(-1)).toContain('1 accepted, 5000 known');
  });

  test.each([
    ['is not there', join(folder, 'nothing.ndjson'), 'ENOENT'],
    ['is a folder', folder, 'is a folder'],
  ])('a file that %s is wrong usage', async (_, path, words) => {
    const { code, errors } = await run(path);
    expect(code).toBe(2);
    expect(errors.join()).toContain(words);
  });
});
