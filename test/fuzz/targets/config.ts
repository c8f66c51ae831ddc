// Config files that somebody has edited badly: each fault is said with its place, what was found and what is allowed; of a
// refused file the last good revision stays in force, here and in the database; what is accepted can be counted with.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { stringify, parse as yamlOf } from 'yaml';
import { lintConfig } from '../../../src/config/lint/lint.ts';
import { type PartialConfig, readConfig } from '../../../src/config/load.ts';
import { type Fault, formatFault } from '../../../src/config/values/faults.ts';
import { packagePath } from '../../../src/package.ts';
import { at } from '../../support/service.ts';
import { firstOf, unclear, unclearLine } from '../answers.ts';
import { asBytes, bytesOf, changed, edited } from '../odd.ts';
import type { Place } from '../place.ts';
import { type OpenedTarget, opened } from '../target.ts';
import { type Desk, openDesk, SERVICE_YAML, SHOP_FILE, SHOP_YAML } from './desk.ts';

/** The files' bytes, each as a character. */
interface Files {
  readonly service: string;
  readonly shop: string;
}

const shipped = (folder: string): string[] =>
  readdirSync(packagePath(folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(packagePath(folder), name), 'utf8'));

const SHOPS = [SHOP_YAML, ...shipped('config/shops'), ...shipped('config/examples/shops')];
const SERVICES = [SERVICE_YAML, readFileSync(packagePath('config/service.yaml'), 'utf8')];

/** Edited as a text, or with other values in the places of good ones. */
function odd(texts: readonly string[]): fc.Arbitrary<string> {
  const text = fc.constantFrom(...texts);
  const value = changed(text.map((one): unknown => yamlOf(one)));
  const written = value.map((one) => stringify(one, { aliasDuplicateObjects: false }));
  return asBytes(fc.oneof({ weight: 3, arbitrary: edited(text) }, { weight: 3, arbitrary: written }));
}
const good = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...texts.map((text) => Buffer.from(text, 'utf8').toString('latin1')));

const files: fc.Arbitrary<Files> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ service: good([SERVICE_YAML]), shop: odd(SHOPS) }) },
  { weight: 1, arbitrary: fc.record({ service: odd(SERVICES), shop: good([SHOP_YAML]) }) },
);

export async function openConfigTarget(place: Place): Promise<OpenedTarget> {
  const desk = await openDesk(place);
  await desk.reloader.reload();
  return opened({
    inputs: files,
    check: ({ service, shop }) => {
      desk.write('service.yaml', bytesOf(service));
      desk.write(SHOP_FILE, bytesOf(shop));
      return checkFiles(desk);
    },
    close: async () => {},
  });
}

async function checkFiles(desk: Desk): Promise<string | null> {
  const before = { config: desk.service.config, revisions: await revisionsOf(desk) };
  const read = readConfig(desk.dir);
  const result = await desk.reloader.reload();
  if (read.faults.length === 0) return accepted(desk, read, result);
  if (result !== 'broken') return `${read.faults.length} faults, and the reload says ${result}`;
  return firstOf([...read.faults.map(faultOf), unchangedAfter(desk, before.config), await sameRevisions(desk, before)]);
}

function faultOf(fault: Fault): string | null {
  const { file, line, found, allowed } = fault;
  if (file === undefined) return `a fault without a file: ${fault.message}`;
  // A whole file that cannot be read, or a key that is missing in it, has no line.
  if (line !== undefined && !(Number.isSafeInteger(line) && line > 0)) return `a fault in line ${line}`;
  return firstOf([unclearLine(found), unclearLine(allowed), unclearLine(formatFault(fault))]);
}

function unchangedAfter({ service }: Desk, before: Desk['service']['config']): string | null {
  const id = 'sample-tea';
  return service.config.shops.get(id) === before.shops.get(id) && service.config.shops.size === before.shops.size
    ? null
    : 'a refused edit changed what is in force';
}

async function revisionsOf({ db }: Desk): Promise<string> {
  const rows = await db.selectFrom('config_revision').select('number').where('shop', '=', 'sample-tea').execute();
  return JSON.stringify(rows.map(({ number }) => number).sort());
}

async function sameRevisions(desk: Desk, before: { readonly revisions: string }): Promise<string | null> {
  return (await revisionsOf(desk)) === before.revisions ? null : 'a refused edit left a revision';
}

/** Taken in, it works: warnings and deadlines come out of it, in words where there are words. */
function accepted({ service }: Desk, read: PartialConfig, result: string): string | null {
  if (result !== 'in-force') return `no fault, and the reload says ${result}`;
  const warnings = lintConfig(read, { now: at('2026-11-26T10:00:00+09:00') });
  const words = warnings.flatMap(({ what, why, todo }) => [what, why, todo].flatMap(({ ja, en }) => [ja, en]));
  for (const shop of service.config.shops.values()) {
    const kind = { channel: 'chat', type: null, category: null };
    for (const startedAt of [at('2026-11-26T10:00:00+09:00'), at('2026-12-28T16:00:00+09:00')]) {
      const deadlines = service.counting.deadlines(shop, kind, { startedAt, isFirst: true });
      const instants = deadlines === null ? [] : Object.values(deadlines.at);
      if (!instants.every(Number.isSafeInteger)) return `deadlines that are no instants: ${instants}`;
    }
  }
  return firstOf(words.map(unclear));
}
