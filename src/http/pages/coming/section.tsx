// What is coming: how many deadlines each of the next business days has, of a shop or of all; each count leads to what it
// counts.

import { type DayRange, rangeInWords } from '../../../core/time/day-ranges.ts';
import { COMING_DAYS, type Coming } from '../../../service/board/read-coming.ts';
import type { View } from '../view.ts';
import { COMING_WORDS } from './words.ts';

interface ComingProps {
  readonly view: View;
  readonly coming: readonly Coming[];
  /** Where the inquiries are that fall due on these dates. */
  readonly hrefOf: (days: DayRange) => string;
}

/** Closed dates are shown only when something falls due on them. */
export function ComingSection({ view, coming, hrefOf }: ComingProps) {
  const words = COMING_WORDS[view.language];
  const shown = coming.map((day, i) => ({ ...day, isToday: i === 0 })).filter(({ isOpen, due }) => isOpen || due > 0);
  return (
    <section class="coming-part">
      <h2>{words.title(COMING_DAYS)}</h2>
      {shown.length === 0 ? <p class="card empty">{words.none}</p> : null}
      <ol class="coming">
        {shown.map(({ isToday, isOpen, due, from, to }) => (
          <li class={due === 0 ? 'zero' : undefined}>
            <span class="soft">
              {rangeInWords({ from, to }, view.language)}
              {isToday && isOpen ? ` ${words.today}` : ''}
              {isOpen ? '' : ` ${words.closed}`}
            </span>
            {due > 0 ? <a href={hrefOf({ from, to })}>{words.due(due)}</a> : <span>{words.due(due)}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}
