// cli: columns of text on a terminal, where a full-width character takes two cells.

import { columns } from '../../core/time/words.ts';

/** Rows as lines, each cell padded to its column; the last cell is not. */
export function textTable(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of row.slice(0, -1).entries()) widths[i] = Math.max(widths[i] ?? 0, columns(cell));
  return rows.map((row) =>
    row
      .map((cell, i) => (i < row.length - 1 ? pad(cell, widths[i] ?? 0) : cell))
      .join('  ')
      .trimEnd(),
  );
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}
