// What is coming, on a shop's page: how many deadlines each of the next business days has.

import { rangeInWords } from '../../../core/time/day-ranges.ts';
import { COMING_DAYS, type Coming } from '../../../service/board/read-coming.ts';
import type { View } from '../view.ts';
import { siftedPath } from './sift.tsx';
import { SHOP_WORDS } from './words.ts';

interface ComingProps {
  readonly view: View;
  readonly shop: string;
  readonly coming: readonly Coming[];
}

/** Closed dates are shown only when something falls due on them. */
export function ComingSection({ view, shop, coming }: ComingProps) {
  const words = SHOP_WORDS[view.language].coming;
  const shown = coming.map((day, i) => ({ ...day, isToday: i === 0 })).filter(({ isOpen, due }) => isOpen || due > 0);
  return (
    <section class="coming-part">
      <h2>{words.title(COMING_DAYS)}</h2>
      {shown.length === 0 ? <p class="card empty">{words.none}</p> : null}
      <ol class="coming">
        {shown.map(({ isToday, isOpen, due, ...range }) => (
          <li class={due === 0 ? 'zero' : undefined}>
            <span class="soft">
              {rangeInWords(range, view.language)}
              {isToday && isOpen ? ` ${words.today}` : ''}
              {isOpen ? '' : ` ${words.closed}`}
            </span>
            {isToday && isOpen && due > 0 ? (
              <a href={siftedPath(view, shop, { due: 'today' })}>{words.due(due)}</a>
            ) : (
              <span>{words.due(due)}</span>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
