// The picture's scale: local days side by side, quiet stretches folded into one column. Places are percent of the width,
// so that one picture fits a phone and a desk. Trap: a day may have 23 or 25 hours; each fills its column all the same.

import type { EpochDay, Instant } from '../../../core/model.ts';
import type { Zone } from '../../../core/zone.ts';

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
  /** Percent of the width. */
  place(at: Instant): number;
  /** The start of a column and the end of it. */
  span(column: Column): readonly [Instant, Instant];
}

/** Fewer quiet days are shown as days: a fold would save nothing. */
const SHORTEST_FOLD = 4;

/** A scale on which every busy day has a column of its own; `busy` is not empty. */
export function createScale(busy: ReadonlySet<EpochDay>, zone: Zone): Scale {
  const columns = withPlaces(folded([...busy].sort((a, b) => a - b)));
  const span = ({ from, to }: Column) => [zone.startOfDay(from), zone.startOfDay(to + 1)] as const;
  return {
    columns,
    span,
    place: (at) => {
      const column = columns.findLast((one) => zone.startOfDay(one.from) <= at) ?? columns[0]!;
      const [from, to] = span(column);
      const part = (at - from) / Math.max(1, to - from);
      return column.x + column.width * Math.min(1, Math.max(0, part));
    },
  };
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
