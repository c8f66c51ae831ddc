// config: the folder of files while a service runs: whether anything was written since, and reading what was.

import { join } from 'node:path';
import { BUILD } from '../package.ts';
import { refusedName } from './folder-faults.ts';
import { openFolderReader, type StaleFile } from './folder-reader.ts';
import { openFolderStamps } from './folder-stamps.ts';
import { type FolderWatch, isLocalFolder, watchFolder } from './folder-watch.ts';
import { inStretches } from './in-stretches.ts';
import type { ServiceConfig } from './input/service-file.ts';
import type { ShopConfig } from './input/shop-settings.ts';
import type { Config } from './load.ts';
import { idOf, keyOf, readingOf } from './reading.ts';
import { readInThreads } from './reading-threads.ts';
import type { Fault } from './values/faults.ts';
import { readText } from './values/yaml-file.ts';

/** All files good; or what is wrong, beside what is good all the same. */
export type LoadedFolder =
  | { readonly config: Config }
  | {
      readonly faults: readonly Fault[];
      readonly service: ServiceConfig | null;
      readonly shops: ReadonlyMap<string, ShopConfig>;
      readonly dir: string;
    };

export interface ConfigFolder {
  readonly dir: string;
  /**
   * How the folder looks; two equal looks: nothing was written in between. While it is watched only what was touched is
   * looked at, and all of it once a minute or when asked to; `shop` is looked at too, whatever is told of it. Never rejects.
   */
  look(what?: 'touched' | 'all' | { readonly shop: string }): Promise<string>;
  /**
   * Reads and checks all files as they looked at the last look; none twice that looks as it did. Gives way to other work.
   * `known` may spare parsing a text: it is asked by the texts' keys.
   */
  load(known?: KnownReadings | null): Promise<LoadedFolder>;
  /** What good files said that were read since the last time, with the key of each text: takes them. */
  drainKeys(): ReadonlyMap<ShopConfig, string>;
  /** Calls `onTouched` when something may have been written, where the file system tells; ends with `unwatch`. */
  watch(onTouched: () => void): void;
  unwatch(): void;
}

/** What texts are known to say: for keys by shop, the shops that are known. */
export type KnownReadings = (keys: ReadonlyMap<string, string>) => Promise<ReadonlyMap<string, ShopConfig>>;

/** More files than this, or a file of more bytes, are read in threads: here they would take too long. */
const MANY = 1_000;
const LARGE = 16_384;
/** Texts whose keys are asked for at once. */
const KNOWN_PAGE = 1_000;
/** What the file system tells is a hint; a full look is the truth. */
const FULL_LOOK_MS = 60_000;
/** Where it tells nothing, looking may cost so much of the time. */
const LOOK_COSTS_AT_MOST = 0.05;

/** `build` names the code that reads; null: no text has a key. */
export function openConfigFolder(dir: string, build: string | null = BUILD): ConfigFolder {
  let isLocal = isLocalFolder(dir);
  const stamps = openFolderStamps(dir, () => isLocal === true);
  const reader = openFolderReader(dir, stamps, build);
  let watching: FolderWatch | null = null;
  let [fullAt, fullTook, isWatched] = [Number.NEGATIVE_INFINITY, 0, false];

  async function lookAtAll(): Promise<void> {
    isLocal ??= isLocalFolder(dir);
    // Before looking: what is written meanwhile is told of.
    isWatched = isLocal === true && (watching?.renew() ?? false);
    watching?.take();
    reader.drainRead();
    const began = performance.now();
    await stamps.look();
    fullAt = performance.now();
    fullTook = fullAt - began;
  }

  /** Where nothing is told every look is a full one, as often as is cheap. */
  function isFullLookDue(): boolean {
    if (watching === null) return true;
    return performance.now() - fullAt >= (isWatched ? FULL_LOOK_MS : fullTook / LOOK_COSTS_AT_MOST);
  }

  const look: ConfigFolder['look'] = async (what = 'touched') => {
    if (what === 'all' || isFullLookDue()) {
      await lookAtAll();
    } else {
      const touched = watching?.take() ?? 'all';
      if (touched === 'all') await lookAtAll();
      // What was read just now may have been written while it was; its event may still be under way.
      else
        await stamps.look(
          new Set([...touched, ...reader.drainRead(), ...(typeof what === 'string' ? [] : [`${what.shop}.yaml`])]),
        );
    }
    return String(stamps.version());
  };

  async function load(known: KnownReadings | null = null): Promise<LoadedFolder> {
    if (stamps.version() === 0) await look('all');
    const stale = await inStretches(reader.stale());
    await read(known === null || build === null ? stale : await unknownOf(stale, known));
    const { service, shops, faults } = await inStretches(reader.contents());
    return service && faults.length === 0 ? { config: { service, shops, dir } } : { faults, service, shops, dir };
  }

  /** Keeps what is known of the files' texts; returns the others. */
  async function unknownOf(files: readonly StaleFile[], known: KnownReadings): Promise<StaleFile[]> {
    const unknown: StaleFile[] = [];
    for (let at = 0; at < files.length; at += KNOWN_PAGE) {
      const page = files.slice(at, at + KNOWN_PAGE);
      const keys = new Map(page.flatMap((file) => keyed(file) ?? []));
      const found = await known(keys);
      for (const file of page) {
        const shop = found.get(idOf(file.name));
        if (shop === undefined) unknown.push(file);
        else reader.put(file, { shop, faults: [], key: null });
      }
    }
    return unknown;
  }

  function keyed({ name, over }: StaleFile): [[shop: string, key: string]] | null {
    const path = pathOf(name);
    const text = refusedName(path) === null ? readText(path) : null;
    const key = text !== null && 'text' in text ? keyOf(text.text, over) : null;
    return key === null ? null : [[idOf(name), key]];
  }

  async function read(files: readonly StaleFile[]): Promise<void> {
    const isMuch = files.length > MANY || files.some(({ name }) => stamps.sizeOf(name) > LARGE);
    if (isMuch) await readInThreads({ dir, service: reader.service().text, build }, files, reader.put);
    else await inStretches(readHere(files));
  }

  function* readHere(files: readonly StaleFile[]): Generator<void, void> {
    for (const file of files) {
      reader.put(file, readingOf(pathOf(file.name), file.over));
      yield;
    }
  }

  const pathOf = (name: string): string => join(dir, 'shops', name);

  return {
    dir,
    look,
    load,
    drainKeys: reader.drainKeys,
    watch: (onTouched) => {
      watching ??= watchFolder(dir, onTouched);
      isWatched = isLocal === true && watching.renew();
    },
    unwatch: () => {
      watching?.close();
      watching = null;
    },
  };
}
