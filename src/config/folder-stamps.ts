// config: how the files of the folder look: names, inodes, sizes and times. It sees renames, symlink swaps and edits in place
// alike. Trap: a mount that does not answer stops whoever asks it in his own thread, so only what lies on this machine is
// asked there, which is five times cheaper.

import { type BigIntStats, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { placeIn } from '../core/sorted.ts';
import { inStretches } from './in-stretches.ts';

/** service.yaml among the names of shop files. */
export const SERVICE_FILE = '';

export interface FolderStamps {
  /** Looks at all files, or at those that are named. Never rejects. */
  look(names?: Iterable<string>): Promise<void>;
  /** Another number whenever a look found something else than the look before. */
  version(): number;
  /** How a file looks; null where it cannot be asked. Undefined for none of this name. */
  stampOf(name: string): string | null | undefined;
  /** Bytes of a file at that time; 0 where it could not be asked. */
  sizeOf(name: string): number;
  /** The names of shop files, sorted, whether they are good names or not. */
  names(): readonly string[];
  /** Why the folder of shop files cannot be listed, such as ENOENT; null when it can. */
  trouble(): string | null;
}

/** Asked at once where each answer may come over a network. */
const AT_ONCE = 64;

export const isShopFile = (name: string): boolean => /\.ya?ml$/i.test(name) && !name.startsWith('.');

/** `isLocal`: the files lie on this machine. */
export function openFolderStamps(dir: string, isLocal: () => boolean): FolderStamps {
  const stamps = new Map<string, string | null>();
  let [version, trouble, sorted] = [0, null as string | null, [] as readonly string[]];

  const pathOf = (name: string): string =>
    name === SERVICE_FILE ? join(dir, 'service.yaml') : join(dir, 'shops', name);

  function note(name: string, stamp: string | null): void {
    if (stamps.get(name) === stamp) return;
    stamps.set(name, stamp);
    version++;
  }

  async function ask(names: Iterable<string>): Promise<void> {
    if (isLocal()) return inStretches(askHere(names));
    const left = [...names];
    for (let at = 0; at < left.length; at += AT_ONCE)
      await Promise.all(
        left
          .slice(at, at + AT_ONCE)
          .map(async (name) => note(name, await stat(pathOf(name), BIG).then(stampOf, refused))),
      );
  }

  function* askHere(names: Iterable<string>): Generator<void, void> {
    for (const name of names) {
      note(name, stampHere(pathOf(name)));
      yield;
    }
  }

  /** Makes the names what the folder lists. */
  function syncNames(listed: readonly string[]): void {
    const names = listed.filter(isShopFile);
    if (names.length === sorted.length && names.every((name) => stamps.has(name))) return;
    const standing = new Set(names);
    for (const name of sorted) if (!standing.has(name)) forget(name);
    sorted = names.sort();
  }

  function forget(name: string): void {
    if (stamps.delete(name)) version++;
  }

  async function lookAtAll(): Promise<void> {
    const listed = await readdir(join(dir, 'shops')).catch((error: NodeJS.ErrnoException) => error);
    const found = Array.isArray(listed) ? null : (listed.code ?? 'an error');
    if (found !== trouble) version++;
    trouble = found;
    syncNames(Array.isArray(listed) ? listed : []);
    await ask([SERVICE_FILE, ...sorted]);
  }

  /** A name may be new, or gone. */
  async function lookAtSome(names: Iterable<string>): Promise<void> {
    const asked = new Set(names);
    await ask(asked);
    asked.delete(SERVICE_FILE);
    const gone = new Set([...asked].filter((name) => stamps.get(name) === GONE));
    for (const name of gone) forget(name);
    const fresh = [...asked].filter((name) => !gone.has(name) && sorted[placeIn(sorted, name)] !== name);
    if (gone.size > 0) sorted = sorted.filter((name) => !gone.has(name));
    if (fresh.length > 0) sorted = merged(sorted, fresh.sort());
  }

  return {
    look: (names) => (names === undefined ? lookAtAll() : lookAtSome(names)),
    version: () => version,
    stampOf: (name) => stamps.get(name),
    sizeOf: (name) => Number(stamps.get(name)?.split(' ')[1] ?? 0),
    names: () => sorted,
    trouble: () => trouble,
  };
}

const BIG = { bigint: true } as const;
const GONE = 'ENOENT';

const stampOf = ({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string => `${ino} ${size} ${mtimeNs} ${ctimeNs}`;

/** What cannot be asked has its reason as its stamp. */
const refused = (error: NodeJS.ErrnoException): string => error.code ?? 'an error';

function stampHere(path: string): string {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found === undefined ? GONE : stampOf(found);
  } catch (error) {
    return refused(error as NodeJS.ErrnoException);
  }
}

/** Two sorted lists as one. */
function merged(long: readonly string[], short: readonly string[]): string[] {
  const all: string[] = [];
  let next = 0;
  for (const name of long) {
    while (next < short.length && short[next]! < name) all.push(short[next++]!);
    all.push(name);
  }
  return [...all, ...short.slice(next)];
}
