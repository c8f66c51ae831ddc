// config: what one shop file says over service.yaml: the checked shop or its faults, never its YAML, which takes ten times as
// much memory. A key names the text it was read from, so that nobody needs to read the same again.

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { refusedName } from './folder-faults.ts';
import type { ShopConfig } from './input/shop-settings.ts';
import { readShopFile } from './shop-file.ts';
import type { Fault } from './values/faults.ts';
import { readText, type YamlFile, type YamlText, yamlOf } from './values/yaml-file.ts';

export interface Reading {
  /** null when anything in it was refused. */
  readonly shop: ShopConfig | null;
  readonly faults: readonly Fault[];
  /** Of a good file (`keyOf`). */
  readonly key: string | null;
}

/** What shop files are read over. */
export interface Over {
  readonly file: YamlFile;
  /** The defaults for all shops, as JSON. */
  readonly defaults: string;
  /** Which build reads (`BUILD`); with null nothing has a key. */
  readonly build: string | null;
}

/** Reads a shop file, whatever its name is. Never throws. */
export function readingOf(path: string, over: Over): Reading {
  const refused = refusedName(path);
  return refused === null ? readingOfText(path, readText(path), over) : { shop: null, faults: [refused], key: null };
}

/** service.yaml as shop files are read over it. */
export function overOf(path: string, text: YamlText, build: string | null): Over {
  const file = yamlOf(path, text);
  const given = file.value as { readonly defaults?: unknown } | null | undefined;
  return { file, defaults: JSON.stringify(given?.defaults) ?? '', build };
}

/** Names a text with all that decides what it says: the defaults, and the code that reads it. Two of one key say the same. */
export function keyOf(text: string, { defaults, build }: Over): string | null {
  if (build === null) return null;
  return createHash('sha256')
    .update(JSON.stringify([build, defaults]))
    .update(text)
    .digest('hex');
}

/** The shop's id, by the name of its file. */
export const idOf = (name: string): string => name.replace(/\.yaml$/, '');

function readingOfText(path: string, text: YamlText, over: Over): Reading {
  const { shop, faults } = readShopFile(idOf(basename(path)), yamlOf(path, text), over.file);
  return { shop: shop && compact(shop), faults, key: shop && 'text' in text ? keyOf(text.text, over) : null };
}

/** The same without the text of its file, of which the parser's texts are parts. */
const compact = (shop: ShopConfig): ShopConfig => JSON.parse(JSON.stringify(shop)) as ShopConfig;
