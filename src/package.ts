// Where this package stands and which release it is, from src/ as from the bundles of dist/.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A loader runs the sources; else what runs is the build. */
export const IS_BUILT = !import.meta.url.endsWith('.ts');

const ROOT = rootAbove(dirname(fileURLToPath(import.meta.url)));

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder));
}

/** A file or folder of the package, by its path from the top. */
export function packagePath(path: string): string {
  return join(ROOT, path);
}

/** A file of the code that is not imported, by its path in src/; its ending is that of what runs. */
export function codePath(path: string): string {
  return packagePath(IS_BUILT ? join('dist', path.replace(/\.ts$/, '.js')) : join('src', path));
}

export const VERSION: string = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')).version;
