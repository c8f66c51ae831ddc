// api: where a page ended, as the text that a client brings back: readable, and all that the order needs.

import type { Instant } from '../../core/model.ts';
import type { OpenCursor } from '../../service/board/read-open-page.ts';

/** A place among open inquiries; `asOf` is the moment of the first page, which says what "today" means on all of them. */
export interface ListCursor extends OpenCursor {
  readonly asOf?: Instant;
}

/** `<deadline in epoch ms, or none>.<episode>`, and `.<asOf>` when given. */
export function writeCursor({ deadline, episodeId }: OpenCursor, asOf?: Instant): string {
  return [deadline ?? 'none', episodeId, ...(asOf === undefined ? [] : [asOf])].join('.');
}

/** Reads a cursor; null for the first page. */
export function readCursor(text: string | undefined): ListCursor | null | 'invalid' {
  if (text === undefined) return null;
  const match = /^(none|-?\d{1,14})\.(\d{1,15})(?:\.(\d{1,14}))?$/.exec(text);
  if (!match) return 'invalid';
  const [, deadline, episodeId, asOf] = match;
  return {
    deadline: deadline === 'none' ? null : Number(deadline),
    episodeId: Number(episodeId),
    ...(asOf !== undefined && { asOf: Number(asOf) }),
  };
}
