// config: the folder of files while a service runs: whether anything was written since, and reading what was.

import { setImmediate as turn } from 'node:timers/promises';
import { openFolderReader } from './folder-reader.ts';
import { openFolderStamps } from './folder-stamps.ts';
import { type FolderWatch, isLocalFolder, watchFolder } from './folder-watch.ts';
import type { ServiceConfig } from './input/service-file.ts';
import type { ShopConfig } from './input/shop-settings.ts';
import type { Config } from './load.ts';
import type { Fault } from './values/faults.ts';

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
  /** Reads and checks all files as they looked at the last look; none twice that looks as it did. Gives way to other work. */
  load(): Promise<LoadedFolder>;
  /** Calls `onTouched` when something may have been written, where the file system tells; ends with `unwatch`. */
  watch(onTouched: () => void): void;
  unwatch(): void;
}

/** Longest stretch of reading without giving way. */
const STRETCH_MS = 8;
/** What the file system tells is a hint; a full look is the truth. */
const FULL_LOOK_MS = 60_000;
/** Where it tells nothing, looking may cost so much of the time. */
const LOOK_COSTS_AT_MOST = 0.05;

export function openConfigFolder(dir: string): ConfigFolder {
  let isLocal = isLocalFolder(dir);
  const stamps = openFolderStamps(dir, () => isLocal === true);
  const reader = openFolderReader(dir, stamps);
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

  async function load(): Promise<LoadedFolder> {
    if (stamps.version() === 0) await look('all');
    const steps = reader.steps();
    for (let since = performance.now(); ; ) {
      const step = steps.next();
      if (step.done) {
        const { service, shops, faults } = step.value;
        return service && faults.length === 0 ? { config: { service, shops, dir } } : { faults, service, shops, dir };
      }
      if (performance.now() - since < STRETCH_MS) continue;
      await turn();
      since = performance.now();
    }
  }

  return {
    dir,
    look,
    load,
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
