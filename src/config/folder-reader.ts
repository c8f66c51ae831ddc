// config: reading the files of the folder, each once until it looks otherwise. What is kept of a file is the checked shop or
// its faults, never its YAML, which takes ten times as much memory.

import { join } from 'node:path';
import { inOrder, refusedName, shopsTrouble } from './folder-faults.ts';
import { type FolderStamps, SERVICE_FILE } from './folder-stamps.ts';
import { readService, type ServiceConfig } from './input/service-file.ts';
import type { ShopConfig } from './input/shop-settings.ts';
import { readShopFile } from './shop-file.ts';
import type { Fault } from './values/faults.ts';
import { place } from './values/readers.ts';
import { readYamlFile, type YamlFile } from './values/yaml-file.ts';

/** The good part of the folder, and what is wrong with the rest. */
export interface FolderContents {
  readonly service: ServiceConfig | null;
  readonly shops: ReadonlyMap<string, ShopConfig>;
  readonly faults: readonly Fault[];
}

interface KeptFile {
  readonly stamp: string | null | undefined;
  /** Which service.yaml it was read over. */
  readonly over: number;
  readonly shop: ShopConfig | null;
  readonly faults: readonly Fault[];
}

interface KeptService {
  readonly stamp: string | null | undefined;
  readonly file: YamlFile;
  readonly service: ServiceConfig | null;
  readonly faults: readonly Fault[];
  readonly defaults: string;
}

export interface FolderReader {
  /** Reads what looks otherwise than when it was read; a step is a file. */
  steps(): Generator<void, FolderContents>;
  /** The names of the files that were read since the last time: takes them. */
  drainRead(): ReadonlySet<string>;
}

/** Reading in small steps, one file each, so that a service may do other work in between. Never throws. */
export function openFolderReader(dir: string, stamps: FolderStamps): FolderReader {
  const files = new Map<string, KeptFile>();
  let fresh = new Set<string>();
  let kept: KeptService | null = null;
  /** Counts the defaults for all shops: a shop is read again over others. */
  let over = 0;

  function serviceNow(): KeptService {
    const stamp = stamps.stampOf(SERVICE_FILE);
    if (kept !== null && kept.stamp === stamp) return kept;
    fresh.add(SERVICE_FILE);
    const file = readYamlFile(join(dir, 'service.yaml'));
    const at = place();
    const service = file.value === undefined ? null : readService(file.value, at);
    const faults = [...file.faults, ...at.faults.map(file.locate)];
    const given = file.value as { readonly defaults?: unknown } | null | undefined;
    const defaults = JSON.stringify(given?.defaults) ?? '';
    if (defaults !== kept?.defaults) over++;
    kept = { stamp, file, service, faults, defaults };
    return kept;
  }

  function read(name: string, stamp: KeptFile['stamp'], serviceFile: YamlFile): KeptFile {
    const refused = refusedName(join(dir, 'shops', name));
    if (refused !== null) return { stamp, over, shop: null, faults: [refused] };
    const { shop, faults } = readShopFile(idOf(name), readYamlFile(join(dir, 'shops', name)), serviceFile);
    return { stamp, over, shop: shop && compact(shop), faults };
  }

  function* steps(): Generator<void, FolderContents> {
    const { service, faults, file } = serviceNow();
    const names = stamps.names();
    const shops = new Map<string, ShopConfig>();
    const found = [...faults, ...shopsTrouble(join(dir, 'shops'), stamps.trouble(), names.length)];
    for (const name of names) {
      const stamp = stamps.stampOf(name);
      let one = files.get(name);
      if (one === undefined || one.stamp !== stamp || one.over !== over) {
        one = read(name, stamp, file);
        files.set(name, one);
        fresh.add(name);
      }
      if (one.shop !== null) shops.set(one.shop.id, one.shop);
      if (one.faults.length > 0) found.push(...one.faults);
      yield;
    }
    if (files.size > names.length)
      for (const name of files.keys()) if (stamps.stampOf(name) === undefined) files.delete(name);
    return { service, shops, faults: inOrder(found) };
  }

  return {
    steps,
    drainRead: () => {
      const taken = fresh;
      fresh = new Set();
      return taken;
    },
  };
}

const idOf = (name: string): string => name.replace(/\.yaml$/, '');

/** The same without the text of its file, of which the parser's texts are parts. */
const compact = (shop: ShopConfig): ShopConfig => JSON.parse(JSON.stringify(shop)) as ShopConfig;
