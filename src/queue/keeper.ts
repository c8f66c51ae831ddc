// Queue room: keeps one session alive, from the first contact through every outage to the end.

import { setTimeout as pause } from 'node:timers/promises';
import type { Outage } from './outage.ts';
import type { Session } from './session.ts';

const REBUILD_MS = 500;

export interface Keeper {
  /** The session that has had contact; null before that. The server may be away all the same. */
  session(): Session | null;
  /** Ends the session, waiting for its handlers at most `timeoutMs` real milliseconds. Never rejects. */
  close(timeoutMs: number): Promise<void>;
}

/** Opens sessions until one works, and anew when one breaks. Returns at once. */
export function keepSession(open: () => Session, outage: Outage): Keeper {
  const stopping = new AbortController();
  let current: Session | null = null;
  let met = false;
  let closing: Promise<void> | null = null;

  async function attend(): Promise<void> {
    current = open();
    await current.ready();
    met = true;
    outage.confirm();
    await current.run();
  }

  async function keep(): Promise<void> {
    while (!stopping.signal.aborted) {
      await attend().catch(outage.suspect);
      if (stopping.signal.aborted) return;
      met = false;
      await current?.abandon();
      await pause(REBUILD_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  async function close(timeoutMs: number): Promise<void> {
    stopping.abort();
    const { connected } = outage.health();
    outage.stop();
    await current?.close(connected, timeoutMs);
  }

  // Later, because an error at once would ask for a session that has not been returned yet.
  setImmediate(() => void keep());
  return {
    session: () => (met && !closing ? current : null),
    close(timeoutMs) {
      closing ??= close(timeoutMs);
      return closing;
    },
  };
}
