// cli: `same-customer rotate`, `same-customer drop`. The running service sees the change with what it takes in next.

import { userInfo } from 'node:os';
import { SHOP_ID } from '../../core/shop-id.ts';
import { dropCustomerKey, rotateCustomerKey } from '../../service/same-customer/change-key.ts';
import { openDatabaseClock } from '../../store/database-clock.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { type FolderOptions, quietLog, readConfigFolder, withDatabase } from '../io/settings.ts';

interface SameCustomerOptions extends FolderOptions {
  readonly json?: boolean | undefined;
}

/** Exit code 2 for a shop that is not configured; the key of one whose file is gone is dropped by its id. */
export async function sameCustomer(
  what: 'rotate' | 'drop',
  shop: string,
  options: SameCustomerOptions,
  out: Output,
): Promise<ExitCode> {
  const config = readConfigFolder(options.config, out);
  if (config === null) return 2;
  const known = config.shops.get(shop);
  if (known === undefined && (what === 'rotate' || !SHOP_ID.test(shop))) {
    out.error(`found the unknown shop ${JSON.stringify(shop)}; allowed: ${[...config.shops.keys()].join(', ')}`);
    return 2;
  }
  const change = what === 'rotate' ? rotateCustomerKey : dropCustomerKey;
  const logger = quietLog();
  const forgotten = await withDatabase(options.data, logger, async (db) =>
    change({ db, clock: await openDatabaseClock(db), logger }, shop, userInfo().username),
  );
  await out.write(options.json ? JSON.stringify({ shop, forgotten }) : said(what, forgotten));
  if (what === 'rotate' && !known?.sameCustomer)
    out.error(`${shop}: sameCustomer is off in its file: nothing is linked`);
  return 0;
}

function said(what: 'rotate' | 'drop', forgotten: number): string {
  return what === 'rotate'
    ? `鍵を作り直しました（${forgotten}件の紐付けを消去） ／ a new key; links of ${forgotten} inquiries are forgotten`
    : `鍵を削除しました（${forgotten}件の紐付けを消去） ／ the key is dropped; links of ${forgotten} inquiries are forgotten`;
}
