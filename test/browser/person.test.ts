// What a person does with the pages: works by keyboard alone, without scripts, in English, and edits a calendar.
// Trap: the tests of this file share one application and leave their traces in it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Request } from 'playwright-core';
import { expect, test } from 'vitest';
import { BREACHED_INQUIRY, LONG_INQUIRY } from '../../src/demo/seed/seed-history.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import { eventually } from '../support/eventually.ts';
import { pagesOf } from './pages.ts';
import { fixture, SLOW_MS } from './support.ts';

const on = fixture();
const SHOP = '/shops/sample-tea';

test.each(['/', SHOP])('%s comes in less than 60 KB, with all that it loads', async (path) => {
  const { page, close } = await on.openPage();
  const loaded: Request[] = [];
  page.on('requestfinished', (request) => void loaded.push(request));
  await page.goto(path, { waitUntil: 'load' });
  // Of what came by then: what the page asks for later may end with the page, and nobody would hear of it.
  const sizes = await Promise.all(loaded.map(sizeOf));
  expect(sizes.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(60_000);
  await close();
});

async function sizeOf(request: Request): Promise<number> {
  const { responseHeadersSize, responseBodySize } = await request.sizes();
  return responseHeadersSize + responseBodySize;
}

test('the language switch keeps the path and what was asked for', async () => {
  const { page, close } = await on.openPage();
  await page.goto(`${SHOP}?step=flag`);
  await page.getByRole('link', { name: 'English' }).click();
  await page.waitForURL(`**${SHOP}?step=flag&lang=en`);
  expect(await page.getAttribute('html', 'lang')).toBe('en');
  await page.getByRole('link', { name: '日本語' }).click();
  await page.waitForURL(`**${SHOP}?step=flag`);
  await close();
});

/** What can be used, is in sight, and the Tab key has not reached. */
const UNREACHED = `[...document.querySelectorAll('a[href],button,input,select,textarea,summary')]
  .filter((one) => one.checkVisibility() && one.tabIndex >= 0 && !one.disabled && one.type !== 'hidden' && one.type !== 'radio')
  .filter((one) => !window.reached.has(one)).map((one) => one.outerHTML.slice(0, 150))`;
/** Notes what has the focus (not in the page, which renews itself); answers whether one sees that it has, null past its end. */
const REACH = `(() => {
  window.reached ??= new WeakSet();
  const one = document.activeElement;
  if (one === document.body || (window.reached.has(one) && one.hash === '#main')) return null;
  // A field for a month has several stops, the first is enough; within a mail's frame the ring is the frame's own.
  if (window.reached.has(one) || one.matches('iframe')) return true;
  window.reached.add(one);
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
})()`;

test('the Tab key reaches everything, the way to the content first, and one sees where it is', {
  timeout: SLOW_MS,
}, async () => {
  const { page, close } = await on.openPage();
  // A page that renews itself on the way has other elements than those that were reached.
  await page.route('**/live', () => {});
  for (const path of await pagesOf(on.seeded)) {
    await page.goto(path);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.hash'), path).toBe('#main');
    const hidden: string[] = [];
    for (let seen = await page.evaluate(REACH); seen !== null; seen = await page.evaluate(REACH)) {
      if (!seen) hidden.push(await page.evaluate<string>('document.activeElement.outerHTML'));
      await page.keyboard.press('Tab');
    }
    expect({ path, hidden, unreached: await page.evaluate(UNREACHED) }).toEqual({ path, hidden: [], unreached: [] });
  }
  await close();
});

test('an inquiry is taken in hand by keyboard alone', { timeout: SLOW_MS }, async () => {
  const { page, faults, close } = await on.openPage();
  await page.goto(`${SHOP}/inquiries/${LONG_INQUIRY}`);
  await tabTo(page, '#hand');
  await page.keyboard.type('鈴木');
  await tabTo(page, '.first button');
  await page.keyboard.press('Enter');
  await page.locator('.in-hand.taken').waitFor();
  expect(await page.locator('.in-hand.taken').textContent()).toContain('鈴木');
  expect(faults).toEqual([]);
  await close();
});

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 100; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`100 Tab keys do not reach ${selector}`);
}

test('without scripts every page shows what it has, and its forms work', { timeout: SLOW_MS }, async () => {
  const { page, close } = await on.openPage({ javaScriptEnabled: false });
  for (const path of await pagesOf(on.seeded)) {
    await page.goto(path);
    expect((await page.locator('main').innerText()).length, path).toBeGreaterThan(40);
    const forms = await page.locator('form').count();
    expect(await page.locator('form:has(button)').count(), `${path}: a button in every form`).toBe(forms);
  }
  await page.goto(`${SHOP}/inquiries/${BREACHED_INQUIRY}`);
  await page.getByRole('button', { name: '対応中を解除する' }).click();
  await page.locator('.in-hand:not(.taken)').waitFor();
  await page.goto('/');
  await page.getByRole('searchbox').fill('かげろう');
  await page.getByRole('button', { name: '探す' }).click();
  await page.waitForURL('**/?q=*');
  expect(await page.locator('tr.shop').count()).toBe(1);
  await close();
});

test('a text is copied by its button, also after the page has renewed itself', { timeout: SLOW_MS }, async () => {
  const { page, faults, close } = await on.openPage({ permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(`${SHOP}/inquiries/${LONG_INQUIRY}`);
  await page.locator('#templates > summary').click();
  const text = page.getByLabel('返品のご案内');
  const messages = page.locator('#history .customer');
  const before = await messages.count();
  const { service } = on.seeded.app;
  const message = { type: 'customer_message', id: 'renewed', at: service.clock.now() } as const;
  await intake(service, [{ shop: 'sample-tea', inquiry: LONG_INQUIRY, channel: 'r-messe', event: message }], 'api');
  await eventually(async () => (await messages.count()) === before + 1);
  await page.locator('.template button').first().press('Enter');
  await page.getByText('コピーしました').waitFor();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect([copied, copied.includes('サンプル茶舗の')]).toEqual([await text.inputValue(), true]);
  expect(faults).toEqual([]);
  await close();
});

test('days are clicked, previewed and saved into the shop’s file', { timeout: SLOW_MS }, async () => {
  const { page, faults, close } = await on.openPage();
  const file = join(on.seeded.app.service.config.dir!, 'shops/calm-flowers.yaml');
  await page.goto('/shops/calm-flowers/calendar');
  for (const day of ['2026-12-29', '2026-12-30', '2026-12-31'])
    await page.locator('label', { has: page.locator(`input[value="${day}"]`) }).click();
  await page.locator('input[name=name]').fill('年末休業');
  // Beside the days, and in sight without scrolling to it.
  expect(await page.evaluate(`document.querySelector('#edit').getBoundingClientRect().top < innerHeight`)).toBe(true);
  await page.getByRole('button', { name: '確認画面へ' }).click();
  await page.getByRole('button', { name: '保存する' }).waitFor();
  await page.goBack();
  expect(await page.inputValue('input[name=name]')).toBe('年末休業');
  expect(await page.locator('input[name=day]:checked').count()).toBe(3);
  await page.goForward();
  await page.getByRole('button', { name: '保存する' }).waitFor();
  expect(await page.locator('main').innerText()).toContain('2026/12/29(火)〜12/31(木)');
  expect(readFileSync(file, 'utf8')).not.toContain('年末休業');
  await page.getByRole('button', { name: '保存する' }).click();
  // The preview's address begins alike.
  await page.waitForURL(({ pathname }) => pathname === '/shops/calm-flowers/calendar');
  expect(readFileSync(file, 'utf8')).toContain('2026-12-29..2026-12-31, name: 年末休業');
  expect(faults).toEqual([]);
  await close();
});
