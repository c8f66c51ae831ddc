// Imported calendars through the service: from a real HTTP server or a file, read daily, counted with like an edit of
// the file, never lost when a read fails.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { applyOutside } from '../../../src/service/configuration/apply-outside-calendars.ts';
import { keptSpec } from '../../../src/service/configuration/kept-spec.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { acceptHeld, heldCalendars } from '../../../src/service/outside-calendars/accept-held-calendar.ts';
import { type FeedReach, readDueFeeds } from '../../../src/service/outside-calendars/import-feeds.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const START = '2026-06-01T12:00:00+09:00';
const LOOPBACK: FeedReach = { allow: () => true, resolve: async () => ['127.0.0.1'] };

let server: Server;
/** What the server answers; null: HTTP 500. */
let text: string | Buffer | null;
let it: TestService;
let shop: ShopConfig;

const entry = (from: string, to: string, name: string) =>
  `BEGIN:VEVENT\r\nUID:${from}\r\nDTSTART;VALUE=DATE:${from}\r\nDTEND;VALUE=DATE:${to}\r\nSUMMARY:${name}\r\nEND:VEVENT\r\n`;
const calendar = (...entries: string[]) => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${entries.join('')}END:VCALENDAR\r\n`;
const STOCKTAKING = entry('20260603', '20260604', '棚卸');

beforeEach(async () => {
  await emptyTables(database.db);
  server = createServer((_, response) => (text === null ? response.writeHead(500).end() : response.end(text)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  text = calendar(STOCKTAKING);
  shop = shopOf('sample-tea', { calendar: { ics: [{ name: '本社', url: address() }] } });
  it = await testService({ db: database.db, shops: [shop], now: START });
  await intake(it.service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

const address = () => `http://feeds.example.jp:${(server.address() as AddressInfo).port}/secret-path/basic.ics`;
const rows = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(database.db)).rows;
const breachAt = async () => (await rows('select breach_at from episode'))[0]?.breach_at;

async function readAt(when: string): Promise<void> {
  it.clock.set(at(when));
  await readDueFeeds(it.service, undefined, LOOPBACK);
}

async function withShop(next: ShopConfig): Promise<void> {
  it = { ...it, service: withShops(it.service, [next]) };
  await applyRevisions(it.service);
}

describe('an imported calendar', () => {
  test('closes its dates for open inquiries at once, and names itself as the reason', async () => {
    await readAt(START);
    expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
    const days = it.service.counting.calendarOf(shop);
    const info = days.dayInfo(days.zone.localDay(at('2026-06-03T10:00:00+09:00')));
    expect(info.closedBy).toEqual([{ source: 'feed', name: { ja: '棚卸（本社）', en: '棚卸 (本社)' } }]);
  });

  test('is read once a day; an entry that is gone there is gone here', async () => {
    await readAt(START);
    text = calendar();
    await readAt('2026-06-02T11:00:00+09:00');
    expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
    text = calendar(entry('20260610', '20260611', '研修'));
    await readAt('2026-06-02T12:01:00+09:00');
    expect(await breachAt()).toBe(at('2026-06-05T00:00:00+09:00'));
  });

  test('leaves alone what the file itself closes and opens', async () => {
    await withShop(
      shopOf('sample-tea', {
        calendar: {
          ics: [{ name: '本社', url: address() }],
          closed: [{ on: '2026-06-04', name: '臨時' }],
          open: [{ on: '2026-06-03', name: '営業' }],
        },
      }),
    );
    await readAt(START);
    expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
    text = calendar(entry('20260610', '20260611', '研修'));
    await readAt('2026-06-02T12:01:00+09:00');
    expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
  });

  test('taken out of the file counts no more; put back, it is read anew', async () => {
    await readAt(START);
    await withShop(shopOf('sample-tea'));
    expect(await breachAt()).toBe(at('2026-06-05T00:00:00+09:00'));
    expect(await rows('select 1 from outside_calendar')).toEqual([]);
    await withShop(shop);
    await readAt(START);
    expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
  });

  test('that cannot be read stays in force as it was, is tried again in an hour, and says why without its address', async () => {
    await readAt(START);
    text = null;
    await readAt('2026-06-02T12:01:00+09:00');
    expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
    expect(await rows('select failure from outside_calendar')).toEqual([{ failure: 'it answered HTTP 500' }]);
    text = calendar(STOCKTAKING).replace('END:VCALENDAR', '');
    await readAt('2026-06-02T13:02:00+09:00');
    expect(await rows('select failure from outside_calendar')).toEqual([
      { failure: 'line 1: found no end of this VCALENDAR: the file is cut' },
    ]);
  });

  test('of a shop whose file is broken stays in force; its address is not kept, so nothing is asked', async () => {
    await readAt('2026-06-01T12:00:00+09:00');
    const before = await breachAt();
    await withShop(keptSpec(shop));
    await readAt('2026-06-02T12:00:00+09:00');
    expect(await breachAt()).toBe(before);
    const [row] = await rows('select failure, in_force is not null as kept, next_read_at from outside_calendar');
    expect(row).toEqual({
      failure: 'its address stands in the shop’s file only, and that is broken',
      kept: true,
      next_read_at: at('2026-06-02T13:00:00+09:00'),
    });
    await withShop(shop);
    await readAt('2026-06-02T13:00:00+09:00');
    expect(await rows('select failure, failing_since from outside_calendar')).toEqual([
      { failure: null, failing_since: null },
    ]);
  });

  test('that was not read for 7 days is told to ops, once a day, until it is', async () => {
    await readAt(START);
    text = null;
    const told: string[] = [];
    for (const day of ['08', '09', '10']) {
      await readAt(`2026-06-${day}T11:00:00+09:00`);
      await tickWorker(it.service);
      await readAt(`2026-06-${day}T13:00:00+09:00`);
      await tickWorker(it.service);
      told.push(String(it.mail.sent.filter(({ rendered }) => rendered.subject.includes('7日以上')).length));
    }
    expect(told).toEqual(['1', '2', '3']);
    text = calendar(STOCKTAKING);
    await readAt('2026-06-11T15:00:00+09:00');
    await tickWorker(it.service);
    expect(it.mail.sent.filter(({ rendered }) => rendered.subject.includes('7日以上'))).toHaveLength(3);
  });

  test('that is empty all of a sudden is held for a person’s word', async () => {
    text = calendar(STOCKTAKING, entry('20260605', '20260606', '研修'));
    await readAt(START);
    text = calendar();
    await readAt('2026-06-02T12:01:00+09:00');
    expect(await heldCalendars(it.service, shop)).toMatchObject([{ name: '本社', why: 'wipe' }]);
    await acceptHeld(it.service, shop);
    await applyOutside(it.service);
    expect(await breachAt()).toBe(at('2026-06-05T00:00:00+09:00'));
  });

  describe('with an all-day entry that cannot be read', () => {
    const BAD = entry('20260604', '20260605', '研修').replace('DATE:20260605', 'DATE:None');
    const OTHER = entry('20260608', '20260609', '慰安旅行').replace('DATE:20260608', 'DATE:6月8日');
    const held = async () => (await heldCalendars(it.service, shop)).map(({ why, unread }) => ({ why, unread }));
    const line = (number: number) => [
      { line: number, name: '研修', from: 20_608, field: 'DTEND', found: 'NONE', allowed: 'date' },
    ];

    test('is held for a person’s word, and the last good one stays', async () => {
      await readAt(START);
      text = calendar(BAD);
      await readAt('2026-06-02T12:01:00+09:00');
      expect(await held()).toEqual([{ why: 'unread', unread: line(6) }]);
      expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
      await acceptHeld(it.service, shop);
      await applyOutside(it.service);
      expect(await breachAt()).toBe(at('2026-06-05T00:00:00+09:00'));
    });

    test('is held also when it is read for the first time: nothing of it counts', async () => {
      text = calendar(STOCKTAKING, BAD);
      await readAt(START);
      expect(await held()).toEqual([{ why: 'unread', unread: line(12) }]);
      expect(await breachAt()).toBe(at('2026-06-05T00:00:00+09:00'));
    });

    test('counts without it after a yes; it is asked about no more, wherever it stands, but a new one is', async () => {
      text = calendar(STOCKTAKING, BAD);
      await readAt(START);
      await acceptHeld(it.service, shop);
      await applyOutside(it.service);
      expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
      const revision = it.service.counting.revisionOf(shop);
      text = calendar(BAD, STOCKTAKING);
      await readAt('2026-06-02T12:01:00+09:00');
      expect(await held()).toEqual([]);
      expect(it.service.counting.revisionOf(shop)).toBe(revision);
      text = calendar(BAD, STOCKTAKING, OTHER);
      await readAt('2026-06-03T12:02:00+09:00');
      expect((await held()).map(({ why, unread }) => [why, unread.length])).toEqual([['unread', 2]]);
      text = calendar(STOCKTAKING);
      await readAt('2026-06-04T12:03:00+09:00');
      expect(await held()).toEqual([]);
    });

    test('is told to ops once, with the line and the command', async () => {
      text = calendar(STOCKTAKING, BAD);
      await readAt(START);
      for (const when of [START, '2026-06-01T12:11:00+09:00', '2026-06-01T12:30:00+09:00']) {
        it.clock.set(at(when));
        await tickWorker(it.service);
      }
      const told = it.mail.sent.filter(({ rendered }) => rendered.text.includes('読み取れない終日の予定'));
      expect(told.map(({ rendered }) => rendered.text)).toEqual([
        expect.stringMatching(
          /本社に読み取れない終日の予定が1件あります（12行目など）[\s\S]*calendar accept sample-tea/,
        ),
      ]);
    });
  });

  test('with a title that is cut inside an emoji is read, and so is a long one', async () => {
    const cut = Buffer.from(
      calendar(entry('20260603', '20260604', '棚卸🎄'), entry('20260604', '20260605', '🎄'.repeat(79))),
    );
    text = Buffer.concat([cut.subarray(0, cut.indexOf('🎄') + 2), cut.subarray(cut.indexOf('🎄') + 4)]);
    await readAt(START);
    expect(await rows('select failure, in_force from outside_calendar')).toMatchObject([
      { failure: null, in_force: { days: [{ name: '棚卸' }, { name: '🎄'.repeat(79) }] } },
    ]);
    text = calendar(entry('20260604', '20260605', `${'冬'.repeat(79)}🎄🎄`));
    await readAt('2026-06-02T12:01:00+09:00');
    expect(await rows('select in_force from outside_calendar')).toMatchObject([
      { in_force: { days: [{ name: `${'冬'.repeat(79)}🎄…` }] } },
    ]);
  });

  test('keeps its remarks for the preview: what closes nothing, what comes twice', async () => {
    const timed =
      'BEGIN:VEVENT\r\nUID:t\r\nDTSTART:20260610T010000Z\r\nDTEND:20260610T020000Z\r\nSUMMARY:会議\r\nEND:VEVENT\r\n';
    text = calendar(
      STOCKTAKING,
      timed,
      entry('20260720', '20260721', '海の日'),
      entry('20260721', '20260722', '海の日'),
    );
    await readAt(START);
    const [row] = await rows('select remarks from outside_calendar');
    expect(row?.remarks).toMatchObject([
      { kind: 'timed', name: '会議' },
      { kind: 'twice', name: '海の日' },
    ]);
  });

  test('is reached only where the public internet is, unless the operator says otherwise', async () => {
    await readDueFeeds(it.service, undefined, { resolve: async () => ['127.0.0.1'] });
    expect(await rows('select failure from outside_calendar')).toEqual([
      { failure: 'its host leads to an address that is not public (loopback)' },
    ]);
  });

  test('is read by one process at a time', async () => {
    const other = withShops(it.service, [shop]);
    await Promise.all([readDueFeeds(it.service, undefined, LOOPBACK), readDueFeeds(other, undefined, LOOPBACK)]);
    expect(await rows('select count(*)::int as n from outside_answer')).toEqual([{ n: 1 }]);
  });
});

test('a file of the config folder is read the same way, and again when ten minutes have passed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'feeds-'));
  writeFileSync(join(dir, 'office.ics'), calendar(STOCKTAKING));
  const next = shopOf('sample-tea', { calendar: { ics: [{ name: '本社', file: 'office.ics' }] } });
  it = { ...it, service: withShops(it.service, [next]) };
  it = { ...it, service: { ...it.service, config: { ...it.service.config, dir } } };
  await applyRevisions(it.service);
  await readAt(START);
  expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
  writeFileSync(join(dir, 'office.ics'), calendar(STOCKTAKING, entry('20260604', '20260605', '研修')));
  await readAt('2026-06-01T12:10:00+09:00');
  expect(await breachAt()).toBe(at('2026-06-09T00:00:00+09:00'));
});
