// How often people mute, and take in hand.

import type { Random } from '../random.ts';

export interface QuietSettings {
  /** How often somebody presses about an inquiry, and about a whole shop. */
  readonly inquiries: number;
  readonly shops: number;
}

/** In one world of three. */
export function drawQuiet(random: Random, days: number): QuietSettings {
  return random.oneIn(3)
    ? { inquiries: Math.min(50, 8 * days), shops: Math.ceil(days / 2) }
    : { inquiries: 0, shops: 0 };
}
