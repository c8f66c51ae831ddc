// http: where a page of open inquiries ended, as the text that a client brings back.

import type { OpenCursor } from '../../service/open-page.ts';

/** `<deadline in epoch ms, or none>.<episode>`: readable, and all that the order needs. */
export function writeCursor({ breachAt, episodeId }: OpenCursor): string {
  return `${breachAt ?? 'none'}.${episodeId}`;
}

/** Reads a cursor; null for the first page. */
export function readCursor(text: string | undefined): OpenCursor | null | 'invalid' {
  if (text === undefined) return null;
  const match = /^(none|-?\d{1,14})\.(\d{1,15})$/.exec(text);
  if (!match) return 'invalid';
  const breachAt = match[1] === 'none' ? null : Number(match[1]);
  return { breachAt, episodeId: Number(match[2]) };
}
