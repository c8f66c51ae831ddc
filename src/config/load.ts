// config: the folder of files → one checked Config, or every fault of every file.
// Trap: a fault in the defaults of service.yaml shows in many shops; it is reported there, once.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readService, type ServiceConfig } from './input/service-file.ts';
import type { ShopConfig } from './input/shop-settings.ts';
import { readShopFile, type ShopFile } from './shop-file.ts';
import { type Fault, fault } from './values/faults.ts';
import { place } from './values/readers.ts';
import { readYamlFile, type YamlFile } from './values/yaml-file.ts';

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

/** What a start with broken files has: what could be read of the folder, for `takeLastGood` to complete. */
export interface BrokenConfig extends PartialConfig {
  readonly dir: string;
}

/** What could be read, beside the faults of the rest. */
export interface PartialConfig {
  readonly service: ServiceConfig | null;
  readonly shops: ReadonlyMap<string, ShopConfig>;
  readonly faults: readonly Fault[];
  /** Per good shop: adds to a fault where its path is written. */
  readonly places: ReadonlyMap<string, (fault: Fault) => Fault>;
}

const SHOP_FILE = /^([a-z0-9-]{1,64})\.yaml$/;

/** Reads `dir`/service.yaml and `dir`/shops/*.yaml; with any fault there is no config (RULES.md 6). Never throws. */
export function loadConfig(dir: string): { config: Config } | { faults: readonly Fault[] } {
  const { service, shops, faults } = readConfig(dir);
  return service && faults.length === 0 ? { config: { service, shops, dir } } : { faults };
}

/** The same, file by file: the good shops and all faults, ordered by file and line. Never throws. */
export function readConfig(dir: string): PartialConfig {
  const steps = configSteps(dir, new Map());
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Good shops as they were read, by file; `stamp` and `defaults` tell whether they would be read the same again. */
export type ShopMemo = Map<string, { readonly stamp: string; readonly defaults: string; readonly read: ShopFile }>;

/** Reading the folder in small steps, one file each, so that a service may do other work in between. Never throws. */
export function* configSteps(dir: string, memo: ShopMemo): Generator<void, PartialConfig> {
  const serviceFile = readYamlFile(join(dir, 'service.yaml'));
  const at = place();
  const service = serviceFile.value === undefined ? null : readService(serviceFile.value, at);
  const faults = [...serviceFile.faults, ...at.faults.map(serviceFile.locate)];
  const { names, faults: folderFaults } = shopFiles(join(dir, 'shops'));
  const shops = new Map<string, ShopConfig>();
  const places = new Map<string, (fault: Fault) => Fault>();
  const given = serviceFile.value as { readonly defaults?: unknown } | null | undefined;
  const defaults = JSON.stringify(given?.defaults) ?? '';
  for (const name of names) {
    const id = name.replace(/\.yaml$/, '');
    const read = readOnce(id, join(dir, 'shops', name), serviceFile, { memo, defaults });
    if (read.shop) {
      shops.set(id, read.shop);
      places.set(id, read.locate);
    }
    faults.push(...read.faults);
    yield;
  }
  return { service, shops, faults: inOrder([...faults, ...folderFaults]), places };
}

function readOnce(
  id: string,
  path: string,
  serviceFile: YamlFile,
  { memo, defaults }: { memo: ShopMemo; defaults: string },
): ShopFile {
  // Before reading: what is written meanwhile has another stamp and is read again.
  const stamp = stampOf(path);
  const known = memo.get(path);
  if (known !== undefined && stamp !== null && known.stamp === stamp && known.defaults === defaults) return known.read;
  const read = readShopFile(id, readYamlFile(path), serviceFile);
  if (read.shop !== null && stamp !== null) memo.set(path, { stamp, defaults, read });
  else memo.delete(path);
  return read;
}

function stampOf(path: string): string | null {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return null;
  }
}

function shopFiles(dir: string): { names: string[]; faults: Fault[] } {
  const refuse = (file: string, found: string, allowed: string): Fault => ({
    file,
    ...fault({ path: [], found, allowed }),
  });
  let entries: string[];
  try {
    entries = readdirSync(dir).filter((name) => /\.ya?ml$/i.test(name) && !name.startsWith('.'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = code === 'ENOENT' ? 'no such folder' : `a folder that cannot be read (${code ?? 'an error'})`;
    return { names: [], faults: [refuse(dir, found, 'a folder with one <shop>.yaml for each shop')] };
  }
  if (entries.length === 0) return { names: [], faults: [refuse(dir, 'no shop file', 'at least one <shop>.yaml')] };
  const odd = entries.filter((name) => !SHOP_FILE.test(name));
  return {
    names: entries.filter((name) => SHOP_FILE.test(name)).sort(),
    faults: odd.map((name) =>
      refuse(join(dir, name), 'this file name', '<shop>.yaml, the shop’s id from a-z 0-9 - (1 to 64)'),
    ),
  };
}

function inOrder(faults: readonly Fault[]): Fault[] {
  const seen = new Map(faults.map((f) => [`${f.file}\n${f.line}\n${f.message}`, f]));
  const place = (f: Fault): [string, number, number] => [f.file ?? '', f.line ?? 0, f.column ?? 0];
  return [...seen.values()].sort((a, b) => {
    const [x, y] = [place(a), place(b)];
    return x[0] < y[0] ? -1 : x[0] > y[0] ? 1 : x[1] - y[1] || x[2] - y[2];
  });
}
