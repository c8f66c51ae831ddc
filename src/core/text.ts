// The one gate for texts from outside (src/README.md, invariant 8): sources, files, forms, feeds and events pass it before
// they meet the database, a file, a page or a mail. A text is either taken as it is, mended, or refused; never cut
// inside a character. Limits count characters as a reader of Unicode does (code points), not UTF-16 units.

/** Half a surrogate pair, or one of the 66 code points that are none for text: PostgreSQL's jsonb, XML and pages refuse them. */
const NO_CHARACTER = /[\p{Cs}\p{Noncharacter_Code_Point}]/u;
const CONTROL = /\p{Cc}/u;
const LINE_BREAK = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** What takes no room and can turn or hide what stands around it. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
/** Many times as fast to look for as the invisible itself, and rare in what is written here: nothing but this can be invisible. */
const UNUSUAL =
  /[^\0-\x7F\xB7\xD7\u2010-\u2027\u2030-\u205F\u2190-\u2BFF\u3000-\u3163\u3165-\u9FFF\uFF01-\uFF9F\uFFA1-\uFFEE]/;
const EMOJI = String.raw`\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?`;
/** Emoji joined to one, flags of regions, variants of a character (葛󠄀): the invisible that means something, kept as $1. */
const MEANT_OR_NOT = new RegExp(
  [
    String.raw`(${EMOJI}(?:\u200D${EMOJI})+|\u{1F3F4}[\u{E0020}-\u{E007F}]{1,7}`,
    String.raw`[^\p{Cf}\p{Default_Ignorable_Code_Point}\s][\uFE00-\uFE0F\u{E0100}-\u{E01EF}])`,
    INVISIBLE.source,
  ].join('|'),
  'gu',
);
let segmenter: Intl.Segmenter | null = null;

/** Made when a text is first cut: it takes longer than all else that a command does. */
function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'grapheme' });
  return segmenter;
}

/** Where the character, as people see them, begins that a text has at an index: an emoji with its skin tone is one. */
export function characterStart(text: string, index: number): number {
  return graphemes().segment(text).containing(index)?.index ?? text.length;
}

/** How many characters (code points) a text has. */
export function characters(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const isPair = unit >= 0xd800 && unit < 0xdc00 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;
    if (isPair) at++;
    count++;
  }
  return count;
}

/** Whether a text of more than one line can be stored: whole characters and no NUL. */
export function isWellFormed(text: string): boolean {
  return !NO_CHARACTER.test(text) && !text.includes('\0');
}

/** Whether every store takes the text as it is: well-formed Unicode without control characters. */
export function isStorable(text: string): boolean {
  return !CONTROL.test(text) && !NO_CHARACTER.test(text);
}

/** The text's first `most` characters, cut where a reader sees a whole character end. */
export function cut(text: string, most: number): string {
  if (text.length <= most || characters(text) <= most) return text;
  // A character may have two units; a few more show where the last one that fits ends.
  const near = text.slice(0, 2 * most + 64);
  let kept = '';
  let count = 0;
  for (const { segment } of graphemes().segment(near)) {
    count += characters(segment);
    if (count > most) break;
    kept += segment;
  }
  return kept === '' ? [...near].slice(0, most).join('') : kept;
}

/** The text's last `most` characters. */
export function tail(text: string, most: number): string {
  return [...text].slice(-most).join('');
}

/** Without what is invisible and turns or hides text (right-to-left overrides, zero-width characters); joined emoji stay. */
export function visible(text: string): string {
  return UNUSUAL.test(text) && INVISIBLE.test(text) ? text.replace(MEANT_OR_NOT, '$1') : text;
}

/**
 * A free text of a source, made storable: on one line, half characters as U+FFFD, nothing invisible, at most `most`
 * characters. Empty when nothing is left.
 */
export function mended(text: string, most: number): string {
  // What is far beyond the limit is not worth the work.
  const near = text.slice(0, 8 * most + 64);
  const whole = near.replace(/[\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\uFFFD').replace(/[\p{Cc}\p{Z}]/gu, ' ');
  const line = visible(whole).replace(/ {2,}/g, ' ').trim();
  return cut(line, most).trimEnd();
}

/** A name that somebody typed: what is wrong with it, in words without the name; null when it may be kept. */
export function lineFault(text: string, most: number): string | null {
  // More units than any text that fits: nothing else about it is worth the work.
  if (text.length > 2 * most) return `${characters(text)} characters`;
  const broken = NO_CHARACTER.exec(text);
  if (broken !== null) return `half a character (${codePoint(broken[0])}) at character ${place(text, broken.index)}`;
  const control = LINE_BREAK.exec(text);
  if (control !== null)
    return `a control character or line break (${codePoint(control[0])}) at character ${place(text, control.index)}`;
  if (visible(text).trim() === '') return 'nothing to be seen';
  const count = text.length > most ? characters(text) : 0;
  return count > most ? `${count} characters` : null;
}

/** A name that somebody typed as it is kept: trimmed and without what is invisible; null when `lineFault` has one. */
export function nameOf(text: string, most: number): string | null {
  return lineFault(text, most) === null ? visible(text).trim() : null;
}

/** `U+D83D` */
const codePoint = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

const place = (text: string, index: number): number => characters(text.slice(0, index)) + 1;
