// To whom a notice goes (RULES.md 9): the contact that it names, or whoever has the inquiry in hand.

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

/** A warning to staff goes to whoever has the inquiry in hand, if it is known how to reach them; else as it says. */
export function receiverOf(
  { contact, isWarning, inHandBy }: NoticeFacts,
  isReached: (person: string) => boolean,
): Receiver {
  if (contact === 'owner' || contact === 'ops') return { kind: contact, name: '' };
  if (contact === STAFF && isWarning && inHandBy !== null && isReached(inHandBy))
    return { kind: 'person', name: inHandBy };
  return { kind: 'contact', name: contact };
}
