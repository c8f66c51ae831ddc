// Who has which inquiry in hand, and what is muted: people press it on pages, and the service stores it. What is stored has to be
// what somebody pressed; from then on it is the truth.

import type { Engine } from '../engine.ts';
import type { World } from '../world.ts';

export type SilenceKind = 'mute' | 'in_hand';

/** What a press is about; `number` null: the whole shop. */
export interface Target {
  readonly kind: SilenceKind;
  readonly shop: string;
  readonly number: string | null;
}

/** A mute, or that somebody has an inquiry in hand: from `from` until it is lifted or runs out (epoch ms). */
export interface Silence extends Target {
  readonly id: number;
  /** Who has it in hand, or muted it. */
  readonly by: string;
  readonly from: number;
  readonly until: number;
  readonly liftedAt: number | null;
}

/** Somebody pressed; null as `lasts`: to end what stands. */
export interface Press extends Target {
  readonly by: string;
  readonly at: number;
  readonly lasts: number | null;
  /** Of whoever has it in hand, as it was seen. */
  readonly takesOver: boolean;
  isStored: boolean;
}

export interface Silences {
  /** In the order in which they were made. */
  all(): readonly Silence[];
  /** What stands at that moment. */
  standing(target: Target, at: number): Silence | undefined;
  /** From now on it may be stored. */
  pressed(press: Omit<Press, 'isStored'>): Press;
  /** Hands over what was stored since; whether anything was ended. */
  learn(): Promise<boolean>;
}

/** A press may wait for its turn, and take effect a moment later. */
const AROUND_MS = 2 * 60_000;

const ROWS = `
  select m.id, m.kind, m.shop, i.external_id as number, m.by_whom as by, m.made_at as "from", m.until_at as until,
    m.lifted_at as "liftedAt"
  from mute m left join inquiry i on i.id = m.inquiry_id order by m.id`;

export const isSame = (a: Target, b: Target): boolean =>
  a.kind === b.kind && a.shop === b.shop && a.number === b.number;

export const endOf = ({ until, liftedAt }: Silence): number => Math.min(until, liftedAt ?? until);

export function createSilences({ engine, fault, log }: Pick<World, 'engine' | 'fault' | 'log'>): Silences {
  const presses: Press[] = [];
  let known: readonly Silence[] = [];
  let seen = engine.silences();

  const found = (of: Target, at: number, is: (press: Press) => boolean): Press | undefined =>
    presses.findLast((one) => isSame(one, of) && Math.abs(one.at - at) < AROUND_MS && is(one));

  function take(row: Silence, rows: readonly Silence[]): void {
    const about = nameOf(row);
    const press = found(
      row,
      row.from,
      ({ by, lasts, isStored }) => by === row.by && lasts === row.until - row.from && !isStored,
    );
    if (press === undefined) fault(`${about} is stored, and nobody pressed it`);
    else press.isStored = true;
    const before = rows.find(
      (one) => one !== row && isSame(one, row) && one.from <= row.from && endOf(one) >= row.from,
    );
    if (before === undefined || before.id > row.id) return;
    if (endOf(before) > row.from) fault(`${about} stands beside that of ${before.by}`);
    else if (row.kind === 'in_hand' && before.liftedAt === row.from && press?.takesOver === false)
      fault(`${about} was taken from ${before.by}, whom ${row.by} did not see`);
  }

  function lift(row: Silence, rows: readonly Silence[]): void {
    const isReplaced = rows.some((one) => one.id > row.id && isSame(one, row) && one.from === row.liftedAt);
    const press = found(row, row.liftedAt!, ({ lasts, isStored }) => lasts === null && !isStored);
    if (press !== undefined) press.isStored = true;
    else if (!isReplaced) fault(`${nameOf(row)} was ended, and nobody pressed that`);
  }

  return {
    all: () => known,
    standing: (target, at) => known.find((one) => isSame(one, target) && one.from <= at && at < endOf(one)),
    pressed: (press) => {
      const noted = { ...press, isStored: false };
      presses.push(noted);
      return noted;
    },
    learn: async () => {
      if (engine.silences() === seen) return false;
      let isEnded = false;
      seen = engine.silences();
      const rows = await readSilences(engine);
      const before = new Map(known.map((one) => [one.id, one]));
      known = rows;
      for (const row of rows) {
        if (!before.has(row.id)) {
          log.write('pages', `the service has ${nameOf(row)}`);
          take(row, rows);
        }
        if (row.liftedAt !== null && before.get(row.id)?.liftedAt !== row.liftedAt) {
          log.write('pages', `the service has the end of ${nameOf(row)}`);
          lift(row, rows);
          isEnded = true;
        }
      }
      return isEnded;
    },
  };
}

const nameOf = ({ kind, shop, number, by, from }: Silence): string =>
  `${kind} of ${number ?? shop} by ${by} at ${new Date(from).toISOString()}`;

const readSilences = (engine: Engine): Promise<Silence[]> => engine.ask<Silence>(ROWS);
