// Into whose hand: oneself, or somebody of the people of the shop or shops; where a file names none, whatever name is typed.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { formatDay } from '../../../core/time/format.ts';
import { awayOf } from '../../../service/board/read-people.ts';
import type { View } from '../view.ts';
import { INQUIRY_WORDS } from './words.ts';

interface HolderProps {
  readonly view: View;
  /** Whose people; of several all of them. */
  readonly shops: readonly ShopConfig[];
  readonly id: string;
  /** Whose hand it leaves. */
  readonly from?: string | undefined;
  readonly chosen?: string | undefined;
}

export function Holder({ view, shops, id, from, chosen = '' }: HolderProps) {
  const { hand: words } = INQUIRY_WORDS[view.language];
  const names = namesOf(shops);
  return (
    <div class="field">
      <label for={id}>{words.to}</label>
      {names === null ? (
        <input id={id} name="to" maxlength={80} value={chosen} placeholder={words.myself} />
      ) : (
        <select id={id} name="to">
          <option value="">{words.myself}</option>
          {[...names]
            .filter(([name]) => name !== from)
            .map(([name, shop]) => (
              <option value={name} selected={name === chosen}>
                {nameInWords(view, shop, name)}
              </option>
            ))}
        </select>
      )}
    </div>
  );
}

/** Each name with the first shop that has it; null where a shop names nobody. */
function namesOf(shops: readonly ShopConfig[]): ReadonlyMap<string, ShopConfig> | null {
  const names = new Map<string, ShopConfig>();
  for (const shop of shops) {
    if (shop.people === undefined) return null;
    for (const name of Object.keys(shop.people)) if (!names.has(name)) names.set(name, shop);
  }
  return names;
}

function nameInWords(view: View, shop: ShopConfig, name: string): string {
  const away = awayOf(shop, name, view.now);
  return away === null ? name : INQUIRY_WORDS[view.language].hand.isAway(name, formatDay(away.until, view.language));
}
