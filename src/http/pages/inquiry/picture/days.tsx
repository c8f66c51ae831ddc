// The days of the picture: closed ones hatched and named, today marked, opening hours where they count, folds with
// how many days they leave out.

import type { EpochDay } from '../../../../core/model.ts';
import { MINUTE_MS, weekdayOf } from '../../../../core/time/civil-date.ts';
import { formatDay, formatMinute, formatMonthDay, weekdayName } from '../../../../core/time/format.ts';
import type { Zone } from '../../../../core/time/zone.ts';
import type { View } from '../../view.ts';
import { INQUIRY_WORDS } from '../words.ts';
import { type PictureModel, percent } from './picture-model.ts';
import type { Column } from './scale.ts';

interface DaysProps {
  readonly view: View;
  readonly model: PictureModel;
  readonly zone: Zone;
  readonly height: number;
}

const HOUR_MS = 60 * MINUTE_MS;
/** What fits on a phone. */
const MOST_TICKS = 8;
/** Where the lanes begin, in px. */
const TOP = 52;

export function Days(props: DaysProps) {
  return (
    <>
      {props.model.scale.columns.map((column) =>
        column.from === column.to ? <Day {...props} column={column} /> : <Fold {...props} column={column} />,
      )}
    </>
  );
}

function Day(props: DaysProps & { column: Column }) {
  const { view, model, zone, height, column } = props;
  const day = column.from;
  const words = INQUIRY_WORDS[view.language].picture;
  const info = model.calendarOn(day).dayInfo(day);
  const isToday = model.now !== null && zone.localDay(model.now) === day;
  const notes = [isToday ? words.today : '', info.open ? '' : words.closed].filter((note) => note !== '');
  const hasHours = model.scale.hours !== null;
  const middle = percent(column.x + column.width / 2);
  return (
    <g class={`day${info.open ? '' : ' closed'}${isToday ? ' today' : ''}`}>
      <title>
        {[formatDay(day, view.language, true), ...info.closedBy.map(({ name }) => name[view.language])].join(' ')}
      </title>
      <rect class="ground" x={percent(column.x)} y="0" width={percent(column.width)} height={height} />
      {info.open ? null : (
        <rect fill="url(#p-hatch)" x={percent(column.x)} y={TOP} width={percent(column.width)} height={height - TOP} />
      )}
      <Hours {...props} day={day} />
      <line class="edge" x1={percent(column.x)} y1="0" x2={percent(column.x)} y2={height} />
      <text class="date" x={middle} y="15" text-anchor="middle">
        {formatMonthDay(day, view.language)}
      </text>
      <text x={middle} y="30" text-anchor="middle">
        {[weekdayName(weekdayOf(day), view.language), ...(hasHours ? notes : [])].join(' ')}
      </text>
      {hasHours ? (
        <Ticks view={view} model={model} zone={zone} height={height} />
      ) : (
        <text x={middle} y="45" text-anchor="middle">
          {notes.join(' ')}
        </text>
      )}
    </g>
  );
}

/** The hours of the only day. */
function Ticks({ model: { scale }, zone, height }: DaysProps) {
  const [from, to] = scale.hours!;
  const every = to - from > MOST_TICKS * HOUR_MS ? 3 * HOUR_MS : HOUR_MS;
  const hours = Array.from({ length: Math.ceil((to - from) / every) - 1 }, (_, at) => from + (at + 1) * every);
  return (
    <>
      {hours.map((at) => (
        <>
          <line class="edge" x1={percent(scale.place(at))} y1={TOP} x2={percent(scale.place(at))} y2={height} />
          <text x={percent(scale.place(at))} y="45" text-anchor="middle">
            {formatMinute(Math.floor(zone.localMs(at) / MINUTE_MS))}
          </text>
        </>
      ))}
    </>
  );
}

/** Opening hours, where the steps are counted in them. */
function Hours({ model, zone, height, day }: DaysProps & { day: EpochDay }) {
  const { hours } = model.calendarOn(day).dayInfo(day);
  if (hours === null || !model.inHours) return null;
  return (
    <>
      {hours.map(({ from, to }) => {
        const x = model.scale.place(zone.instantOf(day, from * MINUTE_MS));
        // 24:00 is the start of the next date, which lies in the next column.
        const end = model.scale.place(zone.instantOf(day, to * MINUTE_MS) - 1);
        return <rect class="hours" x={percent(x)} y={TOP} width={percent(end - x)} height={height - TOP} />;
      })}
    </>
  );
}

function Fold({ view, height, column }: DaysProps & { column: Column }) {
  const words = INQUIRY_WORDS[view.language].picture;
  const middle = percent(column.x + column.width / 2);
  const days = words.gap(column.to - column.from + 1);
  return (
    <g class="fold">
      <title>{`${formatDay(column.from, view.language, true)} – ${formatDay(column.to, view.language, true)}`}</title>
      <rect class="ground" x={percent(column.x)} y="0" width={percent(column.width)} height={height} />
      <rect fill="url(#p-fold)" x={percent(column.x)} y={TOP} width={percent(column.width)} height={height - TOP} />
      <line class="edge" x1={percent(column.x)} y1="0" x2={percent(column.x)} y2={height} />
      <text x={middle} y="15" text-anchor="middle">
        ⋯
      </text>
      <text x={middle} y="30" text-anchor="middle">
        {days}
      </text>
    </g>
  );
}
