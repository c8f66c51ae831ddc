// chat: messages to one place at the service's rate, and none while it asks to wait. Of this process alone: what other
// processes send too much is answered with a 429.

export interface Pacer {
  /**
   * Real ms until a message may go to this place, whose turn it then is. Null, and no turn, when that is more than
   * `mostMs` away.
   */
  turn(place: string, spacingMs: number, mostMs: number): number | null;
  /** Real ms until the next turn. */
  restMs(place: string): number;
  /** Nothing goes there for so long. */
  rest(place: string, ms: number): void;
}

/** Places that nobody waits for are forgotten once there are so many. */
const MOST_PLACES = 1_000;

export function openPacer(now: () => number = () => performance.now()): Pacer {
  const free = new Map<string, number>();
  const restMs = (place: string): number => Math.max(0, (free.get(place) ?? 0) - now());

  function tidy(): void {
    if (free.size < MOST_PLACES) return;
    for (const [place, at] of free) if (at <= now()) free.delete(place);
  }

  return {
    turn: (place, spacingMs, mostMs) => {
      const wait = restMs(place);
      if (wait > mostMs) return null;
      tidy();
      free.set(place, now() + wait + spacingMs);
      return wait;
    },
    restMs,
    rest: (place, ms) => void free.set(place, Math.max(free.get(place) ?? 0, now() + ms)),
  };
}
