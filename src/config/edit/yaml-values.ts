// config: values as YAML text, in one line for flow style and in several for block style.
// A name may hold anything (`: `, ` #`, `]`), so the library decides what needs quotation marks, in flow style.

import { Scalar, stringify } from 'yaml';

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** A value on one line: `{ on: 2026-10-17, name: 創業祭, hours: ["10:00-15:00"] }`. */
export function inline(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return scalar(value as string | number | boolean | null);
  const pairs = Object.entries(value).map(([key, item]) => `${scalar(key)}: ${inline(item)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** Hours are quoted as everywhere in our samples: YAML 1.1 tools read 09:00 as a number. */
function scalar(value: string | number | boolean | null): string {
  const node = new Scalar(value);
  if (typeof value === 'string' && /^\d{1,2}:\d{2}/.test(value)) node.type = Scalar.QUOTE_DOUBLE;
  return stringify([node], { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 })
    .trimEnd()
    .slice(1, -1);
}

/** An item of a block list, the dash first; as a map over several lines, or on one line. */
export function itemLines(value: Value, style: 'flow' | 'block'): string[] {
  if (style === 'flow' || typeof value !== 'object' || value === null || Array.isArray(value))
    return [`- ${inline(value)}`];
  return Object.entries(value).map(([key, item], i) => `${i === 0 ? '- ' : '  '}${scalar(key)}: ${inline(item)}`);
}
