// What stands around the grids: seasons to come, days that are not as every week, calendars elsewhere, who changed what.

import { driftInWords } from '../../../core/calendar/drift-words.ts';
import type { ComingSeason } from '../../../core/calendar/seasons.ts';
import { civil, formatDate } from '../../../core/time/civil-date.ts';
import { daysInWords, rangeInWords } from '../../../core/time/day-ranges.ts';
import { formatLocal } from '../../../core/time/format.ts';
import { MARKS, reasonsInWords } from '../../../service/calendar/describe-days.ts';
import type { FeedAddress } from '../../../service/calendar/make-feed-address.ts';
import type { CalendarYear, ExceptionalDays } from '../../../service/calendar/read-calendar-year.ts';
import { CAUSE_WORDS } from '../../../service/configuration/revision-words.ts';
import { heldInWords } from '../../../service/outside-calendars/describe-outside.ts';
import { Icon } from '../parts.tsx';
import { href, shopPath, type View } from '../view.ts';
import { AddressState } from './feed-address.tsx';
import { CALENDAR_WORDS } from './words.ts';

interface FactsProps {
  readonly view: View;
  readonly of: CalendarYear;
}

/** From so many days on silence about a season is said loudly. */
const LOUD_DAYS = 60;

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
  const isLoud = state === 'missing' && season.from - of.today <= LOUD_DAYS;
  return (
    <li class={isLoud ? 'notice bad' : 'notice'}>
      <p class="strong">
        {isLoud ? <Icon name="unknown" /> : null} {season.name[language]} {rangeInWords(season, language, true)}
      </p>
      <p>{stateInWords(coming, of.today, language)}</p>
      {state === 'missing' && lastYear.length > 0 ? (
        <p class="soft">{words.lastYear(daysInWords(lastYear, language))}</p>
      ) : null}
      {state === 'missing' && editable ? (
        <a class="button quiet" href={fillPath(view, of, coming)}>
          {words.fill}
        </a>
      ) : null}
      {entered.length > 0 && state === 'missing' ? (
        <p class="soft">{words.entered(daysInWords(entered, language))}</p>
      ) : null}
    </li>
  );
}

function stateInWords({ season, state, entered }: ComingSeason, today: number, language: View['language']): string {
  const words = CALENDAR_WORDS[language].seasons;
  if (state === 'closed-anyway') return words.closedAnyway;
  if (state === 'entered') return entered.length > 0 ? words.entered(daysInWords(entered, language)) : words.opened;
  const left = season.from - today;
  return left > 0 && left <= LOUD_DAYS ? words.missingSoon(left) : words.missing;
}

/** The calendar of the season's year with its dates chosen. */
function fillPath(view: View, { shop }: CalendarYear, { season }: ComingSeason): string {
  const choose = `${formatDate(season.from)}..${formatDate(season.to)}`;
  const year = String(civil(season.from).year);
  return `${href(view, `${shopPath(shop.id)}/calendar`, { year, choose, name: season.name[view.language] })}#edit`;
}

export function Exceptions({ view, of }: FactsProps) {
  const words = CALENDAR_WORDS[view.language].exceptions;
  return (
    <section>
      <h2>
        {words.title} <span class="soft">{CALENDAR_WORDS[view.language].year(of.year)}</span>
      </h2>
      {of.exceptions.length === 0 ? (
        <p class="card empty">{words.none}</p>
      ) : (
        <div class="card">
          <table class="cards">
            <thead>
              <tr>
                <th scope="col">{words.date}</th>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.why}</th>
              </tr>
            </thead>
            <tbody>
              {of.exceptions.map((one) => (
                <ExceptionRow view={view} one={one} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function ExceptionRow({ view, one }: { readonly view: View; readonly one: ExceptionalDays }) {
  const { language } = view;
  const words = CALENDAR_WORDS[language].exceptions;
  const days = one.to - one.from + 1;
  return (
    <tr>
      <th scope="row" class="keep">
        {rangeInWords(one, language)} {days > 1 ? <span class="soft">{words.days(days)}</span> : null}
      </th>
      <td data-label={words.what}>
        <span class={`cal-mark ${one.kind}`}>
          {(one.open ? MARKS[language].opened : MARKS[language].closed).trim()}
        </span>
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
                {formatLocal(at, of.calendar.zone, language, true)} {CAUSE_WORDS[cause][language]} {who}
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
