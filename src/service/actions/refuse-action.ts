// Why what a person asked for on an inquiry was not done, as a value: pages and API say it in their own words.

import type { Mute } from '../../store/actions/mutes.ts';

/**
 * `in-hand`: somebody has it in hand, or another one than the asker saw. `not-in-hand`: what was to end is over.
 * `not-waiting`: no customer waits. `message-since`: the customer wrote since the asker looked. `nothing-to-undo`:
 * somebody wrote since, it was undone already, or the source says completed as well. `not-muted`: the mute is over.
 * `promise-since`: another promise stands than the asker saw. `no-promise`: none stands that could be taken back.
 */
export type ConflictCause =
  | 'in-hand'
  | 'not-in-hand'
  | 'not-waiting'
  | 'message-since'
  | 'nothing-to-undo'
  | 'not-muted'
  | 'promise-since'
  | 'no-promise';

/** What was asked for wrongly. */
export type ActionField = 'until' | 'why' | 'by' | 'to' | 'inquiries' | 'reason' | 'told' | 'how' | 'at';

export type ActionRefusal =
  | {
      readonly refused: 'unknown' | 'usage';
      readonly field?: ActionField;
      /** What is allowed in that field, where it depends on the shop. */
      readonly allowed?: string;
      /** For programs and logs, in English. */
      readonly message: string;
    }
  | {
      readonly refused: 'conflict';
      readonly cause: ConflictCause;
      readonly message: string;
      /** Who has it in hand; null when nobody. */
      readonly standing: Mute | null;
    };

export function conflict(cause: ConflictCause, message: string, standing: Mute | null = null): ActionRefusal {
  return { refused: 'conflict', cause, message, standing };
}
