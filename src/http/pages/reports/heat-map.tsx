// A week of counts as a picture: a column per weekday, a row per hour, the number in each cell. Widths are percentages, so
// that it is as readable on a phone as on a desk.

import type { Weekday } from '../../../core/model.ts';
import type { WeekHours } from '../../../core/reports/plot.ts';
import { weekdayName } from '../../../core/time/format.ts';
import type { View } from '../view.ts';
import { REPORT_WORDS } from './words.ts';

const WEEK: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** A column for the hours and seven for the days. */
const COLUMN = 100 / 8;
const HEAD_PX = 24;
const ROW_PX = 20;

export function HeatMap({ view, counts }: { view: View; counts: WeekHours }) {
  const own = REPORT_WORDS[view.language].heat;
  const most = Math.max(...counts.flat());
  return (
    <svg class="chart heat" role="img" aria-label={inWords(view, counts)}>
      {WEEK.map((weekday, column) => (
        <text x={percent(column + 1.5)} y={HEAD_PX - 9} text-anchor="middle">
          {weekdayName(weekday, view.language)}
        </text>
      ))}
      {HOURS.map((hour) => (
        <>
          <text x={percent(0.85)} y={middleOf(hour)} text-anchor="end">
            {own.hour(hour)}
          </text>
          {WEEK.map((_, column) => (
            <Cell column={column} hour={hour} count={counts[column]![hour]!} most={most} />
          ))}
        </>
      ))}
    </svg>
  );
}

function Cell({ column, hour, count, most }: { column: number; hour: number; count: number; most: number }) {
  const shade = `h${shadeOf(count, most)}`;
  return (
    <>
      <rect class={`cell ${shade}`} x={percent(column + 1)} y={topOf(hour)} width={percent(1)} height={ROW_PX} />
      <text class={`in ${shade}`} x={percent(column + 1.5)} y={middleOf(hour)} text-anchor="middle">
        {count}
      </text>
    </>
  );
}

/** 0 for nothing, 5 for the most, the rest by quarters between. */
function shadeOf(count: number, most: number): number {
  if (count === 0) return 0;
  return count === most ? 5 : Math.ceil((count / most) * 4);
}

const percent = (columns: number): string => `${columns * COLUMN}%`;
const topOf = (hour: number): number => HEAD_PX + hour * ROW_PX;
const middleOf = (hour: number): number => topOf(hour) + 14;

function inWords({ language }: View, counts: WeekHours): string {
  const { count, heat } = REPORT_WORDS[language];
  const all = counts.flat();
  const most = Math.max(...all);
  if (most === 0) return heat.nothing;
  const at = all.indexOf(most);
  const where = heat.at(weekdayName(WEEK[Math.floor(at / 24)]!, language), at % 24);
  return heat.most(where, count(most), count(all.reduce((sum, one) => sum + one, 0)));
}
