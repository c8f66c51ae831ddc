// Lines on a terminal: Japanese first and English beside it, or below where the terminal is narrow.
// Colours have no width and full-width characters two columns, so cells are padded before they are coloured.

import pc from 'picocolors';
import { columns } from '../core/time/words.ts';

/** What a line may take where there is no terminal. */
const PIPE_COLUMNS = 120;

export interface Terminal {
  /** In columns. */
  readonly width: number;
  readonly colours: ReturnType<typeof pc.createColors>;
}

/** What a terminal, a pipe or a file takes. `width` null: it is no terminal. */
export function openTerminal(width: number | null, colour: boolean): Terminal {
  return { width: Math.max(60, width ?? PIPE_COLUMNS), colours: pc.createColors(colour) };
}

export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columns(text))) + text;
}

/** Where the English text begins, counted from the Japanese one. */
const BESIDE_COLUMNS = 48;

/**
 * One or two lines: the head, the Japanese text in the given colour, the English text dimmed beside it where there is
 * room, else below it.
 */
export function bilingualLine(
  { width, colours }: Terminal,
  head: string,
  { ja, en }: { readonly ja: string; readonly en: string },
  paint: (text: string) => string = (text) => text,
): string[] {
  const indent = columns(head);
  const beside = columns(ja) < BESIDE_COLUMNS && indent + BESIDE_COLUMNS + columns(en) <= width;
  if (beside) return [`${head}${paint(pad(ja, BESIDE_COLUMNS))}${colours.dim(en)}`];
  return [head + paint(ja), ' '.repeat(indent) + colours.dim(en)];
}
