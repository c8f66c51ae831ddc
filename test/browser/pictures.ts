// Pictures of every page at 360 and 1280 px, light and dark, for people to look at:
//   npx tsx test/browser/pictures.ts <folder> [part of the path]

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createClosing } from '../../src/closing.ts';
import { closeDatabase, openDatabase } from '../../src/store/database.ts';
import { openEmbeddedPostgres } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { silentLogger as logger } from '../support/database.ts';
import { makeRunFolder, removeRunFolder } from '../support/run-folder.ts';
import { openBrowser } from './chromium.ts';
import { pagesOf } from './pages.ts';
import { openTown, type Town } from './town.ts';

const [folder, part = ''] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: npx tsx test/browser/pictures.ts <folder> [part of the path]');
mkdirSync(folder, { recursive: true });

/** What is below says nothing new. */
const TALLEST = 2_400;

const closing = createClosing();
try {
  const town = await openOwnTown();
  const { browser, close } = await openBrowser();
  closing.add(close);
  for (const width of [360, 1280])
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        baseURL: town.url,
        colorScheme,
        viewport: { width, height: 800 },
        isMobile: width < 600,
      });
      const page = await context.newPage();
      for (const path of (await pagesOf(town)).filter((one) => one.includes(part))) {
        await page.goto(path);
        const height = Math.min(TALLEST, await page.evaluate<number>('document.documentElement.scrollHeight'));
        await page.screenshot({
          path: join(folder, `${nameOf(path)}-${width}-${colorScheme}.png`),
          fullPage: true,
          clip: { x: 0, y: 0, width, height },
        });
      }
      await context.close();
    }
} finally {
  await closing.close();
}

async function openOwnTown(): Promise<Town> {
  const run = makeRunFolder();
  closing.add(() => removeRunFolder(run));
  const postgres = await openEmbeddedPostgres({ dataDir: join(run, 'postgres'), logger, durable: false });
  closing.add(() => postgres.close());
  const db = openDatabase(postgres.url, { max: 4, logger });
  closing.add(() => closeDatabase(db));
  await migrate(db, { logger });
  const town = await openTown({ db, url: postgres.url }, join(run, 'town'));
  closing.add(() => town.close());
  return town;
}

function nameOf(path: string): string {
  return path === '/' ? 'board' : decodeURIComponent(path).slice(1).replaceAll('/', '-');
}
