// Requests as the OpenAPI document writes them, and not quite: paths, queries, headers, bodies; those of pages and forms too.

import fc from 'fast-check';
import { asLatin1, changed, edited, oddText, oddValue } from '../odd.ts';
import { fitting, type JsonSchema } from './schema-values.ts';

export interface OddRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes, each as a character. */
  readonly body: string | null;
  /** Statuses that the document names; null where it says nothing of the route. */
  readonly allowed: readonly number[] | null;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema?: JsonSchema;
}

export interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: JsonSchema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** What a good request names. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  shop: ['sample-tea'],
  inquiry: ['q1', 'q2', 'q3'],
  id: ['q1', 'q2', '1', '2'],
  month: ['2026-11', '2026-10'],
  until: ['2026-12-01', '2026-12-01T18:00:00+09:00'],
};

/** Of a part of a path, or a header. */
const LONGEST = 3_000;

const knownOr = (name: string, odd: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...(KNOWN[name] ?? ['1', '2026-11-26', 'x'])) },
    { weight: 1, arbitrary: odd },
  );

const HEADERS = fc.dictionary(
  fc.constantFrom(
    'accept',
    'accept-language',
    'if-none-match',
    'origin',
    'cookie',
    'authorization',
    'range',
    'x-forwarded-for',
  ),
  fc.oneof(
    oddText,
    fc.constantFrom('*/*', 'ja', 'W/"x"', 'null', 'Bearer x', 'Bearer ', 'language=en', 'text/html;q=0'),
  ),
  { maxKeys: 2 },
);
/** Headers are bytes without line ends; others no client can send. */
const sendable = (text: string): string =>
  asLatin1(text)
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, LONGEST);
const headers = HEADERS.map((all) =>
  Object.fromEntries(Object.entries(all).map(([name, text]) => [name, sendable(text)])),
);

/** What is no character becomes one, as in any client. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString()).slice(0, LONGEST);
/** Also what is no good escape, as a client may send it. */
const segment = (known: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 9, arbitrary: known.map(encoded) },
    { weight: 1, arbitrary: fc.constantFrom('%', '%zz', '%00', '%ff', '..', '') },
  );

function pathWith(path: string, nameOf: RegExp): fc.Arbitrary<string> {
  const names = [...path.matchAll(nameOf)].map(([, name]) => name!);
  return fc.tuple(...names.map((name) => segment(knownOr(name, oddText)))).map((values) => {
    let at = 0;
    return path.replaceAll(nameOf, () => values[at++]!);
  });
}

const QUERY_NAMES = [
  'at',
  'due',
  'page',
  'cursor',
  'q',
  'lang',
  'state',
  'limit',
  'month',
  'group',
  'next',
  'from',
  'to',
  'x',
];
const queryValue = fc.oneof(
  oddText,
  fc.constantFrom('2026-11-26', '2026-11', '1', '100', 'unanswered', 'ja', 'en', '/'),
);
const anyQuery = fc
  .array(fc.tuple(fc.constantFrom(...QUERY_NAMES), queryValue), { maxLength: 3 })
  .map((pairs) => pairs.map(([name, value]) => `${name}=${encoded(value)}`).join('&'));

export function requestOf(
  document: Document,
  method: string,
  path: string,
  operation: Operation,
): fc.Arbitrary<OddRequest> {
  const { parameters = [], requestBody, responses } = operation;
  const named = parameters.filter((one) => one.in === 'query');
  const pair = ({ name, schema = {} }: Parameter): fc.Arbitrary<string> =>
    fc
      .oneof({ weight: 4, arbitrary: fitting(schema, document.components.schemas) }, oddValue)
      .map((value) => `${name}=${encoded(typeof value === 'string' ? value : JSON.stringify(value))}`);
  const query = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(...named.map((one) => fc.option(pair(one), { nil: '' })))
        .map((all) => all.filter(Boolean).join('&')),
    },
    { weight: 1, arbitrary: anyQuery },
  );
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? [null, null];
  const whole = content === null ? null : fitting(content.schema ?? {}, document.components.schemas);
  const bodies = whole === null ? fc.constant(null) : bodyOf(whole);
  const types = fc.oneof(
    { weight: 8, arbitrary: fc.constant(type) },
    fc.constantFrom('text/plain', '', 'application/json; charset=x'),
  );
  return fc
    .tuple(pathWith(path, /\{(\w+)\}/g), query, headers, bodies, types)
    .map(([to, asked, more, body, sentAs]) => ({
      method,
      path: asked === '' ? to : `${to}?${asked}`,
      headers: body === null || sentAs === null || sentAs === '' ? more : { ...more, 'content-type': sentAs },
      body,
      allowed: Object.keys(responses).map(Number),
    }));
}

function bodyOf(whole: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const text = (values: fc.Arbitrary<unknown>) => values.map((value) => JSON.stringify(value) ?? 'null');
  return fc
    .oneof(
      { weight: 4, arbitrary: text(whole) },
      { weight: 4, arbitrary: text(changed(whole)) },
      { weight: 1, arbitrary: edited(text(whole)) },
      { weight: 1, arbitrary: oddText },
    )
    .map(asLatin1);
}

const PARAMETER = /:(\w+)(?:\{(?:[^{}]|\{[^{}]*\})+\})?\??/g;

export function pageOf(path: string): fc.Arbitrary<OddRequest> {
  return fc.tuple(pathWith(path.replaceAll('*', 'x'), PARAMETER), anyQuery, headers).map(([to, query, more]) => ({
    method: 'GET',
    path: query === '' ? to : `${to}?${query}`,
    headers: more,
    body: null,
    allowed: null,
  }));
}

/** Of all forms, and one of none. */
const FIELDS = [
  ...[
    'inquiry',
    'do',
    'by',
    'to',
    'from',
    'hold',
    'until',
    'on',
    'at',
    'told',
    'how',
    'answer',
    'reason',
    'why',
    'seen',
  ],
  ...[
    'list',
    'shop',
    'what',
    'ids',
    'promise',
    'expected',
    'hours',
    'every',
    'name',
    'close',
    'action',
    'channel',
    'hash',
  ],
  ...['token', 'stays', 'kind', 'state', 'who', 'x'],
];
const SOME_VALUES = [
  'promise',
  'take',
  'mark',
  'hand',
  'free',
  'took',
  'marked',
  'q1',
  'sample-tea q1',
  'later',
  'phone',
  '3h',
];

export function formOf(path: string): fc.Arbitrary<OddRequest> {
  const fields = fc
    .array(fc.tuple(fc.constantFrom(...FIELDS), fc.oneof(oddText, queryValue, fc.constantFrom(...SOME_VALUES))), {
      maxLength: 6,
    })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${encoded(value)}`).join('&'));
  return fc.tuple(pathWith(path.replaceAll('*', 'x'), PARAMETER), fields, headers).map(([to, body, more]) => ({
    method: 'POST',
    path: to,
    headers: { ...more, 'content-type': 'application/x-www-form-urlencoded' },
    body,
    allowed: null,
  }));
}
