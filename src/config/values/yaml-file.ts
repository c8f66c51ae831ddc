// config: a YAML file as plain values that still know their line and column.
// The parser's own messages quote the text of the file, which may be a secret in the wrong place; they are not used.

import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { isWellFormed } from '../../core/text.ts';
import { type Fault, type FaultFacts, fault, type Path } from './faults.ts';
import { limitFault, sizeFault } from './yaml-limits.ts';
import { withQuotedVariables } from './yaml-variables.ts';

/** Of so many mistakes in the syntax each is named; the rest mostly follows from them. */
const MOST_NAMED = 50;

export interface YamlFile {
  readonly file: string;
  /** undefined when there is nothing to check further. */
  readonly value: unknown;
  /** What is wrong with the file or its syntax. */
  readonly faults: readonly Fault[];
  /** Whether the path leads to something written in this file. */
  readonly has: (path: Path) => boolean;
  /** Adds file, line and column: those of the path or of the nearest map around it. */
  readonly locate: (fault: Fault) => Fault;
}

/** What a person has to know about a syntax error, by the parser's code. */
const SYNTAX: Readonly<Record<string, readonly [found: string, allowed: string]>> = {
  DUPLICATE_KEY: ['a second key of this name', 'each key once'],
  TAB_AS_INDENT: ['a tab as indentation', 'spaces'],
  BAD_INDENT: ['a line that is not indented like its neighbours', 'the same indentation for the keys of one map'],
  BAD_SCALAR_START: ['a text that begins with a special character', 'such a text between quotation marks'],
  BAD_ALIAS: ['an alias (*name) without its anchor (&name)', 'a text with * between quotation marks'],
  BLOCK_AS_IMPLICIT_KEY: ['a second ": " on one line', 'a text with ": " between quotation marks'],
  MULTILINE_IMPLICIT_KEY: ['a line without ":" that is neither key nor list item', 'key: value'],
  MISSING_CHAR: ['a missing character, such as a closing quotation mark, a bracket or a colon', 'YAML'],
  MULTIPLE_DOCS: ['a second document (---)', 'one document a file'],
  NON_STRING_KEY: ['a key that is no text', 'text keys'],
  NO_TEXT: ['a text with half a character or a NUL in it', 'whole characters'],
  NO_VALUE: ['aliases (*name) that cannot be resolved or stand for too much', 'plain values'],
  TAG_RESOLVE_FAILED: ['a YAML tag (!…)', 'plain values without tags'],
};
const BROKEN = ['something that is no YAML here', 'YAML'] as const;

/** A file's text, or why there is none. */
export type YamlText = { readonly text: string } | Omit<FaultFacts, 'path'>;

/** Reads a file; faults say what is wrong with it as a file and as YAML. Never throws. */
export const readYamlFile = (file: string): YamlFile => yamlOf(file, readText(file));

/** The same of what was read already. */
export const yamlOf = (file: string, read: YamlText): YamlFile =>
  'text' in read ? parseYaml(file, read.text) : unreadable(file, read);

/** A text as YAML: its values with their places, or what is wrong with it. `file` is only the name in faults. */
export function parseYaml(file: string, text: string): YamlFile {
  const limit = limitFault(text);
  if (limit !== null) return unreadable(file, limit, placeIn(text, limit.offset));
  const lines = new LineCounter();
  // Keys are compared below: the parser compares each with each.
  const readable = withQuotedVariables(text);
  const options = { prettyErrors: false, lineCounter: lines, stringKeys: true, uniqueKeys: false };
  const doc = parseDocument(readable.text, options);
  readable.restore(doc);
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: Math.max(col, 1) };
  };
  if (doc.contents === null && doc.errors.length === 0)
    return unreadable(file, { found: 'an empty file', allowed: 'keys and values' });
  const found = [...doc.errors, ...doc.warnings, ...looked(doc)];
  const value = found.every((error) => error.code === 'DUPLICATE_KEY') ? plain(doc) : undefined;
  // A key written twice leaves the rest readable; after any other error the parser only guesses.
  const syntax = value !== undefined || found.length > 0 ? found : [NO_VALUE];
  const faults = syntax.slice(0, MOST_NAMED).map((error) => ({ ...syntaxFault(doc, error), ...at(error.pos[0]) }));
  return {
    file,
    value,
    faults: faults.filter((f, i) => faults.findIndex((other) => other.line === f.line) === i),
    has: (path) => find(doc, path).missing === 0,
    locate: (f) => ({ ...f, ...at(offsetOf(doc, f)) }),
  };
}

/** Reads the text of a file. Never throws. */
export function readText(file: string): YamlText {
  try {
    const tooBig = sizeFault(statSync(file).size);
    if (tooBig !== null) return tooBig;
    const bytes = readFileSync(file);
    if (isUtf8(bytes)) return { text: bytes.toString('utf8').replace(/^\uFEFF/, '') };
    const line = firstBrokenLine(bytes);
    return { found: `bytes on line ${line} that are no UTF-8`, allowed: 'UTF-8', hint: 'save the file as UTF-8' };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'an error';
    return {
      found: code === 'ENOENT' ? 'no such file' : `a file that cannot be read (${code})`,
      allowed: 'a readable file',
    };
  }
}

function firstBrokenLine(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0 && isUtf8(bytes.subarray(start, end)); end = bytes.indexOf(10, start)) {
    start = end + 1;
    line++;
  }
  return line;
}

function placeIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

function unreadable(file: string, facts: Omit<FaultFacts, 'path'>, where = { line: 1, column: 1 }): YamlFile {
  const locate = (f: Fault): Fault => ({ ...f, file, ...where });
  return { file, value: undefined, faults: [locate(fault({ path: [], ...facts }))], has: () => false, locate };
}

type SyntaxError = Readonly<Pick<YAMLError, 'pos'>> & { readonly code: string };

/**
 * What the parser leaves unseen: aliases without an anchor, which it finds only when values are taken out, without a
 * position; keys written twice; texts that no store takes (`"\ud83d"`).
 */
function looked(doc: Document): SyntaxError[] {
  const found: SyntaxError[] = [];
  visit(doc, {
    Alias: (_, alias, ancestors) => {
      const meant = alias.resolve(doc);
      // One that holds itself would have no end.
      if (meant === undefined || ancestors.includes(meant))
        found.push({ code: 'BAD_ALIAS', pos: [alias.range?.[0] ?? 0, 0] });
    },
    Map: (_, map) => {
      found.push(...doubleKeys(map));
    },
    Scalar: (_, { value, range }) => {
      if (typeof value === 'string' && !isWellFormed(value)) found.push({ code: 'NO_TEXT', pos: [range?.[0] ?? 0, 0] });
    },
  });
  return found;
}

const NO_VALUE: SyntaxError = { code: 'NO_VALUE', pos: [0, 0] };

function doubleKeys({ items }: YAMLMap): SyntaxError[] {
  const seen = new Set<unknown>();
  return (items as Pair[]).flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    if (seen.has(key.value)) return [{ code: 'DUPLICATE_KEY', pos: [key.range?.[0] ?? 0, 0] as [number, number] }];
    seen.add(key.value);
    return [];
  });
}

function syntaxFault(doc: Document, error: SyntaxError): Fault {
  const [found, allowed] = SYNTAX[error.code] ?? BROKEN;
  // Elsewhere what the parser takes for a key may be a piece of a value.
  const path = error.code === 'DUPLICATE_KEY' || error.code === 'NO_TEXT' ? pathTo(doc, error.pos[0]) : [];
  return fault({ path, found, allowed, anchor: 'key' });
}

/** The path of the key or value that is written at an offset. */
function pathTo(doc: Document, offset: number): Path {
  let found: Path = [];
  visit(doc, {
    Pair: (_, pair, ancestors) => {
      const begins = [pair.key, pair.value].some((node) => isNode(node) && node.range?.[0] === offset);
      if (!begins) return undefined;
      const nodes = [...ancestors, pair];
      found = nodes.flatMap((node, i): (string | number)[] => {
        if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
        return isSeq(node) ? [node.items.indexOf(nodes[i + 1])] : [];
      });
      return visit.BREAK;
    },
  });
  return found;
}

function plain(doc: Document): unknown {
  try {
    return doc.toJS({ maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

interface Found {
  readonly offset: number;
  readonly keyOffset: number;
  /** How many parts of the path are not written in the file. */
  readonly missing: number;
}

function find(doc: Document, path: Path): Found {
  let node: unknown = doc.contents;
  let offset = startOf(node, 0);
  let keyOffset = offset;
  for (const [depth, part] of path.entries()) {
    if (isAlias(node)) node = node.resolve(doc);
    const pair = isMap(node) ? node.items.find((item) => isScalar(item.key) && item.key.value === part) : undefined;
    const next = pair ? pair.value : isSeq(node) && typeof part === 'number' ? node.items[part] : undefined;
    if (!pair && next === undefined) return { offset, keyOffset, missing: path.length - depth };
    keyOffset = startOf(pair?.key ?? next, offset);
    offset = isCollection(next) || isNode(next) ? startOf(next, keyOffset) : keyOffset;
    node = next;
  }
  return { offset, keyOffset, missing: 0 };
}

function offsetOf(doc: Document, f: Fault): number {
  const { offset, keyOffset } = find(doc, f.path);
  return f.anchor === 'key' ? keyOffset : offset;
}

function startOf(node: unknown, otherwise: number): number {
  return isNode(node) && node.range ? node.range[0] : otherwise;
}
