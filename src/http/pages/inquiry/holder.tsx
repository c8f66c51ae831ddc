// Into whose hand: oneself, or somebody of the shop's people; where its file names none, whatever name is typed.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { formatDay } from '../../../core/time/format.ts';
import { awayOf } from '../../../service/board/read-people.ts';
import type { View } from '../view.ts';
import { INQUIRY_WORDS } from './words.ts';

interface HolderProps {
  readonly view: View;
  readonly shop: ShopConfig;
  readonly id: string;
  /** Whose hand it leaves. */
  readonly from?: string | undefined;
  readonly chosen?: string | undefined;
}

export function Holder({ view, shop, id, from, chosen = '' }: HolderProps) {
  const { hand: words } = INQUIRY_WORDS[view.language];
  const { people } = shop;
  return (
    <div class="field">
      <label for={id}>{words.to}</label>
      {people === undefined ? (
        <input id={id} name="to" maxlength={80} value={chosen} placeholder={words.myself} />
      ) : (
        <select id={id} name="to">
          <option value="">{words.myself}</option>
          {Object.keys(people)
            .filter((name) => name !== from)
            .map((name) => (
              <option value={name} selected={name === chosen}>
                {nameInWords(view, shop, name)}
              </option>
            ))}
        </select>
      )}
    </div>
  );
}

function nameInWords(view: View, shop: ShopConfig, name: string): string {
  const away = awayOf(shop, name, view.now);
  return away === null ? name : INQUIRY_WORDS[view.language].hand.isAway(name, formatDay(away.until, view.language));
}
