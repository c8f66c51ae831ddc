// config: takes one entry out of a list in the text of a YAML file and leaves every other byte alone, comments included.
// A list that becomes empty stays, as `[]`: left out, the shop would get that of the defaults.

import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLSeq } from 'yaml';
import { withQuotedVariables } from '../values/yaml-variables.ts';
import { endOf, lineStart, nextLine, type Splice, spliced, startOf } from './yaml-insert.ts';

/** The text without the item of the list at `path`; null when there is none, or it cannot be taken out by itself. */
export function withoutItem(text: string, path: readonly [string, string], index: number): string | null {
  const doc = parseDocument(withQuotedVariables(text).text, { stringKeys: true });
  const map: unknown = doc.get(path[0], true);
  if (!isMap<Node, Node | null>(map)) return null;
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === path[1]);
  const list: unknown = pair?.value;
  if (pair === undefined || !isSeq<Node>(list) || list.items[index] === undefined) return null;
  if (list.flow) return spliced(text, [cutFromFlow(list, index)]);
  const emptied = { at: text.indexOf(':', endOf(pair.key)) + 1, text: ' []' };
  return spliced(text, [cutLines(text, list.items[index]), ...(list.items.length === 1 ? [emptied] : [])]);
}

/** With the comma between it and its neighbour. */
function cutFromFlow({ items }: YAMLSeq<Node>, index: number): Splice {
  const [before, item, after] = [items[index - 1], items[index]!, items[index + 1]];
  if (after !== undefined) return { at: startOf(item), until: startOf(after), text: '' };
  return { at: before === undefined ? startOf(item) : endOf(before), until: endOf(item), text: '' };
}

function cutLines(text: string, item: Node): Splice {
  const dash = text.lastIndexOf('-', startOf(item) - 1);
  return { at: lineStart(text, dash), until: nextLine(text, endOf(item) - 1), text: '' };
}
