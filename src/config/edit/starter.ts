// config: the first files of an operator, made from the example of a mall: its comments and its rule stay, names, days and
// addresses are the operator's own.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';
import { codePath, IS_BUILT, packagePath } from '../../package.ts';

export interface Starter {
  /** The shop's id, which names its file. */
  readonly shop: string;
  readonly name: string;
  /** One of `MALLS`. */
  readonly mall: string;
  /** Null: as the mall's example has it. */
  readonly weeklyClosed: readonly string[] | null;
  /** Gets the owner alert and, as long as nobody else is named, what operators get. */
  readonly mail: string;
}

/** The build takes the examples with it. */
const EXAMPLES = IS_BUILT ? codePath('examples') : packagePath('config/examples');

/** Malls that there is an example for, by the names of their files; Rakuten first. */
export function knownMalls(): string[] {
  const names = readdirSync(join(EXAMPLES, 'shops')).map((file) => basename(file, '.yaml'));
  return ['rakuten', ...names.filter((name) => name !== 'rakuten').sort()];
}

/** The texts of `service.yaml` and of the shop's file. Values are not checked here: the files are read like any other. */
export function starterTexts({ shop, name, mall, weeklyClosed, mail }: Starter): Readonly<Record<string, string>> {
  const shopFile = example(`shops/${mall}.yaml`, [
    [['name'], name],
    [['owner'], [mail]],
    [STAFF, [mail]],
    ...(weeklyClosed === null ? [] : [[['calendar', 'weeklyClosed'], weeklyClosed] as const]),
  ]);
  return { 'service.yaml': example('service.yaml', [[['ops'], [mail]]]), [`shops/${shop}.yaml`]: shopFile };
}

const STAFF = ['contacts', 'staff', 'mail'];

function example(file: string, values: readonly (readonly [path: readonly string[], value: unknown])[]): string {
  const document = parseDocument(readFileSync(join(EXAMPLES, file), 'utf8'));
  // A mall without notices names nobody to warn.
  const fitting = values.filter(([path]) => path !== STAFF || document.hasIn(STAFF));
  for (const [path, value] of fitting) document.setIn(path, document.createNode(value, { flow: true }));
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
