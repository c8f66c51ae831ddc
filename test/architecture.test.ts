// The house, read from the sources (src/README.md, floors and rooms): arrows point down only, between floors and between
// the rooms of a floor; no cycle; at most 20 files side by side; a capability has one name on every floor.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const TEST = fileURLToPath(new URL('.', import.meta.url));

/** What each room may import besides itself. `app` and `main` are files; the demo tells a story over everything. */
const ADAPTERS = ['store', 'queue', 'mail', 'rms', 'ics', 'webhook', 'chat', 'config'];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  config: ['core', 'package.ts'],
  store: ['core', 'package.ts'],
  queue: ['core'],
  mail: ['core'],
  rms: ['core'],
  ics: ['core', 'net', 'package.ts'],
  webhook: ['core', 'net'],
  chat: ['core', 'net'],
  // Loaded only where somebody traces.
  trace: [],
  // Below the adapters that reach out: which hosts may be asked.
  net: [],
  service: ['core', ...ADAPTERS, 'package.ts'],
  http: ['core', ...ADAPTERS, 'net', 'service', 'package.ts'],
  'compose-service.ts': ['core', ...ADAPTERS, 'service', 'releases.ts'],
  'app.ts': ['compose-service.ts', 'core', ...ADAPTERS, 'trace', 'service', 'http', 'package.ts', 'releases.ts'],
  'package.ts': [],
  'releases.ts': [],
  demo: ['core', ...ADAPTERS, 'service', 'app.ts', 'releases.ts'],
  cli: ['core', ...ADAPTERS, 'service', 'app.ts', 'releases.ts', 'demo'],
  'main.ts': ['cli', 'config', 'package.ts'],
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
  jose: 'chat',
  standardwebhooks: 'webhook',
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

/** The rooms of a floor, named alike on every floor that has the capability; what else a floor may hold stands below it. */
const CAPABILITIES = [
  'canary',
  'access',
  'actions',
  'audit',
  'board',
  'calendar',
  'configuration',
  'goals',
  'intake',
  'loops',
  'monitoring',
  'notifications',
  'outside-calendars',
  'presence',
  'promises',
  'proof',
  'reports',
  'retention',
  'same-customer',
  'status',
  'steps',
];
const OWN_ROOMS: Readonly<Record<string, readonly string[]>> = {
  chat: ['formats'],
  cli: ['io', 'ndjson', 'operations'],
  config: ['edit', 'input', 'lint', 'values'],
  core: ['time'],
  demo: ['fake-rms', 'judge', 'seed'],
  http: ['api', 'browser', 'cursors', 'metrics', 'pages'],
  ics: ['decode'],
  mail: ['render', 'transport', 'words'],
  service: [],
  store: ['backup', 'embedded', 'tables'],
};

/** Files of one kind in many rooms: each page has its own. */
const KINDS = /^(page|routes|refused|parts|tiles|style|words|words-en|words-ja|languages)\.tsx?$/;
/** One thing on several floors, in rooms of different names. */
const SAME_THING = new Set([
  // A config key, its rules and what they make.
  'calendar.ts',
  'dkim.ts',
  'counters.ts',
  'mail-address.ts',
  'feed.ts',
  'policy.ts',
  'webhook.ts',
  // A command or a route and what it does.
  'health.ts',
  'migrate.ts',
  'inquiries.ts',
  'mute.ts',
  'revisions.ts',
  'shops.ts',
]);
const MOST_FILES = 20;
/** src/http/pages/inquiry/picture is the deepest. */
const DEEPEST = 4;

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

test('nothing is cast to never, also in the tests', () => {
  const tests = readdirSync(TEST, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  const all = [...files.map((file) => join(SRC, file)), ...tests.map((file) => join(TEST, file))];
  expect(all.filter((file) => /\bas\s+never\b/.test(readFileSync(file, 'utf8')))).toEqual([]);
});

/** Ways that end where they began, each from the place where a walk meets it first. */
function circlesIn(next: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (place: string, path: readonly string[]): void => {
    if (path.includes(place)) circles.push([...path.slice(path.indexOf(place)), place].join(' → '));
    if (done.has(place) || path.includes(place)) return;
    for (const to of next.get(place) ?? []) visit(to, [...path, place]);
    done.add(place);
  };
  for (const place of next.keys()) visit(place, []);
  return circles;
}

test('there is no import cycle, types included', () => {
  const own = files.map((file) => [file, imports.filter((one) => one.from === file && isOurs(one))] as const);
  expect(circlesIn(new Map(own.map(([file, found]) => [file, found.map(({ to }) => to)])))).toEqual([]);
});

test('a circle is found, also among many ways', () => {
  const names = Array.from({ length: 40 }, (_, i) => `room${i}`);
  const forward = names.map((name, i) => [name, names.slice(i + 1)] as const);
  expect(circlesIn(new Map(forward))).toEqual([]);
  expect(circlesIn(new Map([...forward, ['room39', ['room38']]]))).toEqual(['room38 → room39 → room38']);
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

describe('rooms', () => {
  const roomsIn = (floor: string): string[] => [
    ...new Set(
      files.filter((file) => file.startsWith(`${floor}/`) && file.split('/').length > 2).map((f) => f.split('/')[1]!),
    ),
  ];

  test.each(Object.keys(OWN_ROOMS))('%s: each is a capability or one of its own', (floor) => {
    expect(roomsIn(floor).filter((room) => ![...CAPABILITIES, ...OWN_ROOMS[floor]!].includes(room))).toEqual([]);
  });

  test('floors that this test does not know have no rooms', () => {
    const floors = new Set(files.filter((file) => file.split('/').length > 2).map(roomOf));
    expect([...floors].filter((floor) => !(floor in OWN_ROOMS))).toEqual([]);
  });

  test('at most 20 files stand side by side, in the tests too', () => {
    const tests = readdirSync(TEST, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
    const full = [...files.map((file) => `src/${file}`), ...tests.map((file) => `test/${file}`)].map(dirname);
    const counts = grouped(full, (folder) => folder);
    expect([...counts].filter(([, found]) => found.length > MOST_FILES).map(([folder]) => folder)).toEqual([]);
  });

  test('no room lies deeper than src/http/pages/inquiry/picture', () => {
    expect(files.filter((file) => file.split('/').length - 1 > DEEPEST)).toEqual([]);
  });

  test('a base name that stands on two floors is one capability', () => {
    const shared = grouped(
      files.filter((file) => !KINDS.test(basename(file))),
      (file) => basename(file),
    );
    const several = (found: readonly string[], of: (file: string) => string): boolean =>
      new Set(found.map(of)).size > 1;
    const capability = (file: string): string =>
      file.split('/').find((room) => CAPABILITIES.includes(room)) ?? basename(dirname(file));
    const strangers = [...shared].filter(
      ([name, found]) => several(found, roomOf) && several(found, capability) && !SAME_THING.has(name),
    );
    expect(strangers.map(([name, found]) => `${name}: ${found.join(', ')}`)).toEqual([]);
  });

  test.each(['cli', 'config', 'core', 'mail', 'service', 'store'])('no circle between the rooms of %s', (floor) => {
    const inside = imports.filter(({ from, to }) => from.startsWith(`${floor}/`) && to.startsWith(`${floor}/`));
    const next = grouped(
      inside.map(({ from, to }) => ({ from: dirname(from), to: dirname(to) })).filter(({ from, to }) => from !== to),
      ({ from }) => from,
    );
    expect(circlesIn(new Map([...next].map(([from, ways]) => [from, ways.map(({ to }) => to)])))).toEqual([]);
  });
});
