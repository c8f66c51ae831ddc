// Mails about a shop wait a little for the first answer of its calendar in RMS, because what is closed there may move every
// deadline; flags wait for nothing, and a calendar that is never read holds mails back for ten minutes at most.

import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { isAnyAwaited, isAwaited, syncSources } from '../../../src/store/status/sources.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const DUE = '2026-06-04T09:00:00+09:00';
// biome-ignore lint/suspicious/noTemplateCurlyInString: as the shop file writes it
const RMS = { shopId: 123456, serviceSecret: '${SECRET}', licenseKey: '${KEY}' };
const MAIL = { sendWindow: 'always' };
const SHOPS = [
  shopOf('sample-tea', { calendar: { rms: true }, rms: RMS, mail: MAIL }),
  shopOf('sample-deli', { mail: MAIL }),
];

let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: SHOPS, now: '2026-06-01T09:00:00+09:00' });
  await intake(
    it.service,
    SHOPS.map(({ id }) => eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00', { shop: id })).map((one) => ({
      ...one,
      event: { ...one.event, at: at('2026-06-01T08:00:00+09:00') },
    })),
    'api',
  );
  // Added just now: its inquiries were read, its calendar not yet.
  await syncSources(database.db, ['sample-tea'], at(DUE));
  await sql`update source set last_complete_at = ${new Date(at(DUE))} where shop = 'sample-tea'`.execute(database.db);
  await sql`update outside_calendar set next_read_at = ${new Date(at(DUE))}, read_at = null`.execute(database.db);
});

const tickAt = async (when: string): Promise<void> => {
  it.clock.set(at(when));
  await tickWorker(it.service);
};
const told = async (): Promise<string[]> =>
  (
    await sql<{ shop: string }>`
      select shop from outbox where kind = 'owner' and state = 'sent' order by 1`.execute(database.db)
  ).rows.map(({ shop }) => shop);
const flagged = async (): Promise<number> =>
  (await sql<{ n: number }>`select count(*)::int as n from step where step = 'flag'`.execute(database.db)).rows[0]!.n;
const waits = async (shop: string | null): Promise<boolean> => {
  const now = it.clock.now();
  const asked = shop === null ? isAnyAwaited(now) : isAwaited(sql`${shop}::text`, now);
  return (await sql<{ waits: boolean }>`select ${asked} as waits`.execute(database.db)).rows[0]!.waits;
};

test('its mails wait, its flag and the other shop’s mail do not; after ten minutes nothing does', async () => {
  await tickAt(DUE);
  expect([await flagged(), await told()]).toEqual([2, ['sample-deli']]);
  expect([await waits('sample-tea'), await waits('sample-deli'), await waits(null)]).toEqual([true, false, true]);
  await tickAt('2026-06-04T09:10:00+09:00');
  expect(await told()).toEqual(['sample-deli']);
  await tickAt('2026-06-04T09:10:30+09:00');
  expect(await told()).toEqual(['sample-deli', 'sample-tea']);
});

test('once the calendar is read its mails go out', async () => {
  await tickAt(DUE);
  await sql`update outside_calendar set read_at = ${new Date(at(DUE))}`.execute(database.db);
  await tickAt('2026-06-04T09:00:30+09:00');
  expect([await waits('sample-tea'), await told()]).toEqual([false, ['sample-deli', 'sample-tea']]);
});

test('so they do when reading it failed: that is told of itself', async () => {
  await tickAt(DUE);
  await sql`update outside_calendar set failing_since = ${new Date(at(DUE))}`.execute(database.db);
  await tickAt('2026-06-04T09:00:30+09:00');
  expect([await waits('sample-tea'), await told()]).toEqual([false, ['sample-deli', 'sample-tea']]);
});
