// Mutated bodies of POST /v1/events: never a 5xx, never more than two seconds, and the good lines are always kept.
// FUZZ_BODIES=10000 sends as many; without it a few hundred, the same on each run unless PROPERTY_SEED says otherwise.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCharacters } from '../../support/properties.ts';
import { fixture, line } from '../support.ts';

const on = fixture();
const BODIES = Number(process.env.FUZZ_BODIES ?? 300);

const oddText = fc.oneof(
  anyCharacters(40),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom('', '\0', '\ud83d', '\udc00a', '\u202e', '\u200b', '\uffff', "'; drop table event; --", '__proto__'),
  fc.nat({ max: 3 }).map((power) => 'あ'.repeat(10 ** power * 5)),
  fc.constantFrom('sample-tea', 'm0', '2026-11-24T10:00:00+09:00', '0001-01-01T00:00:00Z', '9999-12-31T23:59:60Z'),
);
const oddValue = fc.oneof(
  oddText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, true, 0, -0, 1e308, -1, 2 ** 53, [], {}, [[]], '2026-11-24T10:00:00+99:99', 'message_deleted'),
);
const KEYS = ['shop', 'inquiry', 'channel', 'type', 'category', 'item', 'order', 'url', 'event', 'colour', '__proto__'];
const EVENT_KEYS = ['type', 'id', 'at', 'message', 'seq', 'body', 'constructor'];

const event = { type: 'customer_message', id: 'm', at: '2026-11-24T10:00:00+09:00' };
const base = { shop: 'sample-tea', inquiry: 'odd', event };

const changed = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...KEYS), oddValue, { maxKeys: 2 }),
    fc.dictionary(fc.constantFrom(...EVENT_KEYS), oddValue, { maxKeys: 2 }),
    fc.boolean(),
  )
  .map(([outer, inner, both]) => JSON.stringify({ ...base, event: { ...event, ...inner }, ...(both ? outer : {}) }));
/** Pieces of text cut out, doubled or put in. */
const spoiled = fc
  .tuple(
    changed,
    fc.nat({ max: 200 }),
    fc.nat({ max: 5 }),
    fc.oneof(oddText, fc.constantFrom('{', '[', '"', '}}', ',')),
  )
  .map(([text, from, cut, piece]) => (text.slice(0, from) + piece + text.slice(from + cut)).replaceAll('\n', ' '));
const deep = fc
  .nat({ max: 5_000 })
  .map((depth) => `{"shop":"sample-tea","event":${'['.repeat(depth)}${']'.repeat(depth)}}`);
const bytes = fc.uint8Array({ maxLength: 60 }).map((raw) => Buffer.from(raw.map((byte) => (byte === 10 ? 32 : byte))));
const oddLine = fc.oneof(
  { weight: 4, arbitrary: changed.map((text) => Buffer.from(text)) },
  { weight: 4, arbitrary: spoiled.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: deep.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: bytes },
);

test(
  'whatever stands beside them, good lines are taken',
  async () => {
    let sent = 0;
    const statuses = new Map<number, number>();
    let slowest = 0;
    const bodies = fc.tuple(fc.array(oddLine, { maxLength: 4 }), fc.array(oddLine, { maxLength: 4 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(bodies, async ([before, after, isArray]) => {
        const inquiry = `good-${++sent}`;
        const good = Buffer.from(JSON.stringify(line(inquiry, 'customer_message', '2026-11-24T10:00:00+09:00')));
        const lines = [...before, good, ...after].flatMap((one) => [one, Buffer.from('\n')]);
        const body = isArray && sent % 2 === 0 ? [Buffer.from('['), ...lines, Buffer.from(']')] : lines;
        // Processor time: the machine may do much else meanwhile.
        const from = process.cpuUsage();
        const answer = await on.post(new Uint8Array(Buffer.concat(body)), isArray ? 'application/json' : undefined);
        slowest = Math.max(slowest, process.cpuUsage(from).user / 1_000);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        expect(answer.status).toBeLessThan(500);
        const { ignored = [], accepted } = (await answer.json()) as { ignored?: string[]; accepted?: number };
        expect(ignored.length).toBeLessThanOrEqual(20);
        if (body === lines && before[0]?.[0] !== 0x5b) {
          expect(answer.status).toBe(200);
          expect(accepted).toBeGreaterThan(0);
          expect((await on.ask(`/v1/shops/sample-tea/inquiries/${inquiry}`)).status).toBe(200);
        }
      }),
      { numRuns: BODIES },
    );
    expect(slowest).toBeLessThan(2_000);
    if (BODIES > 1_000)
      process.stderr.write(`${JSON.stringify({ sent, statuses: Object.fromEntries(statuses), slowestMs: slowest })}\n`);
  },
  BODIES * 1_000,
);
