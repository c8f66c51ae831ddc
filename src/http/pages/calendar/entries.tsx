// The entries of the shop's own file, each with a way out: past ones are left alone, they are what was.

import type { ClosedEntry, OpenEntry } from '../../../core/model.ts';
import { markOf } from '../../../service/calendar/describe-days.ts';
import type { CalendarYear } from '../../../service/calendar/read-calendar-year.ts';
import { entryInWords } from '../../../service/configuration/describe-difference.ts';
import { shopPath, type View } from '../view.ts';
import { CALENDAR_WORDS } from './words.ts';

interface Placed {
  readonly place: string;
  readonly entry: ClosedEntry | OpenEntry;
}

export function Entries({ view, of }: { readonly view: View; readonly of: CalendarYear }) {
  const words = CALENDAR_WORDS[view.language].entries;
  const { closed, open } = of.calendar.spec;
  const all = [...placed('closed', closed), ...placed('open', open)];
  const coming = all.filter(({ entry }) => isYearly(entry) || entry.to >= of.today);
  return (
    <section id="entries">
      <h2>{words.title}</h2>
      <div class="card">
        <p class="hint">{coming.length === 0 ? words.none : words.hint}</p>
        {coming.length === 0 ? null : (
          <form method="get" action={`${shopPath(of.shop.id)}/calendar/preview`}>
            {view.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
            <ul class="cal-entries">
              {coming.map((one) => (
                <EntryRow view={view} {...one} />
              ))}
            </ul>
          </form>
        )}
      </div>
    </section>
  );
}

function EntryRow({ view, place, entry }: Placed & { readonly view: View }) {
  const { language } = view;
  const said = entryInWords(entry, language);
  const kind = 'kind' in entry ? 'entered' : 'opened';
  const { remove } = CALENDAR_WORDS[language].entries;
  return (
    <li>
      <span class={`cal-mark ${kind}`}>{markOf(kind, language)}</span>
      <span>{said}</span>
      <button type="submit" class="quiet" name="remove" value={place} aria-label={`${said} ${remove}`}>
        {remove}
      </button>
    </li>
  );
}

const placed = (list: 'closed' | 'open', entries: readonly Placed['entry'][]): Placed[] =>
  entries.map((entry, index) => ({ place: `${list}-${index}`, entry }));

function isYearly(entry: Placed['entry']): entry is Extract<ClosedEntry, { kind: 'every' }> {
  return 'kind' in entry && entry.kind === 'every';
}
