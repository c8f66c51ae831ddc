// The embedded database's files: <dataDir>/cluster/{data,password}, made once by initdb.
// No lock is needed when several processes start at once: a cluster is made aside and appears in one rename or link.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { giveTo, mayEnter, serverIdentity } from './account.ts';
import { EmbeddedPostgresError } from './error.ts';
import { makeFolder, newHome, refuseDanglingLink, restrictFolder, rootsHome, settle } from './home.ts';
import { processExists } from './postmaster.ts';
import { findPrograms, invocation, type Programs } from './programs.ts';

export const DATABASE_USER = 'inquiry_sla';
const MAJOR_VERSION = '18';

export interface Cluster {
  /** PostgreSQL's data directory, without links in its path. */
  readonly pgdata: string;
  readonly password: string;
  readonly programs: Programs;
}

/**
 * The cluster under `dataDir`, made if it is not there yet. Several processes may call this at once: one wins.
 * @param sync whether a new cluster is flushed to the disk
 */
export async function openCluster(dataDir: string, sync: boolean): Promise<Cluster> {
  const link = join(dataDir, 'cluster');
  makeFolder(dataDir);
  const identity = serverIdentity(link);
  const { account } = identity;
  restrictFolder(dataDir, account);
  const programs = findPrograms(identity, account === null ? () => dataDir : rootsHome);
  removeAborted(dataDir);
  refuseDanglingLink(dataDir);
  if (!existsSync(link)) await createCluster(dataDir, programs, sync);
  checkOwner(realpathSync(link));
  settle(dataDir, account);
  const home = realpathSync(link);
  checkVersion(home);
  return {
    pgdata: join(home, 'data'),
    password: readFileSync(join(home, 'password'), 'utf8').trim(),
    programs,
  };
}

async function createCluster(dataDir: string, programs: Programs, sync: boolean): Promise<void> {
  const { account } = programs.identity;
  const reachable = mayEnter(dataDir, account);
  const fresh = reachable ? join(dataDir, newName()) : newHome(dataDir);
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(join(fresh, 'password'), `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  giveTo(fresh, account);
  try {
    await initialise(fresh, programs, sync);
    publish(fresh, join(dataDir, 'cluster'), reachable);
  } catch (error) {
    rmSync(reachable ? fresh : dirname(fresh), { recursive: true, force: true });
    throw error;
  }
}

async function initialise(home: string, programs: Programs, sync: boolean): Promise<void> {
  const flags = [
    `--pgdata=${join(home, 'data')}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${join(home, 'password')}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-instructions',
    // PostgreSQL's own C.UTF-8: the order of texts and indexes never depends on the machine's C library.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  try {
    const run = invocation(programs, 'initdb', sync ? flags : [...flags, '--no-sync']);
    await promisify(execFile)(run.file, run.args, run.options);
  } catch (error) {
    const said = ((error as { stderr?: string }).stderr || (error as Error).message).trim();
    throw new EmbeddedPostgresError(`The embedded PostgreSQL could not make its files in ${home}: ${said}`, {
      cause: error,
    });
  }
}

/** The step after which the cluster exists. A process that comes second drops its own and uses the first one's. */
function publish(fresh: string, link: string, inPlace: boolean): void {
  try {
    if (inPlace) renameSync(fresh, link);
    else symlinkSync(fresh, link);
  } catch (error) {
    if (!existsSync(link)) throw error;
    rmSync(inPlace ? fresh : dirname(fresh), { recursive: true, force: true });
  }
}

function checkOwner(home: string): void {
  const owner = statSync(home).uid;
  const us = process.getuid?.();
  if (us === 0 || owner === us) return;
  throw new EmbeddedPostgresError(
    `${home} belongs to the user id ${owner}, this process runs as ${us}: run it as that user`,
  );
}

function checkVersion(home: string): void {
  const version = readFileSync(join(home, 'data/PG_VERSION'), 'utf8').trim();
  if (version === MAJOR_VERSION) return;
  throw new EmbeddedPostgresError(
    `${home} was made by PostgreSQL ${version}, this release carries ${MAJOR_VERSION}: dump it with the old release, then load it here`,
  );
}

function newName(): string {
  return `cluster.new-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** What an initdb left behind whose process was killed. */
function removeAborted(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const pid = Number(/^cluster\.new-(\d+)-/.exec(name)?.[1] ?? process.pid);
    if (!processExists(pid)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
