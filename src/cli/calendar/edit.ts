// cli: `calendar close`, `calendar open`, `calendar undo`: the preview first, a question, then the file.
// Without a person to ask and without --yes nothing is written, so that a script never edits by accident.

import { userInfo } from 'node:os';
import { type PreparedEdit, prepareEdit, prepareUndo, saveEdit } from '../../config/edit/calendar-edit.ts';
import { type Change, type ChangeRequest, readChange } from '../../config/edit/change.ts';
import { readConfig } from '../../config/load.ts';
import { faultInWords } from '../../config/values/fault-words.ts';
import type { Fault } from '../../config/values/faults.ts';
import type { Language } from '../../core/model.ts';
import { effectOf, type OpenInquiries, openInquiriesAfter } from '../../service/calendar/preview-edit.ts';
import { editAsJson } from '../../service/calendar/preview-json.ts';
import { agreed } from '../io/confirm.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { languagesOf } from '../io/language-option.ts';
import { openReader } from '../io/open-reader.ts';
import { openShop } from '../io/open-shop.ts';
import { whereDatabaseAnswers } from '../io/settings.ts';
import { editInWords } from './edit-text.ts';

export interface EditOptions {
  readonly name?: string | undefined;
  readonly every?: boolean | undefined;
  readonly hours?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly lang?: string | undefined;
  readonly config: string;
  /** Where what was before is kept, for `undo`; and the embedded database. */
  readonly data: string;
}

/** Closes or opens dates of a shop; exit code 1 when it was not saved, 2 for wrong usage. */
export async function editCalendar(
  list: ChangeRequest['list'],
  shopId: string,
  range: string,
  options: EditOptions,
  io: CommandIo,
): Promise<ExitCode> {
  const languages = languagesOf(options.lang, io);
  if (!languages) return 2;
  const refused = refusing(languages, io);
  const read = readChange({ list, range, name: options.name, every: options.every, hours: options.hours });
  if ('faults' in read) return refused(read.faults, 2);
  const opened = openShop(shopId, options.config, io);
  if (typeof opened === 'number') return opened;
  const prepared = prepareEdit(options.config, shopId, read.change);
  if ('faults' in prepared) return refused(prepared.faults, 1);
  return previewAndSave(prepared.edit, [read.change], options, io);
}

/** Takes back the last edit by command, of one shop or of any; exit codes as above. */
export async function undoEdit(shopId: string | undefined, options: EditOptions, io: CommandIo): Promise<ExitCode> {
  const languages = languagesOf(options.lang, io);
  if (!languages) return 2;
  if (shopId !== undefined) {
    const opened = openShop(shopId, options.config, io);
    if (typeof opened === 'number') return opened;
  }
  const prepared = prepareUndo(options.config, options.data, shopId ?? null);
  if ('faults' in prepared) return refusing(languages, io)(prepared.faults, 1);
  return previewAndSave(prepared.edit, [], options, io);
}

function refusing(languages: readonly Language[], io: CommandIo) {
  return (faults: readonly Fault[], code: ExitCode): ExitCode => {
    for (const language of languages) io.error(faults.map((one) => faultInWords(one, language)).join('\n'));
    return code;
  };
}

const WORDS = {
  ja: {
    question: 'この内容で保存しますか？ はい: y ／ いいえ: Enter',
    saved: '保存しました。動いているサービスは自動で読み込みます。取り消すには',
    undone: '変更を取り消しました。動いているサービスは自動で読み込みます。',
    kept: '保存しませんでした。',
    needsYes: '何も保存していません。保存するには --yes を付けてください。',
  },
  en: {
    question: 'Save this? y for yes, Enter for no',
    saved: 'Saved; a running service reads it by itself. To take it back',
    undone: 'Taken back; a running service reads it by itself.',
    kept: 'Nothing was saved.',
    needsYes: 'Nothing was written; --yes saves it.',
  },
} as const;

async function previewAndSave(
  edit: PreparedEdit,
  changes: readonly Change[],
  options: EditOptions,
  io: CommandIo,
): Promise<ExitCode> {
  const language = (options.lang as Language | undefined) ?? edit.after.shop.language;
  const words = WORDS[language];
  const open = await askOpenInquiries(edit, options.config, options.data);
  const effect = effectOf(edit, changes, { now: io.now(), open });
  const say = options.json ? () => {} : (text: string) => void io.write(text);
  say(editInWords(effect, { language, width: io.columns, colour: io.colour }).join('\n'));
  const wanted = options.dryRun
    ? false
    : options.yes || (io.asks && !options.json && (await agreed(io, words.question)));
  const fault = wanted ? saveEdit(edit, options.data, io.now(), userInfo().username) : null;
  if (options.json) await io.write(JSON.stringify(editAsJson(effect, wanted === true && fault === null)));
  if (fault) return refusing([language], io)([fault], 1);
  if (wanted) say(edit.undoes ? words.undone : `${words.saved}: inquiry-sla calendar undo ${edit.shopId}`);
  else if (!options.dryRun) io.error(io.asks && !options.json ? words.kept : words.needsYes);
  return wanted || options.dryRun ? 0 : 1;
}

/** What becomes of open inquiries, where a database answers; null else. What is in force there is the side before. */
async function askOpenInquiries(edit: PreparedEdit, dir: string, data: string): Promise<OpenInquiries | null> {
  const { service, shops } = readConfig(dir);
  if (service === null) return null;
  const config = { service, shops: new Map(shops).set(edit.shopId, edit.after.shop) };
  return whereDatabaseAnswers(data, async (db) => openInquiriesAfter(await openReader(db, config), edit));
}
