// The plain-text half of a mail: lines of at most 35 full-width characters, links on lines of their own.
// A URL is never wrapped, a cut link is no link.
import { displayWidth, wrap } from '../display-text.ts';
import type { Words } from '../words/words.ts';
import type { Cell, Entry, Group, MailDocument, MailLink } from './entries/mail-document.ts';

const COLUMNS = 70;
const INDENT = '   ';

/** The document as text with LF line ends; no line but a URL is wider than 70 half-width columns. */
export function layoutText(document: MailDocument, words: Words): string {
  let number = 0;
  const groups = document.groups.map((group) => {
    const lines = groupLines(group, words, number);
    if (group.numbered !== false) number += group.entries.length;
    return lines;
  });
  const paragraphs = [
    document.salutation === null ? [] : lines(document.salutation),
    document.lead.flatMap((line) => lines(line)),
    document.action === null ? [] : linkLines(document.action, ''),
    ...groups.flat(),
    document.remainder === null ? [] : lines(document.remainder),
    document.footer.flatMap((line) => lines(line)),
  ];
  const filled = paragraphs.filter((paragraph) => paragraph.length > 0);
  return `${filled.map((paragraph) => paragraph.join('\n')).join('\n\n')}\n`;
}

function groupLines(group: Group, words: Words, before: number): string[][] {
  const heading = group.heading === null ? [] : lines(`■ ${group.heading}`);
  return [
    [...heading, ...group.remarks.flatMap((remark) => lines(remark))],
    ...group.entries.map((entry, index) =>
      group.numbered === false ? plainLines(entry, words) : entryLines(entry, `${before + index + 1}) `, words),
    ),
    group.more === null ? [] : lines(group.more),
  ];
}

/** One value stands beside its title. */
function plainLines(entry: Entry, words: Words): string[] {
  const [only, ...others] = entry.cells;
  if (only === undefined || others.length > 0) return entryLines(entry, BULLET, words);
  return [...wrap(`${BULLET}${entry.title} ${only.text}`, COLUMNS), ...entryLinks(entry)];
}

const BULLET = '・';

function entryLines(entry: Entry, mark: string, words: Words): string[] {
  const [first = '', ...rest] = wrap(`${mark}${[entry.title, entry.kind ?? ''].join(' ')}`, COLUMNS - INDENT.length);
  const indented = [...factLines(entry.cells, words), ...entry.notes, ...entry.chain].flatMap((line) =>
    wrap(line, COLUMNS, INDENT),
  );
  return [first, ...rest.map((line) => INDENT + line), ...indented, ...entryLinks(entry)];
}

const entryLinks = ({ links }: Entry): string[] => links.flatMap((link) => linkLines(link, INDENT));

/** The cells in as few lines as hold them whole. */
function factLines(cells: readonly Cell[], words: Words): string[] {
  const lines: string[][] = [[]];
  for (const { text } of cells) {
    const line = lines.at(-1) ?? [];
    if (text === '') continue;
    if (displayWidth(INDENT + words.joinFacts([...line, text])) <= COLUMNS) line.push(text);
    else lines.push([text]);
  }
  return lines.map((line) => words.joinFacts(line));
}

function linkLines({ label, url }: MailLink, indent: string): string[] {
  return [...wrap(`${label}:`, COLUMNS, indent), indent + url];
}

function lines(text: string): string[] {
  return wrap(text, COLUMNS);
}
