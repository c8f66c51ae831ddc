// Where a page of inquiries whose wait is over ended, or one of a watch, as the text that a link brings back. `o` and `w` tell them
// from a place among those that wait (inquiries-cursor.ts).

import type { FinishedCursor } from '../../service/board/read-finished.ts';
import type { WatchCursor } from '../../service/board/read-watches.ts';

export type DrawerCursor =
  | { readonly kind: 'finished'; readonly after: FinishedCursor }
  | { readonly kind: 'watch'; readonly after: WatchCursor };

/** `o<end in epoch ms>.<wait>` */
export const writeFinishedCursor = ({ endedAt, episodeId }: FinishedCursor): string => `o${endedAt}.${episodeId}`;

/** `w<since when in epoch ms>.<inquiry>` */
export const writeWatchCursor = ({ at, inquiryId }: WatchCursor): string => `w${at}.${inquiryId}`;

/** Null for a text that is none of these. */
export function readDrawerCursor(text: string | undefined): DrawerCursor | null {
  const match = /^([ow])(-?\d{1,14})\.(\d{1,15})$/.exec(text ?? '');
  if (!match) return null;
  const [at, id] = [Number(match[2]), Number(match[3])];
  return match[1] === 'o'
    ? { kind: 'finished', after: { endedAt: at, episodeId: id } }
    : { kind: 'watch', after: { at, inquiryId: id } };
}
