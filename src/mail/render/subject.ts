// The subject line: whether to act, how many, by when, which shop (MAIL.md 9).
import { oneLine } from '../display-text.ts';
import type { SubjectFrame } from '../words/subject-frame.ts';

/** Characters before the shop's name; more would hide the name in a phone's list. */
const BEFORE_SHOP = 40;

/** The fullest frame whose part before the shop's name is short enough, filled; the last one if none is. */
export function fitSubject(frames: readonly SubjectFrame[], shop: string): string {
  const frame = frames.find(({ before }) => [...before].length <= BEFORE_SHOP) ?? frames.at(-1);
  return oneLine(`${frame?.before ?? ''}${shop}${frame?.after ?? ''}`);
}
