// config: the folder of files → one checked Config, or every fault of every file.
// A fault in the defaults of service.yaml shows in many shops; it is reported there, once.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openFolderReader } from './folder-reader.ts';
import { type FolderStamps, isShopFile } from './folder-stamps.ts';
import { atOnce } from './in-stretches.ts';
import type { ServiceConfig } from './input/service-file.ts';
import type { ShopConfig } from './input/shop-settings.ts';
import { readingOf } from './reading.ts';
import { readShopFile, type ShopFile } from './shop-file.ts';
import type { Fault } from './values/faults.ts';
import { readYamlFile } from './values/yaml-file.ts';

export interface Config {
  readonly service: ServiceConfig;
  readonly shops: ReadonlyMap<string, ShopConfig>;
  /** The folder it was read from, which imported calendar files are relative to; left out when there is none. */
  readonly dir?: string;
  /**
   * Webhooks (by shop; '' is that of ops) whose address is not known until a broken file is good again: their messages
   * wait. Left out: none.
   */
  readonly resting?: ReadonlySet<string>;
}

/** What a start with broken files has: what could be read of the folder, for `loadLastGood` to complete. */
export interface BrokenConfig extends Omit<PartialConfig, 'locate'> {
  readonly dir: string;
}

/** What could be read, beside the faults of the rest. */
export interface PartialConfig {
  readonly service: ServiceConfig | null;
  readonly shops: ReadonlyMap<string, ShopConfig>;
  readonly faults: readonly Fault[];
  /** Adds to a fault of a good shop where its path is written: reads its file again. */
  readonly locate: (shop: string, fault: Fault) => Fault;
}

/** Reads `dir`/service.yaml and `dir`/shops/*.yaml; with any fault there is no config (RULES.md 6). Never throws. */
export function loadConfig(dir: string): { config: Config } | { faults: readonly Fault[] } {
  const { service, shops, faults } = readConfig(dir);
  return service && faults.length === 0 ? { config: { service, shops, dir } } : { faults };
}

/** The same, file by file: the good shops and all faults, ordered by file and line. Never throws. */
export function readConfig(dir: string): PartialConfig {
  const reader = openFolderReader(dir, listed(dir), null);
  for (const file of atOnce(reader.stale())) reader.put(file, readingOf(join(dir, 'shops', file.name), file.over));
  return { ...atOnce(reader.contents()), locate: locator(dir) };
}

/** The names alone: whoever reads each file once needs not know how it looks. */
function listed(dir: string): FolderStamps {
  let names: string[] = [];
  let trouble: string | null = null;
  try {
    names = readdirSync(join(dir, 'shops')).filter(isShopFile).sort();
  } catch (error) {
    trouble = (error as NodeJS.ErrnoException).code ?? 'an error';
  }
  return {
    names: () => names,
    trouble: () => trouble,
    stampOf: () => null,
    sizeOf: () => 0,
    version: () => 1,
    look: async () => {},
  };
}

/** Places are asked for of few shops, one after the other, and a parsed file takes much memory: one is kept. */
function locator(dir: string): PartialConfig['locate'] {
  let serviceFile: ReturnType<typeof readYamlFile> | null = null;
  let last: { readonly shop: string; readonly file: ShopFile } | null = null;
  return (shop, fault) => {
    serviceFile ??= readYamlFile(join(dir, 'service.yaml'));
    if (last?.shop !== shop)
      last = { shop, file: readShopFile(shop, readYamlFile(join(dir, 'shops', `${shop}.yaml`)), serviceFile) };
    return last.file.locate(fault);
  };
}
