// A real HTTP server that stands for a webhook's receiver: it keeps what it got and answers as the test says.

import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { type WebhookDocument, webhookDocument } from '../../src/webhook/payload.ts';

export const SECRET = 'a-secret-of-thirty-two-characters';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly document: WebhookDocument;
}

export interface Receiver {
  readonly url: string;
  /** Every message that came in whole, whatever was answered. */
  readonly received: Received[];
  /** How the next messages are answered, in order; 204 afterwards. */
  readonly answers: (number | ((response: ServerResponse) => void))[];
}

/** Starts a receiver that ends with the test; a message that does not fit the published schema fails it. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const answers: Receiver['answers'] = [];
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const document = webhookDocument.parse(JSON.parse(body));
    received.push({ path: request.url ?? '', headers: request.headers, body, document });
    const answer = answers.shift() ?? 204;
    if (typeof answer === 'function') answer(response);
    else response.writeHead(answer, { location: 'http://127.0.0.1:1/elsewhere' }).end('what it says is not read');
  }
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, answers };
}

/** What a receiver does with the signature: recomputes it over the bytes it got. */
export function isSigned({ headers, body }: Received, secret = SECRET): boolean {
  const [, t = '', v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-inquiry-sla-signature'])) ?? [];
  const expected = createHmac('sha256', secret).update(`${t}.${body}`).digest();
  return v1 !== '' && timingSafeEqual(expected, Buffer.from(v1, 'hex'));
}
