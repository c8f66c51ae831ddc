// A config folder for one test, in a temporary place that vitest's worker removes at its end.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export const SERVICE = 'ops: [ops@example.jp]\nfrom: sla@example.jp\npublicUrl: https://sla.example.jp\n';
export const SHOP = 'name: 茶\nowner: [owner@example.jp]\n';

/** Writes the files (path → text or bytes) into a new folder and answers its path. */
export function configFolder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'inquiry-sla-config-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
}
