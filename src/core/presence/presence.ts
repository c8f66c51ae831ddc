// Whether a channel is open to customers (受付可), and what is odd about that. It changes no deadline: a customer who wrote waits,
// whatever stands on the door.

import type { Instant } from '../model.ts';

/** What somebody said of a channel; it holds until the end of the local date on which it was said. */
export interface SaidPresence {
  readonly isAccepting: boolean;
  readonly at: Instant;
  readonly by: string;
}

/**
 * `no-answer`: it is open, and somebody waits past the first step whom nobody has in hand. `closed-in-hours`: it is closed
 * within the opening hours.
 */
export type PresenceMatter = 'no-answer' | 'closed-in-hours';

export interface PresenceFacts {
  readonly said: SaidPresence | null;
  /** When the shop's today began. */
  readonly startOfToday: Instant;
  readonly isInHours: boolean;
  /** How many wait past the first step, in nobody's hand. */
  readonly waiting: number;
}

export interface Presence {
  readonly isAccepting: boolean;
  /** Who said so today; null: it goes by the opening hours. */
  readonly said: SaidPresence | null;
  readonly isInHours: boolean;
  readonly waiting: number;
  readonly matter: PresenceMatter | null;
}

export function presenceOf({ said: last, startOfToday, isInHours, waiting }: PresenceFacts): Presence {
  const said = last !== null && last.at >= startOfToday ? last : null;
  const isAccepting = said?.isAccepting ?? isInHours;
  const matter = isAccepting ? (waiting > 0 ? 'no-answer' : null) : isInHours ? 'closed-in-hours' : null;
  return { isAccepting, said, isInHours, waiting, matter };
}
