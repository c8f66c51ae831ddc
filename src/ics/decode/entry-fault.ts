// ics: why one entry of a calendar cannot be read: which line, what stands there, what is allowed. It stops no other.

import type { UnreadEntry } from '../../core/calendar/outside-calendar.ts';
import { cut, mended } from '../../core/text.ts';

export class EntryFault extends Error {
  override readonly name = 'EntryFault';
  readonly line: number;
  readonly field: string;
  readonly found: string;
  readonly allowed: UnreadEntry['allowed'];

  constructor(line: number, field: string, found: string, allowed: UnreadEntry['allowed']) {
    super(`line ${line}: ${field} cannot be read`);
    this.line = line;
    this.field = field;
    this.found = shortly(found);
    this.allowed = allowed;
  }
}

const SHOWN = 30;

/** A little of what stands in a calendar, fit for a message. Values are looked at byte by byte; here they are text again. */
export function shortly(bytes: string): string {
  const text = mended(Buffer.from(bytes.slice(0, 400), 'latin1').toString('utf8'), 100);
  const kept = cut(text, SHOWN);
  return kept === text ? text : `${kept}…`;
}
