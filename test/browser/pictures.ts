// Pictures of every page at 360 and 1280 px, light and dark, for people to look at:
//   npx tsx test/browser/pictures.ts <folder> [part of the path]

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createReleases } from '../../src/releases.ts';
import { createToken } from '../../src/service/access/tokens.ts';
import { closeDatabase, openDatabase } from '../../src/store/database.ts';
import { openEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';
import { silentLogger as logger } from '../support/database.ts';
import { makeRunFolder, removeRunFolder } from '../support/run/run-folder.ts';
import { openBrowser } from './chromium.ts';
import { pagesOf } from './pages.ts';
import { openSeededApp, type SeededApp } from './seeded-app.ts';

const [folder, part = ''] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npx tsx test/browser/pictures.ts <folder> [part of the path]');
mkdirSync(folder, { recursive: true });

/** What is below says nothing new. */
const TALLEST = 2_400;

const releases = createReleases();
try {
  const seeded = await openOwnApp();
  const { browser, close } = await openBrowser();
  releases.add(close);
  const paths = [...(await pagesOf(seeded)), '/mails/1/body'].filter((path) => path.includes(part));
  await takePictures(browser, seeded.url, paths);
  // From the first token on there is a page to log in.
  await createToken(seeded.app.service, { name: '山田', scope: 'act', shop: undefined, expires: undefined });
  await takePictures(browser, seeded.url, ['/login']);
} finally {
  await releases.close();
}

async function takePictures(browser: Browser, baseURL: string, paths: readonly string[]): Promise<void> {
  for (const width of [360, 1280])
    for (const colorScheme of ['light', 'dark'] as const) {
      const viewport = { width, height: 800 };
      const context = await browser.newContext({ baseURL, colorScheme, viewport, isMobile: width < 600 });
      const page = await context.newPage();
      for (const path of paths) {
        await page.goto(path);
        const height = Math.min(TALLEST, await page.evaluate<number>('document.documentElement.scrollHeight'));
        await page.screenshot({
          path: join(folder!, `${nameOf(path)}-${width}-${colorScheme}.png`),
          fullPage: true,
          clip: { x: 0, y: 0, width, height },
        });
      }
      await context.close();
    }
}

async function openOwnApp(): Promise<SeededApp> {
  const run = makeRunFolder();
  releases.add(() => removeRunFolder(run));
  const postgres = await openEmbeddedPostgres({ dataDir: join(run, 'postgres'), logger, durable: false });
  releases.add(() => postgres.close());
  const db = openDatabase(postgres.url, { max: 4, logger });
  releases.add(() => closeDatabase(db));
  await migrate(db, { logger });
  const seeded = await openSeededApp({ db, url: postgres.url }, join(run, 'seeded'));
  releases.add(() => seeded.close());
  return seeded;
}

function nameOf(path: string): string {
  const [plain = '', query] = decodeURIComponent(path).split('?');
  return `${plain === '/' ? 'board' : plain.slice(1).replaceAll('/', '-')}${query === undefined ? '' : '-query'}`;
}
