// As root, PostgreSQL must run as somebody else (it refuses uid 0): which account that is and what it may enter.
// Traps: a clone under /root (0700) is out of that account's reach, whatever the modes below it; and the "root" of a
// rootless container often cannot become anybody else.

import { spawnSync } from 'node:child_process';
import { lchownSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EmbeddedPostgresError } from './error.ts';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** How the server's programs are run. */
export interface Identity {
  /** Null: as ourselves. */
  readonly account: Account | null;
  /** What to put before a program. */
  readonly wrapper: readonly string[];
}

const UNPRIVILEGED = ['postgres', 'nobody', 'daemon'];
const AS_NOBODY_IN_A_USER_NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'];

/**
 * Whom the server runs as: ourselves, or as root the owner of the data or an existing unprivileged account.
 * @throws EmbeddedPostgresError when root cannot be anybody else
 */
export function serverIdentity(cluster: string): Identity {
  if (process.getuid?.() !== 0) return { account: null, wrapper: [] };
  const owner = statSync(cluster, { throwIfNoEntry: false });
  const owned = owner !== undefined && owner.uid !== 0;
  const account = owned ? { uid: owner.uid, gid: owner.gid } : unprivilegedAccount();
  // "/" cannot be executed; but EACCES says that the step before it, becoming that user, went well.
  const reason = spawnSync('/', [], account).error as NodeJS.ErrnoException;
  if (reason.code === 'EACCES') return { account, wrapper: [] };
  const [command, ...args] = AS_NOBODY_IN_A_USER_NAMESPACE;
  if (spawnSync(command!, [...args, 'true']).status === 0) {
    return { account: null, wrapper: AS_NOBODY_IN_A_USER_NAMESPACE };
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL cannot run as root, and this root cannot become another user (${reason.code})`,
  );
}

/** Whether the account may pass through every folder down to `path` (plain modes only; null means we are that user). */
export function mayEnter(path: string, account: Account | null): boolean {
  if (account === null) return true;
  for (let at = realpathSync(path); ; at = dirname(at)) {
    const { uid, gid, mode } = statSync(at);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Gives a folder and all in it to the account; does nothing when we are that user. */
export function giveTo(path: string, account: Account | null): void {
  if (account === null) return;
  lchownSync(path, account.uid, account.gid);
  if (!lstatSync(path).isDirectory()) return;
  for (const name of readdirSync(path)) giveTo(join(path, name), account);
}

function unprivilegedAccount(): Account {
  // Read as a file: `id` and `getent` are missing in small containers.
  const users = new Map(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .map(([name, , uid, gid]) => [name, { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }]),
  );
  const name = UNPRIVILEGED.find((candidate) => (users.get(candidate)?.uid ?? 0) !== 0);
  if (name === undefined) {
    throw new EmbeddedPostgresError(
      `PostgreSQL cannot run as root and /etc/passwd has no account to run it as (looked for ${UNPRIVILEGED.join(', ')})`,
    );
  }
  return users.get(name)!;
}
