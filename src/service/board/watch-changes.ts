// Tells whoever watches a shop, or the board, that what it shows has changed.
// Each look costs a query, so a place is looked at once however many watch it, and not at all without a watcher.

import { createHash } from 'node:crypto';
import { openFingerprint } from '../../store/board/open-inquiries.ts';
import type { Db } from '../../store/schema.ts';
import type { Service } from '../service.ts';
import { readBoard, readShopCard, type ShopCard } from './read-board.ts';

/** A shop's id, or the page of all shops. */
export type Place = { readonly shop: string } | 'board';

/** Called when the place is no longer as this watcher last saw it; `before` is null the first time. */
export type Tell = (fingerprint: string, before: string | null) => void;

export interface Live {
  /** Watches until the function returned is called. `seen`: the fingerprint that the watcher knows from before. */
  watch(place: Place, seen: string | null, tell: Tell): () => void;
}

interface Watcher {
  seen: string | null;
  readonly tell: Tell;
}

/** How long between two looks, in real milliseconds. */
const PAUSE_MS = 2_000;
/** Looking takes at most a tenth of the time: a place that is expensive to look at is looked at less often. */
const PAUSE_FACTOR = 10;

/** What every page says besides its own: differs whenever that would say something else. */
type Around = () => Promise<unknown>;

/** `around`: what the header of every page says. `pauseMs` is for tests that cannot wait. */
export function createLive(service: Service, pauseMs = PAUSE_MS, around: Around = async () => null): Live {
  const places = new Map<string, Set<Watcher>>();

  async function lookAgain(key: string, place: Place): Promise<void> {
    const watchers = places.get(key);
    if (watchers === undefined) return;
    if (watchers.size === 0) {
      places.delete(key);
      return;
    }
    const began = performance.now();
    await look(place, watchers);
    const took = performance.now() - began;
    setTimeout(() => void lookAgain(key, place), Math.max(pauseMs, took * PAUSE_FACTOR)).unref();
  }

  async function look(place: Place, watchers: ReadonlySet<Watcher>): Promise<void> {
    try {
      const fingerprint = await fingerprintOf(service, place, around);
      for (const watcher of watchers) notifyIfNew(watcher, fingerprint);
    } catch (error) {
      // The pages that watch ask for themselves every minute and say that they cannot be read.
      service.logger.warn({ err: error, place }, 'could not look for changes');
    }
  }

  return {
    watch: (place, seen, tell) => {
      const key = place === 'board' ? place : `shop ${place.shop}`;
      const watcher = { seen, tell };
      const known = places.get(key);
      const watchers = known ?? new Set();
      watchers.add(watcher);
      places.set(key, watchers);
      if (known === undefined) void lookAgain(key, place);
      return () => void watchers.delete(watcher);
    },
  };
}

function notifyIfNew(watcher: Watcher, fingerprint: string): void {
  const before = watcher.seen;
  if (before === fingerprint) return;
  watcher.seen = fingerprint;
  watcher.tell(fingerprint, before);
}

/** Differs whenever the page would say something else, but for how long ago and how long until. */
async function fingerprintOf(service: Service, place: Place, around: Around): Promise<string> {
  const parts = [place === 'board' ? await boardParts(service) : await shopParts(service, place.shop), await around()];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

async function boardParts(service: Service): Promise<unknown> {
  const { cards, gone } = await readBoard(service);
  return [cards.map(cardParts), gone];
}

/** Of one moment: read one after the other, a change in between would be told as two. */
async function shopParts(service: Service, shop: string): Promise<unknown> {
  const read = async (db: Db) => {
    const card = await readShopCard({ ...service, db }, shop);
    return [card && cardParts(card), await openFingerprint(db, shop, service.clock.now())];
  };
  return service.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

/** Without when a source was last read: that moves every few minutes and says nothing new. */
const cardParts = ({ shop, counts, freshness, mutes }: ShopCard) => [shop.id, counts, freshness.state, mutes];
