// The report of one shop and month. A month without data says so in words; it never shows 0 %.

import type { Child } from 'hono/jsx';
import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { addMonths, formatMonth, type Month, parseMonth } from '../../../core/reports/month.ts';
import { formatLocal } from '../../../core/time/format.ts';
import { openTimeInWords } from '../../../core/time/words.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';
import type { Report } from '../../../service/reports/read-month.ts';
import { ASKED_WORDS } from '../asked/words.ts';
import { GoalSection } from '../goals.tsx';
import { Page } from '../layout.tsx';
import { href, local, shopPath, type View } from '../view.ts';
import { Behind } from './behind.tsx';
import { PolicyBlocks } from './blocks.tsx';
import { HeatMap } from './heat-map.tsx';
import { OpenPlot } from './plot.tsx';
import { monthInWords } from './shown.ts';
import { EndingTable, GroupTables, PromiseTable, TakenBack } from './tables.tsx';
import { TotalTiles } from './tiles.tsx';
import { REPORT_WORDS } from './words.ts';

interface ReportProps {
  readonly view: View;
  readonly report: Report;
}

interface ReportPageProps extends ReportProps {
  readonly behindMs: number | null;
  readonly shop: ShopConfig;
  /** As they stand now; left out where the month is another than the current one. */
  readonly goals?: readonly StandingGoal[] | undefined;
}

export function ReportPage({ view, report, behindMs, shop, goals }: ReportPageProps) {
  const own = REPORT_WORDS[view.language];
  const path = `${shopPath(report.shop)}/reports`;
  const hasNumbers = report.total.episodes > 0 && report.state !== 'future';
  return (
    <Page view={view} title={`${report.name} ${monthInWords(view, report.month)} ${own.title}`}>
      <div class="report">
        <p class="crumb">
          <a href={href(view, '/')}>{view.words.nav.board}</a> ›{' '}
          <a href={href(view, shopPath(report.shop))}>{report.name}</a>
        </p>
        <div class="head">
          <h1>{`${report.name} ${own.title}`}</h1>
        </div>
        <Months view={view} month={parseMonth(report.month)!} path={path} />
        <p class="lead">
          <a href={href(view, `${shopPath(report.shop)}/asked`, { month: report.month })}>
            {ASKED_WORDS[view.language].link}
          </a>
        </p>
        <State view={view} report={report} />
        <Behind view={view} behindMs={behindMs} />
        <GoalSection view={view} shop={shop} goals={goals} />
        {hasNumbers ? <Numbers view={view} report={report} /> : <Quiet view={view} report={report} />}
      </div>
    </Page>
  );
}

/** The months around, and any other one. */
interface MonthsProps {
  readonly view: View;
  readonly month: Month;
  readonly path: string;
  /** What else the address asks for. */
  readonly kept?: Readonly<Record<string, string>>;
}

export function Months({ view, month, path, kept = {} }: MonthsProps) {
  const own = REPORT_WORDS[view.language];
  const link = (months: number) => formatMonth(addMonths(month, months));
  return (
    <nav class="months" aria-label={own.pick.nav}>
      <MonthLink view={view} path={path} kept={kept} month={link(-1)} rel="prev" />
      <span class="now" aria-current="page">
        {own.month(month.year, month.month)}
      </span>
      <MonthLink view={view} path={path} kept={kept} month={link(1)} rel="next" />
      <form method="get" action={path}>
        {view.language === 'en' ? <input type="hidden" name="lang" value="en" /> : null}
        {Object.entries(kept).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <label for="month">{own.pick.label}</label>
        <input type="month" id="month" name="month" value={formatMonth(month)} placeholder="2026-11" required />
        <button type="submit">{own.pick.go}</button>
      </form>
    </nav>
  );
}

interface MonthLinkProps extends Required<Omit<MonthsProps, 'month'>> {
  readonly month: string;
  readonly rel: 'prev' | 'next';
}

function MonthLink({ view, path, kept, month, rel }: MonthLinkProps) {
  const parsed = parseMonth(month);
  if (parsed === null) return null;
  const name = REPORT_WORDS[view.language].monthAlone(parsed.month);
  return (
    <a href={href(view, path, { ...kept, month })} rel={rel}>
      {rel === 'prev' ? `‹ ${name}` : `${name} ›`}
    </a>
  );
}

/** As of when, and what one must know of the month before reading its numbers. */
function State({ view, report }: ReportProps) {
  const own = REPORT_WORDS[view.language].state;
  const zone = openZone(report.timeZone);
  const at = local(view, report.asOf, zone);
  const { watchedSince, state, total } = report;
  const notes = [
    ...(report.businessDays === 0 ? [own.noBusinessDay] : []),
    ...(watchedSince !== null && watchedSince > report.from && total.episodes > 0
      ? [own.watchedSince(formatLocal(watchedSince, zone, view.language, true))]
      : []),
    ...(state === 'complete' && total.endings.open > 0 ? [own.stillOpen(total.endings.open)] : []),
    ...(report.provisional > 0 ? [own.provisional(report.provisional)] : []),
    ...(report.withoutDeadline > 0 ? [own.withoutDeadline(report.withoutDeadline)] : []),
    ...(report.past > 0 ? [own.past(report.past)] : []),
  ];
  return (
    <>
      <p class="soft lead">
        {[state === 'running' ? own.running(at) : own.complete(at), own.businessDays(report.businessDays)].join(
          view.words.separator,
        )}
      </p>
      {notes.map((note) => (
        <p class="notice">{note}</p>
      ))}
    </>
  );
}

/** A month of which there is nothing to count. */
function Quiet({ view, report }: ReportProps) {
  const own = REPORT_WORDS[view.language].state;
  const since = report.watchedSince;
  const zone = openZone(report.timeZone);
  const words: Readonly<Record<Report['state'], string>> = {
    'no-data': since === null ? own.notWatched : own.noData(formatLocal(since, zone, view.language, true)),
    future: own.future,
    running: own.nothing,
    complete: own.nothing,
  };
  return <p class="card empty">{words[report.state]}</p>;
}

function Numbers({ view, report }: ReportProps) {
  const own = REPORT_WORDS[view.language];
  return (
    <>
      <h2 class="unseen">{own.tiles.title}</h2>
      <TotalTiles view={view} report={report} />
      <PolicyBlocks view={view} report={report} />
      <TakenBack view={view} report={report} />
      <Downloads view={view} report={report} />
      <section>
        <h2>{own.plot.title}</h2>
        <OpenPlot view={view} report={report} />
      </section>
      <GroupTables view={view} report={report} />
      <section>
        <h2>{own.heat.title}</h2>
        <p class="soft lead">{own.heat.lead}</p>
        <div class="heats">
          <Heat title={own.heat.arrivals}>
            <HeatMap view={view} counts={report.arrivals} />
          </Heat>
          <Heat title={own.heat.replies}>
            <HeatMap view={view} counts={report.replies} />
          </Heat>
        </div>
      </section>
      <EndingTable view={view} report={report} />
      <PromiseTable view={view} report={report} />
      <Defined view={view} report={report} />
    </>
  );
}

function Heat({ title, children }: { title: string; children?: Child }) {
  return (
    <figure class="card">
      <figcaption class="strong">{title}</figcaption>
      {children}
    </figure>
  );
}

function Downloads({ view, report }: ReportProps) {
  const own = REPORT_WORDS[view.language].download;
  const path = `${shopPath(report.shop)}/reports`;
  const query = { month: report.month };
  return (
    <p class="downloads">
      {`${own.title}: `}
      <a href={href(view, `${path}.csv`, query)} download>
        {own.month}
      </a>
      {view.words.separator}
      <a href={href(view, `${path}/episodes.csv`, query)} download>
        {own.episodes}
      </a>
    </p>
  );
}

function Defined({ view, report }: ReportProps) {
  const own = REPORT_WORDS[view.language].defined;
  const day = openTimeInWords(report.businessDayMs, view.language);
  const lines = [own.zone(report.timeZone), ...own.lines, report.hasHours ? own.hours(day) : own.wholeDays];
  return (
    <section>
      <h2>{own.title}</h2>
      <ul class="card soft defined">
        {lines.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </section>
  );
}
