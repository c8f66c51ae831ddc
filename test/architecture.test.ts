// The import graph, read from the sources: arrows point down only (design.md, Layout), and there is no cycle.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** What each room may import besides itself. `app` and `main` are files; the demo tells a story over everything. */
const ADAPTERS = ['store', 'queue', 'mail', 'rms', 'ics', 'hook', 'config'];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  config: ['core'],
  store: ['core'],
  queue: ['core'],
  mail: ['core'],
  rms: ['core'],
  ics: ['core', 'net'],
  hook: ['core', 'net'],
  // Loaded only where somebody traces.
  trace: [],
  // Below the adapters that reach out: which hosts may be asked.
  net: [],
  service: ['core', ...ADAPTERS],
  http: ['core', ...ADAPTERS, 'net', 'service'],
  'app.ts': ['core', ...ADAPTERS, 'trace', 'service', 'http', 'closing.ts'],
  'closing.ts': [],
  demo: ['core', ...ADAPTERS, 'service', 'app.ts', 'closing.ts'],
  cli: ['core', ...ADAPTERS, 'service', 'app.ts', 'closing.ts', 'demo'],
  'main.ts': ['cli', 'config'],
};

/** Libraries that one room alone may know. */
const OWNERS: Readonly<Record<string, string>> = {
  kysely: 'store',
  pg: 'store',
  bullmq: 'queue',
  ioredis: 'queue',
  nodemailer: 'mail',
  'date-holidays': 'config',
  yaml: 'config',
  undici: 'rms',
  'ical.js': 'ics',
  'ipaddr.js': 'net',
  'fast-xml-parser': 'rms',
  '@hono/node-server': 'http',
  '@hono/zod-openapi': 'http',
  '@bull-board/api': 'http',
  '@bull-board/hono': 'http',
  'prom-client': 'http',
  'rate-limiter-flexible': 'http',
  'bullmq-otel': 'queue',
  '@opentelemetry/api': 'trace',
  '@opentelemetry/exporter-trace-otlp-http': 'trace',
  '@opentelemetry/resources': 'trace',
  '@opentelemetry/sdk-trace-node': 'trace',
  commander: 'cli',
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
const imports = files.flatMap(importsOf);

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  const statements = text.matchAll(/^(?:import|export)(\s+type\b)?[^;'"=]*?\bfrom\s+'([^']+)';/gm);
  const dynamic = text.matchAll(/import\(\s*'([^']+)'\s*\)/g);
  return [
    ...[...statements].map(([, type, to]) => ({ from: file, to: resolved(file, to!), typeOnly: type !== undefined })),
    ...[...dynamic].map(([, to]) => ({ from: file, to: resolved(file, to!), typeOnly: false })),
  ];
}

function resolved(file: string, to: string): string {
  return to.startsWith('.') ? relative(SRC, normalize(join(SRC, dirname(file), to))) : to;
}

const roomOf = (file: string): string => file.split('/')[0]!;
const isOurs = ({ to }: Import): boolean => files.includes(to);

test('every file is in a room that this test knows', () => {
  expect([...new Set(files.map(roomOf))].filter((room) => !(room in ALLOWED))).toEqual([]);
});

test('arrows point down only', () => {
  const wrong = imports
    .filter(isOurs)
    .filter(({ from, to }) => roomOf(from) !== roomOf(to) && !ALLOWED[roomOf(from)]?.includes(roomOf(to)))
    .map(({ from, to }) => `${from} → ${to}`);
  expect(wrong).toEqual([]);
});

test('every relative import names a file that is there', () => {
  const lost = imports.filter(({ to }) => /\.tsx?$/.test(to)).filter((one) => !isOurs(one));
  expect(lost).toEqual([]);
});

describe('a library belongs to one room', () => {
  test.each(Object.entries(OWNERS))('%s: %s', (library, room) => {
    const strangers = imports
      .filter(({ to, typeOnly }) => !typeOnly && (to === library || to.startsWith(`${library}/`)))
      .map(({ from }) => from)
      .filter((from) => roomOf(from) !== room);
    expect(strangers).toEqual([]);
  });
});

test('the core imports nothing but itself and the zones’ data', () => {
  const outside = imports.filter(({ from }) => roomOf(from) === 'core').filter((one) => !isOurs(one));
  expect([...new Set(outside.map(({ to }) => to))]).toEqual(['temporal-polyfill']);
});

test('only config/environment.ts reads the environment', () => {
  const readers = files.filter((file) =>
    /process\s*\.\s*env\b/.test(withoutComments(readFileSync(join(SRC, file), 'utf8'))),
  );
  expect(readers).toEqual(['config/environment.ts']);
});

test('there is no import cycle, types included', () => {
  const next = new Map(files.map((file) => [file, imports.filter((one) => one.from === file && isOurs(one))]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (done.has(file) || path.includes(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
