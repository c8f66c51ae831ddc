// An edit of a shop's calendar while the service runs, for the page and the API: what it would do, and then that very
// change into the shop's file and in force. What was previewed is what is saved, so a save brings back the hash of
// the file as it was previewed; any other file is a conflict.

import {
  type EntryPlace,
  type PreparedEdit,
  prepareEdit,
  prepareRemoval,
  prepareUndo,
  saveEdit,
  shopPath,
} from '../../config/edit/calendar-edit.ts';
import { type Change, type ChangeRequest, readChange } from '../../config/edit/change.ts';
import { whyReadOnly } from '../../config/edit/replace-file.ts';
import { type Fault, fault } from '../../config/values/faults.ts';
import type { Instant } from '../../core/model.ts';
import { type Difference, differenceInWords } from '../configuration/describe-difference.ts';
import { inquiriesOf } from '../configuration/open-inquiry-effects.ts';
import { type Recomputed, recomputeWanted } from '../configuration/recompute-deadlines.ts';
import type { Reloader, ReloadResult } from '../configuration/reload-config.ts';
import type { Service } from '../service.ts';
import { armDue } from '../steps/arm-alarms.ts';
import { type Effect, effectOf, openInquiriesAfter } from './preview-edit.ts';

/** What edits need besides the service; there is none where the configuration was not read from a folder. */
export interface CalendarEdits {
  /** Where what was before is kept, for `undo`. */
  readonly dataDir: string;
  readonly reloader: Pick<Reloader, 'save' | 'health'>;
}

/** As typed or clicked, unchecked: dates that close or open, an entry that goes, or the last edit taken back. */
export type EditRequest = 'undo' | DatesRequest | { readonly remove: EntryPlace };

export interface DatesRequest extends Omit<ChangeRequest, 'range'> {
  /** Each `2026-10-17` or `2026-12-29..2027-01-03`. */
  readonly ranges: readonly string[];
}

export interface CalendarPreview {
  readonly effect: Effect;
  /** What changes in the file, line by line. */
  readonly difference: Difference;
  /** Of the shop's file as it was read; a save must bring it back. */
  readonly hash: string;
  /** Why the file cannot be written here; null when it can. */
  readonly readOnly: Fault | null;
  /** How many inquiries it raises or withdraws something for, when that is above `confirmAbove`. */
  readonly many: { readonly inquiries: number; readonly confirmAbove: number } | null;
}

/** `usage`: the request makes no sense; `file`: the shop's file does not take it; `undo`: nothing that can be taken back. */
export type Refused =
  | { readonly refused: 'unknown-shop' | 'no-folder' }
  | { readonly refused: 'usage' | 'file' | 'undo'; readonly faults: readonly Fault[] };

type NotSaved =
  /** The file changed since; the preview is of the file as it is now. */
  | { readonly refused: 'conflict'; readonly preview: CalendarPreview }
  | { readonly refused: 'read-only'; readonly preview: CalendarPreview };

export interface SavedChange {
  readonly saved: CalendarPreview;
  /** `broken`: it is in the file, but faults elsewhere keep the files from coming in force. */
  readonly result: ReloadResult;
  readonly recounted: Recomputed;
}

/** What a change would do; nothing is written. */
export async function previewCalendarChange(
  service: Service,
  edits: CalendarEdits | null,
  shopId: string,
  asked: EditRequest,
): Promise<CalendarPreview | Refused> {
  const { dir } = service.config;
  if (!service.config.shops.has(shopId)) return { refused: 'unknown-shop' };
  if (edits === null || dir === undefined) return { refused: 'no-folder' };
  const read = asked === 'undo' || 'remove' in asked ? { changes: [] } : readChanges(asked);
  if ('faults' in read) return { refused: 'usage', faults: read.faults };
  const prepared = prepare({ dir, dataDir: edits.dataDir, shopId }, asked, read.changes);
  if ('faults' in prepared) return { refused: asked === 'undo' ? 'undo' : 'file', faults: prepared.faults };
  return previewOf(service, prepared.edit, read.changes);
}

/**
 * Saves the change that was previewed with this hash and puts it in force under the name of who asked; the preview's
 * answer is the confirmation, also above `confirmAbove`.
 */
export async function saveCalendarChange(
  service: Service,
  edits: CalendarEdits | null,
  shopId: string,
  asked: EditRequest,
  { hash, who }: { readonly hash: string; readonly who: string },
): Promise<SavedChange | Refused | NotSaved> {
  if (edits === null) return { refused: service.config.shops.has(shopId) ? 'no-folder' : 'unknown-shop' };
  const preview = await previewCalendarChange(service, edits, shopId, asked);
  if ('refused' in preview) return preview;
  if (preview.hash !== hash) return { refused: 'conflict', preview };
  if (preview.readOnly !== null) return { refused: 'read-only', preview };
  const { edit } = preview.effect;
  const write = (): Fault | null => saveEdit(edit, edits.dataDir, service.clock.now(), who);
  const done = await edits.reloader.save({ shop: shopId, who, write });
  if ('fault' in done) return notWritten(service, edits, shopId, asked, { preview, why: done.fault });
  const recounted = await recomputeWanted(service);
  if (recounted.episodes > 0) await armDue(service, service.clock.now());
  return { saved: preview, result: done.result, recounted };
}

/** Somebody was faster, or the file cannot be written after all: how it looks now tells. */
async function notWritten(
  service: Service,
  edits: CalendarEdits,
  shopId: string,
  asked: EditRequest,
  { preview, why }: { readonly preview: CalendarPreview; readonly why: Fault },
): Promise<Refused | NotSaved> {
  const now = await previewCalendarChange(service, edits, shopId, asked);
  if ('refused' in now) return now;
  if (now.hash !== preview.hash) return { refused: 'conflict', preview: now };
  return { refused: 'read-only', preview: { ...now, readOnly: why } };
}

export interface LastChange {
  readonly at: Instant;
  readonly who: string | null;
  /** What it did, line by line. */
  readonly difference: Difference;
}

export interface EditState {
  /** The last edit by command or page, while it can be taken back. */
  readonly last: LastChange | null;
  /** Why the shop's file cannot be written here; null when it can. */
  readonly readOnly: Fault | null;
  /** Faults of the files, one a line: until they are mended nothing that is saved comes in force. */
  readonly faults: readonly string[];
  /** Whether an edit of this shop's file by hand waits for `apply --yes`. */
  readonly held: boolean;
}

/** What edits of a shop's calendar find; null where there are no files to edit. */
export function readEditState(
  { config }: Pick<Service, 'config'>,
  edits: CalendarEdits | null,
  shopId: string,
): EditState | null {
  const { dir } = config;
  if (edits === null || dir === undefined) return null;
  const { faults, held } = edits.reloader.health();
  return {
    last: lastChange(dir, edits.dataDir, shopId),
    readOnly: whyReadOnly(shopPath(dir, shopId)),
    faults,
    held: held?.shops.includes(shopId) ?? false,
  };
}

function lastChange(dir: string, dataDir: string, shopId: string): LastChange | null {
  const prepared = prepareUndo(dir, dataDir, shopId);
  if ('faults' in prepared || prepared.edit.undoes === null) return null;
  const { undoes, before, after } = prepared.edit;
  // A note of an earlier release names nobody.
  return { at: undoes.at, who: undoes.who ?? null, difference: differenceInWords(after.shop, before.shop) };
}

interface Files {
  readonly dir: string;
  readonly dataDir: string;
  readonly shopId: string;
}

function prepare({ dir, dataDir, shopId }: Files, asked: EditRequest, [first, ...more]: readonly Change[]) {
  if (first !== undefined) return prepareEdit(dir, shopId, first, ...more);
  if (asked !== 'undo' && 'remove' in asked) return prepareRemoval(dir, shopId, asked.remove);
  return prepareUndo(dir, dataDir, shopId);
}

async function previewOf(service: Service, edit: PreparedEdit, changes: readonly Change[]): Promise<CalendarPreview> {
  const open = await openInquiriesAfter(service, edit);
  const effect = effectOf(edit, changes, { now: service.clock.now(), open });
  const inquiries = open.preview === null ? 0 : inquiriesOf(open.preview);
  const { confirmAbove } = service.config.service;
  return {
    effect,
    difference: differenceInWords(edit.before.shop, edit.after.shop),
    hash: edit.read.hash,
    readOnly: whyReadOnly(edit.read.file),
    many: inquiries > confirmAbove ? { inquiries, confirmAbove } : null,
  };
}

/** More in one edit is a mistake, or a whole year that belongs into the weekly closed days. */
const MOST_RANGES = 60;

function readChanges({
  ranges,
  ...asked
}: DatesRequest): { changes: readonly Change[] } | { faults: readonly Fault[] } {
  if (ranges.length === 0 || ranges.length > MOST_RANGES) {
    const found = ranges.length === 0 ? 'no date' : `${ranges.length} stretches of dates`;
    return { faults: [fault({ path: ['range'], found, allowed: `1 to ${MOST_RANGES} dates or stretches of dates` })] };
  }
  const read = ranges.map((range) => readChange({ ...asked, range }));
  const faults = read.flatMap((one) => ('faults' in one ? one.faults : []));
  if (faults.length > 0) return { faults: [...new Map(faults.map((one) => [one.message, one])).values()] };
  return { changes: read.flatMap((one) => ('change' in one ? [one.change] : [])) };
}
