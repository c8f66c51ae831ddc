// chat: what a service says of its refusal, without what of it is secret. Services repeat what they were sent.

import { cut } from '../core/text.ts';

const HIDDEN = '…';
/** Pieces of an address that are shorter say nothing: `v2`, `hooks`. */
const SHORTEST_PIECE = 8;

/** What people need of a reason. */
const LONGEST = 240;

/**
 * The text's beginning with none of these secrets in it, nor any piece of an address that may be its key. Cut last: half a
 * secret would not be known again.
 */
export function scrubbed(text: string, secrets: readonly string[]): string {
  const pieces = secrets.flatMap(piecesOf);
  const longestFirst = [...new Set(pieces)].sort((a, b) => b.length - a.length);
  return cut(
    longestFirst.reduce((clean, piece) => clean.replaceAll(piece, HIDDEN), text),
    LONGEST,
  );
}

function piecesOf(value: string): string[] {
  const spelled = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
  if (!URL.canParse(value)) return spelled.filter((piece) => piece.length > 0);
  const { pathname, search, searchParams } = new URL(value);
  const parts = [...pathname.split('/'), ...searchParams.values(), search.slice(1)];
  return [...spelled, ...parts.filter((part) => part.length >= SHORTEST_PIECE)];
}
