// config: the files of the folder as they were read, each once until it looks otherwise, or the defaults for all shops do.

import { join } from 'node:path';
import { inOrder, shopsTrouble } from './folder-faults.ts';
import { type FolderStamps, SERVICE_FILE } from './folder-stamps.ts';
import { readService, type ServiceConfig } from './input/service-file.ts';
import type { ShopConfig } from './input/shop-settings.ts';
import { type Over, overOf, type Reading } from './reading.ts';
import type { Fault } from './values/faults.ts';
import { place } from './values/readers.ts';
import { readText, type YamlText } from './values/yaml-file.ts';

/** The good part of the folder, and what is wrong with the rest. */
export interface FolderContents {
  readonly service: ServiceConfig | null;
  readonly shops: ReadonlyMap<string, ShopConfig>;
  readonly faults: readonly Fault[];
}

type Stamp = ReturnType<FolderStamps['stampOf']>;

interface KeptFile extends Pick<Reading, 'shop' | 'faults'> {
  readonly stamp: Stamp;
  readonly defaults: string;
}

interface KeptService {
  readonly stamp: Stamp;
  readonly text: YamlText;
  readonly over: Over;
  readonly service: ServiceConfig | null;
  readonly faults: readonly Fault[];
}

/** A shop file to be read, as it looked when that was found. */
export interface StaleFile {
  readonly name: string;
  readonly stamp: Stamp;
  readonly over: Over;
}

export interface FolderReader {
  /** The text of service.yaml, and what shop files are read over. Reads it where it looks otherwise. */
  service(): Pick<KeptService, 'text' | 'over'>;
  /** The shop files that look otherwise than when they were read, by name in order; a step is a file. */
  stale(): Generator<void, StaleFile[]>;
  /** Keeps what a file says. */
  put(file: StaleFile, reading: Reading): void;
  /** What the files say together, those that were put; a step is a file. */
  contents(): Generator<void, FolderContents>;
  /** The names of the files that were read since the last time: takes them. */
  drainRead(): ReadonlySet<string>;
  /** What good files said that were read since the last time, with the key of each: takes them. */
  drainKeys(): ReadonlyMap<ShopConfig, string>;
}

/** Nothing read yet. Never throws. */
export function openFolderReader(dir: string, stamps: FolderStamps, build: string | null): FolderReader {
  const files = new Map<string, KeptFile>();
  let fresh = new Set<string>();
  let keys = new Map<ShopConfig, string>();
  let kept: KeptService | null = null;

  function serviceNow(): KeptService {
    const stamp = stamps.stampOf(SERVICE_FILE);
    if (kept !== null && kept.stamp === stamp) return kept;
    fresh.add(SERVICE_FILE);
    const path = join(dir, 'service.yaml');
    const text = readText(path);
    const read = overOf(path, text, build);
    const at = place();
    const given = read.file.value === undefined ? null : readService(read.file.value, at);
    const faults = [...read.file.faults, ...at.faults.map(read.file.locate)];
    // A key written twice leaves a value, and is a fault all the same: nothing of the file comes in force.
    const service = faults.length === 0 ? given : null;
    kept = { stamp, text, over: read, service, faults };
    return kept;
  }

  function* stale(): Generator<void, StaleFile[]> {
    const { over } = serviceNow();
    const found: StaleFile[] = [];
    for (const name of stamps.names()) {
      const [stamp, one] = [stamps.stampOf(name), files.get(name)];
      const isRead = one !== undefined && one.stamp === stamp && one.defaults === over.defaults;
      if (!isRead) found.push({ name, stamp, over });
      yield;
    }
    return found;
  }

  function* contents(): Generator<void, FolderContents> {
    const { service, faults } = serviceNow();
    const names = stamps.names();
    const shops = new Map<string, ShopConfig>();
    const found = [...faults, ...shopsTrouble(join(dir, 'shops'), stamps.trouble(), names.length)];
    for (const name of names) {
      const one = files.get(name);
      // Found by a look just now: who looks again sees that something was written.
      if (one === undefined) continue;
      if (one.shop !== null) shops.set(one.shop.id, one.shop);
      if (one.faults.length > 0) found.push(...one.faults);
      yield;
    }
    if (files.size > names.length)
      for (const name of files.keys()) if (stamps.stampOf(name) === undefined) files.delete(name);
    return { service, shops, faults: inOrder(found) };
  }

  return {
    service: serviceNow,
    stale,
    put: ({ name, stamp, over }, { shop, faults, key }) => {
      files.set(name, { shop, faults, stamp, defaults: over.defaults });
      if (shop !== null && key !== null) keys.set(shop, key);
      fresh.add(name);
    },
    contents,
    drainRead: () => {
      const taken = fresh;
      fresh = new Set();
      return taken;
    },
    drainKeys: () => {
      const taken = keys;
      keys = new Map();
      return taken;
    },
  };
}
