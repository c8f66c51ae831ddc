// What a page carries to renew itself: where browser/live.js listens, and what it says.

import { MINUTE_MS } from '../../core/time/civil-date.ts';
import { formatMinute } from '../../core/time/format.ts';
import type { Zone } from '../../core/time/zone.ts';
import type { View } from './view.ts';
import { WORDS } from './words.ts';

export interface LiveMarkProps {
  readonly view: View;
  /** The path of the stream. */
  readonly stream: string;
  /** How many there are of what the page counts: its difference is said aloud. */
  readonly total: number;
  readonly zone: Zone;
}

/** Once on a page, inside <main>; the page needs the script `live`, and its rows need ids that stay. */
export function LiveMark({ view, stream, total, zone }: LiveMarkProps) {
  const words = WORDS[view.language].live;
  return (
    <div
      id="live"
      hidden
      data-stream={stream}
      data-total={total}
      data-at={formatMinute(Math.floor(zone.localMs(view.now) / MINUTE_MS))}
      data-added={words.added}
      data-removed={words.removed}
      data-changed={words.changed}
      data-lost={words.lost}
    />
  );
}
