// The way of a request of RMS and of its answer, without a socket: both take their time, and an answer may never come, or be cut
// off in its middle.

import { Dispatcher } from 'undici';
import type { FakeAnswer } from '../../../src/demo/fake-rms/wire-format.ts';

export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
}

/** What comes back, and after how many ms. */
export interface Reply {
  readonly answer: FakeAnswer;
  readonly afterMs: number;
}

export const openWire = (ask: (asked: Asked) => Reply): Dispatcher => new Wire(ask);

class Wire extends Dispatcher {
  readonly #ask: (asked: Asked) => Reply;

  constructor(ask: (asked: Asked) => Reply) {
    super();
    this.#ask = ask;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const asked = { path: options.path, authorization: authorizationIn(options.headers) };
    const { answer, afterMs } = this.#ask(asked);
    const timer = setTimeout(() => {
      if (answer.wire === 'stall') return;
      send(answer, handler);
    }, afterMs);
    handler.onConnect?.((error) => {
      clearTimeout(timer);
      handler.onError?.(error ?? new Error('aborted'));
    });
    return true;
  }

  override close(): Promise<void>;
  override close(done: () => void): void;
  override close(done?: () => void): Promise<void> | void {
    return done === undefined ? Promise.resolve() : done();
  }
}

/** As `request` hands it on. */
function authorizationIn(headers: Dispatcher.DispatchOptions['headers']): string | undefined {
  const given = new Headers(headers as Record<string, string>);
  return given.get('authorization') ?? undefined;
}

function send(answer: FakeAnswer, handler: Dispatcher.DispatchHandler): void {
  const bytes = Buffer.from(answer.body);
  const headers = { 'content-type': `${answer.type};charset=UTF-8`, 'content-length': bytes.length, ...answer.headers };
  const raw = Object.entries(headers).flatMap(([name, value]) => [Buffer.from(name), Buffer.from(String(value))]);
  handler.onHeaders?.(answer.status, raw, () => {}, '');
  if (answer.wire === 'cut') {
    handler.onData?.(bytes.subarray(0, bytes.length / 2));
    handler.onError?.(Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }));
    return;
  }
  handler.onData?.(bytes);
  handler.onComplete?.([]);
}
