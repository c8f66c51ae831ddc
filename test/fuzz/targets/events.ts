// Bodies of POST /v1/events: whatever stands beside them, good lines are taken; each other one is refused with a reason;
// a refused body, and a refused line, leave nothing but that they were refused.

import fc from 'fast-check';
import { firstOf, unclear } from '../answers.ts';
import { asLatin1, bytesOf, changed, edited, oddText, oddValue } from '../odd.ts';
import type { Place } from '../place.ts';
import { type OpenedTarget, opened } from '../target.ts';
import { type Desk, openDesk } from './desk.ts';

interface Body {
  readonly type: string;
  /** Bytes, each as a character. */
  readonly bytes: string;
  /** The inquiry of its good line; null where none is sure to be read. */
  readonly good: string | null;
}

const EVENT_KEYS = ['type', 'id', 'at', 'message', 'seq', 'body', 'how', 'until', 'promise', 'answer', 'constructor'];
const KEYS = ['shop', 'inquiry', 'channel', 'type', 'category', 'item', 'order', 'url', 'event', 'colour', '__proto__'];
const TYPES = ['customer_message', 'shop_reply', 'completed', 'reopened', 'message_deleted', 'promised'];

const EVENT = { type: 'customer_message', id: 'm', at: '2026-11-24T10:00:00+09:00' };
const LINE = { shop: 'sample-tea', inquiry: 'odd', channel: 'r-messe', event: EVENT };

const odds = (keys: readonly string[]) => fc.dictionary(fc.constantFrom(...keys), oddValue, { maxKeys: 2 });
const valueChanged = fc
  .tuple(odds(KEYS), odds(EVENT_KEYS), fc.constantFrom(...TYPES), fc.boolean())
  .map(([outer, inner, type, both]) => ({ ...LINE, event: { ...EVENT, type, ...inner }, ...(both ? outer : {}) }));
const asText = (value: unknown): string => JSON.stringify(value) ?? 'null';
const texts = fc.oneof(valueChanged.map(asText), changed(fc.constant(LINE)).map(asText));
const deep = fc
  .nat({ max: 5_000 })
  .map((depth) => `{"shop":"sample-tea","event":${'['.repeat(depth)}${']'.repeat(depth)}}`);
const oneLine = (text: string): string => asLatin1(text.replaceAll(/[\n\r]/g, ' '));
const raw = fc
  .uint8Array({ maxLength: 60 })
  .map((bytes) => Buffer.from(bytes).toString('latin1').replaceAll('\n', ' '));
const oddLine = fc.oneof(
  { weight: 4, arbitrary: texts.map(oneLine) },
  { weight: 4, arbitrary: edited(texts).map(oneLine) },
  { weight: 1, arbitrary: fc.oneof(deep, oddText).map(oneLine) },
  { weight: 1, arbitrary: raw },
);

const goodLine = (inquiry: string): string => asText({ ...LINE, inquiry, event: { ...EVENT, id: inquiry } });
const number = fc.nat({ max: 2 ** 31 - 1 }).map((drawn) => `good-${drawn}`);

const ndjson: fc.Arbitrary<Body> = fc
  .tuple(fc.array(oddLine, { maxLength: 4 }), fc.array(oddLine, { maxLength: 4 }), number)
  .map(([before, after, good]) => ({
    type: 'application/x-ndjson',
    bytes: [...before, goodLine(good), ...after].join('\n'),
    good,
  }));
const array: fc.Arbitrary<Body> = fc
  .array(fc.oneof(texts, oddValue.map(asText)), { maxLength: 5 })
  .map((elements) => ({ type: 'application/json', bytes: asLatin1(`[${elements.join(',')}]`), good: null }));
const spoiled: fc.Arbitrary<Body> = fc
  .tuple(fc.oneof(oddText, fc.constantFrom('application/json', 'text/plain', 'multipart/form-data')), edited(texts))
  .map(([type, text]) => ({ type: type.replaceAll(/[^\x20-\x7e]/g, ''), bytes: asLatin1(`[${text}`), good: null }));

const bodies = fc.oneof(
  { weight: 5, arbitrary: ndjson },
  { weight: 3, arbitrary: array },
  { weight: 1, arbitrary: spoiled },
);

export async function openEventsTarget(place: Place): Promise<OpenedTarget> {
  const desk = await openDesk(place);
  return opened({ inputs: bodies, check: (body) => checkBody(desk, body), close: async () => {} });
}

interface Answer {
  readonly accepted?: number;
  readonly known?: number;
  readonly refused?: readonly { readonly line: number; readonly code: string; readonly message: string }[];
  readonly ignored?: readonly string[];
  readonly detail?: string;
}

async function checkBody(desk: Desk, { type, bytes, good }: Body): Promise<string | null> {
  const before = await eventsOf(desk);
  const answer = await desk.app.request('/v1/events', {
    method: 'POST',
    body: bytesOf(bytes),
    headers: type === '' ? {} : { 'content-type': type },
  });
  if (answer.status >= 500) return `answered with ${answer.status}`;
  const said = (await answer.json()) as Answer;
  const { accepted = 0, known = 0, refused = [], ignored = [], detail } = said;
  // One that changes what is known of an event, and not how many there are, is accepted too.
  const added = (await eventsOf(desk)) - before;
  if (added > accepted || added < 0) return `${accepted} are said to be accepted, the database has ${added} more`;
  const reasons = refused.flatMap(({ code, message }) => [unclear(code), unclear(message)]);
  if (answer.status !== 200) return firstOf([unclear(detail ?? ''), ...reasons]);
  if (ignored.length > 20) return `${ignored.length} ignored keys are named`;
  if (good === null) return firstOf(reasons);
  const lines = bytes.split('\n').filter((line) => line.replaceAll(/[ \t\r]/g, '') !== '').length;
  if (accepted + known + refused.length !== lines)
    return `of ${lines} lines ${accepted + known + refused.length} are told of`;
  const kept = await desk.app.request(`/v1/shops/sample-tea/inquiries/${good}`);
  return kept.status === 200 ? firstOf(reasons) : `the good line was not taken: ${JSON.stringify(refused)}`;
}

/** An id that comes again with another content is kept beside the first. */
async function eventsOf({ db }: Desk): Promise<number> {
  const [events, copies] = await Promise.all([
    db
      .selectFrom('event')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('event_copy')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
  ]);
  return Number(events.count) + Number(copies.count);
}
