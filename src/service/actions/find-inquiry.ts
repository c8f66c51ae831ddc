// The inquiry that a person names: its shop and its row, or why there is none; and who names it.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { quoted } from '../../config/values/faults.ts';
import { type FoundInquiry, findInquiry } from '../../store/board/inquiry-history.ts';
import type { Service } from '../service.ts';
import { readName } from './mute.ts';
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

export interface Press extends NamedInquiry {
  readonly by: string;
}

/** Who presses on which inquiry. */
export async function pressOf(
  service: Pick<Service, 'db' | 'config'>,
  request: { readonly shop: string; readonly inquiry: string; readonly by: string | undefined },
): Promise<Press | ActionRefusal> {
  const named = await namedInquiry(service, request.shop, request.inquiry);
  if ('refused' in named) return named;
  const by = readName(request.by);
  return typeof by === 'string' ? { ...named, by } : by;
}
