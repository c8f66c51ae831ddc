// How much of a list one sees without scrolling, on a desk and on a phone; and what is done with several rows of several shops.

import { expect, test } from 'vitest';
import { readMutes } from '../../src/service/actions/mute.ts';
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
  ['a desk', DESK, `/shops/${SHOP}`, 15, 44],
  ['a phone', PHONE, `/shops/${SHOP}`, 6, 62],
  ['a desk over shops', DESK, '/inquiries', 15, 44],
  ['a phone over shops', PHONE, '/inquiries', 6, 62],
] as const)('on %s many rows are seen at once', { timeout: SLOW_MS }, async (name, viewport, path, least, height) => {
  await fill();
  const { page, faults, close } = await on.openPage({ viewport });
  await page.goto(path);
  const rows = await page.evaluate<number>(WHOLE_ROWS);
  process.stdout.write(`${name}: ${rows} rows\n`);
  expect(rows).toBeGreaterThanOrEqual(least);
  expect(Math.max(...(await page.evaluate<number[]>(HEIGHTS)))).toBeLessThanOrEqual(height);
  await page.locator('summary', { hasText: '期限超過' }).press('Enter');
  expect(await page.locator('.group-overdue .inquiry').first().isVisible()).toBe(false);
  expect(faults).toEqual([]);
  await close();
});

/** Ten characters of what an inquiry is about. */
const ABOUT_PX = 140;

test.each(['ja', 'en'])('at 1280 px a row says what it is about (%s)', { timeout: SLOW_MS }, async (language) => {
  const { page, close } = await on.openPage({ viewport: DESK });
  for (const path of [`/shops/${SHOP}`, '/inquiries', '/inquiries?status=finished']) {
    await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
    const box = await page.locator('.list:not([aria-labelledby=promised]) tbody .about').first().boundingBox();
    expect(box!.width, path).toBeGreaterThan(ABOUT_PX);
  }
  await close();
});

test('on paper every row stands, with nothing to press', { timeout: SLOW_MS }, async () => {
  const { page, close } = await on.openPage({ viewport: { width: 718, height: 1000 } });
  for (const path of [`/shops/${SHOP}`, '/inquiries']) {
    await page.goto(path);
    await page.emulateMedia({ media: 'print' });
    const rows = page.locator('.group:not(.group-promised) .inquiry');
    const shown = await rows.evaluateAll((all) => all.filter((row) => row.checkVisibility()).length);
    expect(shown, path).toBe(await rows.count());
    expect(shown).toBeGreaterThan(10);
    const pressed = page.locator('main :is(button,input,select,.take)');
    expect(await pressed.evaluateAll((all) => all.filter((one) => one.checkVisibility()).length), path).toBe(0);
    expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth'), path).toBe(true);
  }
  await close();
});

test('two of two shops are taken in hand and taken back without scripts, on a phone', {
  timeout: SLOW_MS,
}, async () => {
  const { page, close } = await on.openPage({ javaScriptEnabled: false, viewport: PHONE });
  const { service } = on.seeded.app;
  const inHand = async () => (await readMutes(service)).filter(({ by }) => by === '遠藤').map(({ shop }) => shop);
  await page.goto('/inquiries?hand=free');
  const values = await page
    .locator('input[name=inquiry]')
    .evaluateAll((boxes) => boxes.map((box) => box.getAttribute('value')!));
  const [first] = values;
  const other = values.find((value) => value.split('/')[0] !== first!.split('/')[0])!;
  for (const value of [first, other]) await page.locator(`input[name=inquiry][value="${value}"]`).check();
  await page.locator('#several-by').fill('遠藤');
  await page.getByRole('button', { name: '選んだものを対応中にする' }).click();
  await page.waitForURL('**/inquiries?hand=free&done=took&*');
  expect(await page.locator('.notice.done').textContent()).toContain('2件を対応中にしました。');
  expect(new Set(await inHand()).size).toBe(2);
  await page.getByRole('button', { name: '元に戻す' }).click();
  await page.waitForURL('**done=undone**');
  expect(await inHand()).toEqual([]);
  expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth')).toBe(true);
  await close();
});
