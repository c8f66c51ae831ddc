// http: changes as server-sent events. A stream ends after a minute and the browser comes again by itself, through the
// same door: so a token that was taken away sees nothing new, and the id of the last event tells what was missed.

import type { Context } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { Live, Place } from '../service/board/watch-changes.ts';
import { principalOf } from './access/needs.ts';
import type { AccessEnv } from './access/principal.ts';
import { problem } from './problem.ts';

export interface LiveStreams {
  /** Answers with a stream of `changed` events about the place. */
  open(c: Context<AccessEnv>, place: Place): Response;
  /** Ends all streams; new ones are refused. */
  close(): void;
}

const STREAM_MS = 60_000;
const HEARTBEAT_MS = 25_000;
const RECONNECT_MS = 1_000;
/** Browsers of one principal that watch at the same time; a shop's token may be shared by its whole staff. */
const STREAMS_PER_PRINCIPAL = 100;

export function createLiveStreams(live: Live): LiveStreams {
  const enders = new Set<() => void>();
  let isClosed = false;
  const open = new Map<string, number>();

  function openStream(c: Context<AccessEnv>, place: Place): Response {
    const { name } = principalOf(c);
    const count = open.get(name) ?? 0;
    if (isClosed) return problem(c, 503, 'closing', 'the service stops');
    if (count >= STREAMS_PER_PRINCIPAL)
      return problem(c, 429, 'too-many-streams', `at most ${STREAMS_PER_PRINCIPAL} pages may be watched at once`);
    open.set(name, count + 1);
    const seen = c.req.header('last-event-id') ?? null;
    // A proxy that collects answers would hold the events back.
    c.header('x-accel-buffering', 'no');
    return streamSSE(c, async (stream) => {
      const stop = live.watch(place, seen, (fingerprint, before) => {
        void stream.writeSSE({
          event: before === null ? 'hello' : 'changed',
          data: '',
          id: fingerprint,
          retry: RECONNECT_MS,
        });
      });
      await untilEnd(stream, enders);
      stop();
      leave(name);
    });
  }

  function leave(name: string): void {
    const count = open.get(name) ?? 0;
    if (count <= 1) open.delete(name);
    else open.set(name, count - 1);
  }

  return {
    open: openStream,
    close: () => {
      isClosed = true;
      for (const end of enders) end();
    },
  };
}

/** Keeps the connection alive until its minute is over, the reader leaves, or the server closes. */
async function untilEnd(stream: SSEStreamingApi, enders: Set<() => void>): Promise<void> {
  const heartbeat = setInterval(() => void stream.write(': still here\n\n'), HEARTBEAT_MS);
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const minute = setTimeout(end, STREAM_MS);
  stream.onAbort(end);
  enders.add(end);
  await ended;
  enders.delete(end);
  clearInterval(heartbeat);
  clearTimeout(minute);
}
