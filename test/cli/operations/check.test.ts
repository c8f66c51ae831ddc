import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { check } from '../../../src/cli/operations/check.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { testIo } from '../io.ts';

/** Whatever database the machine names: these commands are tried without one. */
beforeAll(() => void vi.stubEnv('DATABASE_URL', ''));
afterAll(() => void vi.unstubAllEnvs());

/** No database is made for a look. */
const NOWHERE = { data: 'no-such-folder' };

describe('check', () => {
  test('says what it read from the sample, exit 0', async () => {
    const io = testIo();
    expect(await check('config', NOWHERE, io)).toBe(0);
    expect(io.lines()).toEqual([
      'OK: 1 shop, 2 closures',
      '  sample-tea (サンプル茶舗): Asia/Tokyo, 2 closures, 1 open exception, 2 policies',
    ]);
  });

  test('one line per fault with file, line and column, exit 1', async () => {
    const dir = configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': `${SHOP}calender: {}\nlanguage: jp\n` });
    const io = testIo();
    expect(await check(dir, NOWHERE, io)).toBe(1);
    expect(io.lines()).toEqual([
      `${dir}/shops/a.yaml:3:1 calender: found the unknown key "calender"; allowed: the keys name, owner, timeZone, language, calendar, calendars, policies, contacts, people, chats, goals, morning, weekly, group, department, templates, presence, sameCustomer, mail, webhook, rms; did you mean "calendar"?`,
      `${dir}/shops/a.yaml:4:11 language: found "jp"; allowed: ja, en; did you mean "ja"?`,
    ]);
    expect(io.errors).toEqual([`2 faults in ${dir}`]);
    const japanese = testIo();
    expect(await check(dir, { ...NOWHERE, lang: 'ja' }, japanese)).toBe(1);
    expect(japanese.lines()[1]).toBe(
      `${dir}/shops/a.yaml:4:11 language: "jp" は使えません。使える値: ja, en。もしかして "ja" ですか`,
    );
    expect(japanese.errors).toEqual([`${dir}: 誤り2件`]);
  });

  test('says where RMS is asked when that is not Rakuten’s own address', async () => {
    const files = { 'shops/a.yaml': SHOP };
    const at = (url: string) => configFolder({ ...files, 'service.yaml': `${SERVICE}rmsBaseUrl: ${url}\n` });
    const [io, json, own] = [testIo(), testIo(), testIo()];
    expect(await check(at('http://127.0.0.1:8090/'), NOWHERE, io)).toBe(0);
    expect(io.errors).toEqual([
      'RMSの接続先は http://127.0.0.1:8090 です（service.yamlのrmsBaseUrl）。楽天の https://api.rms.rakuten.co.jp ではありません' +
        " ／ RMS is asked at http://127.0.0.1:8090 (rmsBaseUrl in service.yaml), not at Rakuten's own https://api.rms.rakuten.co.jp",
    ]);
    expect(await check(at('https://proxy.example.jp/rms'), { ...NOWHERE, json: true }, json)).toBe(0);
    expect(JSON.parse(json.lines()[0]!)).toMatchObject({ ok: true, rmsBaseUrl: 'https://proxy.example.jp/rms' });
    await check(at('https://api.rms.rakuten.co.jp/'), NOWHERE, own);
    expect(own.errors).toEqual([]);
  });

  test('warnings say what, why and what to do, in the shop’s language; exit 0, with --strict 1', async () => {
    const shop = `${SHOP}calendar:\n  closed:\n    - { on: 2026-12-20, name: 棚卸 }\n`;
    const dir = configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': shop });
    const [io, strict, english] = [testIo(), testIo(), testIo()];
    expect(await check(dir, NOWHERE, io)).toBe(0);
    expect(io.lines()).toEqual([
      'OK: 1 shop, 1 closure',
      '  a (茶): Asia/Tokyo, 1 closure, 0 open exceptions, the default policy',
      `${dir}/shops/a.yaml:5:7 calendar.closed[0]: 注意: 「棚卸」の日は、すでに休業日です（定休日）`,
      '    理由: 何も変わりません。日付の書き間違いかもしれません',
      '    対応: 日付を確認するか、この行を消してください',
    ]);
    expect(io.errors).toEqual([`1 warning in ${dir}`]);
    expect(await check(dir, { ...NOWHERE, strict: true }, strict)).toBe(1);
    expect(await check(dir, { ...NOWHERE, lang: 'en' }, english)).toBe(0);
    expect(english.lines()[2]).toContain('warning: the dates of “棚卸” are closed anyway (weekly closed day)');
  });

  test('--json has the warnings with their rule and place in both languages', async () => {
    const dir = configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': `${SHOP}calendar: { rms: true }\n` });
    const io = testIo();
    expect(await check(dir, { ...NOWHERE, json: true, strict: true }, io)).toBe(1);
    expect(JSON.parse(io.lines()[0]!)).toMatchObject({
      ok: true,
      faults: [],
      warnings: [
        {
          shop: 'a',
          rule: 'rms-without-access',
          line: 3,
          column: 18,
          path: 'calendar.rms',
          what: { en: expect.any(String) },
        },
      ],
    });
    expect(io.errors).toEqual([]);
  });

  test('warnings of good shops are told beside the faults of others', async () => {
    const files = { 'shops/a.yaml': `${SHOP}calendar: { rms: true }\n`, 'shops/b.yaml': `${SHOP}language: jp\n` };
    const io = testIo();
    expect(await check(configFolder({ 'service.yaml': SERVICE, ...files }), NOWHERE, io)).toBe(1);
    expect(io.errors[0]).toMatch(/^1 fault, 1 warning in /);
  });

  test.each([[{ leastHours: 'three' }], [{ lang: 'fr' }]])('%j is wrong usage', async (options) => {
    expect(await check('config', { ...NOWHERE, ...options }, testIo())).toBe(2);
  });

  test('--json carries the same for programs', async () => {
    const dir = configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': `${SHOP}language: jp\n` });
    const [bad, good] = [testIo(), testIo()];
    expect(await check(dir, { ...NOWHERE, json: true }, bad)).toBe(1);
    expect(JSON.parse(bad.lines()[0]!)).toMatchObject({
      ok: false,
      faults: [
        { file: `${dir}/shops/a.yaml`, line: 3, column: 11, path: 'language', found: '"jp"', allowed: 'ja, en' },
      ],
    });
    expect(await check('config', { ...NOWHERE, json: true }, good)).toBe(0);
    expect(JSON.parse(good.lines()[0]!)).toMatchObject({
      ok: true,
      shops: [{ id: 'sample-tea', closed: 2 }],
      faults: [],
    });
  });
});
