// The picture's scale: local days side by side, quiet stretches folded into one column. Places are percent of the width,
// so that one picture fits a phone and a desk. What happened within one day gets that day's hours, cut to what matters.
// A day may have 23 or 25 hours; each fills its column all the same.

import type { EpochDay, Instant } from '../../../../core/model.ts';
import { MINUTE_MS } from '../../../../core/time/civil-date.ts';
import type { Zone } from '../../../../core/time/zone.ts';

/** One day, or with `to` behind `from` a fold of quiet days. */
export interface Column {
  readonly from: EpochDay;
  readonly to: EpochDay;
  /** Percent of the width. */
  readonly x: number;
  readonly width: number;
}

export interface Scale {
  readonly columns: readonly Column[];
  /** The only day's hours that are shown, [from, to); null when there are more days. */
  readonly hours: readonly [Instant, Instant] | null;
  /** Percent of the width. */
  place(at: Instant): number;
}

const HOUR_MS = 60 * MINUTE_MS;
/** Fewer quiet days are shown as days: a fold would save nothing. */
const SHORTEST_FOLD = 4;

/** A scale on which every busy day has a column of its own; `moments` is not empty and all of it on busy days. */
export function createScale(busy: ReadonlySet<EpochDay>, moments: readonly Instant[], zone: Zone): Scale {
  const columns = withPlaces(folded([...busy].sort((a, b) => a - b)));
  const hours = columns.length === 1 ? hoursAround(columns[0]!.from, moments, zone) : null;
  const span = ({ from, to }: Column) => hours ?? [zone.startOfDay(from), zone.startOfDay(to + 1)];
  return {
    columns,
    hours,
    place: (at) => {
      const column = columns.findLast((one) => zone.startOfDay(one.from) <= at) ?? columns[0]!;
      const [from, to] = span(column);
      const part = (at - from) / Math.max(1, to - from);
      return column.x + column.width * Math.min(1, Math.max(0, part));
    },
  };
}

/** Whole hours of a day with one to spare on both sides. */
function hoursAround(day: EpochDay, moments: readonly Instant[], zone: Zone): [Instant, Instant] {
  const [start, end] = [zone.startOfDay(day), zone.startOfDay(day + 1)];
  const whole = (ms: number, round: (hours: number) => number) => start + round((ms - start) / HOUR_MS) * HOUR_MS;
  return [
    Math.max(start, whole(Math.min(...moments), Math.floor) - HOUR_MS),
    Math.min(end, whole(Math.max(...moments), Math.ceil) + HOUR_MS),
  ];
}

function folded(busy: readonly EpochDay[]): { from: EpochDay; to: EpochDay }[] {
  return busy.flatMap((day, at) => {
    const before = busy[at - 1] ?? day - 1;
    const quiet = day - before - 1;
    if (quiet >= SHORTEST_FOLD)
      return [
        { from: before + 1, to: day - 1 },
        { from: day, to: day },
      ];
    return Array.from({ length: quiet + 1 }, (_, i) => ({ from: before + 1 + i, to: before + 1 + i }));
  });
}

function withPlaces(columns: readonly { from: EpochDay; to: EpochDay }[]): Column[] {
  const width = 100 / columns.length;
  return columns.map((column, at) => ({ ...column, x: at * width, width }));
}
