// In a line of a list: which inquiry above the same customer wrote.

import { characters, tail } from '../../../core/text.ts';
import type { View } from '../view.ts';
import { SAME_WORDS } from './words.ts';

/** So much of a number tells it from the others of a page. */
const TAIL = 8;

export function SameAs({ view, inquiry }: { view: View; inquiry: string }) {
  const short = characters(inquiry) > TAIL ? `…${tail(inquiry, TAIL)}` : inquiry;
  return <span class="sign same-as">{SAME_WORDS[view.language].sameAs(short)}</span>;
}
