// The box of a row that can be ticked: what it says of which inquiry is meant, and of whose shop in a list over shops.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { SHOP_ID } from '../../../core/shop-id.ts';
import type { OpenInquiry } from '../../../service/board/read-open-page.ts';

/** As many as the schema of an inquiry's number allows. */
const LONGEST_NUMBER = 200;

interface Boxed {
  readonly shop: Pick<ShopConfig, 'id' | 'name'>;
  readonly row: Pick<OpenInquiry, 'inquiry'>;
}

/** The box's value, and the name by which it is read out. */
export const boxOf = ({ shop, row: { inquiry } }: Boxed, isOverShops: boolean) =>
  isOverShops ? { value: `${shop.id}/${inquiry}`, name: `${shop.name} ${inquiry}` } : { value: inquiry, name: inquiry };

export interface Chosen {
  readonly shop: string;
  /** The whole number. */
  readonly inquiry: string;
}

/** What the boxes of one shop's list say. */
export const numbersOf = (values: readonly string[]): string[] => values.filter((one) => one.length <= LONGEST_NUMBER);

/** What those of a list over shops say; what none of them says is left out. */
export function chosenOf(values: readonly string[]): Chosen[] {
  return values.flatMap((value) => {
    const at = value.indexOf('/');
    const chosen = { shop: value.slice(0, Math.max(0, at)), inquiry: value.slice(at + 1) };
    const { length } = chosen.inquiry;
    return SHOP_ID.test(chosen.shop) && length > 0 && length <= LONGEST_NUMBER ? [chosen] : [];
  });
}
