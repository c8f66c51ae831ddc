// A shop's calendar: the year at a glance, and for an admin the form that closes or opens days.

import { sayingInWords } from '../../../config/values/fault-words.ts';
import { type EpochDay, WEEKDAYS } from '../../../core/model.ts';
import { civil } from '../../../core/time/civil-date.ts';
import { formatLocal, formatMinute, weekdayName } from '../../../core/time/format.ts';
import { hoursInWords, kindOf, legend } from '../../../service/calendar/describe-days.ts';
import type { EditState } from '../../../service/calendar/edit-calendar.ts';
import type { FeedAddress } from '../../../service/calendar/make-feed-address.ts';
import type { CalendarYear } from '../../../service/calendar/read-calendar-year.ts';
import { Page } from '../layout.tsx';
import { Icon } from '../parts.tsx';
import { href, shopPath, type View } from '../view.ts';
import { Entries } from './entries.tsx';
import { Exceptions, Feeds, History, Outside, Seasons, whoInWords } from './facts.tsx';
import { Month } from './month.tsx';
import { Panel } from './panel.tsx';
import type { FormState } from './posted.ts';
import { CALENDAR_WORDS } from './words.ts';
import type { Wrong } from './wrong.ts';

export interface CalendarPageProps {
  readonly view: View;
  readonly of: CalendarYear;
  readonly edits: EditsShown;
  /** What a link asks to begin with, or what was sent and is wrong. */
  readonly form: FormState;
  readonly wrong: readonly Wrong[];
  /** What was just saved. */
  readonly saved: 'done' | 'undone' | null;
  /** The secret address of its feeds, if there is one. */
  readonly address: FeedAddress | null;
}

/** How this visitor may edit: not without files or scope, else by what the files allow. */
export type EditsShown = 'no-folder' | 'no-scope' | EditState;

export function CalendarPage({ view, of, edits, form, wrong, saved, address }: CalendarPageProps) {
  const words = CALENDAR_WORDS[view.language];
  const editable = typeof edits !== 'string';
  const isChosen = (day: EpochDay) => form.chosen.some(({ from, to }) => from <= day && day <= to);
  const first = form.chosen.reduce<EpochDay | null>((least, { from }) => Math.min(least ?? from, from), null);
  const months = (
    <div class="cal-year">
      {of.months.map((month) => (
        <Month view={view} month={month} today={of.today} editable={editable} isChosen={isChosen} firstChosen={first} />
      ))}
    </div>
  );
  const path = shopPath(of.shop.id);
  return (
    <Page view={view} title={`${of.shop.name} ${words.title}`} scripts={editable ? ['calendar'] : []}>
      <p class="crumb">
        <a href={href(view, '/')}>{view.words.nav.board}</a> › <a href={href(view, path)}>{of.shop.name}</a>
      </p>
      <div class="head">
        <h1>
          {of.shop.name} {words.title}
        </h1>
        <Years view={view} of={of} />
      </div>
      {wrong.length === 0 ? null : (
        <p class="notice bad" role="alert">
          <Icon name="unknown" /> {words.wrong.title} <a href="#edit">{words.wrong.toForm}</a>
        </p>
      )}
      <Notices view={view} of={of} edits={edits} saved={saved} />
      <Seasons view={view} of={of} editable={editable} />
      <section>
        <h2>{spanInWords(view, of)}</h2>
        <Pattern view={view} of={of} />
        <Legend view={view} of={of} />
        <Past view={view} of={of} />
        {editable ? (
          <form method="get" action={`${path}/calendar/preview`} class="cal-form">
            {view.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
            {months}
            <Panel view={view} shop={of.shop.id} form={form} wrong={wrong} />
          </form>
        ) : (
          months
        )}
      </section>
      {editable ? <Entries view={view} of={of} /> : null}
      <Exceptions view={view} of={of} />
      <Outside view={view} of={of} />
      <History view={view} of={of} />
      <Feeds view={view} of={of} address={address} />
    </Page>
  );
}

/** `2026年`, or `2026年11月〜2027年11月` from this month on. */
export function spanInWords({ language }: View, { year, months }: CalendarYear): string {
  const words = CALENDAR_WORDS[language];
  if (year !== null) return words.year(year);
  const [first, last] = [months[0]!, months.at(-1)!];
  return words.span(words.month(first.year, first.month), words.month(last.year, last.month));
}

function Years({ view, of }: { readonly view: View; readonly of: CalendarYear }) {
  const words = CALENDAR_WORDS[view.language];
  const path = `${shopPath(of.shop.id)}/calendar`;
  const to = (year: number) => href(view, path, { year: String(year) });
  const year = of.year ?? civil(of.today).year;
  return (
    <p class="cal-years">
      <a href={to(year - 1)}>← {words.year(year - 1)}</a>
      {of.year === null ? null : <a href={href(view, path)}>{words.fromToday}</a>}
      <a href={to(year + 1)}>{words.year(year + 1)} →</a>
    </p>
  );
}

/** The months of this year that are over: to look at, out of the way. */
function Past({ view, of }: { readonly view: View; readonly of: CalendarYear }) {
  const words = CALENDAR_WORDS[view.language];
  const [first, last] = [of.past[0], of.past.at(-1)];
  if (first === undefined || last === undefined) return null;
  const span = words.span(words.month(first.year, first.month), words.month(last.year, last.month));
  return (
    <details class="cal-past">
      <summary>{words.past(first === last ? words.month(first.year, first.month) : span)}</summary>
      <p class="soft">
        <a href={href(view, `${shopPath(of.shop.id)}/calendar`, { year: String(first.year) })}>{words.editPast}</a>
      </p>
      <div class="cal-year">
        {of.past.map((month) => (
          <Month
            view={view}
            month={month}
            today={of.today}
            editable={false}
            isChosen={() => false}
            firstChosen={null}
          />
        ))}
      </div>
    </details>
  );
}

function Notices({ view, of, edits, saved }: Pick<CalendarPageProps, 'view' | 'of' | 'edits' | 'saved'>) {
  const words = CALENDAR_WORDS[view.language].edit;
  if (typeof edits === 'string') return <p class="notice">{edits === 'no-folder' ? words.noFolder : words.noScope}</p>;
  const { last, readOnly, faults, held } = edits;
  return (
    <>
      {saved === null ? null : (
        <p class={faults.length > 0 ? 'notice bad' : 'notice good'} role="status">
          <Icon name={faults.length > 0 ? 'unknown' : 'ok'} />{' '}
          {faults.length > 0 ? words.notInForce : saved === 'done' ? words.done : words.undone}
        </p>
      )}
      {faults.length === 0 ? null : (
        <div class="notice bad">
          <p class="strong">{words.broken}</p>
          <details>
            <summary>{words.faults}</summary>
            <pre>{faults.map((line) => sayingInWords(line, view.language)).join('\n')}</pre>
          </details>
        </div>
      )}
      {held ? <p class="notice bad">{words.held(of.shop.id)}</p> : null}
      {readOnly === null ? null : (
        <div class="notice">
          <p>{words.readOnly}</p>
          <p class="soft">{sayingInWords(readOnly.message, view.language)}</p>
        </div>
      )}
      {last === null ? null : (
        <div class="notice cal-last">
          <p class="soft">
            {words.last(
              formatLocal(last.at, of.calendar.zone, view.language, civil(of.today).year),
              whoInWords(view, last.who),
            )}
          </p>
          {last.difference[view.language].map((line) => (
            <p>{line}</p>
          ))}
          <p>
            <a class="button quiet" href={href(view, `${shopPath(of.shop.id)}/calendar/preview`, { edit: 'undo' })}>
              {words.undo}
            </a>
          </p>
        </div>
      )}
    </>
  );
}

/** What repeats every week. */
function Pattern({ view, of }: { readonly view: View; readonly of: CalendarYear }) {
  const { language } = view;
  const { pattern } = CALENDAR_WORDS[language];
  const { weeklyClosed, nationalHolidays, hours, cutoff } = of.calendar.spec;
  const weekly = WEEKDAYS.filter((day) => weeklyClosed.includes(day)).map((day) => weekdayName(day, language));
  const facts = [
    `${pattern.weekly}: ${weekly.length === 0 ? pattern.none : weekly.join(language === 'ja' ? '・' : ', ')}`,
    ...(nationalHolidays === null ? [] : [pattern.holidays]),
    ...hoursInWords(hours, language),
    ...(cutoff === null ? [] : [pattern.cutoff(formatMinute(cutoff))]),
  ];
  return <p class="soft">{facts.join(view.words.separator)}</p>;
}

function Legend({ view, of }: { readonly view: View; readonly of: CalendarYear }) {
  const words = CALENDAR_WORDS[view.language];
  const kinds = new Set(of.months.flatMap(({ days }) => days.map(kindOf)));
  return (
    <ul class="cal-legend">
      {legend(kinds, view.language).map(({ kind, words: said }) => {
        const [mark, ...rest] = said.split(' ');
        return (
          <li>
            <span class={`cal-mark ${kind}`}>{mark}</span> {rest.join(' ')}
          </li>
        );
      })}
      <li>
        <span class="cal-mark today" /> {words.today}
      </li>
    </ul>
  );
}
