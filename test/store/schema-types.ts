// Where the interface Schema says otherwise than the database: a type for each disagreement, as the sentence that tells
// it. test/store/schema-check.ts makes `Tables` of the catalog and lets the type checker compare.

import type { InsertType, SelectType } from 'kysely';

/** A column as the catalog has it. `filled`: who gives it a value when an insert does not. */
interface Column {
  readonly type: keyof Read;
  readonly nullable: boolean;
  readonly filled: 'nobody' | 'default' | 'identity';
}

/** What src/store/value-parsers.ts makes of each type; `unknown` for documents, whose shape the database does not know. */
interface Read {
  bool: boolean;
  bytea: Buffer;
  date: string;
  float8: number;
  int2: number;
  int4: number;
  int8: number;
  jsonb: unknown;
  text: string;
  _int8: readonly number[];
  _text: readonly string[];
  timestamptz: number;
}

/** Instants go in as Date. */
type Written = Omit<Read, 'timestamptz'> & { timestamptz: Date };

/** 'none', or one sentence for each disagreement. */
export type Disagreements<Schema, Tables> = OrNone<
  {
    [T in (keyof Schema | keyof Tables) & string]: T extends keyof Schema
      ? T extends keyof Tables
        ? OfTable<T, Schema[T], Tables[T]>
        : `${T}: only schema.ts has this table`
      : `${T}: only the database has this table`;
  }[(keyof Schema | keyof Tables) & string]
>;

/** Taken through a template, so that an error of the checker shows the sentences and not the names of these types. */
type OrNone<Sentence extends string> = [Sentence] extends [never] ? 'none' : `! ${Sentence}`;

type OfTable<T extends string, Columns, Cataloged> = {
  [C in (keyof Columns | keyof Cataloged) & string]: C extends keyof Columns
    ? C extends keyof Cataloged
      ? Cataloged[C] extends Column
        ? `${T}.${C}: ${OfColumn<Columns[C], Cataloged[C]>}`
        : `${T}.${C}: a type that test/store/schema-types.ts does not know`
      : `${T}.${C}: only schema.ts has this column`
    : `${T}.${C}: only the database has this column`;
}[(keyof Columns | keyof Cataloged) & string];

type OfColumn<C, Cataloged extends Column> = OfRead<SelectType<C>, Cataloged> | OfInsert<InsertType<C>, Cataloged>;

type OfRead<S, Cataloged extends Column> =
  | Unless<NonNullable<S> extends Read[Cataloged['type']] ? true : false, `is read as ${Cataloged['type']}`>
  | OfNull<S, Cataloged, 'read'>;

type OfInsert<I, Cataloged extends Column> = Cataloged['filled'] extends 'identity'
  ? Unless<[I] extends [never] ? true : false, 'no insert may name it, the database counts'>
  :
      | Unless<NonNullable<I> extends Written[Cataloged['type']] ? true : false, `is written as ${Cataloged['type']}`>
      | OfNull<I, Cataloged, 'written'>
      | (unknown extends I
          ? never
          : undefined extends I
            ? Unless<Cataloged['filled'] extends 'default' ? true : false, 'has no default'>
            : Unless<Cataloged['filled'] extends 'default' ? false : true, 'has a default'>);

type OfNull<V, Cataloged extends Column, How extends string> = unknown extends V
  ? never
  : null extends V
    ? Unless<Cataloged['nullable'], `is never ${How} as null`>
    : Unless<Cataloged['nullable'] extends true ? false : true, `may be ${How} as null`>;

type Unless<Holds extends boolean, Sentence> = Holds extends true ? never : Sentence;
