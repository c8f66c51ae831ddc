// One line of an inquiry's history.

import type { Instant, Step } from '../../../../core/model.ts';

export interface TimelineEntry {
  readonly at: Instant;
  /** `shop_` is the shop's own hand; `step` a mark of ours; `mailed` who was told; `acted` who does what with the inquiry. */
  readonly kind: 'customer' | 'shop_' | 'other' | 'step' | 'mailed' | 'acted' | 'now';
  readonly label: string;
  /** For a mark that a step left. */
  readonly step?: Step;
  /** A due instant: at the start of a date it reads as the 24:00 of the date before. */
  readonly isDue?: true;
  /** What else is to say, such as that we learned of it much later. */
  readonly note?: string | null;
  /** The path of the mail that it is about. */
  readonly link?: string;
}
