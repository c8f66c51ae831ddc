// The inquiry that a person names: its shop and its row, or why there is none.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { quoted } from '../../config/values/faults.ts';
import { type FoundInquiry, findInquiry } from '../../store/board/inquiry-history.ts';
import type { Service } from '../service.ts';
import type { ActionRefusal } from './refuse-action.ts';

export interface NamedInquiry {
  readonly shop: ShopConfig;
  readonly inquiry: FoundInquiry;
}

/** An inquiry by its shop's id and its whole number. */
export async function namedInquiry(
  { db, config }: Pick<Service, 'db' | 'config'>,
  shopId: string,
  number: string,
): Promise<NamedInquiry | ActionRefusal> {
  const shop = config.shops.get(shopId);
  if (shop === undefined) return { refused: 'unknown', message: `found the unknown shop ${quoted(shopId)}` };
  const inquiry = await findInquiry(db, shopId, number);
  if (inquiry === null) return { refused: 'unknown', message: `${shopId} has no inquiry ${quoted(number)}` };
  return { shop, inquiry };
}
