// Where this package stands and which release it is, from src/ as from the bundles of dist/.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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
