// Logging in and out with a real browser: what it sends by itself (origin, cookie, where it came from) must be enough.

import { expect, test } from 'vitest';
import { createToken } from '../../src/service/access/tokens.ts';
import { fixture, PHONE, SLOW_MS } from './support.ts';

const on = fixture();

test('a person logs in, comes back to the page asked for, works, and logs out', { timeout: SLOW_MS }, async () => {
  const { service } = on.seeded.app;
  const request = { name: '山田', scope: 'act', shop: undefined, expires: undefined };
  const made = await createToken(service, request);
  if ('refused' in made) throw new Error(made.refused);
  const { page, faults, close } = await on.openPage({ viewport: PHONE });

  await page.goto('/mails');
  expect(new URL(page.url()).pathname).toBe('/login');
  await page.getByLabel('トークン').fill('isla_wrong');
  await page.getByRole('button', { name: 'ログイン' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('登録されていません');
  // The browser notes an answer of 401 on its console.
  expect(faults.splice(0)).toEqual([expect.stringContaining('401')]);

  await page.getByLabel('トークン').fill(made.secret);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/mails');
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: 'inquiry-sla', httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(await page.evaluate('document.cookie')).toBe('');
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'no sideways scroll').toBe(true);

  await page.getByRole('button', { name: 'ログアウト' }).click();
  await page.waitForURL('**/login');
  expect(await page.context().cookies()).toEqual([]);
  await page.goto('/');
  expect(new URL(page.url()).pathname).toBe('/login');
  expect(faults).toEqual([]);
  await close();
});
