// What mutes and hands hold back, and for how long (RULES.md 9.4, MAIL.md 7): by what was pressed and stored. Steps, counts and
// what ops are told go on as if nobody had pressed anything.

import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import type { Thread } from '../people.ts';
import { endOf, type Silence, type SilenceKind, type Silences } from '../quiet/silences.ts';
import type { Law } from './law.ts';
import { LINE_MS, makerAt, ON_ITS_WAY_MS } from './ways.ts';

/** By either the owner is told of no step; only a mute holds back what others are told. */
export const EITHER: readonly SilenceKind[] = ['mute', 'in_hand'];
export const MUTE: readonly SilenceKind[] = ['mute'];

/** An inquiry, or with `number` null a whole shop. */
export interface Subject {
  readonly shop: string;
  readonly number: string | null;
}

export interface Quiet {
  /** What stood at some moment from `from` to `to`; of a shop only what is about all of it. */
  over(subject: Subject, kinds: readonly SilenceKind[], from: number, to: number): Silence[];
  /** Whether one of them stood from the one moment to the other. */
  isHeld(subject: Subject, kinds: readonly SilenceKind[], from: number, to: number): boolean;
  /** As the law has it, once nothing holds it back any more. */
  going(
    thread: Thread,
    kinds: readonly SilenceKind[],
    shop: ShopConfig,
    at: number,
  ): { readonly could: number; readonly limit: number };
  /** Who may get in the place of staff what warns of it, told between these moments; `staff` itself where it may be. */
  warned(thread: Thread, shop: ShopConfig, from: number, to: number): string[];
}

export function createQuiet(silences: Pick<Silences, 'all'>, law: Law): Quiet {
  function over({ shop, number }: Subject, kinds: readonly SilenceKind[], from: number, to: number): Silence[] {
    return silences
      .all()
      .filter(
        (one) =>
          one.shop === shop &&
          (one.number === null || one.number === number) &&
          kinds.includes(one.kind) &&
          one.from <= to &&
          endOf(one) > from,
      );
  }
  const isHeld: Quiet['isHeld'] = (subject, kinds, from, to) =>
    over(subject, kinds, from, to).some((one) => one.from <= from && endOf(one) > to);
  return {
    over,
    isHeld,
    going: (thread, kinds, shop, at) => {
      for (let moved = at; ; ) {
        const { could, limit } = law.going(shop, moved);
        const ends = over(thread, kinds, could, limit + ON_ITS_WAY_MS).map(endOf);
        if (ends.length === 0) return { could, limit };
        moved = Math.max(...ends);
      }
    },
    warned: (thread, shop, from, to) => {
      const hands = over(thread, ['in_hand'], from, to).flatMap(({ by }) =>
        [from, to].map((at) => makerAt(shop, by, at)),
      );
      return [...new Set(isHeld(thread, ['in_hand'], from, to) ? hands : [...hands, 'staff'])];
    },
  };
}

/** Made so long before it is taken at most, where nothing went wrong. */
export const madeBefore = (at: number): number => at - LINE_MS;
