// config: the texts that a shop copies into its replies. A placeholder that nothing fills in would reach a customer, so it is refused.

import { namesInBraces, PLACEHOLDERS, placeholderOf, type ReplyTemplate } from '../../core/actions/reply-template.ts';
import { characters, lineFault, visible } from '../../core/text.ts';
import { nearest } from '../values/did-you-mean.ts';
import { describe, quoted } from '../values/faults.ts';
import {
  inside,
  lineOfText,
  listOf,
  orNull,
  type Place,
  type Reader,
  readMap,
  refuse,
  required,
  whole,
} from '../values/readers.ts';

const MOST_TEMPLATES = 50;
const LONGEST_NAME = 60;
const LONGEST_TEXT = 2_000;
const TEXT = `a text of at most ${LONGEST_TEXT} characters, on several lines if need be`;

const braced = (name: string): string => `{${name}}`;
const KNOWN = Object.values(PLACEHOLDERS).flat();
const ALLOWED = `the placeholders ${KNOWN.map(braced).join(', ')}`;

const paragraphs: Reader<string> = (value, at) => {
  if (typeof value !== 'string' || value.trim() === '') return refuse(at, describe(value), TEXT);
  if (characters(value) > LONGEST_TEXT) return refuse(at, `a text of ${characters(value)} characters`, TEXT);
  const broken = value
    .split('\n')
    .filter((line) => visible(line).trim() !== '')
    .map((line) => lineFault(line, LONGEST_TEXT))
    .find((fault) => fault !== null);
  if (broken !== undefined) return refuse(at, `${broken} in ${describe(value)}`, TEXT);
  const unknown = namesInBraces(value).find((name) => placeholderOf(name) === null);
  if (unknown === undefined) return visible(value).trim();
  const near = nearest(unknown, KNOWN);
  const hint = near === undefined ? undefined : `did you mean "${braced(near)}"?`;
  return refuse(at, `the placeholder ${quoted(braced(unknown))}`, ALLOWED, hint);
};

const SHAPE = {
  name: required(lineOfText(LONGEST_NAME), 'a name to choose it by'),
  category: orNull(lineOfText()),
  text: required(paragraphs, TEXT),
};

const template: Reader<ReplyTemplate> = (value, at) => {
  const before = at.faults.length;
  const read = readMap(SHAPE, value, at);
  if (!read || at.faults.length > before) return undefined;
  const { name = '', category, text = '' } = read;
  return { name, ...(category && { category }), text };
};

/** The templates; a name once, for people choose by it. */
export const templates: Reader<readonly ReplyTemplate[]> = (value, at) => {
  const before = at.faults.length;
  const read = listOf(template, 'templates')(value, at);
  if (read === undefined) return undefined;
  if (read.length > MOST_TEMPLATES) return refuse(at, `${read.length} templates`, `at most ${MOST_TEMPLATES}`);
  read.forEach((one, i) => {
    const first = read.findIndex((other) => other !== undefined && other.name === one?.name);
    if (one !== undefined && first < i)
      refuse(inside(inside(at, i), 'name'), `${quoted(one.name)} as in entry ${first + 1}`, 'each name once');
  });
  return at.faults.length > before ? undefined : whole(read);
};

/** Reports texts that name the shop's department where the file says none. */
export function refuseNamelessDepartment(
  read: readonly ReplyTemplate[] | undefined,
  department: string | null | undefined,
  at: Place,
): void {
  if (department !== null) return;
  read?.forEach(({ text }, i) => {
    const name = namesInBraces(text).find((one) => placeholderOf(one) === 'department');
    if (name !== undefined)
      refuse(
        { ...at, path: [...at.path, 'templates', i, 'text'] },
        `the placeholder ${quoted(braced(name))}`,
        '`department` of the shop, which it stands for',
      );
  });
}
