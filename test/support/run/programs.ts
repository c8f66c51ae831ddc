// Programs that tests start as processes of their own. They are bundled once a run: a process that loads the sources one by
// one needs seconds of a processor before it says a word.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { packagePath } from '../../../src/package.ts';
import { processExists } from '../../../src/store/embedded/postmaster.ts';

const PROGRAMS = [
  'test/behaviours/worker-process.ts',
  'test/fuzz/targets/shell-process.ts',
  'test/queue/lost-worker.ts',
  'test/simulate/run.ts',
  'test/stories/service-process.ts',
  'test/support/embedded-process.ts',
] as const;
export type Program = (typeof PROGRAMS)[number] | 'src/main.ts';

/** Below the package, so that what is bundled finds the packages. */
const BUILDS = packagePath('node_modules/.cache/inquiry-sla-test');

/** Builds them for this run; where they are. What killed runs left is ended and removed. */
export function buildPrograms(): string {
  for (const name of existsSync(BUILDS) ? readdirSync(BUILDS) : []) {
    if (processExists(Number(name))) continue;
    endProgramsOf(join(BUILDS, name));
    rmSync(join(BUILDS, name), { recursive: true, force: true });
  }
  const folder = join(BUILDS, `${process.pid}`);
  const argv = [packagePath('src/build.mjs'), '--to', folder, ...PROGRAMS];
  execFileSync(process.execPath, argv, { cwd: packagePath('') });
  return folder;
}

/** Processes outlive a test run that is killed, and go on trying to reach its servers. */
export function endProgramsOf(folder: string): void {
  for (const { pid, args } of runningProcesses()) if (args.includes(`${folder}/`)) end(pid);
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A small Linux has no `ps`, and a Mac no /proc. */
function runningProcesses(): { readonly pid: number; readonly args: string }[] {
  if (!existsSync('/proc/self/cmdline')) {
    const listed = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 64 * 1_024 * 1_024 });
    return [...listed.matchAll(/^ *(\d+) (.*)$/gm)].map(([, pid, args]) => ({ pid: Number(pid), args: args! }));
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), args: commandLine(name) }));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch (error) {
    // It ended between the listing and the look.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

/** The file to hand to `node`. */
export function builtProgram(program: Program): string {
  return join(inject('programs'), program.replace(/^src\//, '').replace(/\.ts$/, '.js'));
}
