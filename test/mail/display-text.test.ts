import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clip, displayWidth, oneLine, wrap } from '../../src/mail/display-text.ts';

describe('display width', () => {
  test.each([
    ['abc', 3],
    ['期限', 4],
    ['ｶﾞﾗｽ', 4],
    ['﨑髙', 4],
    ['🎍', 2],
    ['👩‍👩‍👧', 2],
    ['が', 2],
    ['か\u3099', 2],
    ['', 0],
  ])('%s takes %i half-width columns', (text, columns) => {
    expect(displayWidth(text)).toBe(columns);
  });
});

describe('one line', () => {
  test.each([
    ['a\r\nBcc: x@example.jp', 'a Bcc: x@example.jp'],
    ['  a\t\u2028b  ', 'a b'],
    ['a\u202eb', 'ab'],
    ['夏季\u200b休業\u2060\u061c', '夏季休業'],
    ['a\ud800b', 'a\ufffdb'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
  ])('%j becomes %j', (text, line) => {
    expect(oneLine(text)).toBe(line);
  });
});

describe('clipping', () => {
  test('a text that fits stays as it is', () => expect(clip('サンプル', 8)).toBe('サンプル'));
  test('a longer one ends with a mark and keeps within the width', () => expect(clip('サンプル店', 8)).toBe('サンプ…'));
  test('an emoji of many code points is kept or cut whole', () => expect(clip('👩‍👩‍👧👩‍👩‍👧ab', 5)).toBe('👩‍👩‍👧…'));
});

describe('wrapping', () => {
  test('dates, numbers with their unit and brackets stay whole', () => {
    expect(wrap('11/20(金) 受信日 → 11/24(火) 1営業日目 → 11/25(水) 2営業日目', 40)).toEqual([
      '11/20(金) 受信日 → 11/24(火)',
      '1営業日目 → 11/25(水) 2営業日目',
    ]);
  });

  test.each([
    // Where a line was full, it broke inside the word.
    [
      '返信を待っているお客様の問い合わせが、あわせて全部で2件あります。',
      62,
      ['返信を待っているお客様の問い合わせが、あわせて全部で', '2件あります。'],
    ],
    [
      '復旧するまで、各店舗の画面で直接ご確認ください。',
      20,
      ['復旧するまで、', '各店舗の画面で', '直接ご確認ください。'],
    ],
    ['仕入先メーカーに確認しています', 16, ['仕入先メーカーに', '確認しています']],
    ['お客様とお知らせ', 12, ['お客様と', 'お知らせ']],
  ])('a line of Japanese ends where a phrase does: %s', (text, columns, lines) => {
    expect(wrap(text, columns)).toEqual(lines);
  });

  test('no line starts with a closing mark or ends with an opening one', () => {
    const lines = wrap('お茶と（うつわ）、暮らしの「道具」。'.repeat(5), 11);
    for (const line of lines) {
      expect(line).not.toMatch(/^[、。）」]/);
      expect(line).not.toMatch(/[（「]$/);
    }
  });

  test('law: no line is wider than allowed and no character is lost but spaces', () => {
    const words = fc.array(
      fc.constantFrom('サンプル', 'a', 'long-english-word', '（', '）', '。', ' ', '3', '件', 'ｶﾞ', '🎍'),
    );
    fc.assert(
      fc.property(words, fc.integer({ min: 6, max: 70 }), (parts, columns) => {
        const text = parts.join('');
        const lines = wrap(text, columns, '  ');
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});
