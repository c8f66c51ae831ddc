// Programs that tests start as processes of their own. They are bundled once a run: a process that loads the sources one by
// one needs seconds of a processor before it says a word.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { packagePath } from '../../../src/package.ts';
import { processExists } from '../../../src/store/embedded/postmaster.ts';

const PROGRAMS = [
  'test/behaviours/worker-process.ts',
  'test/queue/lost-worker.ts',
  'test/simulate/run.ts',
  'test/stories/service-process.ts',
  'test/support/embedded-process.ts',
] as const;
export type Program = (typeof PROGRAMS)[number] | 'src/main.ts';

/** Below the package, so that what is bundled finds the packages. */
const BUILDS = packagePath('node_modules/.cache/inquiry-sla-test');

/** Builds them for this run; where they are. What killed runs left is removed. */
export function buildPrograms(): string {
  for (const name of existsSync(BUILDS) ? readdirSync(BUILDS) : []) {
    if (!processExists(Number(name))) rmSync(join(BUILDS, name), { recursive: true, force: true });
  }
  const folder = join(BUILDS, `${process.pid}`);
  const argv = [packagePath('src/build.mjs'), '--to', folder, ...PROGRAMS];
  execFileSync(process.execPath, argv, { cwd: packagePath('') });
  return folder;
}

/** The file to hand to `node`. */
export function builtProgram(program: Program): string {
  return join(inject('programs'), program.replace(/^src\//, '').replace(/\.ts$/, '.js'));
}
