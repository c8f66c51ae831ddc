// config: what every edit by command replaced, so that the last one can be taken back: data/edits/<shop>/<number>.json.
// The note is written before the file is, so after a crash the newest note may be of an edit that never happened;
// hashes tell, never the note alone. A shop file names people, so notes are for their owner's eyes only.

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../core/model.ts';
import { type Fault, fault } from '../values/faults.ts';

export interface EditNote {
  readonly shop: string;
  /** The whole path. */
  readonly file: string;
  readonly at: Instant;
  /** Null where nobody said. */
  readonly who: string | null;
  /** The command in words, such as `close 2026-12-29..2027-01-03 年末年始`. */
  readonly what: string;
  /** The whole text before the edit. */
  readonly before: string;
  readonly beforeHash: string;
  readonly afterHash: string;
}

export interface KeptNote extends EditNote {
  /** Where the note itself is kept. */
  readonly note: string;
}

/** More than anybody takes back. */
const KEPT = 100;

/** Keeps a note; answers where, or the fault when it cannot be kept. */
export function writeNote(dataDir: string, note: EditNote): { note: string } | Fault {
  const folder = join(dataDir, 'edits', note.shop);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const names = noteNames(folder);
    const path = join(folder, `${String(numberOf(names.at(-1)) + 1).padStart(6, '0')}.json`);
    writeFileSync(`${path}.new`, `${JSON.stringify(note)}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
    for (const name of names.slice(0, Math.max(0, names.length + 1 - KEPT)))
      rmSync(join(folder, name), { force: true });
    return { note: path };
  } catch (error) {
    const found = `a folder that cannot be written (${(error as NodeJS.ErrnoException).code ?? 'an error'})`;
    const hint = 'nothing was written: an edit that cannot be taken back is not made';
    return { ...fault({ path: ['--data'], found, allowed: 'a folder for what was before', hint }), file: folder };
  }
}

/** Notes of edits of one shop's file, newest first; those whose text is broken are left out. */
export function notesOf(dataDir: string, shop: string): KeptNote[] {
  const folder = join(dataDir, 'edits', shop);
  return noteNames(folder)
    .reverse()
    .flatMap((name) => readNote(join(folder, name)) ?? []);
}

/** Shops that were ever edited by command. */
export function editedShops(dataDir: string): string[] {
  return namesIn(join(dataDir, 'edits'));
}

export function dropNote({ note }: Pick<KeptNote, 'note'>): void {
  rmSync(note, { force: true });
}

function noteNames(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .sort();
}

/** None where the folder is not there yet; one that is and cannot be read is no empty one. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

function numberOf(name: string | undefined): number {
  return name === undefined ? 0 : Number.parseInt(name, 10);
}

/** None for one that another process drops meanwhile, or whose text is broken. @throws what else the file system says */
function readNote(path: string): KeptNote | null {
  try {
    return { ...(JSON.parse(readFileSync(path, 'utf8')) as EditNote), note: path };
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
