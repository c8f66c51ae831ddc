// What is asked before a mistake costs something, each question with its yes.

import type { Hint } from '../../../config/edit/hints.ts';
import { findingInWords } from '../../../config/lint/lint.ts';
import { formatDate, parseDate } from '../../../core/time/civil-date.ts';
import { formatDay } from '../../../core/time/format.ts';
import type { EditRequest } from '../../../service/calendar/edit-calendar.ts';
import type { Effect } from '../../../service/calendar/preview-edit.ts';
import { EDIT_WORDS } from '../../../service/configuration/preview-words.ts';
import { Icon } from '../parts.tsx';
import { href, shopPath, thisYear, type View } from '../view.ts';
import { queryOf } from './posted.ts';
import { CALENDAR_WORDS } from './words.ts';

interface HintsProps {
  readonly view: View;
  readonly shop: string;
  readonly asked: EditRequest;
  readonly effect: Effect;
}

/** Questions before a mistake costs something, on top of everything else; a yes is one press, and saving is the no. */
export function Hints({ view, shop, asked, effect }: HintsProps) {
  const { language } = view;
  const warnings = effect.warnings.map((finding) => findingInWords(finding, language));
  if (effect.hints.length + warnings.length === 0) return null;
  const year = thisYear(view, effect.calendar.zone);
  return (
    <section class="notice cal-ask">
      <h2>
        <Icon name="unknown" /> {EDIT_WORDS[language].hints}
      </h2>
      <ul>
        {effect.hints.map((hint) => (
          <li>
            {hint.plain[language]} <Yes view={view} shop={shop} asked={asked} hint={hint} year={year} />
          </li>
        ))}
        {warnings.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      {effect.hints.some(({ yes }) => yes !== undefined) ? (
        <p class="soft">{CALENDAR_WORDS[language].preview.orSave}</p>
      ) : null}
    </section>
  );
}

type YesProps = Omit<HintsProps, 'effect'> & { readonly hint: Hint; readonly year: number };

function Yes({ view, shop, asked, hint: { yes }, year }: YesProps) {
  if (yes === undefined || asked === 'undo' || 'remove' in asked) return null;
  const words = CALENDAR_WORDS[view.language].preview.yes;
  const changed = 'every' in yes ? { ...asked, every: true } : { ...asked, ranges: withDay(asked.ranges, yes.adds) };
  return (
    <a class="button" href={href(view, `${shopPath(shop)}/calendar/preview`, queryOf(changed))}>
      {'every' in yes ? words.every : words.adds(formatDay(yes.adds, view.language, year))}
    </a>
  );
}

/** Joined to the stretch that it touches: a closure with its Monday is one entry. */
function withDay(ranges: readonly string[], day: number): string[] {
  const joined = ranges.map((range) => {
    const [from, to = from] = range.split('..').map(parseDate);
    if (from == null || to == null) return range;
    if (to + 1 === day) return `${formatDate(from)}..${formatDate(day)}`;
    return from - 1 === day ? `${formatDate(day)}..${formatDate(to)}` : range;
  });
  return joined.some((range, i) => range !== ranges[i]) ? joined : [...ranges, formatDate(day)];
}
