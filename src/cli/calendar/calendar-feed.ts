// cli: `calendar feed`, the secret address of a shop's iCalendar feeds: made, shown once, revoked.
// The addresses alone go to stdout, so that a script takes them; words go to stderr.

import { userInfo } from 'node:os';
import { isoUtc } from '../../core/time/instant.ts';
import {
  FEED_FILES,
  feedUrl,
  makeFeedAddress,
  readFeedAddress,
  revokeFeedAddress,
} from '../../service/calendar/make-feed-address.ts';
import { openDatabaseClock } from '../../store/database-clock.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { unknownShop } from '../io/open-shop.ts';
import { type FolderOptions, quietLog, readConfigFolder, withDatabase } from '../io/settings.ts';

interface FeedOptions extends FolderOptions {
  readonly make?: boolean | undefined;
  readonly revoke?: boolean | undefined;
}

/** Says whether there is an address, makes or revokes it. Exit code 1 when there is none to show or to revoke. */
export async function calendarFeed(id: string, options: FeedOptions, out: Output): Promise<ExitCode> {
  if (options.make && options.revoke) {
    out.error('found --make and --revoke; allowed: one of them');
    return 2;
  }
  const config = readConfigFolder(options.config, out);
  if (config === null) return 2;
  if (!config.shops.has(id)) return unknownShop(id, [...config.shops.keys()], out);
  const logger = quietLog();
  return withDatabase<ExitCode>(options.data, logger, async (db) => {
    const parts = { db, logger, clock: await openDatabaseClock(db) };
    const by = userInfo().username;
    if (options.make) {
      const secret = await makeFeedAddress(parts, id, by);
      out.error(
        '表示は今回だけです。以前のアドレスは使えません。 ／ Shown this once; an address made before has ended.',
      );
      await out.write(FEED_FILES.map((file) => feedUrl(config.service.publicUrl, secret, file)).join('\n'));
      return 0;
    }
    if (options.revoke) {
      const revoked = await revokeFeedAddress(parts, id, by);
      out.error(revoked ? '無効にしました ／ revoked' : 'アドレスはありません ／ there is no address');
      return revoked ? 0 : 1;
    }
    const address = await readFeedAddress(parts, id);
    if (address === null) {
      out.error('アドレスはありません。--make で発行します。 ／ There is no address; --make makes one.');
      return 1;
    }
    const used = address.lastUsedAt === null ? 'never used' : `last used ${isoUtc(address.lastUsedAt)}`;
    await out.write(`made ${isoUtc(address.madeAt)} by ${address.madeBy}, ${used}`);
    return 0;
  });
}
