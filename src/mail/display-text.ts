// Text as people see it: cleaned to one line, measured in half-width columns, clipped and wrapped.
// JavaScript's length counts neither columns nor visible characters (emoji, half-width kana, 﨑).
import { visible } from '../core/text.ts';

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' });
const words = new Intl.Segmenter('ja', { granularity: 'word' });

const HALF_WIDTH = /^[\u0020-\u02ff\uff61-\uff9f]/u;
// Text in which each UTF-16 unit is a character of its own; the segmenter takes ten times as long.
const ONE_UNIT_EACH =
  /^[\u0020-\u007e\u00a1-\u00ac\u2010-\u2027\u2190-\u21ff\u3000-\u3029\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fff\uff01-\uff9f]*$/u;
/** Spaces that one line has not, of the characters above. */
const TO_JOIN = /\u3000|^ | $| {2}/u;
const ZERO_WIDTH = /^[\p{M}\p{Cf}]+$/u;
// A line may not start with the first set nor end with the second (JIS X 4051, the part that shows).
const NO_LINE_START = /^[、。，．・：；！？）」』】〕〉》］｝…‥ー／→％),.:;!?\]}%゛゜ﾞﾟｰ､｡｣]/u;
const NO_LINE_END = /[（「『【〔〈《［｛([{｢]$/u;
const WORD = /^[\u0021-\u02ff]/u;
// A word between spaces up to this width stays whole, though Japanese may break anywhere: 2営業日目.
const SHORT_WORD = 14;
const DIGIT_END = /[0-9]$/u;
// Particles and endings belong to what they follow: 「2件／あります。」 and never 「2件あり／ます。」. So Japanese breaks where its
// phrases end: behind hiragana and marks, before what is not hiragana.
const HIRAGANA = /^[\u3041-\u309f]/u;
const PHRASE_END = /[\u3041-\u309f、。，．：；！？／）」』】〕〉》］｝・…,.:;!?)\]}→]$/u;
/** What stands in front of a word and belongs to it: お客様, ご依頼. */
const PREFIX = /(?:^|[^\u3041-\u309f])[\u304a\u3054]$/u;

/** One line without control characters, what is invisible, lone surrogates or double spaces. */
export function oneLine(text: string): string {
  // Almost every text is one already, and to look takes a fraction of mending it.
  if (ONE_UNIT_EACH.test(text) && !TO_JOIN.test(text)) return text;
  return visible(text)
    .replace(/\p{Cs}/gu, '\ufffd')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

/** Width in half-width columns; what is neither Latin nor half-width kana counts as full-width (2). */
export function displayWidth(text: string): number {
  let width = 0;
  if (ONE_UNIT_EACH.test(text)) {
    for (let i = 0; i < text.length; i++) width += isHalfWidth(text.charCodeAt(i)) ? 1 : 2;
    return width;
  }
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
}

/** As HALF_WIDTH, for one unit. */
const isHalfWidth = (unit: number): boolean => (unit >= 0x20 && unit <= 0x2ff) || (unit >= 0xff61 && unit <= 0xff9f);

function graphemeWidth(grapheme: string): number {
  if (ZERO_WIDTH.test(grapheme)) return 0;
  if (!HALF_WIDTH.test(grapheme)) return 2;
  // A half-width kana and its sound mark are one grapheme of two columns.
  return /^[\uff61-\uff9f]/u.test(grapheme) ? [...grapheme].length : 1;
}

/** The text on one line, cut to at most `columns` half-width columns, the cut marked with 「…」. */
export function clip(text: string, columns: number): string {
  const line = oneLine(text);
  if (displayWidth(line) <= columns) return line;
  let kept = '';
  let width = 2;
  for (const { segment } of graphemes.segment(line)) {
    width += graphemeWidth(segment);
    if (width > columns) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * The text in lines of at most `columns` half-width columns, all of them behind `indent`.
 * Words, numbers with their unit and brackets stay together where that is possible.
 */
export function wrap(text: string, columns: number, indent = ''): string[] {
  const room = columns - displayWidth(indent);
  const whole = oneLine(text);
  if (whole === '') return [];
  if (displayWidth(whole) <= room) return [indent + whole];
  const lines: string[] = [];
  let line = '';
  for (const chunk of chunks(whole).flatMap((piece) => splitToFit(piece, room))) {
    if (line !== '' && displayWidth(line + chunk.trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += line === '' ? chunk.trimStart() : chunk;
  }
  if (line.trimEnd() !== '') lines.push(line.trimEnd());
  return lines.map((one) => indent + one);
}

/** The pieces between which a line may break, spaces at the end of a piece. */
function chunks(line: string): string[] {
  const found: string[] = [];
  for (const word of line.split(/(?<= )/u)) {
    const [first = '', ...rest] = displayWidth(word) <= SHORT_WORD ? [word] : breakWord(word);
    const last = found.at(-1);
    if (last !== undefined && NO_LINE_START.test(first)) found[found.length - 1] = last + first;
    else found.push(first);
    found.push(...rest);
  }
  return found;
}

function breakWord(word: string): string[] {
  return parted(words, word, (before, next) => mayBreak(before, next) && endsPhrase(before, next));
}

/** The segments of a text, those together between which it may not break. */
function parted(by: Intl.Segmenter, text: string, mayPart: (before: string, next: string) => boolean): string[] {
  const found: string[] = [''];
  for (const { segment } of by.segment(text)) {
    const chunk = found.at(-1) ?? '';
    if (chunk !== '' && mayPart(chunk, segment)) found.push(segment);
    else found[found.length - 1] = chunk + segment;
  }
  return found;
}

function mayBreak(before: string, next: string): boolean {
  if (next.startsWith(' ') || NO_LINE_START.test(next) || NO_LINE_END.test(before) || DIGIT_END.test(before))
    return false;
  return !(WORD.test(next) && WORD.test(before.at(-1) ?? ''));
}

const endsPhrase = (before: string, next: string): boolean =>
  PHRASE_END.test(before) && !PREFIX.test(before) && (!HIRAGANA.test(next) || !HIRAGANA.test(before.at(-1) ?? ''));

/** What is wider than a line by itself breaks between its words; where one is wider still, between characters; else anywhere. */
function splitToFit(chunk: string, room: number): string[] {
  const isWide = (text: string): boolean => displayWidth(text.trimEnd()) > room;
  if (!isWide(chunk)) return [chunk];
  const pieces = parted(words, chunk, mayBreak)
    .flatMap((piece) => (isWide(piece) ? parted(graphemes, piece, mayBreak) : [piece]))
    .flatMap((piece) => (isWide(piece) ? parted(graphemes, piece, () => true) : [piece]));
  const parts = [''];
  for (const piece of pieces) {
    if (displayWidth(parts.at(-1) + piece) > room) parts.push('');
    parts[parts.length - 1] += piece;
  }
  return parts;
}
