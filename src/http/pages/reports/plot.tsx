// What was open over the month as a step line, a step per day; what was flagged beneath it as a dashed one. Closed days
// are shaded. The same numbers stand in a table below.

import type { OpenOnDay } from '../../../core/reports/plot.ts';
import { parseDate } from '../../../core/time/civil-date.ts';
import { formatDay } from '../../../core/time/format.ts';
import type { Report } from '../../../service/reports/read-month.ts';
import type { View } from '../view.ts';
import { REPORT_WORDS } from './words.ts';

const TOP_PX = 18;
const HEIGHT_PX = 160;
/** Days between labels below. */
const LABEL_EVERY = 7;

export function OpenPlot({ view, report }: { view: View; report: Report }) {
  const days = report.openByDay;
  const own = REPORT_WORDS[view.language].plot;
  if (days.length === 0) return null;
  const count = report.businessDays + report.closedDays.length;
  const most = niceAbove(Math.max(...days.map(({ open }) => open)));
  return (
    <figure class="card">
      <Legend view={view} hasClosed={report.closedDays.length > 0} />
      <svg class="chart plot" role="img" aria-label={inWords(view, days)}>
        <svg
          aria-hidden="true"
          y={TOP_PX}
          width="100%"
          height={HEIGHT_PX}
          viewBox={`0 0 ${count} ${most}`}
          preserveAspectRatio="none"
        >
          {report.closedDays.map((day) => (
            <rect class="shut" x={dayOfMonth(day) - 1} y="0" width="1" height={most} />
          ))}
          <path class="under" d={`${line(days.map(({ flagged }) => most - flagged))}V${most}H0Z`} />
          <path
            class="flagged"
            vector-effect="non-scaling-stroke"
            d={line(days.map(({ flagged }) => most - flagged))}
          />
          <path class="open" vector-effect="non-scaling-stroke" d={line(days.map(({ open }) => most - open))} />
        </svg>
        {[most, most / 2, 0].map((value) => (
          <Level value={value} most={most} />
        ))}
        {days.map(({ day }) =>
          (dayOfMonth(day) - 1) % LABEL_EVERY === 0 ? (
            <text x={`${((dayOfMonth(day) - 0.5) / count) * 100}%`} y={TOP_PX + HEIGHT_PX + 18} text-anchor="middle">
              {dayOfMonth(day)}
            </text>
          ) : null,
        )}
      </svg>
      <details>
        <summary>{own.table}</summary>
        <Numbers view={view} days={days} />
      </details>
    </figure>
  );
}

function Level({ value, most }: { value: number; most: number }) {
  const y = TOP_PX + HEIGHT_PX * (1 - value / most);
  return (
    <>
      <line class="grid" x1="0" x2="100%" y1={y} y2={y} />
      <text x="0" y={y - 4}>
        {value}
      </text>
    </>
  );
}

function Legend({ view, hasClosed }: { view: View; hasClosed: boolean }) {
  const own = REPORT_WORDS[view.language].plot;
  return (
    <ul class="legend soft" aria-hidden="true">
      <li>
        <svg class="plot" aria-hidden="true">
          <line class="open" x1="0" x2="26" y1="6" y2="6" />
        </svg>
        {own.open}
      </li>
      <li>
        <svg class="plot" aria-hidden="true">
          <rect class="under" y="6" width="26" height="6" />
          <line class="flagged" x1="0" x2="26" y1="6" y2="6" />
        </svg>
        {own.flagged}
      </li>
      {hasClosed ? (
        <li>
          <svg class="plot" aria-hidden="true">
            <rect class="shut" width="26" height="12" />
          </svg>
          {own.closed}
        </li>
      ) : null}
    </ul>
  );
}

function Numbers({ view, days }: { view: View; days: readonly OpenOnDay[] }) {
  const own = REPORT_WORDS[view.language].plot;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{own.day}</th>
          <th scope="col" class="figure">
            {own.open}
          </th>
          <th scope="col" class="figure">
            {own.flagged}
          </th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ day, open, flagged }) => (
          <tr>
            <th scope="row">{formatDay(parseDate(day)!, view.language)}</th>
            <td class="figure">{open}</td>
            <td class="figure">{flagged}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A step line from the left: one unit wide per day. */
function line(heights: readonly number[]): string {
  return heights.map((height, i) => `${i === 0 ? 'M0 ' : 'V'}${height}H${i + 1}`).join('');
}

/** An even number not below the value, of one or two digits and zeros, so that its half is whole. */
function niceAbove(value: number): number {
  const unit = Math.max(2, 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value)))));
  const step = unit === 2 ? 2 : unit / 5;
  return Math.max(2, Math.ceil(value / step) * step);
}

const dayOfMonth = (day: string): number => Number(day.slice(8));

function inWords({ language }: View, days: readonly OpenOnDay[]): string {
  const { count, plot } = REPORT_WORDS[language];
  const most = days.reduce((a, b) => (b.open > a.open ? b : a));
  const flagged = Math.max(...days.map((day) => day.flagged));
  const on = formatDay(parseDate(most.day)!, language);
  return plot.says(count(most.open), on, count(flagged), count(days.at(-1)!.open));
}
