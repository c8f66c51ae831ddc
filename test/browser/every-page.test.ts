// Every page in both languages, light and dark, on a phone and on a desk: what axe says, what a phone shows, what moves,
// what goes wrong. A page added later is looked at, too (pages.ts).

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axeCore from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { createToken } from '../../src/service/access/tokens.ts';
import { inLanguage, pagesOf } from './pages.ts';
import { DESK, fixture, PHONE, SLOW_MS } from './support.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE: readonly unknown[] = ['serious', 'critical'];

/** Each pair of language, width and colours occurs. */
const LOOKS = {
  ja: [
    { viewport: DESK, colorScheme: 'light' },
    { viewport: PHONE, colorScheme: 'dark' },
  ],
  en: [
    { viewport: DESK, colorScheme: 'dark' },
    { viewport: PHONE, colorScheme: 'light' },
  ],
} as const;

const on = fixture();

test('axe finds no serious fault', { timeout: 3 * SLOW_MS }, async () => {
  const grave = await Promise.all([axeFaults('ja'), axeFaults('en')]);
  expect(grave.flat()).toEqual([]);
});

async function axeFaults(language: keyof typeof LOOKS): Promise<string[]> {
  const { page, close } = await on.openPage();
  const grave: string[] = [];
  for (const path of await pagesOf(on.seeded)) {
    await page.goto(inLanguage(path, language));
    grave.push(...(await axeFaultsOf(page, language)));
  }
  await close();
  return grave;
}

/** Writes a line of summary; answers what is grave. */
async function axeFaultsOf(page: Page, language: keyof typeof LOOKS): Promise<string[]> {
  const grave: string[] = [];
  const lesser = new Set<string>();
  let passes = 0;
  for (const { viewport, colorScheme } of LOOKS[language]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    const found = await runAxe(page);
    passes += found.passes;
    for (const { id, impact, nodes } of found.violations)
      if (GRAVE.includes(impact))
        grave.push(`${page.url()} ${viewport.width} ${colorScheme}: ${id}: ${nodes.join(' ')}`);
      else lesser.add(`${id} (${impact})`);
  }
  const rest = lesser.size === 0 ? '' : `; lesser: ${[...lesser].join(', ')}`;
  process.stdout.write(`axe ${new URL(page.url()).pathname} ${language}: ${passes} checks passed${rest}\n`);
  return grave;
}

interface Found {
  readonly passes: number;
  readonly violations: readonly { id: string; impact: unknown; nodes: readonly string[] }[];
}

/** Our policy lets no foreign script in, so the browser itself evaluates it. A mail in its frame is not our page. */
async function runAxe(page: Page): Promise<Found> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof axeCore };
    const { violations, passes } = await axe.run(
      { exclude: ['iframe'] },
      { resultTypes: ['violations'], preload: false },
    );
    return {
      passes: passes.length,
      violations: violations.map(({ id, impact, nodes }) => ({
        id,
        impact,
        nodes: nodes.map(({ html }) => html.slice(0, 200)),
      })),
    };
  });
}

/** How far a page moved by itself since it was asked for, as the browser scores it. */
const SHIFTED = `new Promise((resolve) => {
  let sum = 0;
  const add = (list) => list.getEntries().forEach(({ value }) => { sum += value; });
  new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(sum)))));
})`;
/** What sticks out to the right. */
const WIDER = `document.scrollingElement.scrollWidth <= innerWidth ? [] : [...document.body.querySelectorAll('*')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth && !one.closest('.scroll'))
  .map((one) => one.outerHTML.slice(0, 120)).slice(0, 5)`;

/** A page of 100 rows comes in many pieces and is painted in between: what is there must stay where it is. */
const SLOW_LINE = { offline: false, latency: 20, downloadThroughput: 40_000, uploadThroughput: 40_000 };

/** A row that came in half settles when the rest is there; 0.1 is what browsers still call good. */
const STILL = 0.03;

async function onSlowLine(page: Page): Promise<void> {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Network.enable');
  await protocol.send('Network.emulateNetworkConditions', SLOW_LINE);
}

test.each([PHONE, DESK])(
  'at $width px on a slow line nothing scrolls sideways, moves by itself or goes wrong',
  { timeout: SLOW_MS },
  async (viewport) => {
    const { page, faults, close } = await on.openPage({ viewport });
    await onSlowLine(page);
    for (const path of await pagesOf(on.seeded))
      for (const language of ['ja', 'en']) {
        await page.goto(inLanguage(path, language));
        for (const wide of await page.evaluate<string[]>(WIDER)) faults.push(`${page.url()}: too wide: ${wide}`);
        const shifted = await page.evaluate<number>(SHIFTED);
        if (shifted >= STILL) faults.push(`${page.url()}: moved by ${shifted}`);
      }
    expect(faults).toEqual([]);
    await close();
  },
);

test.each(['ja', 'en'] as const)('the keys, opened, have no serious fault (%s)', async (language) => {
  const { page, close } = await on.openPage();
  await page.goto(inLanguage('/', language));
  await page.keyboard.press('?');
  await page.locator('dialog[open]').waitFor();
  expect(await axeFaultsOf(page, language)).toEqual([]);
  expect(await page.evaluate(WIDER)).toEqual([]);
  await close();
});

test('the page to log in has no serious fault either', { timeout: SLOW_MS }, async () => {
  const request = { name: '山田', scope: 'act', shop: undefined, expires: undefined };
  await createToken(on.seeded.app.service, request);
  const { page, close } = await on.openPage();
  await page.goto('/');
  expect(new URL(page.url()).pathname).toBe('/login');
  expect(await axeFaultsOf(page, 'ja')).toEqual([]);
  expect(await page.evaluate(WIDER)).toEqual([]);
  await close();
});
