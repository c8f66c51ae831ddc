// The simulated world with a bug in it: bundled with the changed sources into a folder of its own.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { packagePath } from '../../../src/package.ts';
import type { Bug } from './bug.ts';

const BUILDS = packagePath('node_modules/.cache/inquiry-sla-planted');

/** The file to hand to `node`; the caller removes `folder`. */
export async function buildWith(bug: Bug): Promise<{ readonly program: string; readonly folder: string }> {
  const folder = join(BUILDS, `${process.pid}-${bug.name}`);
  rmSync(folder, { recursive: true, force: true });
  await build({
    entryPoints: { run: packagePath('test/simulate/run.ts'), package: packagePath('src/package.ts') },
    outdir: folder,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
    plugins: [planting(bug)],
  });
  return { program: join(folder, 'run.js'), folder };
}

/** The text of the file with the bug in it. @throws when what is to be changed does not stand there once */
export function changed(text: string, file: string, { name, changes }: Bug): string {
  let result = text;
  for (const { file: of, from, to } of changes) {
    if (of !== file) continue;
    if (result.split(from).length !== 2) throw new Error(`${name}: in ${file} this does not stand once: ${from}`);
    result = result.replace(from, () => to);
  }
  return result;
}

const planting = (bug: Bug): Plugin => ({
  name: 'planted',
  setup: ({ onLoad }) => {
    for (const file of new Set(bug.changes.map((change) => change.file))) {
      const path = packagePath(file);
      onLoad({ filter: new RegExp(`${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`) }, () => ({
        contents: changed(readFileSync(path, 'utf8'), file, bug),
        loader: 'ts',
      }));
    }
  },
});
