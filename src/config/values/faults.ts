// config: what is wrong with an input, where, what was found and what is allowed.
// `found` is printed as it stands; whoever builds a fault about a secret must not put the value there.

import { cut, isStorable, visible } from '../../core/text.ts';

export type Path = readonly (string | number)[];

export interface Fault {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly path: Path;
  readonly found: string;
  readonly allowed: string;
  readonly hint?: string;
  /** The whole sentence without the file: path, found, allowed, hint. */
  readonly message: string;
  /** Whether line and column are those of the key (an unknown key) or of its value. */
  readonly anchor: 'key' | 'value';
}

export interface FaultFacts {
  readonly path: Path;
  readonly found: string;
  readonly allowed: string;
  readonly hint?: string | undefined;
  readonly anchor?: 'key' | 'value' | undefined;
}

/** Thrown where a caller wants a value or nothing, such as the environment at start. */
export class InvalidConfigError extends Error {
  override readonly name = 'InvalidConfigError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(formatFault).join('\n'));
    this.faults = faults;
  }
}

/** A fault with its sentence; file, line and column are added by whoever knows the file. */
export function fault(facts: FaultFacts): Fault {
  const { path, found, allowed, hint, anchor } = facts;
  const where = path.length > 0 ? `${formatPath(path)}: ` : '';
  const message = `${where}found ${found}; allowed: ${allowed}${hint ? `; ${hint}` : ''}`;
  return { path, found, allowed, ...(hint ? { hint } : {}), message, anchor: anchor ?? 'value' };
}

/** The same fault at another path (a value that came from the defaults of service.yaml). */
export function movedFault(original: Fault, path: Path): Fault {
  return fault({ ...original, path });
}

/** `calendar.closed[0].on` */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${key(part)}` : key(part)),
    '',
  );
}

/** A key as it is written, unless it is long, or holds what a line, a store or a reader cannot have. */
const key = (text: string): string =>
  isStorable(text) && visible(text) === text && cut(text, SHOWN) === text ? text : quoted(text);

/** One line: file:line:column, path, found, allowed, hint. */
export function formatFault(f: Fault): string {
  const place = [f.file, f.line, f.column].filter((part) => part !== undefined).join(':');
  return place ? `${place} ${f.message}` : f.message;
}

/** One line for several faults of a request: the first three, and how many more there are. */
export function summarise(faults: readonly Fault[]): string {
  const shown = faults.slice(0, 3).map((f) => f.message);
  const rest = faults.length - shown.length;
  return shown.join(' | ') + (rest > 0 ? ` | and ${rest} more` : '');
}

/** Names a value for `found`: short, on one line, what is invisible written out. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') return 'a map of keys';
  return String(value);
}

const SHOWN = 60;
/** No store takes it, or a terminal obeys it; half a character and the first 32 are written out by JSON. */
const UNSAFE = /[\p{Noncharacter_Code_Point}\x7F-\x9F]/u;

/** A text between quotation marks: its beginning, and nothing in it that a reader cannot see. */
export function quoted(text: string): string {
  const shown = cut(text, SHOWN);
  const isPlain = visible(shown) === shown && !UNSAFE.test(shown);
  const written = isPlain ? shown : [...shown].map(writtenOut).join('');
  return JSON.stringify(shown === text ? written : `${written}…`);
}

const writtenOut = (character: string): string =>
  visible(character) === '' || UNSAFE.test(character)
    ? `<U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}>`
    : character;

/** Names only the kind of a value, for places where it may be a secret. */
export function describeKind(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'a literal value';
  return typeof value === 'number' ? 'a number' : describe(value);
}
