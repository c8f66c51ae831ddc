// config: a file replaced in one step, and only if it is still the one that was read. Keeps its mode, its owner where
// that is allowed, and the link it is reached through. Comparing and renaming are two steps, so the temporary file
// is a lock as well: of two commands at once the second is refused. An editor that saves in between is not held off.

import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Fault, fault } from '../values/faults.ts';

export interface FileText {
  readonly file: string;
  readonly text: string;
  /** Of the bytes as they are on disk. */
  readonly hash: string;
}

/** A lock this old was left behind by a process that died: replacing takes milliseconds. */
const LOCK_MS = 60_000;
const WRITABLE = 'a folder that may be written';

export function hashOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A file with the hash that `replaceFile` compares later. */
export function readFileText(file: string): FileText | Fault {
  try {
    const bytes = readFileSync(file);
    // Written back as text, other bytes would be lost.
    if (!isUtf8(bytes)) return inFile(file, 'bytes that are no UTF-8', 'UTF-8', 'save the file as UTF-8');
    return { file, text: bytes.toString('utf8'), hash: hashOf(bytes) };
  } catch (error) {
    return fileFault(file, error, 'a readable file');
  }
}

/** Writes `text` in the place of what was read; answers the fault when the file changed meanwhile or cannot be written. */
export function replaceFile(read: FileText, text: string, now: number): Fault | null {
  try {
    const target = realpathSync(read.file);
    const temporary = join(dirname(target), `.${basename(target)}.edit`);
    const handle = openLock(temporary, now);
    if (handle === null) return inFile(read.file, 'another edit of this file under way', 'one at a time', 'try again');
    try {
      fill(handle, temporary, target, text);
      if (hashOf(readFileSync(target)) !== read.hash) return changedMeanwhile(read.file);
      renameSync(temporary, target);
      return null;
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch (error) {
    return fileFault(read.file, error, WRITABLE);
  }
}

/**
 * Why a file cannot be replaced, or null: a mount that is read-only (also for root), a folder of somebody else. A hint
 * only: whether it can is known once it is done.
 */
export function whyReadOnly(file: string): Fault | null {
  try {
    accessSync(dirname(realpathSync(file)), constants.W_OK);
    return null;
  } catch (error) {
    return fileFault(file, error, WRITABLE);
  }
}

/** null when another process holds it. */
function openLock(temporary: string, now: number, again = true): number | null {
  try {
    return openSync(temporary, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const left = statSync(temporary, { throwIfNoEntry: false });
    if (!again || (left && now - left.mtimeMs < LOCK_MS)) return null;
    rmSync(temporary, { force: true });
    return openLock(temporary, now, false);
  }
}

function fill(handle: number, temporary: string, target: string, text: string): void {
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  const { mode, uid, gid } = statSync(target);
  try {
    chownSync(temporary, uid, gid);
  } catch {
    // Not ours to give away: the file then belongs to who edited it, as with most editors.
  }
  // After chown, which clears the set-id bits.
  chmodSync(temporary, mode & 0o7777);
}

function changedMeanwhile(file: string): Fault {
  const hint = 'nothing was written; run the command again to see the preview of the file as it is now';
  return inFile(file, 'a file that changed since it was read', 'the file as it was previewed', hint);
}

function fileFault(file: string, error: unknown, allowed: string): Fault {
  const code = (error as NodeJS.ErrnoException).code ?? 'an error';
  const found = code === 'ENOENT' ? 'no such file' : `a file that cannot be used (${code})`;
  return inFile(file, found, allowed, 'nothing was written');
}

function inFile(file: string, found: string, allowed: string, hint: string): Fault {
  return { ...fault({ path: [], found, allowed, hint }), file };
}
