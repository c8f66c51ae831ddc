// cli: `calendar <shop> --ics --deadlines`, the shop's open deadlines as a feed, out of the database.

import type { Language } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import { deadlineFeed } from '../../ics/deadline-feed.ts';
import { openDeadlines } from '../../service/board/read-open-deadlines.ts';
import { createCounting } from '../../service/compiled-calendars.ts';
import { UnreachableError } from '../io/explain-error.ts';
import { hasDatabase } from '../io/has-database.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { languagesOf } from '../io/language-option.ts';
import { unknownShop } from '../io/open-shop.ts';
import { quietLog, readConfigFolder, withDatabase } from '../io/settings.ts';

export interface DeadlineFeedOptions {
  readonly lang?: string | undefined;
  readonly config: string;
  readonly data: string;
}

/** Writes the feed. Exit code 2 for an unknown shop. @throws UnreachableError without a database */
export async function calendarDeadlines(id: string, options: DeadlineFeedOptions, io: CommandIo): Promise<ExitCode> {
  if (!languagesOf(options.lang, io)) return 2;
  const config = readConfigFolder(options.config, io);
  if (config === null) return 1;
  const shop = config.shops.get(id);
  if (shop === undefined) return unknownShop(id, [...config.shops.keys()], io);
  if (!hasDatabase(options.data)) throw new UnreachableError('there is no database yet; inquiry-sla start makes it');
  const counting = createCounting(() => config);
  const open = await withDatabase(options.data, quietLog(), (db) => openDeadlines({ db, counting }, shop));
  const language = (options.lang as Language | undefined) ?? shop.language;
  const feed = deadlineFeed(shop, openZone(shop.timeZone), open, language, io.now());
  await io.write(feed.replace(/\n$/, ''));
  return 0;
}
