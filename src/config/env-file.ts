// config: a file of environment variables (.env) → names and values, or every fault with its line. The rules are those
// that docker compose reads by, strictly. Values are secrets, so a fault never prints one.

import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { type Fault, fault } from './values/faults.ts';

export interface EnvFile {
  readonly values: ReadonlyMap<string, string>;
  readonly faults: readonly Fault[];
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const LINE = 'NAME=value, # and a remark, or an empty line';
const MAX_BYTES = 1024 * 1024;
const NOTHING: EnvFile = { values: new Map(), faults: [] };

/** Reads a file of variables; one that does not exist holds none. Never throws. */
export function readEnvFile(file: string): EnvFile {
  const refuse = (found: string, allowed: string): EnvFile => ({
    values: new Map(),
    faults: [{ ...fault({ path: [], found, allowed }), file }],
  });
  try {
    const bytes = readFileSync(file);
    if (bytes.length > MAX_BYTES) return refuse(`a file of ${bytes.length} bytes`, `at most ${MAX_BYTES} bytes`);
    if (!isUtf8(bytes) || bytes.includes(0)) return refuse('bytes that are no UTF-8 text', 'a text saved as UTF-8');
    return parseEnvFile(file, bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return NOTHING;
    return refuse(`a file that cannot be read (${code})`, 'a readable file, or none');
  }
}

/** A text of variables, one a line; a value in quotation marks may go on over lines. `file` is only the name in faults. */
export function parseEnvFile(file: string, text: string): EnvFile {
  const values = new Map<string, string>();
  const faults: Fault[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (let i = 0; i < lines.length; ) {
    const line = i + 1;
    const read = readEntry(lines, i);
    i = read.next;
    if (read.entry === null) continue;
    const twice = 'name' in read.entry && values.has(read.entry.name);
    const wrong = twice ? { found: `${nameOf(read.entry)} a second time`, allowed: 'each name once' } : read.entry;
    if ('found' in wrong) faults.push({ ...fault({ path: [], ...wrong }), file, line });
    else values.set(wrong.name, wrong.value);
  }
  return { values, faults };
}

type Entry = { readonly name: string; readonly value: string } | { readonly found: string; readonly allowed: string };

const nameOf = (entry: Entry): string => ('name' in entry ? entry.name : '');

function readEntry(lines: readonly string[], index: number): { entry: Entry | null; next: number } {
  const next = index + 1;
  const text = lines[index]!.trim();
  if (text === '' || text.startsWith('#')) return { entry: null, next };
  const equals = text.indexOf('=');
  if (equals < 0) return { entry: { found: 'a line without =', allowed: LINE }, next };
  const name = text
    .slice(0, equals)
    .replace(/^export\s+/, '')
    .trim();
  if (!NAME.test(name)) {
    const allowed = `${LINE}; a name of A-Z a-z 0-9 _ that begins with no digit`;
    return { entry: { found: 'something else than a name before =', allowed }, next };
  }
  const value = text.slice(equals + 1).trim();
  const quote = value[0];
  if (quote === '"' || quote === "'") return readQuoted(lines, index, { name, quote, rest: value.slice(1) });
  return { entry: { name, value: value.replace(/(^|\s+)#.*$/, '') }, next };
}

interface Opened {
  readonly name: string;
  readonly quote: '"' | "'";
  /** What stands behind the opening mark on its line. */
  readonly rest: string;
}

function readQuoted(lines: readonly string[], index: number, { name, quote, rest }: Opened) {
  let text = rest;
  for (let next = index + 1; ; next++) {
    const end = endOf(text, quote);
    if (end >= 0) {
      const after = text.slice(end + 1).trim();
      const entry: Entry =
        after === '' || after.startsWith('#')
          ? { name, value: quote === '"' ? unescaped(text.slice(0, end)) : text.slice(0, end) }
          : { found: `more behind the closing ${quote} of ${name}`, allowed: 'only a # remark there' };
      return { entry, next };
    }
    if (next >= lines.length) {
      const entry: Entry = {
        found: `${name} with ${quote} at its beginning and none at its end`,
        allowed: 'both or none',
      };
      return { entry, next: index + 1 };
    }
    text += `\n${lines[next]}`;
  }
}

/** Where the closing mark is, or -1; in "…" a backslash takes its meaning away. */
function endOf(text: string, quote: '"' | "'"): number {
  for (let i = 0; i < text.length; i++) {
    if (text[i] === quote) return i;
    if (quote === '"' && text[i] === '\\') i++;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function unescaped(text: string): string {
  return text.replace(/\\([nrt"\\$])/g, (_, char: string) => ESCAPES[char] ?? char);
}
