// service: goals of many shops are those of each shop, counted once for all who ask at about the same time.

import { beforeEach, expect, test } from 'vitest';
import { readGoals } from '../../../src/service/goals/read-goals.ts';
import { readManyGoals } from '../../../src/service/goals/read-many-goals.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, testService, withShops } from '../../support/service.ts';

const database = testDatabase();
beforeEach(() => emptyTables(database.db));

const goals = [{ within: 'flag', percent: 95, days: 30 }];
const shopNamed = (n: number, file: Record<string, unknown> = { goals }) => shopOf(`shop-${n}`, file);
const asked = (id: string, inquiry: string) =>
  eventOf('customer_message', 'm', '2026-06-01T10:00:00+09:00', { shop: id, inquiry });

/** Some hundreds, of which every seventh has something late. */
async function mall(count: number) {
  const shops = [...Array.from({ length: count }, (_, n) => shopNamed(n)), shopNamed(count, {})];
  const it = await testService({ db: database.db, shops, now: '2026-06-01T12:00:00+09:00' });
  await intake(
    it.service,
    shops.flatMap(({ id }, n) => (n % 7 === 0 ? [asked(id, 'q1')] : [])),
    'api',
  );
  it.clock.set(at('2026-06-03T09:00:00+09:00'));
  return it;
}

test('of some hundreds they are what each shop has, and only those asked for', async () => {
  const { service } = await mall(250);
  const shops = [...service.config.shops.values()];
  const many = await readManyGoals(service, shops.slice(100));
  expect([...many.keys()]).toEqual(shops.slice(100, 250).map(({ id }) => id));
  for (const shop of [shops[105]!, shops[249]!])
    expect(many.get(shop.id)).toEqual((await readGoals(service, [shop])).get(shop.id));
  expect(many.get('shop-105')![0]!.budget).toMatchObject({ total: 1, late: 1 });
});

test('who asks meanwhile gets the same answer; an edit is seen at once, and a few are read there and then', async () => {
  const { service } = await mall(40);
  const shops = [...service.config.shops.values()];
  const [one, other] = await Promise.all([readManyGoals(service, shops), readManyGoals(service, shops)]);
  expect(other.get('shop-7')).toBe(one.get('shop-7'));
  await intake(service, [asked('shop-1', 'q2')], 'api');
  expect((await readManyGoals(service, shops.slice(0, 3))).get('shop-1')![0]!.budget).toMatchObject({ late: 1 });
  const edited = withShops(
    service,
    shops.map(({ id }) => shopOf(id, { goals: [{ within: 'breach', percent: 90, days: 7 }] })),
  );
  const after = await readManyGoals(edited, [...edited.config.shops.values()]);
  expect(after.get('shop-7')![0]!.budget.goal).toEqual({ within: 'breach', percent: 90, days: 7 });
});
