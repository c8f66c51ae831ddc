// What customers ask about: inquiries by item and category in a stretch of time, beside the stretch before it. Pure, over counts
// that the database made.

/** Of the inquiries of one stretch. What came of an inquiry is asked of all its waits, whenever they began. */
export interface AskedNumbers {
  readonly inquiries: number;
  /** Waits in all: how often somebody had to answer. */
  readonly exchanges: number;
  /** Those that nobody waits in any more and that a person answered. */
  readonly answered: number;
  /** Of these, those of which the customer did not write again. */
  readonly answeredOnce: number;
  /** Those that a bot answered and nobody waits in any more. */
  readonly byBot: number;
  /** Of these, those that no person answered. */
  readonly byBotAlone: number;
}

/** What is asked about: an item, and the category of the question. */
export interface AskedAbout {
  readonly item: string | null;
  /** The shop's own number of the item. */
  readonly itemNumber: string | null;
  /** Where its page is. */
  readonly itemUrl: string | null;
  readonly category: string | null;
}

/** With the number of inquiries of the stretch before. */
export interface AskedRow extends AskedAbout, AskedNumbers {
  readonly before: number;
}

export interface Asked {
  readonly total: AskedNumbers & { readonly before: number };
  /** By item and category, the most asked first. */
  readonly rows: readonly AskedRow[];
  /** What was asked more often than before, by how much. */
  readonly rising: readonly AskedRow[];
  /** The same by category alone. */
  readonly categories: readonly (AskedNumbers & { readonly category: string | null; readonly before: number })[];
}

const NOTHING: AskedNumbers & { readonly before: number } = {
  inquiries: 0,
  exchanges: 0,
  answered: 0,
  answeredOnce: 0,
  byBot: 0,
  byBotAlone: 0,
  before: 0,
};

/** As many as are said to rise most. */
const RISING = 5;

/**
 * `counted`: one row for each number, name and category as they are stored. A row without a number counts for the one item whose
 * number goes with its name: what was taken in before numbers were kept, or by a source that sends none.
 */
export function askedOf(counted: readonly AskedRow[]): Asked {
  const numberOf = numbersByName(counted);
  const rows = summed(
    counted.map((row) => (row.itemNumber !== null || row.item === null ? row : { ...row, ...numberOf.get(row.item) })),
    (row) => JSON.stringify([row.itemNumber ?? row.item, row.itemNumber !== null, row.category]),
  ).sort(mostAsked);
  const rising = rows
    .filter((row) => row.inquiries > row.before)
    .sort((a, b) => b.inquiries - b.before - (a.inquiries - a.before) || mostAsked(a, b))
    .slice(0, RISING);
  return {
    total: rows.reduce(plus, NOTHING),
    rows,
    rising,
    categories: summed(rows, ({ category }) => JSON.stringify(category))
      .sort(mostAsked)
      .map(({ item: _, itemNumber: __, itemUrl: ___, ...row }) => row),
  };
}

/** Names that go with one number only. */
function numbersByName(rows: readonly AskedRow[]): ReadonlyMap<string, { readonly itemNumber: string }> {
  const numbers = new Map<string, Set<string>>();
  for (const { item, itemNumber } of rows)
    if (item !== null && itemNumber !== null) numbers.set(item, (numbers.get(item) ?? new Set()).add(itemNumber));
  return new Map(
    [...numbers].flatMap(([name, [itemNumber, ...more]]) =>
      itemNumber === undefined || more.length > 0 ? [] : [[name, { itemNumber }] as const],
    ),
  );
}

/** The first of a group names it: the most asked of its rows. */
function summed(rows: readonly AskedRow[], keyOf: (row: AskedRow) => string): AskedRow[] {
  const groups = new Map<string, AskedRow>();
  for (const row of [...rows].sort(mostAsked)) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, row);
    else groups.set(key, { ...known, ...plus(known, row), itemUrl: known.itemUrl ?? row.itemUrl });
  }
  return [...groups.values()];
}

type Counts = AskedNumbers & { readonly before: number };

const plus = (a: Counts, b: Counts): Counts => ({
  inquiries: a.inquiries + b.inquiries,
  exchanges: a.exchanges + b.exchanges,
  answered: a.answered + b.answered,
  answeredOnce: a.answeredOnce + b.answeredOnce,
  byBot: a.byBot + b.byBot,
  byBotAlone: a.byBotAlone + b.byBotAlone,
  before: a.before + b.before,
});

function mostAsked(a: AskedRow, b: AskedRow): number {
  return b.inquiries - a.inquiries || b.before - a.before || compare(nameOf(a), nameOf(b));
}

const nameOf = ({ item, itemNumber, category }: AskedAbout): string =>
  [item ?? '', itemNumber ?? '', category ?? ''].join('\n');

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
