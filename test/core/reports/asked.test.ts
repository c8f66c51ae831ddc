// core: what customers ask, from counts by number, name and category: which belong together, what rose.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AskedRow, askedOf } from '../../../src/core/reports/asked.ts';

const row = (about: Partial<AskedRow>): AskedRow => ({
  item: null,
  itemNumber: null,
  itemUrl: null,
  category: null,
  inquiries: 1,
  exchanges: 1,
  answered: 1,
  answeredOnce: 1,
  byBot: 0,
  byBotAlone: 0,
  before: 0,
  ...about,
});

describe('what belongs together', () => {
  test('an item keeps its number whatever it is called; the name most asked about names it', () => {
    const { rows } = askedOf([
      row({ itemNumber: 'n1', item: '煎茶', inquiries: 2 }),
      row({ itemNumber: 'n1', item: '【送料無料】煎茶', itemUrl: 'https://item.example/n1', inquiries: 3 }),
    ]);
    expect(rows).toEqual([
      expect.objectContaining({
        item: '【送料無料】煎茶',
        itemUrl: 'https://item.example/n1',
        inquiries: 5,
        exchanges: 2,
      }),
    ]);
  });

  test('what has no number counts for the one item of that name', () => {
    const { rows } = askedOf([row({ itemNumber: 'n1', item: '煎茶' }), row({ item: '煎茶', before: 4 })]);
    expect(rows).toEqual([expect.objectContaining({ itemNumber: 'n1', inquiries: 2, before: 4 })]);
  });

  test('of two items with one name nobody can say which was meant', () => {
    const same = [row({ itemNumber: 'n1', item: '煎茶' }), row({ itemNumber: 'n2', item: '煎茶' })];
    expect(
      askedOf([...same, row({ item: '煎茶' })])
        .rows.map(({ itemNumber }) => itemNumber)
        .sort(),
    ).toEqual(['n1', 'n2', null].sort());
  });

  test('a name that is another item’s number is another item', () => {
    expect(askedOf([row({ itemNumber: 'n1' }), row({ item: 'n1' })]).rows).toHaveLength(2);
  });

  test('categories stand apart by item, and together in their own list', () => {
    const counted = [
      row({ item: '煎茶', category: '配送', inquiries: 2 }),
      row({ item: '煎茶', category: '返品' }),
      row({ item: '急須', category: '配送' }),
    ];
    const { rows, categories } = askedOf(counted);
    expect(rows).toHaveLength(3);
    expect(categories.map(({ category, inquiries }) => [category, inquiries])).toEqual([
      ['配送', 3],
      ['返品', 1],
    ]);
    expect(categories[0]).not.toHaveProperty('item');
  });
});

describe('what rose', () => {
  const counted = [
    row({ item: 'same', inquiries: 9, before: 9 }),
    row({ item: 'fell', inquiries: 1, before: 8 }),
    row({ item: 'new', inquiries: 3 }),
    row({ item: 'rose', inquiries: 12, before: 5 }),
    row({ item: 'gone', inquiries: 0, exchanges: 0, before: 6 }),
  ];

  test('by how much, and only what rose', () => {
    expect(askedOf(counted).rising.map(({ item }) => item)).toEqual(['rose', 'new']);
  });

  test('five at most', () => {
    const many = Array.from({ length: 8 }, (_, n) => row({ item: `i${n}`, inquiries: n + 1 }));
    expect(askedOf(many).rising.map(({ inquiries }) => inquiries)).toEqual([8, 7, 6, 5, 4]);
  });

  test('what is asked no more is still in the list, last', () => {
    expect(askedOf(counted).rows.at(-1)).toMatchObject({ item: 'gone', inquiries: 0, before: 6 });
  });
});

test('nothing is lost or counted twice, in whatever order the counts come', () => {
  const name = fc.constantFrom(null, 'a', 'b');
  const counted = fc.array(
    fc.record({ item: name, itemNumber: name, category: name, inquiries: fc.nat(9), before: fc.nat(9) }).map(row),
  );
  fc.assert(
    fc.property(counted, fc.infiniteStream(fc.nat()), (rows, order) => {
      const shuffled = rows.map((one) => [order.next().value, one] as const).sort(([a], [b]) => a - b);
      const asked = askedOf(rows);
      const sum = (all: readonly { readonly inquiries: number; readonly before: number }[]) =>
        all.reduce((total, one) => [total[0]! + one.inquiries, total[1]! + one.before], [0, 0]);
      expect(sum(asked.rows)).toEqual(sum(rows));
      expect(sum(asked.categories)).toEqual(sum(rows));
      expect(sum([asked.total])).toEqual(sum(rows));
      expect(askedOf(shuffled.map(([, one]) => one)).total).toEqual(asked.total);
    }),
  );
});
