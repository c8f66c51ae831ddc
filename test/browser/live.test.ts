// What renews itself in a browser: an inquiry that arrives is there without a hand on the keyboard, and nothing that
// somebody does meanwhile is lost.

import { expect, test } from 'vitest';
import { intake } from '../../src/service/intake/intake-events.ts';
import { eventually } from '../support/eventually.ts';
import { fixture, PHONE, SLOW_MS } from './support.ts';

const SHOP = 'sample-tea';
const on = fixture();

async function arrive(inquiry: string): Promise<void> {
  const { service } = on.seeded.app;
  const at = service.clock.now() - 60_000;
  await intake(
    service,
    [{ shop: SHOP, inquiry, channel: 'r-messe', event: { type: 'customer_message', id: 'm', at } }],
    'api',
  );
}

test('an inquiry arrives while somebody reads, types and filters', { timeout: SLOW_MS }, async () => {
  const { page, faults, close } = await on.openPage({ viewport: PHONE });
  await page.goto(`/shops/${SHOP}?form=open`);
  await page.selectOption('#sift-step', 'breach');
  await page.fill('#sift-q', '書きかけ');
  await page.evaluate('scrollTo(0, 300)');
  // Where it stands in the window: a notice above may come or go.
  const whereItStands = () => page.evaluate(`document.querySelector('.group').getBoundingClientRect().top`);
  const before = await whereItStands();
  await arrive('373343-20261126-000000099o');
  const row = page.locator('a.number', { hasText: '373343-20261126-000000099o' });
  await row.waitFor({ timeout: SLOW_MS });
  expect(await page.inputValue('#sift-q')).toBe('書きかけ');
  expect(await page.inputValue('#sift-step')).toBe('breach');
  expect(await page.evaluate('document.activeElement.id')).toBe('sift-q');
  expect(Math.abs(Number(await whereItStands()) - Number(before))).toBeLessThan(1);
  expect(await page.locator('.unseen[role=status]').textContent()).toBe('1件 追加');
  expect(await page.locator('.arrived').count()).toBe(1);
  expect(faults).toEqual([]);
  await close();
});

test('the page of all shops follows as well', { timeout: SLOW_MS }, async () => {
  const { page, close } = await on.openPage();
  await page.goto('/');
  const open = async () => Number(await page.locator('#live').getAttribute('data-total'));
  const before = await open();
  await arrive('373343-20261126-000000100o');
  await eventually(async () => (await open()) === before + 1);
  await close();
});

test('a page that hears nothing any more says since when, and goes on by itself', { timeout: SLOW_MS }, async () => {
  const { page, close } = await on.openPage();
  // A server that is gone: the stream is refused from the beginning.
  await page.route('**/live', (route) => route.abort());
  await page.goto(`/shops/${SHOP}`);
  const lost = page.locator('.lost');
  await lost.waitFor({ state: 'visible', timeout: SLOW_MS });
  expect(await lost.textContent()).toMatch(/^更新が止まっています（\d\d:\d\d から）/);
  await page.unroute('**/live');
  await lost.waitFor({ state: 'hidden', timeout: SLOW_MS });
  await close();
});

test('without scripts the list and its filters work', { timeout: SLOW_MS }, async () => {
  const { page, close } = await on.openPage({ javaScriptEnabled: false });
  await page.goto(`/shops/${SHOP}`);
  expect(await page.locator('meta[http-equiv=refresh]').count()).toBe(1);
  await page.click('.sift-open');
  await page.selectOption('#sift-step', 'breach');
  await page.click('.sift-form button');
  await page.waitForURL(/[?&]step=breach/);
  const badges = await page.locator('.inquiry .badge').allTextContents();
  expect(new Set(badges)).toEqual(new Set(['3営業日超過']));
  await close();
});
