// cli: `apply`, the edited files put in force now, after what that would do was shown. It works through the database: a
// running service sees the revision there and takes the files over. A big change is made by --yes only.

import { userInfo } from 'node:os';
import pino, { type Logger } from 'pino';
import type { BrokenConfig, Config } from '../../config/load.ts';
import type { Language } from '../../core/model.ts';
import { previewAsJson } from '../../service/calendar/preview-json.ts';
import { loadLastGood, NoGoodConfigError } from '../../service/configuration/load-last-good.ts';
import { type Preview, previewConfig } from '../../service/configuration/preview-config.ts';
import { type Recomputed, recomputeWanted } from '../../service/configuration/recompute-deadlines.ts';
import { registerRevisions } from '../../service/configuration/register-revisions.ts';
import { refreshOutside } from '../../service/outside-in-force.ts';
import type { Service } from '../../service/service.ts';
import { knownShops } from '../../store/configuration/revisions.ts';
import type { Database } from '../../store/database.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { languagesOf } from '../io/language-option.ts';
import { openReader, type Reader } from '../io/open-reader.ts';
import { previewLines } from '../io/preview-text.ts';
import { type FolderOptions, quietLog, readFolderAsItIs, sayBroken, withDatabase } from '../io/settings.ts';

export interface ApplyOptions extends FolderOptions {
  readonly dryRun?: boolean | undefined;
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly lang?: string | undefined;
}

type Parts = Reader & Pick<Service, 'logger'>;

const WORDS = {
  ja: {
    dryRun: '何も変更していません（--dry-run）。',
    needsYes: (n: number, limit: number) =>
      `${n}件の問い合わせで表示・お知らせが増減します（上限 confirmAbove: ${limit}）。何も変更していません。適用するには --yes を付けてください。`,
    overtaken: 'その間に新しい設定が有効になりました。何も変更していません。もう一度実行してください。',
    applied: ({ episodes, raised, withdrawn }: Recomputed) =>
      `適用しました。再計算 ${episodes}件、新たに期限到来 ${raised}件、取り消し ${withdrawn}件。`,
  },
  en: {
    dryRun: 'Nothing was changed (--dry-run).',
    needsYes: (n: number, limit: number) =>
      `Something is raised or withdrawn for ${n} inquiries (confirmAbove: ${limit}). Nothing was changed; --yes applies it.`,
    overtaken: 'A newer configuration came in force meanwhile. Nothing was changed; run it again.',
    applied: ({ episodes, raised, withdrawn }: Recomputed) =>
      `Applied: ${episodes} open inquiries recounted, steps raised for ${raised} and withdrawn for ${withdrawn}.`,
  },
} as const;

/**
 * Shows what the files would change, of one shop or of all, and puts them in force. Exit code 1 when the change
 * needs --yes or a file is broken, though the others are put in force, 2 for an unknown shop. @throws UnreachableError
 */
export async function apply(shopId: string | undefined, options: ApplyOptions, io: CommandIo): Promise<ExitCode> {
  if (!languagesOf(options.lang, io)) return 2;
  const read = readFolderAsItIs(options.config);
  if ('faults' in read) sayBroken(options.config, read.faults, io);
  const logger = quietLog();
  return withDatabase(options.data, logger, async (db) => {
    if (!('faults' in read)) return applyConfig(shopId, options, io, await openParts(db, read, logger));
    const good = await lastGood(db, read);
    if (good === null || (shopId !== undefined && !read.shops.has(shopId))) {
      io.error(`${shopId ?? options.config}: the last good configuration stays in force`);
      return 1;
    }
    const code = await applyConfig(shopId, options, io, await openParts(db, good, logger));
    return shopId === undefined && code === 0 ? 1 : code;
  });
}

/** The good files, and what is in force of the others; null where nothing is good. Its faults are said already. */
async function lastGood(db: Database, read: BrokenConfig): Promise<Config | null> {
  try {
    return (await loadLastGood({ db, logger: pino({ level: 'silent' }) }, read)).config;
  } catch (error) {
    if (error instanceof NoGoodConfigError) return null;
    throw error;
  }
}

async function openParts(db: Database, config: Config, logger: Logger): Promise<Parts> {
  const parts = { ...(await openReader(db, config)), logger };
  await refreshOutside(parts);
  return parts;
}

/** The command on parts that are open. */
export async function applyConfig(
  shopId: string | undefined,
  options: Pick<ApplyOptions, 'dryRun' | 'yes' | 'json' | 'lang'>,
  io: Pick<CommandIo, 'write' | 'error'>,
  parts: Parts,
): Promise<ExitCode> {
  const { config } = parts;
  if (shopId !== undefined && !config.shops.has(shopId) && !(await knownShops(parts.db)).has(shopId)) {
    io.error(`found the unknown shop "${shopId}"; allowed: ${[...config.shops.keys()].slice(0, 10).join(', ')}`);
    return 2;
  }
  const readAt = parts.clock.now();
  const only = shopId === undefined ? null : new Set([shopId]);
  const preview = await previewConfig(parts, config, only);
  const words = WORDS[languageOf(options.lang, config, shopId)];
  const say = options.json ? () => {} : (text: string) => io.write(text);
  await say(previewLines(preview, languageOf(options.lang, config, shopId)).join('\n'));
  const done = async (code: ExitCode, line: string | null, applied: Recomputed | null = null): Promise<ExitCode> => {
    if (options.json) await io.write(JSON.stringify(asJson(preview, applied)));
    else if (line !== null) code === 0 ? await io.write(line) : io.error(line);
    return code;
  };
  if (options.dryRun) return done(0, words.dryRun);
  const { confirmAbove } = config.service;
  if (preview.inquiries > confirmAbove && !options.yes) return done(1, words.needsYes(preview.inquiries, confirmAbove));
  const origin = { cause: 'apply', who: userInfo().username, readAt, ...(only && { only }) } as const;
  const registered = await registerRevisions(parts, config, origin);
  if (registered.overtaken) return done(1, words.overtaken);
  const recounted = await recomputeWanted(parts);
  return done(0, preview.shops.length === 0 ? null : words.applied(recounted), recounted);
}

function languageOf(option: string | undefined, config: Config, shopId: string | undefined): Language {
  if (option === 'ja' || option === 'en') return option;
  return (shopId === undefined ? undefined : config.shops.get(shopId)?.language) ?? config.service.language;
}

function asJson(preview: Preview, applied: Recomputed | null): object {
  return { ...previewAsJson(preview), applied: applied !== null, ...(applied && { recounted: applied }) };
}
