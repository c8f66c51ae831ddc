// The ready watches as links with their counts. A watch without any is left out where nothing is said of it either.

import { WATCH_DAYS, WATCHED_AT_MOST, type WatchCounts } from '../../../service/board/read-watches.ts';
import { type ListQuery, WATCHES, type WatchKey } from '../list/filters.ts';
import { type Place, siftedPath } from '../list/place.ts';
import type { View } from '../view.ts';
import { DRAWER_WORDS } from './words.ts';

interface WatchesProps {
  readonly view: View;
  readonly place: Place;
  readonly query: ListQuery;
  readonly counts: WatchCounts | null;
}

export function Watches({ view, place, query, counts }: WatchesProps) {
  if (counts === null) return null;
  const { watches: words } = DRAWER_WORDS[view.language];
  const shown = WATCHES.filter((watch) => counts[watch] > 0 || query.watch === watch);
  const said = (watch: WatchKey) => (counts[watch] < WATCHED_AT_MOST ? counts[watch] : words.many(WATCHED_AT_MOST));
  return (
    <>
      {shown.map((watch) => (
        <a
          title={words[watch](WATCH_DAYS)}
          href={siftedPath(view, place, { watch })}
          aria-current={query.watch === watch && query.days === undefined ? 'true' : undefined}
        >
          {words.short[watch]} <span class="strong">{said(watch)}</span>
        </a>
      ))}
    </>
  );
}
