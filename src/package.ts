// Where this package stands and which release it is, from src/ as from the bundles of dist/; and its files as threads.

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** A loader runs the sources; else what runs is the build. */
export const IS_BUILT = !import.meta.url.endsWith('.ts');

const HERE = dirname(fileURLToPath(import.meta.url));
/** The build puts what its files share, and so this module, into a folder chunks/. */
const CODE = IS_BUILT ? dirname(HERE) : HERE;
const ROOT = rootAbove(CODE);

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder));
}

/** A file or folder of the package, by its path from the top. */
export function packagePath(path: string): string {
  return join(ROOT, path);
}

/** A file of the code that is not imported, by its path in src/; its ending is that of what runs. */
export function codePath(path: string): string {
  return join(CODE, IS_BUILT ? path.replace(/\.ts$/, '.js') : path);
}

export const VERSION: string = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')).version;

/** Another one for each build; null from the sources, which change while they run. Names in chunks/ hold what is in them. */
export const BUILD: string | null = IS_BUILT
  ? createHash('sha256')
      .update([process.version, ...readdirSync(HERE).sort()].join('\n'))
      .digest('hex')
  : null;

/**
 * Starts a file of the code, by its path in src/, as a thread. Built, it is a file by itself. The sources need a loader,
 * which a thread does not take over on Node 20.
 */
export function startThread(path: string, options: WorkerOptions): Worker {
  const file = codePath(path);
  if (IS_BUILT) return new Worker(file, options);
  // What `require` finds does not register itself from an ES module.
  const api = createRequire(import.meta.url)
    .resolve('tsx/esm/api')
    .replace(/\.cjs$/, '.mjs');
  const [loader, code] = [api, file].map((one) => JSON.stringify(pathToFileURL(one).href));
  return new Worker(`import(${loader}).then(({ register }) => (register(), import(${code})));`, {
    ...options,
    eval: true,
  });
}
