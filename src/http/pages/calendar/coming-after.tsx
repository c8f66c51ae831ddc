// What an edit makes of the days ahead, date by date: how many inquiries fall due before it and after.

import { formatDay } from '../../../core/time/format.ts';
import { changedComing } from '../../../service/calendar/coming-change.ts';
import type { Effect } from '../../../service/calendar/preview-edit.ts';
import { comingInWords, EDIT_WORDS } from '../../../service/configuration/preview-words.ts';
import { thisYear, type View } from '../view.ts';
import { FromTo } from './effects.tsx';

interface ComingAfterProps {
  readonly view: View;
  readonly effect: Effect;
}

export function ComingAfter({ view, effect: { coming, calendar } }: ComingAfterProps) {
  const { language } = view;
  const words = EDIT_WORDS[language];
  if (coming === null) return null;
  const year = thisYear(view, calendar.zone);
  return (
    <section>
      <h2>{words.coming}</h2>
      {changedComing(coming).length === 0 ? (
        <p class="card">{words.comingSame}</p>
      ) : (
        <ol class="coming">
          {coming.map(({ day, before, after }) => (
            <li class={before.due + after.due === 0 && before.isOpen === after.isOpen ? 'zero' : undefined}>
              <span class="soft">{formatDay(day, language, year)}</span>
              <FromTo was={comingInWords(before, language)} is={comingInWords(after, language)} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
