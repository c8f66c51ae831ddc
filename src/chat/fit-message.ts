// chat: a message within a kind's limit, cut between whole characters as people see them; the links always stay.

import { characterStart } from '../core/text.ts';
import type { ChatFormat, ChatMessage } from './chat-format.ts';

/** What stands where a text was cut. */
const CUT = '\n…（長いため省略／cut）';

type Limits = Pick<ChatFormat, 'most' | 'sizeOf' | 'escape' | 'escapeUrl' | 'hasButtons'>;

/** The text escaped, with its links as lines where the kind has no buttons, and not longer than the kind takes. */
export function fitted(
  { most, sizeOf, escape: written, escapeUrl = (url) => url, hasButtons = false }: Limits,
  { text, links }: ChatMessage,
): string {
  const tail = hasButtons ? '' : links.map(({ words, url }) => `\n${written(words)} ${escapeUrl(url)}`).join('');
  const room = most - sizeOf(tail);
  const whole = written(text);
  if (sizeOf(whole) <= room) return whole + tail;
  const end = written(CUT);
  const fits = (index: number): boolean => sizeOf(written(text.slice(0, index))) <= room - sizeOf(end);
  return written(text.slice(0, characterStart(text, lastThat(fits, text.length)))).trimEnd() + end + tail;
}

/** The last number up to `most` for which it holds; it holds for all before it. */
function lastThat(holds: (index: number) => boolean, most: number): number {
  let [known, over] = [0, most];
  while (over - known > 1) {
    const middle = (known + over) >> 1;
    if (holds(middle)) known = middle;
    else over = middle;
  }
  return known;
}

/** UTF-16 code units. */
export const units = (text: string): number => text.length;

/** Bytes of UTF-8. */
export const bytes = (text: string): number => Buffer.byteLength(text);
