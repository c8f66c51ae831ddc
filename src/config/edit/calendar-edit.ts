// config: edits of a shop's calendar by command or by click, prepared (nothing is written) and then saved.
// What was previewed is what is saved, or nothing: the file must still be the one that was read.

import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import type { Instant } from '../../core/model.ts';
import type { ShopConfig } from '../input/shop-settings.ts';
import { defaultAt, readShopFile, type ShopFile } from '../shop-file.ts';
import { type Fault, fault } from '../values/faults.ts';
import { parseYaml, readYamlFile, type YamlFile } from '../values/yaml-file.ts';
import type { Change, FileEntry } from './change.ts';
import { type FileText, hashOf, readFileText, replaceFile } from './replace-file.ts';
import { dropNote, type EditNote, editedShops, type KeptNote, notesOf, writeNote } from './undo-journal.ts';
import { appendedTo } from './yaml-insert.ts';
import { withoutItem } from './yaml-remove.ts';

/** One side of an edit: the checked shop, and where its parts are written. */
export interface EditSide {
  readonly shop: ShopConfig;
  readonly locate: ShopFile['locate'];
}

export interface PreparedEdit {
  readonly shopId: string;
  readonly read: FileText;
  /** The whole new text. */
  readonly text: string;
  readonly before: EditSide;
  readonly after: EditSide;
  /** The edit in words that fit into a log. */
  readonly what: string;
  /** Entries copied from service.yaml, since a list in a shop file replaces that of the defaults whole. */
  readonly takenOver: number;
  /** The note that this edit takes back. */
  readonly undoes: KeptNote | null;
}

type Prepared = { readonly edit: PreparedEdit } | { readonly faults: readonly Fault[] };

const BOM = '\uFEFF';

/** Works out the new text of a shop's file and checks it as a whole: one change, or more in the same list. Writes nothing. */
export function prepareEdit(dir: string, shopId: string, change: Change, ...more: readonly Change[]): Prepared {
  const read = readFileText(shopPath(dir, shopId));
  if ('message' in read) return { faults: [read] };
  const serviceFile = readYamlFile(join(dir, 'service.yaml'));
  const path = ['calendar', change.list] as const;
  const own = parseYaml(read.file, withoutBom(read.text));
  const { faults } = readShopFile(shopId, own, serviceFile);
  if (faults.length > 0) return { faults };
  const inherited = own.has(path) ? [] : listOf(defaultAt(serviceFile, path));
  const entries = [change, ...more].map(({ entry }) => entry);
  const text = spliced(read, path, [...inherited, ...entries]);
  if (text === null) return { faults: [own.locate(noPlace(path))] };
  const dates = entries.map(({ on, every }) => on ?? `every ${every}`).join(', ');
  const what = [change.list === 'closed' ? 'close' : 'open', dates, change.entry.name].filter(Boolean).join(' ');
  return checked({ shopId, read, text, what, takenOver: inherited.length, undoes: null }, serviceFile);
}

/** An entry of a calendar, by its place in the shop's own file. */
export interface EntryPlace {
  readonly list: Change['list'];
  /** Counted from 0. */
  readonly index: number;
}

/** Works out the new text without one entry. Writes nothing. */
export function prepareRemoval(dir: string, shopId: string, { list, index }: EntryPlace): Prepared {
  const read = readFileText(shopPath(dir, shopId));
  if ('message' in read) return { faults: [read] };
  const own = parseYaml(read.file, withoutBom(read.text));
  if (own.value === undefined) return { faults: own.faults };
  const entries = listOf(valuesOf(own).calendar?.[list]);
  const plain = withoutItem(withoutBom(read.text), ['calendar', list], index);
  if (plain === null || !isRemoved(own, parseYaml(read.file, plain), { list, index }))
    return { faults: [own.locate(noPlace(['calendar', list]))] };
  const { on, every, name } = entries[index]!;
  const what = [`remove from ${list}`, on ?? `every ${every}`, name].filter(Boolean).join(' ');
  const text = read.text.startsWith(BOM) ? BOM + plain : plain;
  const facts = { shopId, read, text, what, takenOver: 0, undoes: null };
  return checked(facts, readYamlFile(join(dir, 'service.yaml')));
}

/** Works out how to take back the last edit by command, of one shop or of any. Writes nothing. */
export function prepareUndo(dir: string, dataDir: string, shopId: string | null): Prepared {
  const shops = shopId === null ? editedShops(dataDir) : [shopId];
  const newest = shops
    .flatMap((id) => notesOf(dataDir, id).filter(({ file }) => file === resolve(shopPath(dir, id))))
    .sort((a, b) => b.at - a.at || (a.note < b.note ? 1 : -1));
  for (const note of newest) {
    const read = readFileText(shopPath(dir, note.shop));
    if ('message' in read) return { faults: [read] };
    // Never written, or taken back already: the process died before it could say so.
    if (read.hash === note.beforeHash) continue;
    if (read.hash !== note.afterHash) return { faults: [changedSince(read.file, note)] };
    const facts = { shopId: note.shop, read, text: note.before, what: `undo ${note.what}`, takenOver: 0, undoes: note };
    return checked(facts, readYamlFile(join(dir, 'service.yaml')));
  }
  const whose = shopId === null ? 'any shop' : shopId;
  return { faults: [fault({ path: [], found: `no edit by command of ${whose}`, allowed: 'an edit to take back' })] };
}

/**
 * Writes a prepared edit and notes who asked for it; answers the fault when the file changed since or cannot be written:
 * then nothing was.
 */
export function saveEdit(edit: PreparedEdit, dataDir: string, now: Instant, who: string | null = null): Fault | null {
  const { read, text, undoes, shopId, what } = edit;
  if (undoes) {
    const refused = replaceFile(read, text, now);
    if (refused === null) dropNote(undoes);
    return refused;
  }
  const hashes = { before: read.text, beforeHash: read.hash, afterHash: hashOf(text) };
  const kept = writeNote(dataDir, { shop: shopId, file: resolve(read.file), at: now, who, what, ...hashes });
  if ('message' in kept) return kept;
  const refused = replaceFile(read, text, now);
  if (refused !== null) dropNote(kept);
  return refused;
}

/** Where the file of a shop lies. */
export function shopPath(dir: string, shopId: string): string {
  return join(dir, 'shops', `${shopId}.yaml`);
}

/** The edited text, or null when the file's way of writing it leaves no safe place: then a person has to do it. */
function spliced({ text }: FileText, path: readonly [string, string], entries: readonly FileEntry[]): string | null {
  const plain = withoutBom(text);
  const edited = appendedTo(plain, path, entries.map(asValue));
  if (edited === null || !isAppended(parse(plain), parse(edited), path, entries)) return null;
  return text.startsWith(BOM) ? BOM + edited : edited;
}

function asValue(entry: FileEntry): Readonly<Record<string, string | readonly string[]>> {
  return { ...entry };
}

/** Whether nothing but the new entries came into the file's values (an anchor may show up in two places). */
function isAppended(
  before: unknown,
  after: unknown,
  [outer, list]: readonly [string, string],
  entries: readonly FileEntry[],
): boolean {
  const expected = { ...(before as Record<string, Record<string, unknown[]>>) };
  expected[outer] = { ...expected[outer], [list]: [...(expected[outer]?.[list] ?? []), ...entries] };
  return isDeepStrictEqual(after, expected);
}

function checked(facts: Omit<PreparedEdit, 'before' | 'after'>, serviceFile: YamlFile): Prepared {
  const { shopId, read, text } = facts;
  const before = readShopFile(shopId, parseYaml(read.file, withoutBom(read.text)), serviceFile);
  const after = readShopFile(shopId, parseYaml(read.file, withoutBom(text)), serviceFile);
  if (!before.shop) return { faults: before.faults };
  if (!after.shop) return { faults: after.faults };
  const side = (file: ShopFile, shop: ShopConfig): EditSide => ({ shop, locate: file.locate });
  return { edit: { ...facts, before: side(before, before.shop), after: side(after, after.shop) } };
}

function noPlace(path: readonly string[]): Fault {
  const allowed = 'a list of its own in this file';
  const hint = 'this file has to be edited by hand';
  return fault({
    path: [...path],
    found: 'an alias, an anchor or another place that cannot be edited by itself',
    allowed,
    hint,
  });
}

function changedSince(file: string, { what }: EditNote): Fault {
  const found = `a file that changed after the last edit by command (${what})`;
  return { ...fault({ path: [], found, allowed: 'the file as that edit left it', hint: 'nothing was written' }), file };
}

/** Whether nothing but the entry went out of the file's values. */
function isRemoved(before: YamlFile, after: YamlFile, { list, index }: EntryPlace): boolean {
  const { calendar, ...rest } = valuesOf(before);
  const expected = { ...rest, calendar: { ...calendar, [list]: listOf(calendar?.[list]).toSpliced(index, 1) } };
  return isDeepStrictEqual(after.value, expected);
}

function valuesOf({ value }: YamlFile): { readonly calendar?: Readonly<Record<string, unknown>> } {
  return (value ?? {}) as { readonly calendar?: Readonly<Record<string, unknown>> };
}

function listOf(value: unknown): FileEntry[] {
  return Array.isArray(value) ? (value as FileEntry[]) : [];
}

function withoutBom(text: string): string {
  return text.startsWith(BOM) ? text.slice(1) : text;
}
