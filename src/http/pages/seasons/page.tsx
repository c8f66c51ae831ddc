// The page of all shops of which nobody has said whether they close for a season that is near.

import { rangeInWords } from '../../../core/time/day-ranges.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { MissingSeasons } from '../../../service/calendar/read-missing-seasons.ts';
import { fillPath } from '../calendar/facts.tsx';
import { Page } from '../layout.tsx';
import { href, shopPath, thisYear, type View } from '../view.ts';
import { SEASON_WORDS } from './words.ts';

export interface SeasonsPageProps {
  readonly view: View;
  readonly rows: readonly MissingSeasons[];
  /** On all pages together. */
  readonly shops: number;
  readonly pageNumber: number;
  readonly pages: number;
}

export function SeasonsPage({ view, rows, shops, pageNumber, pages }: SeasonsPageProps) {
  const words = SEASON_WORDS[view.language];
  return (
    <Page view={view} title={words.title}>
      <p class="crumb">
        <a href={href(view, '/')}>{view.words.nav.board}</a>
      </p>
      <div class="head">
        <h1>{words.title}</h1>
        <span class="soft">{words.lead(shops)}</span>
      </div>
      <p class="soft">{words.hint}</p>
      {rows.length === 0 ? (
        <p class="card empty more">{words.none}</p>
      ) : (
        <div class="card more">
          <Rows view={view} rows={rows} />
        </div>
      )}
      <p class="more turn">
        {pageNumber === 1 ? null : <a href={href(view, '/seasons')}>{words.first}</a>}
        {pageNumber >= pages ? null : (
          <a href={href(view, '/seasons', { page: String(pageNumber + 1) })}>{words.next}</a>
        )}
      </p>
    </Page>
  );
}

function Rows({ view, rows }: Pick<SeasonsPageProps, 'view' | 'rows'>) {
  const words = SEASON_WORDS[view.language];
  return (
    <table class="cards seasons">
      <thead>
        <tr>
          <th scope="col">{words.shop}</th>
          <th scope="col">{words.season}</th>
          <th scope="col">{words.left}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.flatMap(({ shop, today, missing }) =>
          missing.map((coming) => (
            <tr>
              <th scope="row">
                <a href={href(view, shopPath(shop.id))}>{shop.name}</a>
              </th>
              <td data-label={words.season}>
                <span>
                  {coming.season.name[view.language]}{' '}
                  {rangeInWords(coming.season, view.language, thisYear(view, openZone(shop.timeZone)))}
                </span>
              </td>
              <td data-label={words.left}>{words.days(coming.season.from - today)}</td>
              <td>
                <a href={fillPath(view, shop.id, coming)}>{words.fill}</a>
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
