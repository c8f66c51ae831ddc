import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Config, loadConfig, readConfig } from '../../src/config/load.ts';
import { formatFault } from '../../src/config/values/faults.ts';
import { configFolder, SERVICE, SHOP } from './folder.ts';

function faults(files: Readonly<Record<string, string | Uint8Array>>): string[] {
  const dir = configFolder(files);
  const read = loadConfig(dir);
  return 'faults' in read ? read.faults.map((fault) => formatFault(fault).replaceAll(`${dir}/`, '')) : [];
}

function config(files: Readonly<Record<string, string>>): Config {
  const read = loadConfig(configFolder(files));
  if ('faults' in read) throw new Error(read.faults.map(formatFault).join('\n'));
  return read.config;
}

describe('the files of a folder', () => {
  test('the sample in config/ passes without any environment variable', () => {
    const read = loadConfig('config');
    expect(read).toHaveProperty('config');
  });

  test('of a service.yaml with a key written twice nothing comes in force', () => {
    const files = { 'service.yaml': `ops: [other@example.jp]\n${SERVICE}`, 'shops/a.yaml': SHOP };
    expect(readConfig(configFolder(files)).service).toBeNull();
    expect(faults(files)).toEqual(['service.yaml:2:1 ops: found a second key of this name; allowed: each key once']);
  });

  test('a key that no line, no store or no reader can have is written out', () => {
    const files = { 'service.yaml': SERVICE, 'shops/a.yaml': `${SHOP}"na\\nme\uffff\u202e": 1\n` };
    expect(faults(files)[0]).toContain(' "na\\nme<U+FFFF><U+202E>": found ');
    // What a terminal obeys, and JSON leaves as it is.
    for (const [character, written] of [
      ['\u007F', '<U+007F>'],
      ['\u009B', '<U+009B>'],
    ])
      expect(faults({ 'service.yaml': SERVICE, 'shops/a.yaml': `x${character}y` })[0]).toContain(
        `found "x${written}y"`,
      );
  });

  test('a shop takes what it leaves out from the defaults, maps by key, lists whole', () => {
    const defaults = [
      'defaults:',
      '  timeZone: America/New_York',
      '  language: en',
      '  calendar: { weeklyClosed: [mon], nationalHolidays: US, closed: [{ every: 12-25 }] }',
      '  mail: { sendWindow: always, reminders: daily }',
    ].join('\n');
    const shop = `${SHOP}calendar: { closed: [] }\nmail: { reminders: none }\n`;
    const { shops } = config({ 'service.yaml': `${SERVICE}${defaults}\n`, 'shops/a.yaml': shop });
    expect(shops.get('a')).toMatchObject({
      id: 'a',
      timeZone: 'America/New_York',
      language: 'en',
      calendar: { weeklyClosed: ['mon'], nationalHolidays: 'US', closed: [] },
      mail: { sendWindow: 'always', reminders: 'none' },
    });
  });

  test('without defaults: Asia/Tokyo, Japanese, mails from 9 to 18, no reminders, no RMS, the default policy', () => {
    const { shops, service } = config({ 'service.yaml': SERVICE, 'shops/a.yaml': SHOP });
    expect(service).toEqual({
      ops: ['ops@example.jp'],
      from: 'sla@example.jp',
      publicUrl: 'https://sla.example.jp',
      confirmAbove: 20,
      timeZone: 'Asia/Tokyo',
      language: 'ja',
      opsMail: {
        summary: ['ops@example.jp'],
        blind: ['ops@example.jp'],
        undeliverable: ['ops@example.jp'],
        season: ['ops@example.jp'],
      },
      webhook: null,
      allowPrivate: false,
      dkim: null,
      retention: { inquiries: null, mails: null },
    });
    expect(shops.get('a')).toMatchObject({
      timeZone: 'Asia/Tokyo',
      language: 'ja',
      policies: [],
      mail: { sendWindow: { from: 540, to: 1080 }, reminders: 'none', clearNotice: false },
      webhook: null,
      rms: null,
    });
  });

  test('ops mails: on goes to ops, off to nobody, a list to its addresses; a webhook names its secret', () => {
    const more = `opsMail: { summary: off, blind: [b@example.jp, b@example.jp], season: on }
webhook: { url: "https://bridge.example.jp/a b", secret: "$\{HOOK}" }
allowPrivate: true
dkim: { domain: example.jp, selector: s1.mail, privateKey: "$\{DKIM}" }
`;
    const { service } = config({ 'service.yaml': SERVICE + more, 'shops/a.yaml': SHOP });
    expect(service).toMatchObject({
      opsMail: {
        summary: [],
        blind: ['b@example.jp'],
        undeliverable: ['ops@example.jp'],
        season: ['ops@example.jp'],
      },
      webhook: { url: 'https://bridge.example.jp/a%20b', secret: 'HOOK' },
      allowPrivate: true,
      dkim: { domain: 'example.jp', selector: 's1.mail', privateKey: 'DKIM' },
    });
  });

  test('retention in months; what is left out stays for ever', () => {
    const read = (text: string) =>
      config({ 'service.yaml': `${SERVICE}retention: ${text}\n`, 'shops/a.yaml': SHOP }).service.retention;
    expect(read('{ inquiries: 25mo, mails: 13mo }')).toEqual({ inquiries: 25, mails: 13 });
    expect(read('{ mails: 3mo }')).toEqual({ inquiries: null, mails: 3 });
  });

  test('a webhook and a clear notice may be a default of all shops', () => {
    const service = `${SERVICE}defaults:
  mail: { clearNotice: true }
  webhook: { url: https://bridge.example.jp/, secret: "$\{HOOK}" }
`;
    const { shops } = config({ 'service.yaml': service, 'shops/a.yaml': SHOP });
    expect(shops.get('a')).toMatchObject({
      mail: { clearNotice: true },
      webhook: { url: 'https://bridge.example.jp/', secret: 'HOOK' },
    });
  });

  test('the revision changes with what decides deadlines, not with the rest', () => {
    const revision = (shop: string) =>
      config({ 'service.yaml': SERVICE, 'shops/a.yaml': shop }).shops.get('a')?.revision;
    const plain = revision(SHOP);
    expect(revision(SHOP.replace('owner@', 'other@'))).toBe(plain);
    expect(revision(`${SHOP}calendar: { weeklyClosed: [sun, sat] }\n`)).toBe(plain);
    expect(revision(`${SHOP}calendar: { weeklyClosed: [sun] }\n`)).not.toBe(plain);
    expect(revision(`${SHOP}timeZone: Asia/Seoul\n`)).not.toBe(plain);
    expect(revision(`${SHOP}policies: [{ counting: elapsed }]\n`)).not.toBe(plain);
  });

  test('RMS secrets become names of variables; automatic replies are off unless told', () => {
    const rms = `rms:\n  shopId: 7\n  serviceSecret: $\{A_1}\n  licenseKey: $\{B}\n`;
    const { shops } = config({ 'service.yaml': SERVICE, 'shops/a.yaml': SHOP + rms });
    expect(shops.get('a')?.rms).toEqual({
      shopId: 7,
      serviceSecret: 'A_1',
      licenseKey: 'B',
      nextLicenseKey: null,
      autoReplies: { withinSeconds: 0, containing: [] },
    });
  });

  test('one broken shop does not hide the others from a command that asks about one', () => {
    const dir = configFolder({ 'service.yaml': SERVICE, 'shops/a.yaml': SHOP, 'shops/b.yaml': 'x: 1\n' });
    const read = readConfig(dir);
    expect([...read.shops.keys()]).toEqual(['a']);
    expect(read.faults).not.toEqual([]);
    expect(loadConfig(dir)).not.toHaveProperty('config');
  });
});

describe('a folder that cannot be used', () => {
  test.each([
    [
      'no files at all',
      {},
      [
        'service.yaml:1:1 found no such file; allowed: a readable file',
        'shops found no such folder; allowed: a folder with one <shop>.yaml for each shop',
      ],
    ],
    [
      'no shop file',
      { 'service.yaml': SERVICE, 'shops/README.md': '' },
      ['shops found no shop file; allowed: at least one <shop>.yaml'],
    ],
    [
      'an empty shop file',
      { 'service.yaml': SERVICE, 'shops/a.yaml': '' },
      ['shops/a.yaml:1:1 found an empty file; allowed: keys and values'],
    ],
    [
      'only comments',
      { 'service.yaml': SERVICE, 'shops/a.yaml': '# later\n' },
      ['shops/a.yaml:1:1 found an empty file; allowed: keys and values'],
    ],
    [
      'an id that is none',
      { 'service.yaml': SERVICE, 'shops/Tea.yaml': SHOP, 'shops/a.yml': SHOP },
      [
        'shops/Tea.yaml found this file name; allowed: <shop>.yaml, the shop’s id from a-z 0-9 - (1 to 64)',
        'shops/a.yml found this file name; allowed: <shop>.yaml, the shop’s id from a-z 0-9 - (1 to 64)',
      ],
    ],
    [
      'Shift_JIS',
      { 'service.yaml': SERVICE, 'shops/a.yaml': Buffer.from('owner: [a@example.jp]\nname: \x83T', 'latin1') },
      ['shops/a.yaml:1:1 found bytes on line 2 that are no UTF-8; allowed: UTF-8; save the file as UTF-8'],
    ],
    [
      'over 1 MiB',
      { 'service.yaml': SERVICE, 'shops/a.yaml': `#${'x'.repeat(1024 * 1024)}` },
      ['shops/a.yaml:1:1 found a file of 1048577 bytes; allowed: at most 1048576 bytes'],
    ],
  ])('%s', (_, files, expected) => {
    expect(faults(files)).toEqual(expected);
  });

  test('a folder that is there and cannot be read is not called missing', () => {
    const dir = configFolder({ 'service.yaml': SERVICE });
    symlinkSync('shops', join(dir, 'shops'));
    expect(readConfig(dir).faults.map(({ found }) => found)).toEqual(['a folder that cannot be read (ELOOP)']);
  });
});

describe('a fault in service.yaml', () => {
  test('is told once, where it stands, however many shops take the default', () => {
    const service = `${SERVICE}defaults:\n  timeZone: Asia/Tokio\n`;
    expect(faults({ 'service.yaml': service, 'shops/a.yaml': SHOP, 'shops/b.yaml': SHOP })).toEqual([
      'service.yaml:5:13 defaults.timeZone: found "Asia/Tokio"; allowed: an IANA time zone such as Asia/Tokyo; did you mean "Asia/Tokyo"?',
    ]);
  });

  test('what only a shop decides is no default', () => {
    const service = `${SERVICE}defaults: { owner: [a@example.jp] }\n`;
    expect(faults({ 'service.yaml': service, 'shops/a.yaml': SHOP })).toEqual([
      'service.yaml:4:13 defaults.owner: found the unknown key "owner"; allowed: the keys timeZone, language, calendar, calendars, policies, contacts, people, chats, goals, morning, weekly, group, department, templates, presence, sameCustomer, mail, webhook',
    ]);
  });

  test('a contradiction between the defaults and a shop is told where the shop can see it', () => {
    const service = `${SERVICE}defaults:\n  calendar:\n    closed: [{ on: 2026-10-17, name: 休 }]\n`;
    const shop = `${SHOP}calendar:\n  open: [{ on: 2026-10-17, name: 祭 }]\n`;
    expect(faults({ 'service.yaml': service, 'shops/a.yaml': shop })).toEqual([
      'shops/a.yaml:4:16 calendar.open[0].on: found 2026-10-17 open (祭) and closed in calendar.closed[0] (休); allowed: a date only in one of `open` and one-off `closed`',
    ]);
  });

  test('hours per weekday may lack a weekday in the defaults that every shop closes', () => {
    const service = `${SERVICE}defaults: { calendar: { hours: { mon: ["09:00-18:00"] } } }\n`;
    const shop = `${SHOP}calendar: { weeklyClosed: [tue, wed, thu, fri, sat, sun] }\n`;
    expect(faults({ 'service.yaml': service, 'shops/a.yaml': shop })).toEqual([]);
  });

  test.each([
    ['ops: []', 'service.yaml:1:6 ops: found an empty list; allowed: a list with at least one of: mail addresses'],
    [
      'from: "a\\nBcc: b@example.jp"',
      'service.yaml:1:7 from: found "a\\nBcc: b@example.jp"; allowed: an address, or "name <address>"',
    ],
    [
      'publicUrl: sla.example.jp',
      'service.yaml:1:12 publicUrl: found "sla.example.jp"; allowed: an address such as https://sla.example.jp',
    ],
    [
      'defaults:',
      'service.yaml:1:10 defaults: found nothing; allowed: a map with the keys timeZone, language, calendar, calendars, policies, contacts, people, chats, goals, morning, weekly, group, department, templates, presence, sameCustomer, mail, webhook',
    ],
    [
      'opsMail: { summary: no }',
      'service.yaml:1:21 opsMail.summary: found "no"; allowed: on, off, or a list of mail addresses; did you mean off?',
    ],
    [
      'opsMail: { blind: [ops] }',
      'service.yaml:1:20 opsMail.blind[0]: found "ops"; allowed: a mail address such as owner@example.jp',
    ],
    [
      'opsMail: { blind: [] }',
      'service.yaml:1:19 opsMail.blind: found an empty list; allowed: a list with at least one of: mail addresses',
    ],
    [
      'opsMail: { breaches: on }',
      'service.yaml:1:12 opsMail.breaches: found the unknown key "breaches"; allowed: the keys summary, blind, undeliverable, season',
    ],
    ['retention: 25mo', 'service.yaml:1:12 retention: found "25mo"; allowed: a map with the keys inquiries, mails'],
    [
      'retention: { inquiries: 5mo }',
      'service.yaml:1:25 retention.inquiries: found "5mo"; allowed: a number of months from 6mo to 240mo',
    ],
    [
      'retention: { inquiries: 2y }',
      'service.yaml:1:25 retention.inquiries: found "2y"; allowed: a number of months from 6mo to 240mo; did you mean 24mo?',
    ],
    [
      'retention: { mails: 13 }',
      'service.yaml:1:21 retention.mails: found 13; allowed: a number of months from 3mo to 240mo; did you mean 13mo?',
    ],
    [
      'retention: { mails: 90d }',
      'service.yaml:1:21 retention.mails: found "90d"; allowed: a number of months from 3mo to 240mo',
    ],
    [
      'retention: {}',
      'service.yaml:1:12 retention.inquiries: found nothing; allowed: inquiries, mails or both, such as { inquiries: 25mo, mails: 13mo }',
    ],
    [
      'retention: { mail: 13mo }',
      'service.yaml:1:14 retention.mail: found the unknown key "mail"; allowed: the keys inquiries, mails; did you mean "mails"?',
    ],
    [
      'heartbeat: { url: https://beat.example.com/key }',
      'service.yaml:1:19 heartbeat.url: found a literal value; allowed: the name of an environment variable as $' +
        '{NAME}, never the secret itself',
    ],
    [
      'heartbeat: { url: "$' + '{BEAT}", every: 1h }',
      'service.yaml:1:37 heartbeat.every: found "1h"; allowed: whole minutes from 1m to 60m, such as 5m; did you mean 60m?',
    ],
    [
      'canary: { to: nobody }',
      'service.yaml:1:15 canary.to: found "nobody"; allowed: a mail address such as owner@example.jp',
    ],
    ['canary: yes', 'service.yaml:1:9 canary: found "yes"; allowed: a map with the keys to'],
    [
      'rmsBaseUrl: http://rms.example.jp',
      'service.yaml:1:13 rmsBaseUrl: found "http://rms.example.jp"; allowed: an https address, or http on the loopback such as http://127.0.0.1:8090; the licence keys would go out unencrypted',
    ],
    [
      'rmsBaseUrl: https://me:secret@rms.example.jp',
      'service.yaml:1:13 rmsBaseUrl: found an address with user and password; allowed: an https address, or http on the loopback such as http://127.0.0.1:8090',
    ],
    [
      'rmsBaseUrl: 127.0.0.1:8090',
      'service.yaml:1:13 rmsBaseUrl: found "127.0.0.1:8090"; allowed: an https address, or http on the loopback such as http://127.0.0.1:8090',
    ],
    ['allowPrivate: ja', 'service.yaml:1:15 allowPrivate: found "ja"; allowed: true or false'],
    [
      'webhook: https://bridge.example.jp/',
      'service.yaml:1:10 webhook: found a literal value; allowed: a map with the keys url, secret',
    ],
    [
      'dkim: { domain: "", selector: sla, privateKey: "$' + '{DKIM}" }',
      'service.yaml:1:17 dkim.domain: found ""; allowed: a domain such as example.jp',
    ],
    [
      'dkim: { domain: example.jp, selector: sla, privateKey: BEGIN }',
      'service.yaml:1:56 dkim.privateKey: found a literal value; allowed: the name of an environment variable as $' +
        '{NAME}, never the secret itself',
    ],
  ])('%s', (line, expected) => {
    const key = line.split(':')[0]!;
    const rest = SERVICE.split('\n').filter((other) => !other.startsWith(`${key}:`));
    expect(faults({ 'service.yaml': [line, ...rest].join('\n'), 'shops/a.yaml': SHOP })).toEqual([expected]);
  });
});
