// To whom a notice goes (RULES.md 9): the contact that it names, or whoever has the inquiry in hand, or stands in for them.

import type { EpochDay } from '../model.ts';
import { STAFF } from './contacts.ts';

/** The addressee of a message: one message for each of them, and for owner and contacts one a shop. */
export interface Receiver {
  readonly kind: 'owner' | 'ops' | 'contact' | 'person';
  /** Of a contact or a person; '' for the others. */
  readonly name: string;
}

export interface NoticeFacts {
  readonly contact: string;
  readonly isWarning: boolean;
  /** Who has its inquiry in hand, as they are called. */
  readonly inHandBy: string | null;
}

/** Until when somebody is away, and who gets what would go to them. */
export interface Away {
  /** The last local date. */
  readonly until: EpochDay;
  /** Null: nobody; then it is as if nobody knew them. */
  readonly standIn: string | null;
}

/**
 * Who gets on `today` what would go to this person: themselves, or while they are away their stand-in, or that one's; null
 * when there is none (RULES.md 9.4). `awayOf` holds no circle: the file is refused.
 */
export function presentFor(
  person: string,
  awayOf: (person: string) => Away | undefined,
  today: EpochDay,
): string | null {
  const away = awayOf(person);
  if (away === undefined || today > away.until) return person;
  return away.standIn === null ? null : presentFor(away.standIn, awayOf, today);
}

/**
 * A warning to staff goes to whoever has the inquiry in hand, else as it says (RULES.md 9.4). `reachedFor` answers who gets
 * what is for that person; null when it is not known how to reach anybody.
 */
export function receiverOf(
  { contact, isWarning, inHandBy }: NoticeFacts,
  reachedFor: (person: string) => string | null,
): Receiver {
  if (contact === 'owner' || contact === 'ops') return { kind: contact, name: '' };
  const person = contact === STAFF && isWarning && inHandBy !== null ? reachedFor(inHandBy) : null;
  return person === null ? { kind: 'contact', name: contact } : { kind: 'person', name: person };
}
