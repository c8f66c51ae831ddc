// Pictures of every page in both languages at 360, 1280 and 1920 px, light and dark, for people to look at; or of some, such as
// /audit in en-1920. The shop that is looked at has 12 inquiries that wait, or 1, or 111, and there are 8 shops, or more:
//   npx tsx test/browser/pictures.ts <folder> [part of the path] [part of the look] [--inquiries 1|12|111] [--shops 300]

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { createReleases } from '../../src/releases.ts';
import { createToken } from '../../src/service/access/tokens.ts';
import { closeDatabase, openDatabase } from '../../src/store/database.ts';
import { openEmbeddedPostgres } from '../../src/store/embedded/embedded-postgres.ts';
import { migrate } from '../../src/store/migrate.ts';
import { allTicked } from '../http/support.ts';
import { silentLogger as logger } from '../support/database.ts';
import { makeRunFolder, removeRunFolder } from '../support/run/run-folder.ts';
import { openBrowser } from './chromium.ts';
import { inLanguage, pagesOf } from './pages.ts';
import { openSeededApp, type SeededApp } from './seeded-app.ts';
import { SEEDED_SHOPS, SHOP_WITH } from './worlds.ts';

const asked = parseArgs({
  allowPositionals: true,
  options: { inquiries: { type: 'string', default: '12' }, shops: { type: 'string', default: String(SEEDED_SHOPS) } },
});
const [folder, part = '', look = ''] = asked.positionals;
const shop = SHOP_WITH[asked.values.inquiries];
const more = Number(asked.values.shops) - SEEDED_SHOPS;
if (folder === undefined || shop === undefined || !(more >= 0))
  throw new Error(
    'usage: npx tsx test/browser/pictures.ts <folder> [part of the path] [part of the look] [--inquiries 1|12|111] [--shops 300]',
  );
mkdirSync(folder, { recursive: true });

/** What is below says nothing new. */
const TALLEST = 2_400;

const LOOKS = (['ja', 'en'] as const)
  .flatMap((language) =>
    [360, 1280, 1920].flatMap((width) =>
      (['light', 'dark'] as const).map((colorScheme) => ({
        name: `${language}-${width}-${colorScheme}`,
        language,
        width,
        colorScheme,
      })),
    ),
  )
  .filter(({ name }) => name.includes(look));

const releases = createReleases();
try {
  const seeded = await openOwnApp();
  const { browser, close } = await openBrowser();
  releases.add(close);
  const paths = [...(await pagesOf(seeded, shop)), ...(await ownerMail(seeded))].filter((path) => path.includes(part));
  await takePictures(browser, seeded, paths);
  // From the first token on there is a page to log in.
  await createToken(seeded.app.service, { name: '山田', scope: 'act', shop: undefined, expires: undefined });
  await takePictures(browser, seeded, ['/login']);
} finally {
  await releases.close();
}

async function takePictures(browser: Browser, { app, url, clock }: SeededApp, paths: readonly string[]): Promise<void> {
  for (const { name, language, width, colorScheme } of LOOKS) {
    // As in operation: without a notice that nobody watches.
    await allTicked(app.service.db, clock.now());
    const viewport = { width, height: 800 };
    const context = await browser.newContext({ baseURL: url, colorScheme, viewport, isMobile: width < 600 });
    const page = await context.newPage();
    for (const path of paths) {
      await page.goto(inLanguage(path, language));
      const height = Math.min(TALLEST, await page.evaluate<number>('document.documentElement.scrollHeight'));
      await page.screenshot({
        path: join(folder!, `${nameOf(path)}-${name}.png`),
        fullPage: true,
        clip: { x: 0, y: 0, width, height },
      });
    }
    await context.close();
  }
}

/** A mail to an owner: its page, and what it says. */
async function ownerMail({ app }: SeededApp): Promise<string[]> {
  const { db } = app.service;
  const asked = db.selectFrom('outbox').select('id').where('kind', '=', 'owner').where('state', '=', 'sent');
  const { id } = await asked.orderBy('id').limit(1).executeTakeFirstOrThrow();
  return [`/mails/${id}`, `/mails/${id}/body`];
}

async function openOwnApp(): Promise<SeededApp> {
  const run = makeRunFolder();
  releases.add(() => removeRunFolder(run));
  const postgres = await openEmbeddedPostgres({ dataDir: join(run, 'postgres'), logger, durable: false });
  releases.add(() => postgres.close());
  const db = openDatabase(postgres.url, { max: 4, logger });
  releases.add(() => closeDatabase(db));
  await migrate(db, { logger });
  const seeded = await openSeededApp({ db, url: postgres.url }, join(run, 'seeded'), more);
  releases.add(() => seeded.close());
  return seeded;
}

function nameOf(path: string): string {
  const [plain = '', query] = decodeURIComponent(path).split('?');
  const asked = query === undefined ? '' : `-${query.replaceAll(/[^a-z]+/gi, '-').slice(0, 40)}`;
  return `${plain === '/' ? 'board' : plain.slice(1).replaceAll('/', '-')}${asked}`;
}
