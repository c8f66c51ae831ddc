// ics: the thread in which calendars are decoded, one after the other. It knows no limits: who started it ends it.

import { parentPort } from 'node:worker_threads';
import { type DecodedCalendar, type DecodeFor, decodeCalendar } from './decode-calendar.ts';
import { type FeedErrorKind, isFeedError } from './feed-error.ts';

export interface DecodeRequest {
  readonly bytes: Uint8Array;
  readonly ask: DecodeFor;
}

export type DecodeReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'decoded'; readonly decoded: DecodedCalendar }
  | { readonly kind: 'refused'; readonly why: FeedErrorKind; readonly message: string; readonly line: number | null };

if (parentPort === null) throw new Error('decode-worker runs in a thread of its own');
const port = parentPort;
const reply = (message: DecodeReply): void => port.postMessage(message);

port.on('message', ({ bytes, ask }: DecodeRequest) => {
  try {
    reply({ kind: 'decoded', decoded: decodeCalendar(bytes, ask) });
  } catch (error) {
    if (!isFeedError(error)) throw error;
    reply({ kind: 'refused', why: error.kind, message: error.said, line: error.line });
  }
});
reply({ kind: 'ready' });
