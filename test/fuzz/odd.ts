// Odd values and texts, and good ones that were changed: what people, programs and networks make of them.

import fc from 'fast-check';
import { anyCharacters } from '../support/properties.ts';

/** Texts that trip programs. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  anyCharacters(40),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom('', ' ', '\0', '\ud83d', '\udc00a', '\u202e', '\u200b', '\uffff', "'; drop table event; --", '%s%n'),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'null', '-0', '1e999', '0x10', '１２', '②'),
  fc.nat({ max: 3 }).map((power) => 'あ'.repeat(10 ** power * 5)),
  fc.constantFrom('sample-tea', 'q1', 'm0', '2026-11-24T10:00:00+09:00', '0001-01-01T00:00:00Z', '9999-12-31'),
  fc.constantFrom(
    '2026-02-30',
    '12-29..01-03',
    '24:00',
    '25:00',
    '09:00-18:00',
    '0d',
    '1d',
    '99999999d',
    '1.5h',
    '-1m',
  ),
);

/** Values that JSON can write. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [[]], [null], ''),
);

interface Change {
  readonly where: readonly number[];
  readonly how: 'replace' | 'remove' | 'double' | 'rename' | 'wrap' | 'add';
  readonly value: unknown;
  readonly name: string;
}

const oneChange: fc.Arbitrary<Change> = fc.record({
  where: fc.array(fc.nat({ max: 30 }), { maxLength: 6 }),
  how: fc.constantFrom('replace', 'remove', 'double', 'rename', 'wrap', 'add'),
  value: oddValue,
  name: oddText,
});

/** The value with one to three changes anywhere in it. */
export function changed(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.tuple(values, fc.array(oneChange, { minLength: 1, maxLength: 3 })).map(([value, changes]) => {
    return changes.reduce<unknown>((now, change) => at(now, change, 0), value);
  });
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Goes down as the change says, and changes what it meets there. */
function at(value: unknown, change: Change, depth: number): unknown {
  const step = change.where[depth];
  if (step !== undefined && Array.isArray(value) && value.length > 0) {
    const index = step % value.length;
    const last = depth === change.where.length - 1;
    if (last && change.how === 'remove') return value.toSpliced(index, 1);
    if (last && change.how === 'double') return value.toSpliced(index, 0, value[index]);
    return value.with(index, at(value[index], change, depth + 1));
  }
  if (step !== undefined && isFields(value) && Object.keys(value).length > 0) {
    const key = Object.keys(value)[step % Object.keys(value).length]!;
    return atKey(value, key, change, depth);
  }
  return changedHere(value, change);
}

function atKey(value: Fields, key: string, change: Change, depth: number): unknown {
  const { [key]: inner, ...rest } = value;
  if (depth === change.where.length - 1) {
    if (change.how === 'remove') return rest;
    if (change.how === 'rename') return withKey(rest, change.name, inner);
    if (change.how === 'add') return withKey(value, change.name, change.value);
  }
  return withKey(rest, key, at(inner, change, depth + 1));
}

/** Also where the key is `__proto__`, as JSON has it. */
function withKey(value: Fields, key: string, inner: unknown): Fields {
  return Object.fromEntries([...Object.entries(value), [key, inner]]);
}

function changedHere(value: unknown, { how, value: odd, name }: Change): unknown {
  if (how === 'wrap') return [value];
  if (how === 'double' && typeof value === 'string') return value + value;
  if (how === 'rename' && typeof value === 'string') return value + name;
  return odd;
}

interface Edit {
  readonly from: number;
  readonly how: 'cut' | 'insert' | 'repeat' | 'lose-line' | 'double-line' | 'swap-lines' | 'indent' | 'end';
  readonly size: number;
  readonly piece: string;
}

const PUNCTUATION = [
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  ':',
  ': ',
  ',',
  '- ',
  '#',
  '&a ',
  '*a',
  '!!js ',
  '|',
  '>',
  '%',
  '\t',
];

const oneEdit: fc.Arbitrary<Edit> = fc.record({
  from: fc.nat({ max: 1_000_000 }),
  how: fc.constantFrom('cut', 'insert', 'insert', 'repeat', 'lose-line', 'double-line', 'swap-lines', 'indent', 'end'),
  size: fc.nat({ max: 30 }),
  piece: fc.oneof(oddText, fc.constantFrom(...PUNCTUATION, '\n', '\r\n', '<', '</', '&amp;', '<![CDATA[', '\ufeff')),
});

/** The text with up to four pieces cut out, put in, said again or moved. */
export function edited(texts: fc.Arbitrary<string>, least = 1): fc.Arbitrary<string> {
  return fc
    .tuple(texts, fc.array(oneEdit, { minLength: least, maxLength: 4 }))
    .map(([text, edits]) => edits.reduce(editedOnce, text));
}

function editedOnce(text: string, { from: drawn, how, size, piece }: Edit): string {
  const from = drawn % (text.length + 1);
  switch (how) {
    case 'cut':
      return text.slice(0, from) + text.slice(from + size);
    case 'insert':
      return text.slice(0, from) + piece + text.slice(from);
    case 'repeat':
      return text.slice(0, from) + text.slice(from, from + size).repeat(1 + (drawn % 40)) + text.slice(from);
    case 'end':
      return text.slice(0, from);
    default:
      return inLines(text, drawn, how, size);
  }
}

function inLines(text: string, drawn: number, how: Edit['how'], size: number): string {
  const lines = text.split('\n');
  const line = drawn % lines.length;
  if (how === 'lose-line') return lines.toSpliced(line, 1).join('\n');
  if (how === 'double-line') return lines.toSpliced(line, 0, lines[line]!).join('\n');
  if (how === 'indent') return lines.with(line, `${' '.repeat(size % 5)}${lines[line]!.trimStart()}`).join('\n');
  const other = (line + size) % lines.length;
  return lines.with(line, lines[other]!).with(other, lines[line]!).join('\n');
}

/** Bytes as a text of one character each, which JSON can write. */
export const asLatin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
export const bytesOf = (latin1: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(latin1, 'latin1'));

/** Texts as bytes, some of them no UTF-8. */
export function asBytes(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const flipped = fc
    .tuple(texts, fc.array(fc.tuple(fc.nat({ max: 1_000_000 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }))
    .map(([text, flips]) => {
      const bytes = Buffer.from(text, 'utf8');
      for (const [at, byte] of flips) if (bytes.length > 0) bytes[at % bytes.length] = byte;
      return bytes.toString('latin1');
    });
  return fc.oneof({ weight: 9, arbitrary: texts.map(asLatin1) }, { weight: 1, arbitrary: flipped });
}
