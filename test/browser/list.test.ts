// How much of a shop's list one sees without scrolling, on a desk and on a phone.

import { expect, test } from 'vitest';
import { intake } from '../../src/service/intake/intake-events.ts';
import { allTicked } from '../http/support.ts';
import { DESK, fixture, PHONE, SLOW_MS } from './support.ts';

const SHOP = 'sample-tea';
const on = fixture();

/** Rows that stand in the window whole. */
const WHOLE_ROWS = `[...document.querySelectorAll('.inquiry')]
  .filter((row) => row.getBoundingClientRect().top >= 0 && row.getBoundingClientRect().bottom <= innerHeight).length`;
/** Heights of rows in pixels. */
const HEIGHTS = `[...document.querySelectorAll('.inquiry')].map((row) => row.getBoundingClientRect().height)`;

/** Twenty more than the seed has, and the loops as alive as they are in operation: without a notice on top. */
async function fill(): Promise<void> {
  const { service } = on.seeded.app;
  const now = service.clock.now();
  await allTicked(service.db, now);
  const events = Array.from({ length: 20 }, (_, i) => ({
    ...{ shop: SHOP, inquiry: `373343-20261126-${String(700 + i).padStart(8, '0')}o`, channel: 'r-messe' },
    event: { type: 'customer_message' as const, id: 'm', at: now - 60_000 - i },
  }));
  await intake(service, events, 'api');
}

test.each([
  ['a desk', DESK, 15, 44],
  ['a phone', PHONE, 6, 62],
] as const)('on %s many rows are seen at once', { timeout: SLOW_MS }, async (name, viewport, least, height) => {
  await fill();
  const { page, faults, close } = await on.openPage({ viewport });
  await page.goto(`/shops/${SHOP}`);
  const rows = await page.evaluate<number>(WHOLE_ROWS);
  process.stdout.write(`${name}: ${rows} rows\n`);
  expect(rows).toBeGreaterThanOrEqual(least);
  expect(Math.max(...(await page.evaluate<number[]>(HEIGHTS)))).toBeLessThanOrEqual(height);
  await page.locator('summary', { hasText: '期限超過' }).press('Enter');
  expect(await page.locator('.group-overdue .inquiry').first().isVisible()).toBe(false);
  expect(faults).toEqual([]);
  await close();
});
