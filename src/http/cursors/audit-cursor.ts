// Where a page of the record of what people did ended, as the text that a client brings back.

import type { AuditCursor } from '../../service/audit/read-audit.ts';

const KEPT = { e: 'entry', r: 'revision' } as const;

/** `<epoch ms>.<e or r><number>`. */
export const writeAuditCursor = ({ at, kept, id }: AuditCursor): string => `${at}.${kept[0]}${id}`;

/** Reads a cursor; null for the first page. */
export function readAuditCursor(text: string | undefined): AuditCursor | null | 'invalid' {
  if (text === undefined || text === '') return null;
  const match = /^(\d{1,14})\.([er])(\d{1,15})$/.exec(text);
  if (!match) return 'invalid';
  const [, at, kept, id] = match as unknown as readonly [string, string, 'e' | 'r', string];
  return { at: Number(at), kept: KEPT[kept], id: Number(id) };
}
