// A table of figures: the first column names the row, and what is counted leads to the waits it counts.

import type { View } from '../view.ts';
import { type EpisodeQuery, writeEpisodeQuery } from './episode-query.ts';
import { episodesPath } from './episodes-page.tsx';

/** A figure, and which waits it counts; left out where there is no such list. */
export interface Figure {
  readonly value: string | number;
  readonly of?: EpisodeQuery;
}

export interface FiguresProps {
  readonly view: View;
  readonly report: { readonly shop: string; readonly month: string };
  readonly head: readonly string[];
  readonly rows: readonly { readonly name: string; readonly figures: readonly Figure[] }[];
  readonly isNarrow?: boolean;
}

export function Figures({ view, report, head, rows, isNarrow = false }: FiguresProps) {
  return (
    <div class={`card scroll${isNarrow ? ' narrow' : ''}`}>
      <table class="cards">
        <thead>
          <tr>
            {head.map((name, i) => (
              <th scope="col" class={i === 0 ? undefined : 'figure'}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, figures }) => (
            <tr>
              <th scope="row">{name}</th>
              {figures.map((figure, i) => (
                <td class="figure" data-label={head[i + 1]}>
                  <Counted view={view} report={report} figure={figure} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type CountedProps = Pick<FiguresProps, 'view' | 'report'> & { readonly figure: Figure };

/** Nothing is behind a zero. */
export function Counted({ view, report, figure: { value, of } }: CountedProps) {
  // A bare 0 in a fragment is left out.
  if (of === undefined || value === 0) return <>{String(value)}</>;
  return <a href={episodesPath(view, report.shop, report.month, writeEpisodeQuery(of))}>{value}</a>;
}
