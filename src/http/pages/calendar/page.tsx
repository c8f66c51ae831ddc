// A shop's calendar: the year at a glance, and for an admin the form that closes or opens days.

import { type EpochDay, WEEKDAYS } from '../../../core/model.ts';
import { formatLocal, formatMinute, weekdayName } from '../../../core/time/format.ts';
import { hoursInWords, kindOf, legend } from '../../../service/calendar/describe-days.ts';
import type { EditState } from '../../../service/calendar/edit-calendar.ts';
import type { FeedAddress } from '../../../service/calendar/make-feed-address.ts';
import type { CalendarYear } from '../../../service/calendar/read-calendar-year.ts';
import { Page } from '../layout.tsx';
import { Form, Icon } from '../parts.tsx';
import { href, shopPath, type View } from '../view.ts';
import { Entries } from './entries.tsx';
import { Exceptions, Feeds, History, Outside, Seasons } from './facts.tsx';
import { Month } from './month.tsx';
import { ChosenBar, Panel } from './panel.tsx';
import { CALENDAR_WORDS } from './words.ts';

export interface CalendarPageProps {
  readonly view: View;
  readonly of: CalendarYear;
  readonly edits: EditsShown;
  /** What a link asks to begin with. */
  readonly chosen: { readonly from: EpochDay; readonly to: EpochDay } | null;
  readonly name: string;
  /** What was just saved. */
  readonly saved: 'done' | 'undone' | null;
  /** The secret address of its feeds, if there is one. */
  readonly address: FeedAddress | null;
}

/** How this visitor may edit: not without files or scope, else by what the files allow. */
export type EditsShown = 'no-folder' | 'no-scope' | EditState;

export function CalendarPage({ view, of, edits, chosen, name, saved, address }: CalendarPageProps) {
  const words = CALENDAR_WORDS[view.language];
  const editable = typeof edits !== 'string';
  const months = (
    <div class="cal-year">
      {of.months.map((month) => (
        <Month
          view={view}
          month={month}
          today={of.today}
          editable={editable}
          isChosen={(day) => chosen !== null && chosen.from <= day && day <= chosen.to}
        />
      ))}
      {editable ? <Panel view={view} name={name} /> : null}
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
          {of.shop.name} {words.title} {words.year(of.year)}
        </h1>
        <Years view={view} of={of} />
      </div>
      <Notices view={view} of={of} edits={edits} saved={saved} />
      <Seasons view={view} of={of} editable={editable} />
      <section>
        <h2>{words.year(of.year)}</h2>
        <Pattern view={view} of={of} />
        <Legend view={view} of={of} />
        {editable ? (
          <Form view={view} action={`${path}/calendar/preview`} class="cal-form">
            {months}
            <ChosenBar view={view} />
          </Form>
        ) : (
          <div class="cal-form">{months}</div>
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

function Years({ view, of }: { readonly view: View; readonly of: CalendarYear }) {
  const words = CALENDAR_WORDS[view.language];
  const to = (year: number) => href(view, `${shopPath(of.shop.id)}/calendar`, { year: String(year) });
  return (
    <p class="cal-years">
      <a href={to(of.year - 1)}>← {words.year(of.year - 1)}</a>
      <a href={`${href(view, `${shopPath(of.shop.id)}/calendar`)}#today`}>{words.today}</a>
      <a href={to(of.year + 1)}>{words.year(of.year + 1)} →</a>
    </p>
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
          <pre>{faults.join('\n')}</pre>
        </div>
      )}
      {held ? <p class="notice bad">{words.held(of.shop.id)}</p> : null}
      {readOnly === null ? null : (
        <div class="notice">
          <p>{words.readOnly}</p>
          <p class="soft">{readOnly.message}</p>
        </div>
      )}
      {last === null ? null : (
        <div class="notice cal-last">
          <p class="soft">
            {words.last(formatLocal(last.at, of.calendar.zone, view.language), last.who ?? words.somebody)}
          </p>
          {last.difference[view.language].map((line) => (
            <p>{line}</p>
          ))}
          <Form view={view} action={`${shopPath(of.shop.id)}/calendar/preview`}>
            <input type="hidden" name="edit" value="undo" />
            <button type="submit" class="quiet">
              {words.undo}
            </button>
          </Form>
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
