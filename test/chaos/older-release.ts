// The release before this one, built from its tag beside the sources, with the packages of today.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagePath } from '../../src/package.ts';

export interface OlderRelease {
  /** Its built src/main.ts. */
  readonly main: string;
  remove(): void;
}

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: packagePath(''), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** The tag of the last release before what is checked out, or why there is none. */
export function lastTag(): { readonly tag: string } | { readonly why: string } {
  try {
    if (git('rev-parse', '--is-shallow-repository') === 'true')
      return { why: 'this clone is shallow; git fetch --unshallow --tags brings the releases' };
    const here = git('rev-parse', 'HEAD');
    const tags = git('tag', '--list', 'v*', '--merged', 'HEAD', '--sort=-creatordate').split('\n').filter(Boolean);
    const tag = tags.find((one) => git('rev-list', '-n', '1', one) !== here);
    return tag === undefined ? { why: 'there is no tag v… before this commit' } : { tag };
  } catch (error) {
    return { why: `git says: ${(error as Error).message.split('\n')[0]}` };
  }
}

/** Builds what a tag, or any other name of a commit, leads to. */
export function buildRelease(ref: string): OlderRelease {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-older-'));
  const tree = join(folder, 'tree');
  git('worktree', 'add', '--detach', tree, ref);
  symlinkSync(packagePath('node_modules'), join(tree, 'node_modules'));
  execFileSync(process.execPath, ['src/build.mjs'], { cwd: tree, stdio: ['ignore', 'ignore', 'inherit'] });
  return {
    main: join(tree, 'dist', 'main.js'),
    remove: () => {
      git('worktree', 'remove', '--force', tree);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
