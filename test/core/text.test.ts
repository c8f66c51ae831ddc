import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { characters, cut, isStorable, lineFault, mended, nameOf, visible } from '../../src/core/text.ts';
import { processorMs } from '../support/clock.ts';
import { anyCharacters } from '../support/properties.ts';

const HALF = '\ud83d';
const FAMILY = '👨‍👩‍👧';
const WALES = '🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}';

describe('a text is storable', () => {
  test.each([
    ['plain Japanese', '夏季休業', true],
    ['emoji', `完売 ${FAMILY}`, true],
    ['a NUL', 'a\0b', false],
    ['a line break', 'a\nb', false],
    ['half a character', `a${HALF}`, false],
    ['the other half', '\udc00a', false],
    ['what Unicode calls no character', 'a\uFFFE', false],
  ])('%s: %s', (_, text, storable) => expect(isStorable(text)).toBe(storable));
});

describe('what is invisible goes, what means something stays', () => {
  test.each([
    ['a right-to-left override', '夏季\u202E休業', '夏季休業'],
    ['isolates and marks', '\u2066a\u2069\u200F\u061C', 'a'],
    ['zero-width characters', '夏\u200B季\u2060休\uFEFF業\u00AD', '夏季休業'],
    ['fillers that look like nothing', 'a\u3164\u115F', 'a'],
    ['joined emoji', FAMILY, FAMILY],
    ['a joiner between letters', 'a\u200Db', 'ab'],
    ['a flag of tags', WALES, WALES],
    ['tags without a flag', 'a\u{E0067}\u{E007F}', 'a'],
    ['a variant of a character', '葛\u{E0100}❤\uFE0F', '葛\u{E0100}❤\uFE0F'],
    ['a variant of nothing', '\uFE0Fa', 'a'],
  ])('%s', (_, text, shown) => expect(visible(text)).toBe(shown));

  test('whatever Unicode calls invisible, alone', () => {
    const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
    const stays = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      if (invisible.test(character) && visible(character) !== '') stays.push(code.toString(16));
    }
    expect(stays).toEqual([]);
  });
});

describe('a cut is made between characters', () => {
  test.each([
    ['short texts are as they were', 'あいう', 3, 'あいう'],
    ['a limit counts characters', '😀😀😀', 3, '😀😀😀'],
    ['an emoji is not halved', '😀😀😀', 2, '😀😀'],
    ['joined emoji stay together', `${FAMILY}${FAMILY}`, 9, FAMILY],
    ['a sound mark stays with its kana', 'か\u3099か\u3099', 3, 'か\u3099'],
    ['one endless character is cut at last', `a${'\u0301'.repeat(50)}`, 5, `a${'\u0301'.repeat(4)}`],
  ])('%s', (_, text, most, kept) => expect(cut(text, most)).toBe(kept));
});

test('whatever comes, what is mended is storable, on one line, within its limit and mended for good', () => {
  const anything = anyCharacters(60);
  const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 });
  const texts = fc.oneof(
    anything,
    units.map((codes) => String.fromCharCode(...codes)),
  );
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 20 }), (text, most) => {
      const kept = mended(text, most);
      expect(isStorable(kept)).toBe(true);
      expect(characters(kept)).toBeLessThanOrEqual(most);
      expect(mended(kept, most)).toBe(kept);
    }),
  );
});

test('an item’s name with a NUL and half a character keeps the rest', () => {
  expect(mended(`煎茶\0 100g${HALF}`, 300)).toBe('煎茶 100g\uFFFD');
});

describe('a typed name is refused with the place, never with the name', () => {
  test.each([
    ['half a character', `夏季😀${HALF}`, 'half a character (U+D83D) at character 4'],
    ['a NUL', 'a\0', 'a control character or line break (U+0000) at character 2'],
    ['a line separator', '夏\u2028季', 'a control character or line break (U+2028) at character 2'],
    ['nothing to be seen', ' \u200B\u3164', 'nothing to be seen'],
    ['too long', 'あ'.repeat(11), '11 characters'],
    ['far too long', `${'あ'.repeat(30)}${HALF}`, '31 characters'],
    ['ten emoji fit', '😀'.repeat(10), null],
  ])('%s', (_, text, fault) => expect(lineFault(text, 10)).toBe(fault));

  test('what may be kept is kept trimmed and without what is invisible', () => {
    expect(nameOf(' 夏季\u200B休業\u202E ', 10)).toBe('夏季休業');
    expect(nameOf(HALF, 10)).toBeNull();
  });
});

test.each([
  ['zero-width characters', '\u200B'],
  ['tags behind a flag', '\u{E0067}'],
  ['sound marks', '\u0301'],
  ['joined emoji', '👨\u200D'],
])('a megabyte of %s costs little', async (_, unit) => {
  const text = `🏴${unit.repeat(1_000_000 / unit.length)}`;
  const took = await processorMs(() => {
    visible(text);
    mended(text, 300);
    cut(text, 300);
    lineFault(text, 300);
  });
  expect(took).toBeLessThan(2_000);
});
