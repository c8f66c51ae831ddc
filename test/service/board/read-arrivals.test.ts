// service: what usually comes in equals a recount of the events, whatever has ended, whatever of it was counted already.

import { expect, test } from 'vitest';
import type { Instant } from '../../../src/core/model.ts';
import { formatDate, weekdayOf } from '../../../src/core/time/civil-date.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { readArrivals } from '../../../src/service/board/read-arrivals.ts';
import { recomputeGoalDays } from '../../../src/service/goals/recompute-days.ts';
import { fixture, line, NOW } from '../../http/support.ts';
import { at, shopOf } from '../../support/service.ts';

const on = fixture(() => [shopOf('sample-tea'), shopOf('new-york', { timeZone: 'America/New_York' })]);
const shopNamed = (id: string) => on.service.config.shops.get(id)!;
const HOUR = 3_600_000;
const text = (when: Instant) => new Date(when).toISOString();

/** One every eleven hours for seven weeks. */
const starts = Array.from({ length: 107 }, (_, i) => at(NOW) - (i + 1) * 11 * HOUR);

const asks = (shop: string) => starts.map((when, i) => line(`q${i}`, 'customer_message', text(when), { shop }));
const answers = (shop: string, which: (i: number) => boolean) =>
  starts.flatMap((when, i) => (which(i) ? [line(`q${i}`, 'shop_reply', text(when + HOUR), { shop })] : []));

function recounted(shop: string) {
  const zone = openZone(shopNamed(shop).timeZone);
  const began = { sun: 0, mon: 0, tue: 0, wed: 0, thu: 0, fri: 0, sat: 0 };
  const days = starts.map((when) => zone.localDay(when));
  for (const day of days)
    if (formatDate(day) >= '2026-10-12' && formatDate(day) <= '2026-11-22') began[weekdayOf(day)]++;
  return began;
}

test.each(['sample-tea', 'new-york'])(
  'in %s each wait counts once, on the local date on which it began',
  async (shop) => {
    await on.take(...asks(shop));
    const usual = async () => (await readArrivals(on.service, shopNamed(shop)))!;
    expect(await usual()).toMatchObject({ weeks: 6, began: recounted(shop) });
    await on.take(...answers(shop, (i) => i % 3 === 0));
    expect((await usual()).began).toEqual(recounted(shop));
    await recomputeGoalDays(on.service);
    expect((await usual()).began).toEqual(recounted(shop));
    await on.take(...answers(shop, (i) => i % 3 === 1));
    expect((await usual()).began).toEqual(recounted(shop));
    // One that was counted ends otherwise: a mark on what is among the kept already.
    await on.take(line('q3', 'shop_reply', text(starts[3]! + HOUR / 2), { shop }));
    expect((await usual()).began).toEqual(recounted(shop));
    await recomputeGoalDays(on.service);
    expect((await usual()).began).toEqual(recounted(shop));
  },
);

test('one that is opened again after it was counted is still one', async () => {
  await on.take(...asks('sample-tea'), line('q9', 'completed', text(starts[9]! + HOUR)));
  await recomputeGoalDays(on.service);
  await on.take(line('q9', 'reopened', text(starts[9]! + 2 * HOUR)));
  expect((await readArrivals(on.service, shopNamed('sample-tea')))!.began).toEqual(recounted('sample-tea'));
});

test('a shop without a full week behind it has no usual', async () => {
  await on.take(line('q', 'customer_message', '2026-11-23T10:00:00+09:00'));
  expect(await readArrivals(on.service, shopNamed('sample-tea'))).toBeNull();
  expect(await readArrivals(on.service, shopNamed('new-york'))).toBeNull();
});
