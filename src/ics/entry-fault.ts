// ics: why one entry of a calendar cannot be read: which line, what stands there, what is allowed. It stops no other.

import type { UnreadEntry } from '../core/outside.ts';

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

/** Values are looked at byte by byte; here they are text again. */
function shortly(bytes: string): string {
  const text = Buffer.from(bytes.slice(0, 4 * SHOWN + 4), 'latin1').toString('utf8');
  const characters = [...text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')];
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN).join('')}…` : characters.join('');
}
