// All shops' month side by side, most breaches first: what an agency looks through.

import { STEPS } from '../../../core/model.ts';
import { formatMonth, type Month } from '../../../core/reports/month.ts';
import type { ShopMonthRow } from '../../../service/reports/read-month.ts';
import { Page } from '../layout.tsx';
import { href, shopPath, type View } from '../view.ts';
import { Behind } from './behind.tsx';
import { hasData } from './csv.ts';
import type { EpisodeQuery } from './episode-query.ts';
import { Counted, type Figure } from './figures.tsx';
import { type GoalsOfShop, GoalTables } from './goals-table.tsx';
import { Months } from './page.tsx';
import { rateFigure } from './shown.ts';
import { REPORT_WORDS } from './words.ts';

export interface ShopsReportProps {
  readonly view: View;
  readonly month: Month;
  readonly behindMs: number | null;
  /** The rows of this page. */
  readonly rows: readonly ShopMonthRow[];
  readonly shops: number;
  /** 1-based. */
  readonly pageNumber: number;
  readonly pages: number;
  /** All that the asker sees, and the one that is shown; undefined: all shops. */
  readonly groups: readonly string[];
  readonly group: string | undefined;
  /** Of all shops of the list, not of this page alone; as they stand now. */
  readonly goals: ReadonlyMap<string, GoalsOfShop>;
}

const keptOf = ({ group }: ShopsReportProps): Record<string, string> => (group === undefined ? {} : { group });

export function ShopsReportPage(props: ShopsReportProps) {
  const { view, month, behindMs, rows, shops, goals } = props;
  const own = REPORT_WORDS[view.language];
  return (
    <Page view={view} title={`${own.month(month.year, month.month)} ${own.allTitle}`}>
      <div class="report">
        <div class="head">
          <h1>{own.allTitle}</h1>
          <span class="soft">{own.all.worst(shops)}</span>
        </div>
        <Groups {...props} />
        <Months view={view} month={month} path="/reports" kept={keptOf(props)} />
        <Behind view={view} behindMs={behindMs} />
        {shops === 0 ? <p class="card empty">{own.all.none}</p> : <Shops view={view} month={month} rows={rows} />}
        <Turn {...props} />
        <GoalTables view={view} shown={rows.map(({ shop }) => shop)} goals={goals} />
        <p class="downloads">
          <a href={href(view, '/reports.csv', { ...keptOf(props), month: formatMonth(month) })} download>
            {own.download.title}
          </a>
        </p>
        <p class="soft lead">{own.all.note}</p>
      </div>
    </Page>
  );
}

function Groups({ view, month, groups, group: chosen }: ShopsReportProps) {
  if (groups.length === 0) return null;
  const own = REPORT_WORDS[view.language].all;
  const to = (more: Record<string, string>) => href(view, '/reports', { month: formatMonth(month), ...more });
  return (
    <nav class="views groups" aria-label={own.groups}>
      <a href={to({})} aria-current={chosen === undefined ? 'true' : undefined}>
        {own.allGroups}
      </a>
      {groups.map((group) => (
        <a href={to({ group })} aria-current={group === chosen ? 'true' : undefined}>
          {group}
        </a>
      ))}
    </nav>
  );
}

function Shops({ view, month, rows }: { view: View; month: Month; rows: readonly ShopMonthRow[] }) {
  const own = REPORT_WORDS[view.language];
  const head = [
    own.tiles.episodes,
    ...STEPS.map((step) => own.list.within[step]),
    own.groups.breaches,
    own.endings.completed,
    own.all.open,
  ];
  return (
    <div class="card scroll">
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">{own.all.shop}</th>
            {head.map((name) => (
              <th scope="col" class="figure">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              <th scope="row">
                <a href={href(view, `${shopPath(row.shop)}/reports`, { month: formatMonth(month) })}>{row.name}</a>
              </th>
              {hasData(row) ? (
                valuesOf(view, row).map((value, i) => (
                  <td class="figure" data-label={head[i]}>
                    <Counted view={view} report={{ shop: row.shop, month: formatMonth(month) }} figure={value} />
                  </td>
                ))
              ) : (
                <td class="figure soft" colspan={head.length}>
                  {own.all.noData}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function valuesOf(view: View, row: ShopMonthRow): Figure[] {
  const rate = (met: number, missed: number, of: EpisodeQuery) => rateFigure(view, { met, missed }, of);
  return [
    { value: row.episodes, of: {} },
    rate(row.flagMet, row.flagMissed, { step: 'flag' }),
    rate(row.ownerAlertMet, row.ownerAlertMissed, { step: 'owner_alert' }),
    rate(row.breachMet, row.breachMissed, { step: 'breach' }),
    { value: row.breachMissed, of: { step: 'breach', outcome: 'missed' } },
    { value: row.completedWithoutReply, of: { ended: 'completed' } },
    { value: row.open, of: { ended: 'open' } },
  ];
}

function Turn(props: ShopsReportProps) {
  const { view, month, pageNumber, pages } = props;
  const own = REPORT_WORDS[view.language].all;
  if (pages <= 1) return null;
  const to = (page: number) =>
    href(view, '/reports', { ...keptOf(props), month: formatMonth(month), page: String(page) });
  return (
    <p class="more turn">
      {pageNumber > 1 ? <a href={to(pageNumber - 1)}>{own.previous}</a> : null} {own.page(pageNumber, pages)}{' '}
      {pageNumber < pages ? <a href={to(pageNumber + 1)}>{own.next}</a> : null}
    </p>
  );
}
