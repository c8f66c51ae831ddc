// config: what a YAML text may cost. Looked at token by token before the parser builds anything: it recurses, compares
// and resolves, and needs minutes or the whole stack for a few kilobytes that mean to hurt.

import { Lexer } from 'yaml';

const MAX_BYTES = 1024 * 1024;
/** Some thousand entries of a calendar. */
const MAX_TOKENS = 60_000;
/** A shop file needs six. */
const MAX_DEPTH = 40;
const MAX_ALIASES = 100;

export interface LimitFault {
  readonly found: string;
  readonly allowed: string;
  /** Where in the text. */
  readonly offset: number;
}

/** The limit that a file's size passes, or null. */
export function sizeFault(bytes: number): Omit<LimitFault, 'offset'> | null {
  return bytes > MAX_BYTES ? { found: `a file of ${bytes} bytes`, allowed: `at most ${MAX_BYTES} bytes` } : null;
}

/** The first limit that a YAML text passes, or null. */
export function limitFault(text: string): LimitFault | null {
  const size = text.length > MAX_BYTES / 3 ? sizeFault(Buffer.byteLength(text)) : null;
  if (size !== null) return { ...size, offset: 0 };
  if (isHarmless(text)) return null;
  const look = { offset: 0, tokens: 0, aliases: 0, flow: 0, columns: [] as number[], lineStart: 0, before: 0 };
  let isContent = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (MARKERS.has(lexeme)) {
      isContent = lexeme === CONTENT;
      continue;
    }
    const fault = isContent ? null : looked(look, lexeme);
    if (fault !== null) return { ...fault, offset: look.offset };
    if (++look.tokens > MAX_TOKENS) return { ...TOO_MUCH, offset: look.offset };
    if (lexeme.trim() !== '') look.before = look.offset - look.lineStart;
    look.offset += lexeme.length;
    const newline = lexeme.lastIndexOf('\n');
    if (newline >= 0) look.lineStart = look.offset - lexeme.length + newline + 1;
    isContent = false;
  }
  return null;
}

/**
 * Whether a short text cannot pass any limit, seen without its tokens, of which it has no more than characters. Flows nest
 * no deeper than they begin; blocks no deeper than their line's indent and the signs on it. Most shop files are such.
 */
function isHarmless(text: string): boolean {
  if (text.length > SHORT) return false;
  let [flows, depth, isIndent] = [0, 0, true];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]!;
    if (sign === '\n' || sign === '\r') [depth, isIndent] = [0, true];
    else if (sign === '[' || sign === '{' || sign === '*') flows++;
    else if (sign === '-' || sign === '?' || sign === ':' || (isIndent && sign === ' ')) depth++;
    else isIndent = false;
    if (flows > MAX_DEPTH || depth > MAX_DEPTH) return false;
  }
  return true;
}

const SHORT = 8_192;

/** The lexer's own marks, which are not in the text: a document, the end of a flow, and that a plain text follows. */
const CONTENT = '\u001f';
const MARKERS = new Set(['\u0002', '\u0018', CONTENT]);
const TOO_MUCH = { found: `a file of more than ${MAX_TOKENS} words and signs`, allowed: 'less' };
const TOO_DEEP = { found: `lists and maps inside each other more than ${MAX_DEPTH} deep`, allowed: 'less' };
const ALIASES = { found: `more than ${MAX_ALIASES} aliases (*name)`, allowed: 'less' };

interface Look {
  readonly offset: number;
  readonly columns: number[];
  readonly lineStart: number;
  /** The column where the last word began: the key before a colon. */
  readonly before: number;
  aliases: number;
  flow: number;
}

function looked(look: Look, lexeme: string): Omit<LimitFault, 'offset'> | null {
  const sign = lexeme[0];
  if (lexeme === '[' || lexeme === '{') look.flow++;
  else if (lexeme === ']' || lexeme === '}') look.flow--;
  else if (sign === '*' && ++look.aliases > MAX_ALIASES) return ALIASES;
  else if (look.flow === 0 && (lexeme === '-' || lexeme === '?')) nest(look.columns, look.offset - look.lineStart);
  else if (look.flow === 0 && lexeme === ':') nest(look.columns, look.before);
  return look.flow > MAX_DEPTH || look.columns.length > MAX_DEPTH ? TOO_DEEP : null;
}

/** What begins further right is inside of what began further left. */
function nest(columns: number[], column: number): void {
  while (columns.length > 0 && columns.at(-1)! >= column) columns.pop();
  columns.push(column);
}
