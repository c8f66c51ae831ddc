// chat: messages to one place at the service's rate, and none while it asks to wait.

export interface Pacer {
  /**
   * `waitMs`: real ms until a message may go to this place, whose turn it then is. `awayMs`: no turn, for the next one is
   * so far away, more than `mostMs`.
   */
  turn(place: string, spacingMs: number, mostMs: number): Promise<Turn>;
  /** Nothing goes there for so long. */
  rest(place: string, ms: number): Promise<void>;
}

export type Turn = { readonly waitMs: number } | { readonly awayMs: number };

/** Places that nobody waits for are forgotten once there are so many. */
const MOST_PLACES = 1_000;

/** Of this process alone: what other processes send too much is answered with a 429. */
export function openPacer(now: () => number = () => performance.now()): Pacer {
  const free = new Map<string, number>();

  function tidy(): void {
    if (free.size < MOST_PLACES) return;
    for (const [place, at] of free) if (at <= now()) free.delete(place);
  }

  return {
    turn: async (place, spacingMs, mostMs) => {
      const waitMs = Math.max(0, (free.get(place) ?? 0) - now());
      if (waitMs > mostMs) return { awayMs: waitMs };
      tidy();
      free.set(place, now() + waitMs + spacingMs);
      return { waitMs };
    },
    rest: async (place, ms) => void free.set(place, Math.max(free.get(place) ?? 0, now() + ms)),
  };
}
