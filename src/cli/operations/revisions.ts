// cli: `revisions`, what was in force before, since when, by whom, and what each changed.

import { readConfig } from '../../config/load.ts';
import type { Language } from '../../core/model.ts';
import { formatLocal } from '../../core/time/format.ts';
import { isoUtc } from '../../core/time/instant.ts';
import { openZone } from '../../core/time/zone.ts';
import { CAUSE_WORDS } from '../../service/configuration/revision-words.ts';
import { knownShops, revisionsOf } from '../../store/configuration/revisions.ts';
import type { Db } from '../../store/schema.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { languagesOf } from '../io/language-option.ts';
import { type FolderOptions, quietLog, withDatabase } from '../io/settings.ts';

export interface RevisionsOptions extends FolderOptions {
  readonly limit: string;
  readonly json?: boolean | undefined;
  readonly lang?: string | undefined;
}

const MOST = 1_000;

/** Lists a shop's revisions, the newest first. Exit code 2 for an unknown shop. @throws UnreachableError */
export async function revisions(shopId: string, options: RevisionsOptions, io: CommandIo): Promise<ExitCode> {
  const limit = Number(options.limit);
  if (!languagesOf(options.lang, io)) return 2;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    io.error(`--limit: found ${options.limit}; allowed: a whole number from 1 to ${MOST}`);
    return 2;
  }
  const shop = readConfig(options.config).shops.get(shopId);
  const language = (options.lang as Language | undefined) ?? shop?.language ?? 'ja';
  const about = { language, timeZone: shop?.timeZone ?? 'Asia/Tokyo', json: options.json ?? false, limit };
  return withDatabase(options.data, quietLog(), (db) => listRevisions(db, shopId, about, io));
}

/** The command on a database that is open. */
export async function listRevisions(
  db: Db,
  shopId: string,
  { language, timeZone, json, limit }: { language: Language; timeZone: string; json: boolean; limit: number },
  io: Pick<CommandIo, 'write' | 'error'>,
): Promise<ExitCode> {
  const list = await revisionsOf(db, shopId, limit);
  if (list.length === 0) {
    const known = [...(await knownShops(db)).keys()].sort().slice(0, 10);
    io.error(`found no revision of "${shopId}"; allowed: ${known.join(', ')}`);
    return 2;
  }
  if (json) {
    await io.write(JSON.stringify(list.map((one) => ({ ...one, at: isoUtc(one.at) }))));
    return 0;
  }
  const zone = openZone(timeZone);
  for (const { number, at, cause, who, hash, difference } of list) {
    const by = [CAUSE_WORDS[cause][language], ...(who === null ? [] : [who])].join(', ');
    await io.write(`#${number}  ${formatLocal(at, zone, language, true)}  ${by}  ${hash.slice(0, 12)}`);
    await io.write(difference[language].map((line) => `  ${line}`).join('\n'));
  }
  return 0;
}
