// What stands around the grids: seasons to come, days that are not as every week, calendars elsewhere, who changed what.

import { driftInWords } from '../../../core/calendar/drift-words.ts';
import type { ComingSeason } from '../../../core/calendar/seasons.ts';
import { civil, formatDate } from '../../../core/time/civil-date.ts';
import { daysInWords, rangeInWords } from '../../../core/time/day-ranges.ts';
import { formatLocal } from '../../../core/time/format.ts';
import { markOf, reasonsInWords } from '../../../service/calendar/describe-days.ts';
import type { FeedAddress } from '../../../service/calendar/make-feed-address.ts';
import type { CalendarYear, ExceptionalDays } from '../../../service/calendar/read-calendar-year.ts';
import { SEASON_SOON_DAYS } from '../../../service/calendar/read-missing-seasons.ts';
import { CAUSE_WORDS } from '../../../service/configuration/revision-words.ts';
import { heldInWords } from '../../../service/outside-calendars/describe-outside.ts';
import { ON_LOOPBACK } from '../../access/principal.ts';
import { Icon } from '../parts.tsx';
import { href, shopPath, type View } from '../view.ts';
import { AddressState } from './feed-address.tsx';
import { CALENDAR_WORDS } from './words.ts';

interface FactsProps {
  readonly view: View;
  readonly of: CalendarYear;
}

export function Seasons({ view, of, editable }: FactsProps & { readonly editable: boolean }) {
  const words = CALENDAR_WORDS[view.language].seasons;
  if (of.seasons.length === 0) return null;
  return (
    <section>
      <h2>{words.title}</h2>
      <ul class="cal-seasons">
        {of.seasons.map((coming) => (
          <Season view={view} of={of} coming={coming} editable={editable} />
        ))}
      </ul>
      {of.shop.calendar.seasons === 'off' ? <p class="soft">{words.off}</p> : null}
    </section>
  );
}

type SeasonProps = FactsProps & { readonly coming: ComingSeason; readonly editable: boolean };

function Season({ view, of, coming, editable }: SeasonProps) {
  const { language } = view;
  const words = CALENDAR_WORDS[language].seasons;
  const { season, state, entered, lastYear } = coming;
  const isLoud = state === 'missing' && season.from - of.today <= SEASON_SOON_DAYS;
  const { year } = civil(of.today);
  return (
    <li class={isLoud ? 'notice bad' : 'notice'}>
      <p class="strong">
        {isLoud ? <Icon name="unknown" /> : null} {season.name[language]} {rangeInWords(season, language, true)}
      </p>
      <p>{stateInWords(coming, of.today, language)}</p>
      {state === 'missing' && lastYear.length > 0 ? (
        <p class="soft">{words.lastYear(daysInWords(lastYear, language, 4, year))}</p>
      ) : null}
      {state === 'missing' && editable ? (
        <a class="button quiet" href={fillPath(view, of.shop.id, coming)}>
          {words.fill}
        </a>
      ) : null}
      {entered.length > 0 && state === 'missing' ? (
        <p class="soft">{words.entered(daysInWords(entered, language, 4, year))}</p>
      ) : null}
    </li>
  );
}

function stateInWords({ season, state, entered }: ComingSeason, today: number, language: View['language']): string {
  const words = CALENDAR_WORDS[language].seasons;
  if (state === 'closed-anyway') return words.closedAnyway;
  if (state === 'entered')
    return entered.length > 0 ? words.entered(daysInWords(entered, language, 4, civil(today).year)) : words.opened;
  const left = season.from - today;
  return left > 0 && left <= SEASON_SOON_DAYS ? words.missingSoon(left) : words.missing;
}

/** The shop's calendar with the season's dates chosen; they are among the months that it begins with. */
export function fillPath(view: View, shop: string, { season }: Pick<ComingSeason, 'season'>): string {
  const choose = `${formatDate(season.from)}..${formatDate(season.to)}`;
  return `${href(view, `${shopPath(shop)}/calendar`, { choose, name: season.name[view.language] })}#chosen`;
}

/** National holidays are the same everywhere, so they are folded away. */
export function Exceptions({ view, of }: FactsProps) {
  const words = CALENDAR_WORDS[view.language].exceptions;
  const isHoliday = ({ open, closedBy }: ExceptionalDays) => !open && closedBy[0]?.source === 'national';
  const holidays = of.exceptions.filter(isHoliday);
  const own = of.exceptions.filter((one) => !isHoliday(one));
  return (
    <section>
      <h2>{words.title}</h2>
      {own.length === 0 ? (
        <p class="card empty">{words.none}</p>
      ) : (
        <div class="card">
          <ExceptionTable view={view} of={of} rows={own} />
        </div>
      )}
      {holidays.length === 0 ? null : (
        <details class="card">
          <summary>{words.holidays(holidays.reduce((sum, { from, to }) => sum + to - from + 1, 0))}</summary>
          <ExceptionTable view={view} of={of} rows={holidays} />
        </details>
      )}
    </section>
  );
}

function ExceptionTable({ view, of, rows }: FactsProps & { readonly rows: readonly ExceptionalDays[] }) {
  const words = CALENDAR_WORDS[view.language].exceptions;
  return (
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">{words.date}</th>
          <th scope="col">{words.what}</th>
          <th scope="col">{words.why}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((one) => (
          <ExceptionRow view={view} one={one} thisYear={civil(of.today).year} />
        ))}
      </tbody>
    </table>
  );
}

interface ExceptionRowProps {
  readonly view: View;
  readonly one: ExceptionalDays;
  readonly thisYear: number;
}

function ExceptionRow({ view, one, thisYear }: ExceptionRowProps) {
  const { language } = view;
  const words = CALENDAR_WORDS[language].exceptions;
  const days = one.to - one.from + 1;
  return (
    <tr>
      <th scope="row" class="keep">
        {rangeInWords(one, language, thisYear)} {days > 1 ? <span class="soft">{words.days(days)}</span> : null}
      </th>
      <td data-label={words.what}>
        <span class={`cal-mark ${one.kind}`}>{markOf(one.kind, language)}</span>
      </td>
      <td data-label={words.why}>
        <span>{reasonsInWords(one, language).join('')}</span>
      </td>
    </tr>
  );
}

/** Nothing for a shop that takes no calendar from elsewhere. */
export function Outside({ view, of }: FactsProps) {
  const { language } = view;
  const words = CALENDAR_WORDS[language].outside;
  if (of.outside.length === 0) return null;
  const takesRms = of.outside.some(({ name }) => name === null);
  return (
    <section>
      <h2>{words.title}</h2>
      <div class="card">
        <ul class="cal-states">
          {of.outside.map(({ name, readAt, failure }) => (
            <li>
              <span class="strong">{name ?? 'RMS'}</span>{' '}
              {readAt === null ? words.never : words.read(formatLocal(readAt, of.calendar.zone, language, true))}
              {failure === null ? null : <span class="fresh unknown">{words.failing(failure)}</span>}
            </li>
          ))}
        </ul>
        {of.held.map((held) => (
          <div class="notice bad">
            <p class="strong">{words.held}</p>
            {heldInWords(held, language).map((line) => (
              <p>{line}</p>
            ))}
            <p class="soft">{words.heldHint(of.shop.id)}</p>
          </div>
        ))}
        {takesRms ? <h3>{words.drift}</h3> : null}
        {takesRms && of.drift.length === 0 ? <p>{words.noDrift}</p> : null}
        <ul>
          {of.drift.map((drift) => (
            <li>{driftInWords(drift, language)}</li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** Whoever sat at the machine itself has no name of their own. */
export function whoInWords({ language }: View, who: string | null): string {
  const { somebody, onMachine } = CALENDAR_WORDS[language].edit;
  if (who === null) return somebody;
  return who === ON_LOOPBACK.name ? onMachine : who;
}

export function History({ view, of }: FactsProps) {
  const { language } = view;
  const words = CALENDAR_WORDS[language].history;
  return (
    <section>
      <h2>{words.title}</h2>
      {of.history.length === 0 ? (
        <p class="card empty">{words.none}</p>
      ) : (
        <ol class="card cal-history">
          {of.history.map(({ at, who, cause, difference }) => (
            <li>
              <p class="soft">
                {formatLocal(at, of.calendar.zone, language, true)} {CAUSE_WORDS[cause][language]}{' '}
                {who === null ? '' : whoInWords(view, who)}
              </p>
              {difference[language].map((line) => (
                <p>{line}</p>
              ))}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

export function Feeds({ view, of, address }: FactsProps & { readonly address: FeedAddress | null }) {
  const words = CALENDAR_WORDS[view.language].feeds;
  const path = shopPath(of.shop.id);
  return (
    <section id="feeds">
      <h2>{words.title}</h2>
      <p>
        <a href={href(view, `${path}/calendar.ics`)}>{words.days}</a>{' '}
        <a href={href(view, `${path}/deadlines.ics`)}>{words.deadlines}</a>
      </p>
      <p class="soft">{words.hint}</p>
      <AddressState view={view} shop={of.shop} address={address} />
    </section>
  );
}
