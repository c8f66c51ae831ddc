// Which step marks of the picture get their words beside them, and on which side: labels of one row never touch. What
// finds no room keeps its sign, whose title says the same.

import { STEPS } from '../../../../core/model.ts';
import { columns } from '../../../../core/time/words.ts';
import type { StepMark } from './picture-model.ts';

export interface LabelledMark extends StepMark {
  /** Percent of the width. */
  readonly x: number;
  readonly text: string;
  /** Null: no room. */
  readonly side: 'left' | 'right' | null;
}

/** Of a half-width character at the picture's font size, with a little air. */
const CHARACTER_PX = 6;
const SIGN_PX = 11;

/** Marks with their labels; `width` is the narrowest in px that the picture takes. */
export function labelled(
  marks: readonly (StepMark & { readonly x: number; readonly text: string })[],
  width: number,
): LabelledMark[] {
  return STEPS.flatMap((step) => {
    const taken: [number, number][] = marks
      .filter((mark) => mark.step === step)
      .map(({ x }) => [(x * width) / 100 - SIGN_PX / 2, (x * width) / 100 + SIGN_PX / 2]);
    // What is in force goes before what was withdrawn, the latest first.
    const row = marks.filter((mark) => mark.step === step).sort((a, b) => rank(a) - rank(b) || b.at - a.at);
    return row.map((mark) => ({ ...mark, side: sideOf(mark, taken, width) }));
  });
}

const rank = ({ state }: StepMark): number => (state === 'withdrawn' ? 1 : 0);

function sideOf(
  { x, text }: { x: number; text: string },
  taken: [number, number][],
  width: number,
): LabelledMark['side'] {
  const at = (x * width) / 100;
  const length = columns(text) * CHARACTER_PX;
  const places = {
    left: [at - SIGN_PX - length, at - SIGN_PX] as [number, number],
    right: [at + SIGN_PX, at + SIGN_PX + length] as [number, number],
  };
  const isFree = ([from, to]: [number, number]) =>
    from >= 0 && to <= width && taken.every(([a, b]) => to <= a || from >= b);
  for (const side of x > 40 ? (['left', 'right'] as const) : (['right', 'left'] as const)) {
    if (!isFree(places[side])) continue;
    taken.push(places[side]);
    return side;
  }
  return null;
}
