// The waits that a figure of a report counts, one by one, each leading to its inquiry: open, answered or completed.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { formatMonth, type Month } from '../../../core/reports/month.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { EpisodeLine } from '../../../service/reports/read-month.ts';
import { Page } from '../layout.tsx';
import { due, href, inquiryPath, local, shopPath, type View } from '../view.ts';
import { type EpisodeQuery, writeEpisodeQuery } from './episode-query.ts';
import { REPORT_WORDS } from './words.ts';

export interface EpisodesPageProps {
  readonly view: View;
  readonly shop: ShopConfig;
  readonly month: Month;
  readonly query: EpisodeQuery;
  /** Those of this page. */
  readonly lines: readonly EpisodeLine[];
  /** On all pages together. */
  readonly count: number;
  readonly pageNumber: number;
  readonly pages: number;
}

export function EpisodesPage(props: EpisodesPageProps) {
  const { view, shop, month, query, count } = props;
  const own = REPORT_WORDS[view.language];
  const report = href(view, `${shopPath(shop.id)}/reports`, { month: formatMonth(month) });
  return (
    <Page view={view} title={`${shop.name} ${own.list.title}`}>
      <p class="crumb">
        <a href={href(view, shopPath(shop.id))}>{shop.name}</a> ›{' '}
        <a href={report}>{`${own.month(month.year, month.month)} ${own.title}`}</a>
      </p>
      <div class="head">
        <h1>{own.list.title}</h1>
        <span class="soft">{[own.count(count), ...saidOf(view, query)].join(view.words.separator)}</span>
      </div>
      {count === 0 ? <p class="card empty">{own.list.none}</p> : <Lines {...props} />}
      <Turn {...props} />
      <p class="more soft">{own.list.note}</p>
    </Page>
  );
}

/** What the figure asked for, in words. */
function saidOf(view: View, { step, outcome, shown, ended, ...traits }: EpisodeQuery): string[] {
  const own = REPORT_WORDS[view.language];
  return [
    ...(step === undefined ? [] : [own.list.steps[step]]),
    ...(outcome === undefined ? [] : [own.outcomes.names[outcome]]),
    ...(shown === undefined ? [] : [own.list.shown[shown]]),
    ...(ended === undefined ? [] : [own.endings[ended]]),
    ...(['channel', 'type', 'category'] as const).flatMap((trait) => {
      const value = traits[trait];
      if (value === undefined) return [];
      return [`${own.groups[trait]}: ${value === '' ? own.groups.keyless : value}`];
    }),
  ];
}

function Lines({ view, shop, lines }: EpisodesPageProps) {
  const own = REPORT_WORDS[view.language].list;
  const zone = openZone(shop.timeZone);
  return (
    <div class="card">
      <table class="cards">
        <thead>
          <tr>
            {[own.inquiry, own.start, own.due, own.end].map((name) => (
              <th scope="col">{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr>
              <th scope="row">
                <a href={href(view, inquiryPath(shop.id, line.inquiry))}>{line.inquiry}</a>{' '}
                <span class="soft">{view.words.channel(line.episode.channel)}</span>
              </th>
              <td data-label={own.start}>{local(view, line.episode.startedAt, zone)}</td>
              <td data-label={own.due}>
                {line.episode.breachDueAt === null ? '–' : due(view, line.episode.breachDueAt, zone)}
              </td>
              <td data-label={own.end}>{endInWords(view, line, (at) => local(view, at, zone))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function endInWords(view: View, { episode }: EpisodeLine, at: (instant: number) => string): string {
  const own = REPORT_WORDS[view.language];
  if (episode.endedBy === null || episode.endedAt === null) return view.words.status.unanswered;
  return `${at(episode.endedAt)} ${own.csv.endedBy[episode.endedBy]}`;
}

function Turn({ view, shop, month, query, pageNumber, pages }: EpisodesPageProps) {
  const own = REPORT_WORDS[view.language].all;
  if (pages <= 1) return null;
  const to = (page: number) =>
    episodesPath(view, shop.id, formatMonth(month), { ...writeEpisodeQuery(query), page: String(page) });
  return (
    <p class="more turn">
      {pageNumber > 1 ? <a href={to(pageNumber - 1)}>{own.previous}</a> : null} {own.page(pageNumber, pages)}{' '}
      {pageNumber < pages ? <a href={to(pageNumber + 1)}>{own.next}</a> : null}
    </p>
  );
}

/** The address of the list behind a figure. */
export const episodesPath = (
  view: Pick<View, 'language'>,
  shop: string,
  month: string,
  query: Readonly<Record<string, string>>,
): string => href(view, `${shopPath(shop)}/reports/episodes`, { month, ...query });
