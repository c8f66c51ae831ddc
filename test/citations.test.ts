// What comments and documents cite is there: the document in this repository, the section, rule, behaviour, invariant or
// heading in it, and each file and folder that a document names.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['.github', 'config', 'migrations', 'src', 'test'];
const SOURCE = /\.(tsx?|sql|ya?ml|md)$/;

const DOCUMENTS: Readonly<Record<string, string>> = {
  'RULES.md': 'src/core/RULES.md',
  'MAIL.md': 'src/mail/MAIL.md',
  'RMS.md': 'src/rms/RMS.md',
  'CONTRACT.md': 'src/CONTRACT.md',
  'CONTRIBUTING.md': '.github/CONTRIBUTING.md',
  'RUNBOOK.md': 'config/monitoring/RUNBOOK.md',
  'SECURITY.md': '.github/SECURITY.md',
  'src/README.md': 'src/README.md',
  'README.md': 'README.md',
};
/** What migrations of before call them; what was applied once is never edited. */
const FORMER: Readonly<Record<string, string>> = { 'domain.md': 'RULES.md' };
/** Not a citation: the name of a file in a test's folder. */
const NO_CITATION = 'test/config/load.test.ts';

const sources = [
  'README.md',
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ),
].filter((file) => SOURCE.test(file) && file !== 'test/citations.test.ts' && file !== NO_CITATION);

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** A text whose wrapped comments are one line each. */
const unwrapped = (text: string): string => text.replaceAll(/\n\s*(?:\/\/|\*|--|#)?[ \t]*/g, ' ');

interface Citation {
  readonly file: string;
  readonly document: string;
  /** `2.4`, `"Query"`, `invariant 6`; null: the document as a whole. */
  readonly place: string | null;
}

const NUMBERS = /^ (\d+(?:\.\d+)?(?:(?:, | and | to )\d+(?:\.\d+)?)*)/;
const PLACES = /^(?: "([^"]+)"|, (invariant \d+|the way of one deadline|floors and rooms))/;

function citationsIn(file: string): Citation[] {
  const text = unwrapped(read(file));
  return [...text.matchAll(/(?<![\w/.])(?:\.{0,2}\/)*((?:[\w.-]+\/)*[\w-]+\.md)\b/g)].flatMap(
    ({ 0: all, 1: path, index }) => {
      const document = documentOf(file, path!);
      const after = text.slice(index + all.length);
      const numbers = NUMBERS.exec(after)?.[1]?.match(/\d+(?:\.\d+)?/g);
      const [, heading, words] = PLACES.exec(after) ?? [];
      const places = numbers ?? [heading ?? words ?? null];
      return places.map((place) => ({ file, document, place }));
    },
  );
}

function documentOf(file: string, path: string): string {
  const named = file.startsWith('migrations/') ? (FORMER[path] ?? path) : path;
  if (named === 'README.md' && file.startsWith('src/')) return 'src/README.md';
  return named in DOCUMENTS ? named : basename(named);
}

/** All places of a document: sections and their rules (`2`, `2.4`), headings, invariants. */
function placesOf(document: string): ReadonlySet<string> {
  const places = new Set<string>();
  let section = '';
  for (const line of read(document).split('\n')) {
    const heading = /^#+ (?:(\d+)\. )?(.*)$/.exec(line);
    if (heading !== null) {
      section = heading[1] ?? '';
      places.add(heading[1] ?? heading[2]!.toLowerCase());
    }
    const item = /^(\d+)\. /.exec(line)?.[1];
    if (item !== undefined) for (const name of [`${section}.${item}`, item, `invariant ${item}`]) places.add(name);
  }
  return places;
}

const citations = sources.flatMap(citationsIn);

test('every document that is cited is in this repository', () => {
  expect(citations.filter(({ document }) => !(document in DOCUMENTS))).toEqual([]);
  expect(Object.values(DOCUMENTS).filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test.each(Object.entries(DOCUMENTS))('what is cited of %s is there', (document, file) => {
  const places = placesOf(file);
  const lost = citations
    .filter((one) => one.document === document && one.place !== null)
    .filter(({ place }) => !places.has(place!.toLowerCase()) && !places.has(place!.replace(/^the /, '')));
  expect(lost).toEqual([]);
});

test('the rules and the behaviours are cited by their numbers', () => {
  const cited = (document: string) => citations.filter((one) => one.document === document && one.place !== null).length;
  expect(cited('RULES.md')).toBeGreaterThan(80);
  expect(cited('MAIL.md')).toBeGreaterThan(40);
});

describe('files and folders that a document names are there', () => {
  test.each(Object.values(DOCUMENTS).filter((file) => file !== 'README.md'))('%s', (document) => {
    const text = read(document);
    const links = [...text.matchAll(/\]\(([^):#]+)\)/g)].map(([, path]) => path!);
    const codes = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!).filter(isPath);
    const bases = [join(ROOT, dirname(document)), ROOT, join(ROOT, 'src')];
    const lost = [...links, ...codes].filter((path) => !bases.some((base) => isThere(join(base, path))));
    expect(lost).toEqual([]);
  });
});

/** `core/`, `service/loops/sweep.ts`, `app.ts`; neither a route nor what is made at run time. */
function isPath(code: string): boolean {
  if (!/^\.?[\w-][\w.-]*(\/[\w.-]+)*\/?$/.test(code) || code.startsWith('data')) return false;
  return code.endsWith('/') || /\.(tsx?|md|sql|json)$/.test(code) || /^(src|test|config|migrations)\//.test(code);
}

function isThere(path: string): boolean {
  return existsSync(path) && (!path.endsWith('/') || statSync(path).isDirectory());
}
