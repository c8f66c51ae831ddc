// config: one shop file over the defaults of service.yaml → ShopConfig, every fault with its place.
// A fault of a shop may stand in the defaults of service.yaml; it is reported there.

import { readShop, SHARED_KEYS, type ShopConfig } from './input/shop-settings.ts';
import { type Fault, movedFault, type Path } from './values/faults.ts';
import { place } from './values/readers.ts';
import type { YamlFile } from './values/yaml-file.ts';

export interface ShopFile {
  /** null when anything in it was refused. */
  readonly shop: ShopConfig | null;
  readonly faults: readonly Fault[];
  /** Adds file, line and column: where the path is written, in the shop file or in the defaults. */
  readonly locate: (fault: Fault) => Fault;
}

/** Reads a shop from its file, already parsed, and from the defaults for all shops. */
export function readShopFile(id: string, file: YamlFile, serviceFile: YamlFile): ShopFile {
  const locate = (f: Fault) => locateIn(f, file, serviceFile);
  if (file.value === undefined) return { shop: null, faults: file.faults, locate };
  const at = place();
  const shop = readShop(id, mergedWithDefaults(serviceFile.value, file.value), at);
  const faults = [...file.faults, ...at.faults.map(locate)];
  return { shop: faults.length === 0 ? shop : null, faults, locate };
}

/** What the defaults for all shops say at a path of a shop file; undefined when they say nothing there. */
export function defaultAt(serviceFile: YamlFile, path: Path): unknown {
  const given = serviceFile.value;
  let value: unknown = isMap(given) ? given.defaults : undefined;
  for (const part of path) value = isMap(value) ? value[part] : undefined;
  return value;
}

function locateIn(f: Fault, file: YamlFile, serviceFile: YamlFile): Fault {
  const inDefaults = ['defaults', ...f.path];
  if (f.path.length === 0 || file.has(f.path) || !serviceFile.has(inDefaults)) return file.locate(f);
  return serviceFile.locate(movedFault(f, inDefaults));
}

function mergedWithDefaults(serviceValue: unknown, shop: unknown): unknown {
  const defaults = isMap(serviceValue) && isMap(serviceValue.defaults) ? serviceValue.defaults : {};
  const shared = Object.fromEntries(Object.entries(defaults).filter(([key]) => SHARED_KEYS.includes(key)));
  return merged(shared, shop);
}

/** Maps key by key, everything else replaced (lists too). */
function merged(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over;
  const kept = Object.entries(base).filter(([key]) => !Object.hasOwn(over, key));
  const given = Object.entries(over).map(([key, value]) => [
    key,
    Object.hasOwn(base, key) ? merged(base[key], value) : value,
  ]);
  return Object.fromEntries([...kept, ...given]);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
