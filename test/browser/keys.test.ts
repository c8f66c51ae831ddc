// Keys: a list is read, an inquiry opened, taken, marked and left without a mouse; nobody who types loses a letter; what has
// the focus keeps it while the page renews itself.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { intake } from '../../src/service/intake/intake-events.ts';
import { eventually } from '../support/eventually.ts';
import { fixture, SLOW_MS } from './support.ts';

const SHOP = 'sample-tea';
const LIST = `/shops/${SHOP}`;
const on = fixture();

const focused = (page: Page, what: string) => page.evaluate<string | null>(`document.activeElement?.${what} ?? null`);
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

async function happen(inquiry: string, type: 'customer_message' | 'shop_reply', agoMs: number): Promise<void> {
  const { service } = on.seeded.app;
  const event = { type, id: type, at: service.clock.now() - agoMs };
  await intake(service, [{ shop: SHOP, inquiry, channel: 'r-messe', event }], 'api');
}

test('a list is gone through, a row opened, the next one and the list come by a key', {
  timeout: SLOW_MS,
}, async () => {
  const { page, faults, close } = await on.openPage();
  await page.goto(`${LIST}?step=breach`);
  const numbers = await page.locator('tr.inquiry a.number').allTextContents();
  await press(page, 'j', 'j', 'j', 'k');
  expect(await focused(page, 'textContent')).toBe(numbers[1]);
  await press(page, 'Enter');
  await page.waitForURL(`**/inquiries/${numbers[1]}?list=step%3Dbreach`);
  await press(page, 'j');
  await page.waitForURL(`**/inquiries/${numbers[2]}?list=step%3Dbreach`);
  await press(page, 'u');
  await page.waitForURL(`**${LIST}?step=breach`);
  await press(page, '/');
  await page.waitForURL('**/*form=open*');
  expect(await focused(page, 'id')).toBe('sift-q');
  await press(page, 'j', 'h', '?', '/');
  expect(await page.inputValue('#sift-q')).toBe('jh?/');
  expect(faults).toEqual([]);
  await close();
});

test('h takes it, asking for a name once; n asks for the reason; c shows the calendar', {
  timeout: SLOW_MS,
}, async () => {
  const { page, faults, close } = await on.openPage();
  await page.goto(`${LIST}?hand=free`);
  await press(page, 'j', 'h');
  await page.waitForURL('**#hand');
  expect(await focused(page, 'name')).toBe('by');
  await page.keyboard.type('鈴木');
  await press(page, 'Enter');
  await page.locator('.in-hand.taken').waitFor();
  await press(page, 'j');
  await page.locator('#hand[name=by]').waitFor();
  await press(page, 'h');
  await page.locator('.in-hand.taken', { hasText: '鈴木' }).waitFor();
  await page.getByRole('button', { name: '元に戻す' }).press('Enter');
  await page.locator('.first button').waitFor();
  await press(page, 'n');
  expect(await focused(page, 'id')).toBe('mark-by');
  await press(page, 'Tab');
  expect(await focused(page, 'id')).toBe('mark-why');
  await page.locator('h1').click();
  await press(page, 'u');
  await page.waitForURL(`**${LIST}?hand=free`);
  await press(page, 'j', 'n');
  await page.waitForURL('**do=no-reply*#mark-why');
  expect(await focused(page, 'id')).toBe('mark-why');
  await page.locator('h1').click();
  await press(page, 'c');
  await page.waitForURL(`**${LIST}/calendar`);
  expect(faults).toEqual([]);
  await close();
});

test('? shows all keys and gives the focus back; with Ctrl, and once switched off, keys are no keys', {
  timeout: SLOW_MS,
}, async () => {
  const { page, faults, close } = await on.openPage();
  for (const [language, words] of [
    ['ja', '対応中にする'],
    ['en', 'Take in hand'],
  ] as const) {
    await page.goto(`/?lang=${language}`);
    await press(page, 'j', '?');
    await page.locator('dialog[open]', { hasText: words }).waitFor();
    await press(page, 'j', 'Escape');
    expect(await page.locator('dialog[open]').count()).toBe(0);
    expect(await focused(page, 'className')).toBe('name');
  }
  const before = [page.url(), await focused(page, 'textContent')];
  await press(page, 'Control+/', 'Alt+j', 'Meta+j');
  expect([page.url(), await focused(page, 'textContent')]).toEqual(before);
  await page.locator('.keys-open').click();
  await page.locator('#keys-on').press('Space');
  await press(page, 'Escape');
  await page.goto(LIST);
  await press(page, 'j');
  expect(await focused(page, 'tagName')).toBe('BODY');
  await press(page, '?');
  expect(await page.locator('#keys-on').isChecked()).toBe(false);
  expect(faults).toEqual([]);
  await close();
});

test('what has the focus keeps it while rows come and go', { timeout: SLOW_MS }, async () => {
  const { page, close } = await on.openPage();
  await happen('focus-1', 'customer_message', 60_000);
  await happen('focus-2', 'customer_message', 59_000);
  await page.goto(`${LIST}?q=focus&status=open`);
  await press(page, 'j');
  expect(await focused(page, 'textContent')).toBe('focus-1');
  await page.locator('.keys-open').waitFor();
  await press(page, '?');
  await happen('focus-0', 'customer_message', 9 * 24 * 60 * 60_000);
  await page.locator('a.number', { hasText: 'focus-0' }).waitFor();
  expect(await page.locator('dialog[open]').count(), 'the keys stay open').toBe(1);
  await press(page, 'Escape');
  expect(await focused(page, 'textContent')).toBe('focus-1');
  await happen('focus-1', 'shop_reply', 0);
  await eventually(async () => (await page.locator('a.number', { hasText: 'focus-1' }).count()) === 0);
  expect(await focused(page, 'textContent')).toBe('focus-2');
  await close();
});

test('an inquiry’s page keeps unfolded what was unfolded', { timeout: SLOW_MS }, async () => {
  const { page, close } = await on.openPage();
  await happen('unfolded', 'customer_message', 60_000);
  await page.goto(`${LIST}/inquiries/unfolded`);
  await page.locator('.how > summary').press('Enter');
  await page.locator('.how .strip').waitFor();
  await happen('unfolded', 'shop_reply', 0);
  await page.locator('.which', { hasText: '返信済み' }).waitFor({ timeout: SLOW_MS });
  expect(await page.locator('.how').getAttribute('open')).toBe('');
  expect(await page.evaluate(`document.activeElement.matches('.how > summary')`)).toBe(true);
  await close();
});
