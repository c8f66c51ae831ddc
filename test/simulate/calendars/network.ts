// The network of the world: whoever asks Node.js for an address over HTTP, or for the address of a name, is answered by it. Nothing
// leaves this process, and this holds for the whole of it.

import dns from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

/** What comes of a request, after so many ms; `silence`: nothing does. */
export interface Reply {
  readonly afterMs: number;
  readonly kind: 'answer' | 'cut' | 'silence' | 'refused';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The last byte was taken. */
  readonly onTaken?: () => void;
}

/** Answers a request for that address. */
export type Serve = (url: URL) => Reply;

/** A public address that belongs to nobody here. */
const ADDRESS = '93.184.216.34';

type Options = { readonly signal?: AbortSignal };
type Listener = (...given: never[]) => void;

/** From now on requests are answered by `serve`. */
export function takeOverNetwork(serve: Serve): void {
  const request = (url: URL, { signal }: Options, onResponse: (response: Response) => void) =>
    new Request(serve(url), signal, onResponse);
  Object.assign(http, { request });
  Object.assign(https, { request });
  Object.assign(dns, { lookup: async () => [{ address: ADDRESS, family: 4 }] });
  syncBuiltinESMExports();
}

const failed = (code: string): Error => Object.assign(new Error(code), { code });

class Request {
  readonly #reply: Reply;
  readonly #onResponse: (response: Response) => void;
  #onError: ((error: Error) => void) | null = null;
  #signal: AbortSignal | undefined;

  constructor(reply: Reply, signal: AbortSignal | undefined, onResponse: (response: Response) => void) {
    this.#reply = reply;
    this.#signal = signal;
    this.#onResponse = onResponse;
  }

  once(_: 'error', listener: Listener): this {
    this.#onError = listener as (error: Error) => void;
    return this;
  }

  end(): void {
    const { afterMs, kind } = this.#reply;
    const timer = kind === 'silence' ? null : setTimeout(() => this.#come(), afterMs);
    this.#signal?.addEventListener('abort', () => {
      if (timer !== null) clearTimeout(timer);
      this.#onError?.(failed('ABORT_ERR'));
    });
  }

  #come(): void {
    if (this.#reply.kind === 'refused') this.#onError?.(failed('ECONNREFUSED'));
    else this.#onResponse(new Response(this.#reply));
  }
}

class Response {
  readonly #reply: Reply;
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(reply: Reply) {
    this.#reply = reply;
    this.statusCode = reply.status;
    this.headers = reply.headers;
  }

  destroy(): void {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    const { kind, body, onTaken } = this.#reply;
    const half = Math.ceil(body.length / 2);
    yield body.subarray(0, half);
    if (kind === 'cut') throw failed('ECONNRESET');
    yield body.subarray(half);
    onTaken?.();
  }
}
