// Where the embedded database's files lie. As root the server runs as another account; if that cannot reach dataDir (a
// clone under /root), `<dataDir>/cluster` is a link to a folder under /var/lib/inquiry-sla.
// Traps: clones are moved (the link goes with them), copied (two links to one database), and lose their owners.

import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Account, giveTo, mayEnter } from './account.ts';
import { EmbeddedPostgresError } from './error.ts';
import { findPostmaster } from './postmaster.ts';

/** Where data and programs lie that only root could reach else. */
export function rootsHome(): string {
  const folder = '/var/lib/inquiry-sla';
  mkdirSync(folder, { recursive: true });
  // Whatever our umask is.
  chmodSync(folder, 0o755);
  return folder;
}

/** Makes `dataDir`. @throws EmbeddedPostgresError when it can be neither made nor entered, with the code (EACCES, EROFS, …) */
export function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.X_OK);
  } catch (error) {
    const { code = 'an error' } = error as NodeJS.ErrnoException;
    throw new EmbeddedPostgresError(`The folder ${dataDir} cannot be used (${code})`, { cause: error });
  }
}

/** The server's account may pass through `dataDir` to its cluster, nobody else can list it. */
export function restrictFolder(dataDir: string, account: Account | null): void {
  if (statSync(dataDir).uid === process.getuid?.()) chmodSync(dataDir, account === null ? 0o700 : 0o711);
}

/** A new folder that the server's account can reach, for the cluster of this `dataDir`; answers the cluster's path. */
export function newHome(dataDir: string): string {
  removeForgotten(rootsHome());
  const folder = mkdtempSync(join(rootsHome(), 'data-'));
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, 'belongs-to'), `${realpathSync(dataDir)}\n`);
  return join(folder, 'cluster');
}

/** Clusters of temporary folders that are gone: whoever deletes such a folder forgets what its link points to. */
function removeForgotten(home: string): void {
  for (const name of readdirSync(home)) {
    const note = join(home, name, 'belongs-to');
    if (!existsSync(note)) continue;
    const owner = readFileSync(note, 'utf8').trim();
    const forgotten = owner.startsWith(join(realpathSync(tmpdir()), '/')) && isGone(owner);
    if (!forgotten || findPostmaster(join(home, name, 'cluster/data')) !== null) continue;
    rmSync(join(home, name), { recursive: true, force: true });
  }
}

/** Not what only cannot be looked at (EACCES, a mount that is away). */
function isGone(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** Refuses a link whose target is gone: an empty database in its place would look like lost data. */
export function refuseDanglingLink(dataDir: string): void {
  const link = join(dataDir, 'cluster');
  if (existsSync(link) || lstatSync(link, { throwIfNoEntry: false }) === undefined) return;
  throw new EmbeddedPostgresError(
    `${link} points to the database in ${readlinkSync(link)}, which is gone; bring it back, or delete the link to begin with an empty database`,
  );
}

/** Puts an existing cluster right after its folder was moved or copied: reach and owner (root only), and whose it is. */
export function settle(dataDir: string, account: Account | null): void {
  const link = join(dataDir, 'cluster');
  if (lstatSync(link).isSymbolicLink()) refuseCopiedLink(dataDir, link);
  // Under a live server nothing may move.
  if (findPostmaster(join(realpathSync(link), 'data')) !== null) return;
  if (account !== null && !lstatSync(link).isSymbolicLink() && !mayEnter(dataDir, account)) {
    const home = newHome(dataDir);
    // Not a rename: it may be another file system, and until the link is there the old place stays whole.
    cpSync(link, home, { recursive: true });
    renameSync(link, `${link}.moved`);
    symlinkSync(home, link);
    rmSync(`${link}.moved`, { recursive: true });
  }
  const home = realpathSync(link);
  const folders = [home, join(home, 'data')];
  if (account !== null && folders.some((folder) => statSync(folder).uid !== account.uid)) giveTo(home, account);
  // PostgreSQL refuses to work on files that others may read.
  for (const folder of folders) chmodSync(folder, 0o700);
}

/** A copied clone carries the link to the original's database; working on that by accident would be a disaster. */
function refuseCopiedLink(dataDir: string, link: string): void {
  const target = readlinkSync(link);
  const note = join(dirname(target), 'belongs-to');
  const owner = existsSync(note) ? readFileSync(note, 'utf8').trim() : '';
  const own = realpathSync(dataDir);
  if (owner === own) return;
  const ownersLink = join(owner, 'cluster');
  if (owner !== '' && existsSync(ownersLink) && realpathSync(ownersLink) === realpathSync(target)) {
    throw new EmbeddedPostgresError(
      `${link} is a copied link to the database of ${owner}; delete the link to begin with an empty database`,
    );
  }
  writeFileSync(note, `${own}\n`);
}

/** Removes `dataDir` and the cluster, wherever it lies. No server may run on it. For throw-away databases. */
export function removeCluster(dataDir: string): void {
  const link = join(dataDir, 'cluster');
  if (existsSync(link) && lstatSync(link).isSymbolicLink())
    rmSync(dirname(realpathSync(link)), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}
