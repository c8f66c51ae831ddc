// cli: blocks of text side by side and lines broken to a width, where a full-width character takes two cells.

import { columns } from '../../core/time/words.ts';

/** Brackets stay with what they enclose; Latin words stay whole; Japanese breaks between any two characters. */
const PIECES = /\s+|[([（「“]*(?:[\w:./+&'’-]+|[^\s])[)\]）」”、。,;・]*/gu;

/**
 * Breaks a text into lines of at most `width` columns; further lines begin with `indent`. Of several parts, each begins
 * a new line rather than being broken, where that helps.
 */
export function brokenTo(parts: string | readonly string[], width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  const next = () => {
    lines.push(line.trimEnd());
    line = indent;
  };
  const add = (piece: string) => {
    if (line.trim() !== '' && columns((line + piece).trimEnd()) > width) next();
    line += line === indent ? piece.trimStart() : piece;
    for (let rest = line; columns(rest.trimEnd()) > width; rest = line) {
      line = cutTo(rest, width);
      next();
      line += rest.slice(lines.at(-1)!.length);
    }
  };
  for (const part of typeof parts === 'string' ? [parts] : parts) {
    const fits = columns((line + part).trimEnd()) <= width;
    if (!fits && line.trim() !== '' && columns((indent + part.trimStart()).trimEnd()) <= width) next();
    for (const piece of part.match(PIECES) ?? []) add(piece);
  }
  return line.trim() === '' && lines.length > 0 ? lines : [...lines, line.trimEnd()];
}

function cutTo(text: string, width: number): string {
  let head = '';
  for (const character of text) {
    if (columns(head + character) > width && head !== '') break;
    head += character;
  }
  return head;
}

/** A text filled with spaces to a width. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}

/** A line with its colours, and how it reads without them: only the latter has a width. */
export interface Line {
  readonly plain: string;
  readonly shown: string;
}

export function plainLine(text: string): Line {
  return { plain: text, shown: text };
}

/** Blocks beside each other, `gap` columns apart; each is filled to `width`, the last one is not. */
export function sideBySide(blocks: readonly (readonly Line[])[], width: number, gap: number): string[] {
  const height = Math.max(0, ...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, row) => {
    const cells = blocks.map((block, i) => {
      const { plain, shown } = block[row] ?? { plain: '', shown: '' };
      return i === blocks.length - 1 ? shown : shown + ' '.repeat(Math.max(0, width - columns(plain)) + gap);
    });
    return cells.join('').trimEnd();
  });
}
