// config: what can be wrong with the folder itself, and the order in which faults are told.

import { basename } from 'node:path';
import { shopOfFile } from '../core/shop-id.ts';
import { type Fault, fault } from './values/faults.ts';

/** The fault of a file whose name is no shop's id; null for a good name. */
export function refusedName(path: string): Fault | null {
  if (shopOfFile(basename(path)) !== null) return null;
  return refuse(path, 'this file name', '<shop>.yaml, the shop’s id from a-z 0-9 - (1 to 64)');
}

/** What is wrong with the folder of shop files: `code` says why it cannot be listed. */
export function shopsTrouble(dir: string, code: string | null, files: number): Fault[] {
  if (code !== null) {
    const found = code === 'ENOENT' ? 'no such folder' : `a folder that cannot be read (${code})`;
    return [refuse(dir, found, 'a folder with one <shop>.yaml for each shop')];
  }
  return files === 0 ? [refuse(dir, 'no shop file', 'at least one <shop>.yaml')] : [];
}

const refuse = (file: string, found: string, allowed: string): Fault => ({
  file,
  ...fault({ path: [], found, allowed }),
});

/** By file and line, each once. */
export function inOrder(faults: readonly Fault[]): Fault[] {
  const seen = new Map(faults.map((f) => [`${f.file}\n${f.line}\n${f.message}`, f]));
  const place = (f: Fault): [string, number, number] => [f.file ?? '', f.line ?? 0, f.column ?? 0];
  return [...seen.values()].sort((a, b) => {
    const [x, y] = [place(a), place(b)];
    return x[0] < y[0] ? -1 : x[0] > y[0] ? 1 : x[1] - y[1] || x[2] - y[2];
  });
}
