// A month as a grid, weeks from Sunday. Every day says in words what it is, on hover, focus and to screen readers; what is
// not an ordinary business day has a mark as well. For who may edit each day is a checkbox.

import type { CalendarDay, CalendarMonth } from '../../../core/calendar/calendar-days.ts';
import { type EpochDay, WEEKDAYS } from '../../../core/model.ts';
import { formatDate } from '../../../core/time/civil-date.ts';
import { formatDay, weekdayName } from '../../../core/time/format.ts';
import { CLOSED_OR_OPEN, kindOf, markOf, reasonsInWords } from '../../../service/calendar/describe-days.ts';
import type { View } from '../view.ts';
import { CALENDAR_WORDS } from './words.ts';

export interface MonthProps {
  readonly view: View;
  readonly month: CalendarMonth;
  readonly today: EpochDay;
  readonly editable: boolean;
  /** Days that are chosen beforehand, and the first of them. */
  readonly isChosen: (day: EpochDay) => boolean;
  readonly firstChosen: EpochDay | null;
}

export function Month({ view, month, ...day }: MonthProps) {
  const words = CALENDAR_WORDS[view.language];
  const open = month.days.filter((one) => one.open).length;
  return (
    <table class="cal-month">
      <caption>
        <span class="strong">{words.month(month.year, month.month)}</span> {words.businessDays(open)}
      </caption>
      <thead>
        <tr>
          {WEEKDAYS.map((weekday) => (
            <th scope="col">{weekdayName(weekday, view.language)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr>{week.map((one) => (one === null ? <td /> : <Day view={view} day={one} {...day} />))}</tr>
        ))}
      </tbody>
    </table>
  );
}

/** Weeks of seven; null before the first day and after the last. */
function weeksOf({ days }: CalendarMonth): (CalendarDay | null)[][] {
  const cells = [...Array.from({ length: WEEKDAYS.indexOf(days[0]!.weekday) }, () => null), ...days];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, i) => cells[week * 7 + i] ?? null),
  );
}

type DayProps = Omit<MonthProps, 'month'> & { readonly day: CalendarDay };

function Day({ view, day, today, editable, isChosen, firstChosen }: DayProps) {
  const { language } = view;
  const words = CALENDAR_WORDS[language];
  const kind = kindOf(day);
  const mark = markOf(kind, language);
  const isToday = day.day === today;
  const why = [
    formatDay(day.day, language, true),
    ...(isToday ? [words.today] : []),
    kind === 'open'
      ? words.open
      : `${CLOSED_OR_OPEN[language][day.open ? 'opened' : 'closed']} ${reasonsInWords(day, language).join('')}`,
  ].join(' ');
  const face = (
    <>
      <span class="cal-n">{day.date}</span>
      <span class="cal-m">{mark}</span>
      <span class="cal-why">{why}</span>
    </>
  );
  return (
    <td
      class={`cal-day ${kind}${isToday ? ' today' : ''}`}
      id={day.day === firstChosen ? 'chosen' : isToday ? 'today' : undefined}
      aria-current={isToday ? 'date' : undefined}
    >
      {editable ? (
        <label>
          <input type="checkbox" name="day" value={formatDate(day.day)} checked={isChosen(day.day)} />
          {face}
        </label>
      ) : (
        <div>{face}</div>
      )}
    </td>
  );
}
