// Handing over, promising several answers and reading the record, as people do it: by keyboard alone, without scripts, on a
// phone and on a desk. Trap: the tests of this file share one application and leave their traces in it.

import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { readMutes } from '../../../src/service/actions/mute.ts';
import { takeInHand } from '../../../src/service/actions/take-in-hand.ts';
import { readOpenPage } from '../../../src/service/board/read-open-page.ts';
import { DESK, fixture, PHONE, SLOW_MS } from '../support.ts';

const on = fixture();
const SHOP = '/shops/sample-tea';

beforeAll(async () => {
  const { service } = on.seeded.app;
  const shop = service.config.shops.get('sample-tea')!;
  const { items } = await readOpenPage(service, shop, { filters: { hand: 'free' }, after: null, limit: 5 });
  expect(items).toHaveLength(5);
  for (const { inquiry } of items) {
    const made = await takeInHand(service, { shop: shop.id, inquiry, by: '山田', until: '2026-11-30' });
    if ('refused' in made) throw new Error(made.message);
  }
}, SLOW_MS);

const inHandOf = async (name: string) =>
  (await readMutes(on.seeded.app.service)).filter(({ by, kind }) => by === name && kind === 'in_hand').length;

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`150 Tab keys do not reach ${selector}`);
}

test('five of somebody who is away go into another hand, by keyboard alone', { timeout: SLOW_MS }, async () => {
  const { page, faults, close } = await on.openPage();
  await page.goto(SHOP);
  await tabTo(page, `a[href="${SHOP}/people"]`);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${SHOP}/people`);
  await tabTo(page, 'a[href*="/together?who="][aria-label*="山田"]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/together?*');
  await tabTo(page, '#together-by');
  await page.keyboard.type('店長');
  await tabTo(page, '#together-to');
  await page.keyboard.press('End');
  await tabTo(page, '#together-why');
  await page.keyboard.type('山田は本日休み');
  await tabTo(page, 'button.main');
  await page.keyboard.press('Enter');
  await page.locator('.notice.good').waitFor();
  expect(await page.locator('.notice.good').textContent()).toContain('5件を鈴木さんに引き継ぎました。');
  expect([await inHandOf('山田'), await inHandOf('鈴木')]).toEqual([0, 5]);
  expect(faults).toEqual([]);
  await close();
});

test('two are freed without scripts, on a phone', { timeout: SLOW_MS }, async () => {
  const { page, close } = await on.openPage({ javaScriptEnabled: false, viewport: PHONE });
  await page.goto(`${SHOP}/together?who=${encodeURIComponent('鈴木')}`);
  for (const at of [0, 1, 2]) await page.locator('input[type=checkbox]').nth(at).uncheck();
  await page.locator('#together-by').fill('店長');
  await page.getByRole('button', { name: '対応中を解除する' }).click();
  await page.locator('.notice.good').waitFor();
  expect(await page.locator('.notice.good').textContent()).toContain('2件の対応中を解除しました。');
  expect(await inHandOf('鈴木')).toBe(3);
  await close();
});

test('answers to two are promised in English, without scripts', { timeout: SLOW_MS }, async () => {
  const { page, close } = await on.openPage({ javaScriptEnabled: false, viewport: DESK });
  await page.goto(`${SHOP}?lang=en`);
  await page.getByRole('link', { name: 'Several at once' }).click();
  for (const at of [0, 1]) await page.locator('input[type=checkbox]').nth(at).check();
  await page.locator('#together-by').fill('Suzuki');
  await page.locator('summary', { hasText: 'Promise an answer' }).click();
  await page.locator('#promise-until').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Promise those chosen' }).click();
  await page.locator('.notice.good').waitFor();
  expect(await page.locator('.notice.good').textContent()).toContain('Promised: 2.');
  await close();
});

test('the record says who did it, and can be narrowed, on a phone', { timeout: SLOW_MS }, async () => {
  const { page, faults, close } = await on.openPage({ viewport: PHONE });
  await page.goto('/audit');
  await page.locator('input[name=who]').fill('店長');
  await page.getByRole('button', { name: '表示する' }).click();
  await page.waitForURL('**/audit?who=*');
  const told = await page.locator('table.audit tbody tr').allInnerTexts();
  expect(told.filter((text) => text.includes('鈴木さんに割り当てた'))).toHaveLength(5);
  expect(told.filter((text) => text.includes('鈴木さんの対応中を解除した'))).toHaveLength(2);
  expect(await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth')).toBe(true);
  expect(faults).toEqual([]);
  await close();
});
