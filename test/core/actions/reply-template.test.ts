import { describe, expect, test } from 'vitest';
import { fillTemplate, namesInBraces, placeholderOf, templatesFor } from '../../../src/core/actions/reply-template.ts';

const NOTHING = { shop: null, department: null, person: null, promised: null };

describe('a text to copy', () => {
  test.each([
    ['{店舗}の{担当者}', 'サンプルの佐藤'],
    ['{shop}, {person}', 'サンプル, 佐藤'],
    ['｛店舗｝と{ 店舗 }', 'サンプルとサンプル'],
    ['{約束の日}まで', '【約束の日】まで'],
    ['{部署\n}', '{部署\n}'],
    ['{ほか}', '{ほか}'],
  ])('%s becomes %s', (text, filled) => {
    expect(fillTemplate(text, { ...NOTHING, shop: 'サンプル', person: '佐藤' })).toBe(filled);
  });

  test('what a value says is not filled in again', () => {
    expect(fillTemplate('{店舗}', { ...NOTHING, shop: '{担当者}$&', person: '佐藤' })).toBe('{担当者}$&');
  });

  test('names what stands in braces, and which of it is known', () => {
    const names = namesInBraces('{店舗}｛お客様名｝{}');
    expect(names).toEqual(['店舗', 'お客様名', '']);
    expect(names.map(placeholderOf)).toEqual(['shop', null, null]);
  });

  test('is for its category, or for all', () => {
    const [all, own, other] = [
      { name: '全', text: 'a' },
      { name: '配', category: '配送', text: 'b' },
      { name: '返', category: '返品', text: 'c' },
    ] as const;
    expect(templatesFor([all, own, other], '配送')).toEqual([own, all]);
    expect(templatesFor([all, own, other], null)).toEqual([all]);
  });
});
