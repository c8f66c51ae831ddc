// Marks of who wrote to RMS: made of the masked address, for what RMS shows, and anew with another key. The address is nowhere.

import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeRms } from '../../../src/demo/fake-rms/fake-rms.ts';
import type { FakeShop } from '../../../src/demo/fake-rms/world.ts';
import { dropCustomerKey, rotateCustomerKey } from '../../../src/service/same-customer/change-key.ts';
import { readSameCustomer } from '../../../src/service/same-customer/read-same-customer.ts';
import type { ManualClock } from '../../support/clock.ts';
import { testDatabase } from '../../support/database.ts';
import { readSource } from '../../support/read-source.ts';
import { openRmsDesk, RMS } from '../../support/rms-desk.ts';
import { at, shopOf, type TestService, withShops } from '../../support/service.ts';

const database = testDatabase();
const wanting = shopOf('sample-tea', { rms: RMS, sameCustomer: 'on' });
const june = (when: string) => at(`2026-06-${when}:00+09:00`);

let it: TestService;
let rms: FakeRms;
let shop: FakeShop;
let clock: ManualClock;

beforeEach(async () => {
  ({ it, rms, shop, clock } = await openRmsDesk(database.db, wanting));
  shop.customerWrites('1-1', june('01T10:00'));
  shop.customerWrites('1-2', june('01T11:00'));
});

afterEach(() => rms.close());

async function readAt(when: string, service = it.service): Promise<void> {
  clock.set(june(when));
  it.clock.set(june(when));
  expect(await readSource(service, 'sample-tea')).toBe('complete');
}

const linked = async () =>
  (await readSameCustomer(it.service, wanting, '1-1'))?.inquiries.map(({ inquiry }) => inquiry) ?? null;

test('link what one masked address wrote, and say it nowhere', async () => {
  await readAt('01T12:05');
  expect(await linked()).toEqual(['1-2', '1-1']);
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`.execute(
    database.db,
  );
  for (const { name } of tables) {
    const { rows } = await sql`select t::text as row from ${sql.raw(name)} t`.execute(database.db);
    expect(JSON.stringify(rows), name).not.toContain('hanako');
  }
});

test('are made of rows that were read before the shop wanted them', async () => {
  await readAt('01T12:05', withShops(it.service, [shopOf('sample-tea', { rms: RMS })]));
  expect(await linked()).toBeNull();
  await readAt('01T12:10');
  expect(await linked()).toEqual(['1-2', '1-1']);
});

test('are made anew with another key, and not at all once it is dropped', async () => {
  await readAt('01T12:05');
  await rotateCustomerKey(it.service, 'sample-tea', null);
  expect(await linked()).toBeNull();
  await readAt('01T12:10');
  expect(await linked()).toEqual(['1-2', '1-1']);
  await dropCustomerKey(it.service, 'sample-tea', null);
  await readAt('01T12:15');
  expect(await linked()).toBeNull();
});
