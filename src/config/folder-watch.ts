// config: what the file system tells of the folder: which files were touched, so that an edit among tens of thousands is seen
// at once. Node's own watch, one for each of the two folders: the libraries around it hold a watch and a stat for each file.
// Traps: some mounts tell nothing of what others write (NFS, SMB, FUSE, 9p), events get lost when many come at once, and a
// folder that is swapped for another is watched no longer. So what is told is a hint; a full look from time to time is the truth.

import { type FSWatcher, statfsSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { isShopFile, SERVICE_FILE } from './folder-stamps.ts';

/** Which files may have changed. */
export type Touched = ReadonlySet<string> | 'all';

export interface FolderWatch {
  /** What was told of since the last time: takes it. */
  take(): Touched;
  /** Watches anew what was swapped or lost. Whether all of it is watched. */
  renew(): boolean;
  close(): void;
}

/** More names than this at once are as good as all. */
const MOST_NAMES = 1_000;

/** File systems whose watches do not tell what other machines write, by statfs(2). */
const REMOTE = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB2
  0x65735546, // FUSE, virtiofs
  0x01021997, // 9p
  0x00c36400, // Ceph
  0x0bd00bd0, // Lustre
  0x5346414f, // AFS
  0x786f4256, // vboxsf
]);

/** Whether the files lie on this machine; null while a folder is not there. Asks in this thread, so ask once. */
export function isLocalFolder(dir: string): boolean | null {
  try {
    return [dir, join(dir, 'shops')].every((one) => !REMOTE.has(statfsSync(one).type));
  } catch {
    // Gone, or not to be asked: whoever looks at it says so.
    return null;
  }
}

/** Watches `dir` and `dir`/shops; `onTouched` is called when something was touched, and again only after `take`. */
export function watchFolder(dir: string, onTouched: () => void): FolderWatch {
  const watched = new Map<string, { readonly place: string; readonly watcher: FSWatcher }>();
  let touched: Set<string> | 'all' = new Set();
  let isReported = false;

  function report(name: string | 'all'): void {
    if (touched !== 'all') {
      if (name === 'all' || touched.size >= MOST_NAMES) touched = 'all';
      else touched.add(name);
    }
    if (isReported) return;
    isReported = true;
    onTouched();
  }

  function reportAll(): void {
    report('all');
  }

  const heard: Record<string, (name: string | null) => void> = {
    [dir]: (name) => {
      if (name === 'service.yaml') report(SERVICE_FILE);
      // The folder of shops itself, or what it leads to, was swapped (`..data` of a mounted ConfigMap).
      else if (name === null || name === 'shops' || name.startsWith('..')) reportAll();
    },
    [join(dir, 'shops')]: (name) => {
      if (name === null || name.startsWith('..')) reportAll();
      else if (isShopFile(name)) report(name);
    },
  };

  function drop(path: string): void {
    watched.get(path)?.watcher.close();
    watched.delete(path);
  }

  function renewOne(path: string): boolean {
    const place = placeOf(path);
    if (place !== null && watched.get(path)?.place === place) return true;
    drop(path);
    if (place === null) return false;
    try {
      const watcher = watch(path, { persistent: false }, (_, name) => heard[path]!(name));
      watcher.on('error', () => {
        drop(path);
        reportAll();
      });
      watched.set(path, { place, watcher });
      return true;
    } catch {
      // No more watches (ENOSPC), or gone meanwhile: full looks do without.
      return false;
    }
  }

  const renew = (): boolean => Object.keys(heard).map(renewOne).every(Boolean);

  return {
    take: () => {
      const taken = touched;
      touched = new Set();
      isReported = false;
      return taken;
    },
    renew,
    close: () => {
      for (const path of [...watched.keys()]) drop(path);
    },
  };
}

/** Another text when another folder stands there. */
function placeOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? null : `${found.dev} ${found.ino}`;
}
