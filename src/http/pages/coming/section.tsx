// What is coming: how many deadlines each of the next business days has, of a shop or of all; each count leads to what it
// counts.

import { meanArrivals, type UsualArrivals } from '../../../core/calendar/usual-arrivals.ts';
import type { Weekday } from '../../../core/model.ts';
import { weekdayOf } from '../../../core/time/civil-date.ts';
import { type DayRange, rangeInWords } from '../../../core/time/day-ranges.ts';
import { weekdayName } from '../../../core/time/format.ts';
import { COMING_DAYS, type Coming } from '../../../service/board/read-coming.ts';
import type { View } from '../view.ts';
import { COMING_WORDS } from './words.ts';

interface ComingProps {
  readonly view: View;
  readonly coming: readonly Coming[];
  /** What usually comes in, where that is said; null: the history has no full week. Left out: not said at all. */
  readonly arrivals?: UsualArrivals | null;
  /** Where the inquiries are that fall due on these dates. */
  readonly hrefOf: (days: DayRange) => string;
}

/** Closed dates are shown only when something falls due on them. */
export function ComingSection({ view, coming, arrivals, hrefOf }: ComingProps) {
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
              {isToday && isOpen && view.ahead === null ? ` ${words.today}` : ''}
              {isOpen ? '' : ` ${words.closed}`}
            </span>
            {due > 0 ? <a href={hrefOf({ from, to })}>{words.due(due)}</a> : <span>{words.due(due)}</span>}
            {arrivals == null || !isOpen ? null : (
              <span class="soft">{words.usually(meanInWords(arrivals, weekdayOf(from)))}</span>
            )}
          </li>
        ))}
      </ol>
      {arrivals === undefined ? null : (
        <p class="soft">{arrivals === null ? words.noArrivals : arrivalsInWords(view, arrivals)}</p>
      )}
    </section>
  );
}

const FROM_MONDAY = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const meanInWords = (arrivals: UsualArrivals, weekday: Weekday): string => String(meanArrivals(arrivals, weekday));

/** Of every weekday, the closed ones too: what comes on them waits on the next business day. */
function arrivalsInWords({ language }: View, arrivals: UsualArrivals): string {
  const words = COMING_WORDS[language];
  const days = FROM_MONDAY.map((day) => `${weekdayName(day, language)} ${meanInWords(arrivals, day)}`);
  return words.arrivals(rangeInWords(arrivals, language), arrivals.weeks, days.join(words.between));
}
