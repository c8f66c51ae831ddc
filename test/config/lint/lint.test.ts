import { describe, expect, test } from 'vitest';
import { type LintOptions, lintConfig, type Warning } from '../../../src/config/lint/lint.ts';
import { lintWords } from '../../../src/config/lint/words.ts';
import { readConfig } from '../../../src/config/load.ts';
import { configFolder, SERVICE, SHOP } from '../folder.ts';

/** Friday. */
const NOW = Date.parse('2026-10-16T03:00:00Z');

const RMS_ACCESS = `rms: { shopId: 1, serviceSecret: "$\{S}", licenseKey: "$\{L}" }\n`;

function warnings(shop: string, options: Partial<LintOptions> = {}, others: Readonly<Record<string, string>> = {}) {
  const files = Object.entries(others).map(([id, text]) => [`shops/${id}.yaml`, text]);
  const dir = configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': SHOP + shop, ...Object.fromEntries(files) });
  const read = readConfig(dir);
  expect(read.faults).toEqual([]);
  return lintConfig(read, { now: NOW, ...options });
}

/** `rule line:column 日本語` */
function brief(list: readonly Warning[]): string[] {
  return list.map(({ rule, line, column, what }) => `${rule} ${line}:${column} ${what.ja}`);
}

describe('nothing to say about', () => {
  test.each([
    ['the defaults', ''],
    ['a week closed, yearly and once', 'calendar: { closed: [{ every: 12-29..01-03 }, { on: 2026-12-21 }] }\n'],
    [
      'past entries beside a yearly one',
      'calendar: { closed: [{ on: 2025-08-13 }, { every: 12-30 }], open: [{ on: 2025-08-02 }] }\n',
    ],
    ['a Saturday opened', 'calendar: { open: [{ on: 2026-10-17 }] }\n'],
    ['a short day', 'calendar: { hours: ["09:00-18:00"], open: [{ on: 2026-10-19, hours: ["09:00-12:00"] }] }\n'],
    [
      'a long closure with an open day inside',
      'calendar: { closed: [{ every: 08-01..08-31 }], open: [{ on: 2027-08-14 }] }\n',
    ],
    [
      'a chat desk, whose steps are minutes apart',
      'calendar: { hours: ["09:00-18:00"] }\npolicies: [{ channel: chat, flagAfter: 5m, mailOwnerAfter: 30m, breachAfter: 1h }]\n',
    ],
    ['mails at any time', 'mail: { sendWindow: always }\n'],
  ])('%s', (_, shop) => {
    expect(brief(warnings(shop))).toEqual([]);
  });

  test('the sample in config/', () => {
    expect(brief(lintConfig(readConfig('config'), { now: NOW }))).toEqual([]);
  });
});

describe('each rule, with the place and the words', () => {
  test.each<[string, string, string[]]>([
    [
      'no open day within 14 days',
      'calendar:\n  closed:\n    - { on: 2026-10-16..2026-10-30 }\n    - { every: 12-30 }\n',
      ['no-open-day 4:3 今日から14日間、営業日がありません'],
    ],
    [
      'a closure over 30 days, a slip in the year',
      'calendar:\n  closed:\n    - { every: 12-30 }\n    - { on: 2026-12-29..2027-12-03 }\n',
      ['long-closure 6:7 休みが342日続きます（2026/12/29(火)〜2027/12/5(日)）'],
    ],
    [
      'a closure over 30 days made of several',
      'calendar:\n  closed:\n    - { on: 2027-08-01..2027-08-18 }\n    - { on: 2027-08-19..2027-09-05 }\n',
      ['long-closure 5:7 休みが'],
    ],
    [
      'only past closures',
      'calendar:\n  closed:\n    - { on: 2026-08-12..2026-08-14 }\n    - { on: 2025-12-29..2026-01-03 }\n',
      ['only-past-closures 5:5 休業の予定がすべて過去です（最後は2026/8/14(金)）'],
    ],
    [
      'a closed Sunday, a closed national holiday, every year too',
      'calendar:\n  closed:\n    - { on: 2026-12-20, name: 棚卸 }\n    - { on: 2026-11-03, name: 文化祭 }\n    - { every: 01-01, name: 元日 }\n',
      [
        'closed-anyway 5:7 「棚卸」の日は、すでに休業日です（定休日）',
        'closed-anyway 6:7 「文化祭」の日は、すでに休業日です（文化の日）',
        'closed-anyway 7:7 「元日」の日は、すでに休業日です（元日・定休日）',
      ],
    ],
    [
      'the same closure twice: the later one',
      'calendar:\n  closed:\n    - { every: 12-29..01-03, name: 年末年始 }\n    - { on: 2026-12-30, name: 大掃除 }\n',
      ['closed-anyway 6:7 「大掃除」の日は、すでに休業日です（年末年始）'],
    ],
    [
      'an open Monday, with the hours it has anyway',
      'calendar:\n  hours: ["09:00-18:00"]\n  open:\n    - { on: 2026-10-19, name: 開店 }\n    - { on: 2026-10-20, name: 通常, hours: ["09:00-18:00"] }\n',
      [
        'open-changes-nothing 6:7 「開店」の日は、すでに営業日です',
        'open-changes-nothing 7:7 「通常」の日は、すでに営業日です',
      ],
    ],
    [
      'a send window at the end of the day',
      'calendar: { hours: ["09:00-18:00"] }\nmail:\n  sendWindow: "16:30-18:00"\n',
      [
        'late-mail 5:15 お知らせのメールから期限まで、営業時間で1時間30分しか残らないことがあります（day-end 1d/2d/3d）',
      ],
    ],
    [
      'a chat desk that is open before mails go out',
      'calendar: { hours: ["07:00-20:00"] }\nmail:\n  sendWindow: "09:00-18:00"\npolicies:\n  - { flagAfter: 5m, mailOwnerAfter: 30m, breachAfter: 1h }\n',
      ['late-mail 5:15 お知らせのメールが期限のあとに届くことがあります（day-end 5m/30m/1h）'],
    ],
    [
      'hours of the clock that were meant, and a calendar on which they are',
      `calendar: { hours: ["09:00-18:00"] }
calendars:
  always: { weeklyClosed: [], nationalHolidays: none, hours: ["00:00-24:00"] }
mail: { sendWindow: always }
policies:
  - { channel: a, flagAfter: 12h, mailOwnerAfter: 20h, breachAfter: 24h }
  - { channel: b, flagAfter: 1h, mailOwnerAfter: 2h, breachAfter: 24h }
  - { channel: c, flagAfter: 12h, mailOwnerAfter: 20h, breachAfter: 24h, calendar: always }
`,
      [
        'hours-beyond-a-day 8:30 営業12時間は、この店舗の営業時間では1 1/3営業日です',
        'hours-beyond-a-day 9:67 営業24時間は、この店舗の営業時間では2 2/3営業日です',
      ],
    ],
    ['rms without access', 'calendar:\n  rms: true\n', ['rms-without-access 4:8 calendar.rms は true ですが']],
  ])('%s', (_, shop, expected) => {
    const found = brief(warnings(shop));
    expect(found).toHaveLength(expected.length);
    for (const [i, text] of expected.entries()) expect(found[i]).toContain(text);
  });

  test('deadlines beyond the announced equinoxes', () => {
    const late = Date.parse('2027-12-20T03:00:00Z');
    expect(brief(warnings('', { now: late }))).toEqual([
      'provisional 1:1 近い期限が2027/12/31(金)より先にかかり、暫定です',
    ]);
    expect(warnings('calendar: { nationalHolidays: none }\n', { now: late })).toEqual([]);
  });

  test('quotation marks that are none of the file stay in the name', () => {
    const named = (name: string) => brief(warnings('', {}, { b: SHOP.replace(/^name: .*$/m, `name: ${name}`) }));
    expect(named('“見本”')).toEqual(['quoted-name 1:7 店舗名の引用符も名前の一部になります: “見本”']);
    expect(named('"見本"')).toEqual([]);
    expect(named('着物と帯の店「結」')).toEqual([]);
  });

  test('the same RMS shop in two files is told in both', () => {
    const found = warnings(RMS_ACCESS, {}, { b: SHOP + RMS_ACCESS, c: SHOP + RMS_ACCESS.replace('1', '2') });
    expect(found.map(({ shop, rule, line, column }) => [shop, rule, line, column])).toEqual([
      ['a', 'same-rms-shop', 3, 16],
      ['b', 'same-rms-shop', 3, 16],
    ]);
    expect(found[0]?.what.ja).toBe('同じRMS店舗番号が shops/b.yaml にもあります');
  });

  test('a calendar that never met its RMS twin, where a database knows', () => {
    const shop = `calendar: { rms: true }\n${RMS_ACCESS}`;
    expect(warnings(shop)).toEqual([]);
    expect(warnings(shop, { metRms: () => true })).toEqual([]);
    expect(brief(warnings(shop, { metRms: () => false }))).toEqual([
      'rms-never-met 3:18 RMSの店舗カレンダーをまだ一度も読めていません',
    ]);
  });

  test('what the send window must leave can be set', () => {
    const shop = 'calendar: { hours: ["09:00-18:00"] }\nmail: { sendWindow: "16:30-18:00" }\n';
    expect(warnings(shop, { leastHours: 1 })).toEqual([]);
    expect(warnings(shop, { leastHours: 2 })).toHaveLength(1);
  });

  test('a mistake in the defaults for all shops is told where it stands', () => {
    const service = `${SERVICE}defaults:\n  calendar:\n    closed: [{ on: 2026-08-12 }]\n`;
    const dir = configFolder({ 'service.yaml': service, 'shops/a.yaml': SHOP });
    expect(lintConfig(readConfig(dir), { now: NOW })).toMatchObject([
      { rule: 'only-past-closures', file: `${dir}/service.yaml`, line: 6, column: 13 },
    ]);
  });
});

test('both languages have the same facts: what, why, what to do', () => {
  const day = 20_742;
  const all = [
    lintWords('no-open-day', { days: 14 }),
    lintWords('long-closure', { from: day, to: day + 40 }),
    lintWords('only-past-closures', { last: day }),
    lintWords('closed-anyway', { name: '棚卸', because: { ja: '定休日', en: 'weekly closed day' } }),
    lintWords('open-changes-nothing', { name: '開店' }),
    lintWords('late-mail', { policy: 'day-end 1d/2d/3d', minutesLeft: 90, leastHours: 3 }),
    lintWords('late-mail', { policy: 'day-end 1d/2d/3d', minutesLeft: -1, leastHours: 3 }),
    lintWords('quoted-name', { name: '“見本”' }),
    lintWords('rms-without-access', {}),
    lintWords('rms-never-met', {}),
    lintWords('provisional', { until: day }),
    lintWords('same-rms-shop', { others: ['shops/b.yaml'] }),
  ];
  for (const { what, why, todo } of all)
    for (const words of [what, why, todo]) {
      expect(words.ja).toMatch(/[ぁ-ん]/);
      expect(words.en).not.toMatch(/[ぁ-んァ-ン]/);
    }
  expect(all[5]?.what.en).toContain('only 1 h 30 min of business time');
});
