// http: what no store takes as text (a NUL, half a character) is refused or not found wherever a request can carry text, and
// never a fault of ours.

import { expect, test } from 'vitest';
import { guardedRoutes } from '../../src/http/access/needs.ts';
import type { Document, Operation } from '../fuzz/targets/odd-requests.ts';
import type { JsonSchema } from '../fuzz/targets/schema-values.ts';
import { fixture } from './support.ts';

const NUL = 'q1\0';
const HALF = 'q1\ud800';
/** A value that is good wherever a route knows that name. */
const GOOD: Readonly<Record<string, unknown>> = {
  shop: 'sample-tea',
  id: 'q1',
  inquiries: ['q1'],
  inquiry: 'q1',
  until: '3h',
  month: '2026-11',
  at: '2026-11-25T10:00:00+09:00',
  to: '山田',
  by: '佐藤',
};

const on = fixture();

const asks = () =>
  on.take({
    ...{ shop: 'sample-tea', inquiry: 'q1', channel: 'r-messe' },
    event: { type: 'customer_message', id: 'm1', at: '2026-11-25T10:00:00+09:00' },
  });

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Each text that an operation takes, one at a time, is no text. */
function* requestsOf(
  document: Document,
  method: string,
  path: string,
  operation: Operation,
  text: string,
): Generator<Sent> {
  const filled = (odd: string | null) =>
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(name === odd ? text.replace('\ud800', '\ufffd') : String(GOOD[name] ?? '1')),
    );
  const schema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  const good = schema === undefined ? undefined : goodOf(resolved(document, schema), document);
  const parameters = (operation.parameters ?? []).filter((one) => one.in !== 'header');
  for (const { name, in: where } of parameters) {
    const query = where === 'query' ? `?${name}=${encodeURIComponent(text.replace('\ud800', '\ufffd'))}` : '';
    yield { method, path: filled(where === 'path' ? name : null) + query, body: good };
  }
  if (good === undefined || typeof good !== 'object' || good === null) return;
  for (const name of Object.keys(resolved(document, schema!).properties ?? {})) {
    const value = GOOD[name];
    const odd = Array.isArray(value) ? [...value, text] : text;
    yield { method, path: filled(null), body: { ...good, [name]: odd } };
  }
}

const resolved = (document: Document, schema: JsonSchema): JsonSchema =>
  schema.$ref === undefined ? schema : document.components.schemas[schema.$ref.split('/').at(-1)!]!;

function goodOf(schema: JsonSchema, document: Document): unknown {
  if (schema.properties === undefined) return {};
  return Object.fromEntries(
    (schema.required ?? []).map((name) => {
      const { enum: values, example, type } = resolved(document, schema.properties![name]!);
      return [name, GOOD[name] ?? values?.[0] ?? example ?? (type === 'boolean' ? true : null)];
    }),
  );
}

async function faultOf(sent: Sent): Promise<string | null> {
  const { status } = await on.ask(sent.path, {
    method: sent.method,
    ...(sent.body !== undefined && {
      body: JSON.stringify(sent.body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  return status < 500 ? null : `${status} ${sent.method} ${sent.path} ${JSON.stringify(sent.body)}`;
}

test.each([
  ['a NUL', NUL],
  ['half a character', HALF],
])('%s in each text that an operation of the API takes', async (_, text) => {
  await asks();
  const document = (await (await on.ask('/v1/openapi.json')).json()) as Document;
  const found: (string | null)[] = [];
  for (const [path, item] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(item))
      for (const sent of requestsOf(document, method.toUpperCase(), path, operation, text))
        found.push(await faultOf(sent));
  expect(found.length).toBeGreaterThan(100);
  expect(found.filter((one) => one !== null)).toEqual([]);
});

/** As a browser sends a form: half a character is a whole one there. */
test('a NUL in each field of each form', async () => {
  const routes = guardedRoutes(on.app).filter(
    ({ method, path, need }) => method === 'POST' && !path.startsWith('/v1/') && need?.over !== 'nobody',
  );
  expect(routes.length).toBeGreaterThan(10);
  for (const { path } of routes) {
    const to = path.replaceAll(/:(\w+)(\{(?:[^{}]|\{[^{}]*\})+\})?\??/g, (_, name: string, only?: string) =>
      only === undefined ? String(GOOD[name] ?? '1') : '1',
    );
    for (const field of ['inquiry', 'any']) {
      const body = new URLSearchParams([
        [field, NUL],
        [field, 'q1'],
      ]).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await on.ask(to, { method: 'POST', headers, body });
      expect([to, answer.status]).toEqual([to, 400]);
    }
  }
});

test('numbers that are no text are named in the answer to who promises several at once', async () => {
  await asks();
  const answer = await on.ask('/v1/shops/sample-tea/promises', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ inquiries: ['q1', NUL], until: '3h', by: '佐藤' }),
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: 'invalid-body', faults: [{ path: 'inquiries.1' }] });
});
