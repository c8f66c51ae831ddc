// config: puts a list entry or a key into the text of a YAML file and leaves every other byte alone, comments included.
// The library could write the whole document anew, but that moves quotes, spaces and line breaks all over the file;
// so it only tells where things stand, and the text is cut by offsets.

import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { withQuotedVariables } from '../values/yaml-variables.ts';
import { inline, itemLines, type Value } from './yaml-values.ts';

export interface Splice {
  readonly at: number;
  /** End of what is replaced. */
  readonly until?: number;
  readonly text: string;
}

type Collection = YAMLMap<Node, Node | null> | YAMLSeq<Node>;

/** The tokens that the parser keeps: where a flow list ends and whether a comma stands before that. */
interface FlowToken {
  readonly items: readonly {
    readonly start: readonly { readonly type: string; readonly offset: number }[];
    value?: unknown;
    key?: unknown;
  }[];
  readonly end: readonly { readonly type: string; readonly offset: number }[];
}

/**
 * The text with `values` at the end of the list at `path` (keys of maps); the list and the maps around it are made where
 * they are missing. Null when the place cannot be edited by itself (an alias, a value that is no list).
 */
export function appendedTo(text: string, path: readonly string[], values: readonly Value[]): string | null {
  const doc = parseDocument(withQuotedVariables(text).text, { keepSourceTokens: true, stringKeys: true });
  let node: unknown = doc.contents;
  for (const [depth, key] of path.entries()) {
    if (!isMap<Node, Node | null>(node)) return null;
    const pair = pairOf(node, key);
    if (pair === undefined) {
      const value = path.slice(depth + 1).reduceRight<Value>((inner, name) => ({ [name]: inner }), values);
      return spliced(text, addKey(doc, text, node, key, value));
    }
    node = pair.value;
  }
  if (!isSeq<Node>(node)) return null;
  return spliced(text, node.flow ? addToFlow(text, node, values.map(inline)) : addItems(text, node, values));
}

export function spliced(text: string, splices: readonly Splice[]): string {
  return [...splices]
    .sort((a, b) => b.at - a.at)
    .reduce((done, { at, until = at, text: piece }) => done.slice(0, at) + piece + done.slice(until), text);
}

function pairOf(map: YAMLMap<Node, Node | null>, key: string): Pair<Node, Node | null> | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function addKey(doc: Document, text: string, map: YAMLMap<Node, Node | null>, key: string, value: Value): Splice[] {
  if (map.flow) return addToFlow(text, map, [`${key}: ${inline(value)}`]);
  const column = columnOf(text, startOf(map));
  const top = map === doc.contents;
  const lines = keyLines(key, value, column, { indent: indentOf(doc, text), dash: dashOf(doc, text) });
  // A file with air between its sections gets some before the new one.
  const air = top && /\n[ \t]*\r?\n/.test(text) ? [''] : [];
  return [insertLines(text, afterBlock(text, map, top ? -1 : column - 1), [...air, ...lines])];
}

function keyLines(key: string, value: Value, column: number, style: { indent: number; dash: number }): string[] {
  const margin = ' '.repeat(column);
  if (Array.isArray(value)) {
    const items = (value as readonly Value[]).flatMap((item) => itemLines(item, 'flow'));
    return [`${margin}${key}:`, ...items.map((line) => ' '.repeat(column + style.dash) + line)];
  }
  const inner = Object.entries(value as { readonly [key: string]: Value });
  return [`${margin}${key}:`, ...inner.flatMap(([name, v]) => keyLines(name, v, column + style.indent, style))];
}

/** New items below the last one, written in its style. */
function addItems(text: string, list: YAMLSeq<Node>, values: readonly Value[]): Splice[] {
  const last = list.items.at(-1)!;
  const column = columnOf(text, dashBefore(text, startOf(list.items[0]!)));
  const style = isMap(last) && !last.flow ? 'block' : 'flow';
  const lines = values.flatMap((value) => itemLines(value, style)).map((line) => ' '.repeat(column) + line);
  return [insertLines(text, afterBlock(text, list, column), lines)];
}

/** Before the closing bracket: on the last item's line, or on a line of its own where the bracket has one. */
function addToFlow(text: string, list: Collection, pieces: readonly string[]): Splice[] {
  const token = list.srcToken as unknown as FlowToken;
  const close = token.end.find(({ type }) => /^flow-(seq|map)-end$/.test(type))!.offset;
  const comma = trailingComma(token);
  const last = list.items.at(-1);
  const end = last === undefined ? null : endOf(last);
  const closeLine = lineStart(text, close);
  if (text.slice(closeLine, close).trim() === '' && closeLine > startOf(list)) {
    const margin = ' '.repeat(end === null ? close - closeLine + 2 : indentAt(text, startOf(last!)));
    const lines = pieces.map(
      (piece, i) => `${margin}${piece}${comma !== null || i < pieces.length - 1 ? ',' : ''}${eolOf(text)}`,
    );
    const glue = end !== null && comma === null ? [{ at: end, text: ',' }] : [];
    return [...glue, { at: closeLine, text: lines.join('') }];
  }
  const joined = pieces.join(', ');
  if (end === null) {
    const pad = isMap(list) ? ' ' : '';
    return [{ at: startOf(list) + 1, until: close, text: `${pad}${joined}${pad}` }];
  }
  return comma === null ? [{ at: end, text: `, ${joined}` }] : [{ at: comma + 1, text: ` ${joined},` }];
}

function trailingComma({ items }: FlowToken): number | null {
  const last = items.at(-1);
  if (last === undefined || last.value !== undefined || last.key !== undefined) return null;
  return last.start.find(({ type }) => type === 'comma')?.offset ?? null;
}

function insertLines(text: string, at: number, lines: readonly string[]): Splice {
  const eol = eolOf(text);
  const joined = lines.join(eol);
  return at > 0 && text[at - 1] !== '\n' ? { at, text: eol + joined } : { at, text: joined + eol };
}

/** The start of the line after a block collection and the comments that belong to it: those right below, further in. */
function afterBlock(text: string, node: Collection, outerColumn: number): number {
  let at = endOf(node);
  if (text[at - 1] !== '\n') at = nextLine(text, at);
  for (;;) {
    const comment = /^([ \t]*)#/.exec(text.slice(at, at + 400));
    if (!comment || comment[1]!.length <= outerColumn) return at;
    at = nextLine(text, at);
  }
}

/** Where the written value of a node ends, without the comments and line breaks after it. */
export function endOf(node: unknown): number {
  if (isPair<Node, Node | null>(node)) return Math.max(endOf(node.key), node.value ? endOf(node.value) : 0);
  const { items, flow, range } = node as Partial<Collection> & Node;
  const last = flow ? undefined : (items?.at(-1) as unknown);
  return last === undefined ? range![1] : endOf(last);
}

export function startOf(node: unknown): number {
  if (isPair<Node, Node | null>(node)) return node.key.range![0];
  return (node as Node).range![0];
}

/** Spaces that one level of maps is indented by in this file; 2 where there is none. */
function indentOf({ contents }: Document, text: string): number {
  const pairs = isMap<Node, Node | null>(contents) ? contents.items : [];
  const inner = pairs.map(({ value }) => value).find((value) => isMap(value) && !value.flow && value.items.length > 0);
  return inner ? columnOf(text, startOf((inner as YAMLMap<Node, Node>).items[0])) : 2;
}

/** Spaces from a key to the dashes of its list in this file; 2 where there is no such list. */
function dashOf({ contents }: Document, text: string): number {
  const pairs = isMap<Node, Node | null>(contents) ? contents.items : [];
  const all = pairs.flatMap((pair) => (isMap<Node, Node | null>(pair.value) ? [pair, ...pair.value.items] : [pair]));
  const pair = all.find(({ value }) => isSeq(value) && !value.flow && value.items.length > 0);
  if (!pair) return 2;
  const first = (pair.value as YAMLSeq<Node>).items[0]!;
  return columnOf(text, dashBefore(text, startOf(first))) - columnOf(text, startOf(pair.key));
}

function dashBefore(text: string, at: number): number {
  return text.lastIndexOf('-', at - 1);
}

function eolOf(text: string): string {
  return /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

function indentAt(text: string, at: number): number {
  return /^[ \t]*/.exec(text.slice(lineStart(text, at)))![0].length;
}
