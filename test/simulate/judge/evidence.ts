// What the parts of the judge are handed: mails as they came in, what is wrong, and the database to read from.

import { OPS, ownerOf } from '../settings.ts';
import type { TakenMail } from '../smtp.ts';
import type { World } from '../world.ts';
import { iso, type Law } from './law.ts';
import type { Quiet } from './quiet.ts';
import { contactOf } from './ways.ts';

export { contactOf, LINE_MS, makerAt, ON_ITS_WAY_MS } from './ways.ts';

export interface Court {
  readonly world: World;
  readonly law: Law;
  readonly quiet: Quiet;
  readonly mails: readonly TakenMail[];
  /** Says what is wrong, once. */
  fault(what: string): void;
  readonly givenUp: GivenUp;
  /** What was judged for good, by its name: mails and moments of the past do not change. */
  readonly settled: Set<string>;
}

/** Mails over which a worker died twice: nobody knows whether they went out, so they are not sent a third time (MAIL.md 14). */
export interface GivenUp {
  /** Reads which there are; ops have to be told of each shop's. */
  look(): Promise<void>;
  /** Whether one of this shop that could go between these moments is among them. */
  has(shop: string, from: number, until: number): boolean;
}

export function createGivenUp({ engine, fault }: World): GivenUp {
  let mails: { readonly shop: string; readonly slot: number; readonly isTold: boolean }[] = [];
  return {
    look: async () => {
      mails = await engine.ask(`
        select shop, slot_at as slot, exists (
          select 1 from outbox t where t.cause = 'undeliverable:' || o.shop) as "isTold"
        from outbox o where state = 'undeliverable' and shop <> ''`);
      for (const { shop, slot, isTold } of mails)
        if (!isTold) fault(`ops were not told that a mail of ${shop} of ${iso(slot)} was given up`);
    },
    has: (shop, from, until) =>
      mails.some((mail) => mail.shop === shop && mail.slot >= from - SLOT_BEFORE_MS && mail.slot <= until),
  };
}

/** A slot is the beginning of five minutes, or of a window. */
const SLOT_BEFORE_MS = 60 * 60_000;

export interface Reader {
  readonly shop: string;
  readonly name: string;
}

/** The shop and the name of a contact's address; null of the owner, of ops, of a stranger. */
export function readerOf({ world }: Court, mail: TakenMail): Reader | null {
  const [to] = mail.to;
  if (to === undefined || to === OPS) return null;
  for (const shop of world.settings.config().shops.values()) {
    if (to === ownerOf(shop.id)) return null;
    for (const name of [...Object.keys(shop.contacts ?? {}), ...Object.keys(shop.people ?? {})])
      if (to === contactOf(shop.id, name)) return { shop: shop.id, name };
  }
  return null;
}

/** Of each part a mail lists so many; the others it only counts. */
export const LISTED = 20;

/** Whether a mail names an inquiry, or counts more than it lists. */
export const mayTell = ({ names, text }: TakenMail, number: string): boolean =>
  names.includes(number) || /^\s*ほか\d+件/m.test(text);

export const isMorning = ({ subject }: TakenMail): boolean => subject.includes('の一覧');

/** The summary of a week, of a shop or of a group. */
export const isSummary = ({ subject }: TakenMail): boolean => subject.includes('のまとめ／');

/** A warning that a goal is in danger. */
export const isOfGoals = ({ subject }: TakenMail): boolean => subject.startsWith('【目標の確認');

/** What waits on the last day before a shop closes. */
const isBeforeClosure = ({ subject }: TakenMail): boolean => subject.startsWith('【休業前の確認');

/** A list by its subject; anything else that names inquiries tells of steps, promises or notices. */
export const isList = (mail: TakenMail): boolean => isMorning(mail) || isSummary(mail) || isBeforeClosure(mail);

/** Nothing went wrong around that moment: what was made then was sent then. */
export const isCalm = ({ law }: Court, at: number): boolean => law.isCalm(at - 30 * 60_000, at);

/** Those of which the service knows that they were taken. */
export const heardOf = ({ law }: Court, copies: readonly TakenMail[]): TakenMail[] =>
  copies.filter(({ unheard, at }) => !unheard && !law.isCutShort(at));

/** By which one copy of a mail is known again. */
export const copyOf = ({ messageId, at }: TakenMail): string => `${messageId} ${at}`;

/** By this time of the day its lists have gone, and nobody has edited a file yet. */
export const LISTS_GONE_MS = 11.5 * 3_600_000;
