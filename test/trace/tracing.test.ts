// Tracing against a real collector's socket: what arrives, what is in it, and that a collector that is away harms nothing.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { intake } from '../../src/service/intake/intake-events.ts';
import { deliver } from '../../src/service/notifications/deliver-notification.ts';
import { fireDue } from '../../src/service/steps/raise-due-steps.ts';
import { dueMails } from '../../src/store/notifications/outbox.ts';
import { openTracing, type Tracing } from '../../src/trace/tracing.ts';
import { BACKENDS, openBench } from '../queue/harness.ts';
import { emptyTables, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { at, eventOf, testService } from '../support/service.ts';
import { ringAlarm } from '../support/tick.ts';

interface Span {
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly status: { readonly code?: number; readonly message?: string };
}

interface Collector {
  readonly endpoint: string;
  readonly paths: string[];
  readonly bodies: string[];
  spans(): Span[];
  close(): Promise<void>;
}

/** Takes OTLP over HTTP in JSON and remembers it; `answer` false: it takes the request and stays silent. */
async function openCollector(answer = true): Promise<Collector> {
  const [paths, bodies]: [string[], string[]] = [[], []];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      paths.push(request.url ?? '');
      bodies.push(Buffer.concat(chunks).toString());
      if (answer) response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    bodies,
    spans: () =>
      bodies.flatMap((body) =>
        (JSON.parse(body).resourceSpans as { scopeSpans: { spans: Span[] }[] }[]).flatMap(({ scopeSpans }) =>
          scopeSpans.flatMap(({ spans }) => spans),
        ),
      ),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const factsOf = (span: Span | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));

let warnings: string[];
const logger = { warn: (_: object, message: string) => void warnings.push(message) };
let collector: Collector;
let tracing: Tracing;

async function start(options: { answer?: boolean; endpoint?: string } = {}): Promise<void> {
  collector = await openCollector(options.answer);
  tracing = openTracing({ endpoint: options.endpoint ?? collector.endpoint, version: '0.0.0', logger });
}

beforeEach(() => {
  warnings = [];
});
afterEach(async () => {
  await tracing.close();
  await collector.close();
});

describe('tracing the service', () => {
  const database = testDatabase();

  async function traceADay(): Promise<void> {
    await emptyTables(database.db);
    const { service, clock } = await testService({ db: database.db, now: '2026-06-01T12:00:00+09:00' });
    const traced = { ...service, traced: tracing.run };
    const more = { item: 'secret tea', inquiry: '373343-20260617' };
    await intake(traced, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00', more)], 'api');
    clock.set(at('2026-06-04T10:00:00+09:00'));
    await ringAlarm(traced);
    await fireDue(traced);
    for (const id of await dueMails(database.db, clock.now(), 10)) await deliver(traced, id);
  }

  test('what it does arrives at the collector when it closes, with counts and ids of shops alone', async () => {
    await start();
    await traceADay();
    await tracing.close();
    expect(new Set(collector.paths)).toEqual(new Set(['/v1/traces']));
    const spans = collector.spans();
    expect(factsOf(spans.find(({ name }) => name === 'inquiry-sla.fire'))).toEqual({
      flag: 1,
      owner_alert: 1,
      breach: 0,
    });
    const owner = spans.map(factsOf).find(({ kind }) => kind === 'owner');
    expect(owner).toEqual({ kind: 'owner', shop: 'sample-tea', outcome: 'sent' });
    expect(collector.bodies.join('')).toContain('"inquiry-sla"');
    for (const word of ['373343', 'secret tea', '@example.jp', 'サンプル'])
      expect(collector.bodies.join('')).not.toContain(word);
  });

  test('an error ends its span by name alone, and is thrown as it is', async () => {
    await start();
    const failing = tracing.run('poll', { shop: 'sample-tea' }, async () => {
      throw new RangeError('a text with a secret');
    });
    await expect(failing).rejects.toThrow('a text with a secret');
    await tracing.close();
    expect(collector.spans()[0]?.status).toEqual({ code: 2, message: 'RangeError' });
    expect(collector.bodies.join('')).not.toContain('secret');
  });

  test('a collector that is away or silent disturbs nothing, and closing does not wait for it', async () => {
    for (const silent of [{ endpoint: 'http://127.0.0.1:9' }, { answer: false }]) {
      await start(silent);
      await traceADay();
      const began = performance.now();
      await tracing.close();
      // Less than the ten seconds that its client would wait for an answer.
      expect(performance.now() - began).toBeLessThan(9_000);
      await collector.close();
    }
    expect(warnings.length).toBeGreaterThan(0);
  });
});

describe.each(BACKENDS)('tracing the queue on $backend', ({ use }) => {
  const server = use();

  test('BullMQ’s own spans go the same way', async () => {
    await start();
    const bench = openBench();
    const queue = await bench.connect({ url: server.url, traced: true });
    await queue.wakeMail(['12']);
    await eventually(() => bench.events.some(({ outcome }) => outcome === 'completed'));
    await queue.close();
    await tracing.close();
    const names = collector.spans().map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([expect.stringMatching(/^addBulk/), expect.stringMatching(/^process/)]),
    );
  });
});
