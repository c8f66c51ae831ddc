// The shop's calendar in RMS, through the poller of a real (fake) RMS: once a day, never in the way of the sweep, held
// when it looks like a wipe, and counted with by the same recount as an edited file.

import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeRms, startFakeRms } from '../../../src/demo/fake-rms/fake-rms.ts';
import { faults } from '../../../src/demo/fake-rms/injected-faults.ts';
import { createWorld, type FakeCalendar, type FakeShop } from '../../../src/demo/fake-rms/world.ts';
import { createRmsClient } from '../../../src/rms/client.ts';
import { applyOutside } from '../../../src/service/configuration/apply-outside-calendars.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { openSourceLanes } from '../../../src/service/loops/source-lanes.ts';
import { acceptHeld, heldCalendars } from '../../../src/service/outside-calendars/accept-held-calendar.ts';
import { findDrift } from '../../../src/service/outside-calendars/track-drift.ts';
import { isAnyReadOverdue, isAwaited } from '../../../src/store/status/sources.ts';
import { unpaced } from '../../rms/unpaced.ts';
import { type ManualClock, manualClock } from '../../support/clock.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { readSource } from '../../support/read-source.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';

const database = testDatabase();
const START = '2026-06-01T12:00:00+09:00';
// biome-ignore lint/suspicious/noTemplateCurlyInString: as the shop file writes it
const RMS_ACCESS = { shopId: 123456, serviceSecret: '${SECRET}', licenseKey: '${KEY}' };
const SHOP = shopOf('sample-tea', { calendar: { rms: true }, rms: RMS_ACCESS });
const WEEKENDS: FakeCalendar = { businessHoliday: { weekdays: ['SATURDAY', 'SUNDAY', 'HOLIDAY'] } };

let it: TestService;
let rms: FakeRms;
let shop: FakeShop;
let clock: ManualClock;

beforeEach(async () => {
  await emptyTables(database.db);
  clock = manualClock(at(START));
  const world = createWorld();
  const keys = [{ key: 'kkk', endsAt: at('2027-08-01T23:59:59+09:00') }];
  shop = world.addShop({ shopId: 123456, serviceSecret: 'sss', keys, calendar: WEEKENDS });
  rms = await startFakeRms({ world, clock });
  const client = createRmsClient({
    shopId: 123456,
    keys: { serviceSecret: 'sss', licenseKey: 'kkk', nextLicenseKey: null },
    clock,
    baseUrl: rms.url,
    pacer: unpaced,
  });
  it = await testService({ db: database.db, shops: [SHOP], now: START, rmsClient: () => client });
});

afterEach(() => rms.close());

const rows = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(database.db)).rows;
const asked = () => rms.requests.filter(({ endpoint }) => endpoint === 'calendar').length;
const breachAt = async () => (await rows('select breach_at from episode'))[0]?.breach_at;

async function pollAt(when: string): Promise<string> {
  clock.set(at(when));
  it.clock.set(at(when));
  return readSource(it.service, 'sample-tea');
}

function closes(when: string, calendar: FakeCalendar): void {
  shop.setsCalendar(calendar, at(when));
}

const withDates = (...eventDates: string[]): FakeCalendar => ({
  businessHoliday: { weekdays: ['SATURDAY', 'SUNDAY', 'HOLIDAY'], eventDates },
});

/** A customer wrote on Monday 06-01 at 10:00: the breach is due at the end of Thursday 06-04. */
const asks = () => intake(it.service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');

describe('the RMS calendar', () => {
  test('is read for 180 days at first sight and then once a day', async () => {
    await pollAt(START);
    await pollAt('2026-06-01T12:05:00+09:00');
    expect(asked()).toBe(1);
    expect(rms.requests.find(({ endpoint }) => endpoint === 'calendar')?.query).toEqual({
      fromDate: '2026-06-01',
      period: '180',
    });
    await pollAt('2026-06-02T12:05:00+09:00');
    expect(asked()).toBe(2);
  });

  test('that never answers holds up no inquiry and no other read', async () => {
    rms.faults.add(faults.stalled(), { on: 'calendar', times: 1 });
    shop.customerWrites('373343-1', at('2026-06-01T10:00:00+09:00'));
    const { polls, licences, shopCalendars } = openSourceLanes(it.service);
    await polls.run('sample-tea');
    await eventually(async () => asked() === 1 && licences.busy() === 0);
    expect(shopCalendars.busy()).toBe(1);
    expect(await rows('select last_complete_at, licence_expires_at from source')).toEqual([
      { last_complete_at: at(START), licence_expires_at: at('2027-08-01T23:59:59+09:00') },
    ]);
    clock.set(at('2026-06-01T12:05:00+09:00'));
    it.clock.set(at('2026-06-01T12:05:00+09:00'));
    shop.customerWrites('373343-2', at('2026-06-01T12:01:00+09:00'));
    await polls.run('sample-tea');
    expect([shopCalendars.busy(), await rows('select external_id as id from inquiry order by 1')]).toEqual([
      1,
      [{ id: '373343-1' }, { id: '373343-2' }],
    ]);
    // Mails about the shop wait for the first answer: what is closed there may move every deadline.
    const { waits } = (
      await sql<{ waits: boolean }>`
      select ${isAwaited(sql`'sample-tea'::text`, it.clock.now())} as waits`.execute(database.db)
    ).rows[0]!;
    expect([waits, await isAnyReadOverdue(database.db, it.clock.now())]).toEqual([true, true]);
    await Promise.all([polls, licences, shopCalendars].map((lane) => lane.stop()));
  });

  test('is not asked for where the shop does not take it', async () => {
    it = { ...it, service: withShops(it.service, [shopOf('sample-tea', { rms: RMS_ACCESS })]) };
    await applyRevisions(it.service);
    expect(await pollAt(START)).toBe('complete');
    expect(asked()).toBe(0);
  });

  test('closes 休業日 and 発送業務のみ, not 受注・お問い合わせ業務のみ, and moves the deadlines of open inquiries at once', async () => {
    closes(START, {
      businessHoliday: { weekdays: ['SATURDAY', 'SUNDAY', 'HOLIDAY'], eventDates: ['20260602'] },
      shippingOnly: { eventDates: ['20260603'] },
      shippingHoliday: { eventDates: ['20260604'] },
    });
    await asks();
    await pollAt(START);
    expect(await breachAt()).toBe(at('2026-06-09T00:00:00+09:00'));
    const [revision] = await rows(`select cause, revision from config_revision order by number desc limit 1`);
    expect(revision).toEqual({ cause: 'source', revision: it.service.counting.revisionOf(SHOP) });
    expect(await rows('select revision from episode')).toEqual([{ revision: it.service.counting.revisionOf(SHOP) }]);
  });

  test('names its source in the explanation of a closed day', async () => {
    closes(START, withDates('20260603'));
    await pollAt(START);
    const calendar = it.service.counting.calendarOf(SHOP);
    const info = calendar.dayInfo(calendar.zone.localDay(at('2026-06-03T10:00:00+09:00')));
    expect(info).toMatchObject({ open: false, closedBy: [{ source: 'rms', name: { ja: 'RMSの休業日' } }] });
  });

  test('is beaten by an open date of the file', async () => {
    const opened = shopOf('sample-tea', {
      calendar: { rms: true, open: [{ on: '2026-06-03', name: '営業' }] },
      rms: RMS_ACCESS,
    });
    it = { ...it, service: withShops(it.service, [opened]) };
    await applyRevisions(it.service);
    closes(START, withDates('20260603'));
    await asks();
    await pollAt(START);
    expect(await breachAt()).toBe(at('2026-06-05T00:00:00+09:00'));
  });

  test('keeps past dates as they were known then', async () => {
    closes(START, withDates('20260603'));
    closes('2026-06-04T00:00:00+09:00', withDates());
    await asks();
    await pollAt(START);
    await pollAt('2026-06-04T12:00:00+09:00');
    expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
  });

  test('keeps every answer, one that says the same without its text', async () => {
    await pollAt(START);
    await pollAt('2026-06-02T12:05:00+09:00');
    const answers = await rows('select hash, answer is null as same from outside_answer order by id');
    expect(answers.map(({ same }) => same)).toEqual([false, true]);
    expect(answers[0]?.hash).toBe(answers[1]?.hash);
    await expect(rows(`update outside_answer set hash = ''`)).rejects.toThrow('append-only');
  });

  test('that is not answered leaves the sweep complete, what is in force as it was, and is tried again in an hour', async () => {
    closes(START, withDates('20260603'));
    await asks();
    await pollAt(START);
    rms.faults.add(faults.html500(), { on: 'calendar', times: 1 });
    expect(await pollAt('2026-06-02T12:05:00+09:00')).toBe('complete');
    expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
    expect(await rows('select failure, failing_since is not null as failing from outside_calendar')).toEqual([
      { failure: 'outage', failing: true },
    ]);
    await pollAt('2026-06-02T13:06:00+09:00');
    expect(await rows('select failure from outside_calendar')).toEqual([{ failure: null }]);
  });

  test('stored by another process is counted with at the next tick', async () => {
    closes(START, withDates('20260603'));
    await asks();
    const other: TestService = { ...it, service: withShops(it.service, [SHOP]) };
    await pollAt(START);
    expect(other.service.counting.revisionOf(SHOP)).not.toBe(it.service.counting.revisionOf(SHOP));
    await applyOutside(other.service);
    expect(other.service.counting.revisionOf(SHOP)).toBe(it.service.counting.revisionOf(SHOP));
  });
});

describe('an answer that looks like a wipe, or changes many days at once', () => {
  beforeEach(async () => {
    closes(START, withDates('20260603'));
    await asks();
    await pollAt(START);
  });

  test('is held: nothing moves until somebody says so', async () => {
    closes('2026-06-02T00:00:00+09:00', {});
    expect(await pollAt('2026-06-02T12:05:00+09:00')).toBe('complete');
    expect(await breachAt()).toBe(at('2026-06-06T00:00:00+09:00'));
    const [held] = await heldCalendars(it.service, SHOP);
    expect(held).toMatchObject({ source: 'rms', why: 'wipe' });
    expect(await rows(`select kind, key from calendar_notice where kind = 'held'`)).toEqual([
      { kind: 'held', key: 'rms' },
    ]);
  });

  test('is told once however often it comes, and forgotten when the calendar is back', async () => {
    closes('2026-06-02T00:00:00+09:00', {});
    closes('2026-06-04T00:00:00+09:00', withDates());
    await pollAt('2026-06-02T12:05:00+09:00');
    await pollAt('2026-06-03T12:10:00+09:00');
    expect(await rows(`select made_at from calendar_notice where kind = 'held'`)).toEqual([
      { made_at: at('2026-06-02T12:05:00+09:00') },
    ]);
    await pollAt('2026-06-04T12:15:00+09:00');
    expect(await rows(`select 1 from calendar_notice where kind = 'held'`)).toEqual([]);
    expect(await heldCalendars(it.service, SHOP)).toEqual([]);
  });

  test('accepted, it counts from the day it was first given', async () => {
    closes('2026-06-02T00:00:00+09:00', {});
    await pollAt('2026-06-02T12:05:00+09:00');
    expect(await acceptHeld(it.service, SHOP)).toHaveLength(1);
    await applyOutside(it.service);
    expect(await breachAt()).toBe(at('2026-06-05T00:00:00+09:00'));
    expect(await acceptHeld(it.service, SHOP)).toEqual([]);
  });

  test('on the first answer of all is taken as it is: a shop may be open every day', async () => {
    await emptyTables(database.db);
    closes(START, {});
    await applyRevisions(it.service);
    await pollAt(START);
    expect(await heldCalendars(it.service, SHOP)).toEqual([]);
  });
});

describe('drift', () => {
  test('is noted when it appears, forgotten when it is over', async () => {
    closes(START, { businessHoliday: { weekdays: ['SUNDAY', 'HOLIDAY'] } });
    closes('2026-06-03T00:00:00+09:00', WEEKENDS);
    await pollAt(START);
    expect(findDrift(it.service, SHOP, it.clock.now()).map(({ key }) => key)).toEqual(['weekly:sat']);
    const noted = `select key, told_at from calendar_notice where kind = 'drift'`;
    expect(await rows(noted)).toEqual([{ key: 'weekly:sat', told_at: null }]);
    await pollAt('2026-06-03T12:10:00+09:00');
    expect(await rows(noted)).toEqual([]);
  });
});
