// cli: `mute`, `mute list`, `mute lift`: hold a shop's mails back for a while. The running service sees it at once: the
// database is asked whenever a mail is made.

import type { Config } from '../../config/load.ts';
import { describe } from '../../config/values/faults.ts';
import { formatDue } from '../../core/time/format.ts';
import { isoUtc } from '../../core/time/instant.ts';
import { openZone } from '../../core/time/zone.ts';
import { lift, type Mute, mute, readMutes } from '../../service/actions/mute.ts';
import type { Database } from '../../store/database.ts';
import { openDatabaseClock } from '../../store/database-clock.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { type FolderOptions, quietLog, readConfigFolder, whereDatabaseExists, withDatabase } from '../io/settings.ts';
import { textTable } from '../io/text-table.ts';

export interface MuteOptions extends FolderOptions {
  readonly until?: string | undefined;
  readonly why?: string | undefined;
  readonly by?: string | undefined;
  readonly inHand?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Mutes a shop or an inquiry. Exit code 1 when there is no such one, 2 for a wrong or missing option. */
export async function muteTarget(target: string, options: MuteOptions, out: Output): Promise<ExitCode> {
  const config = readConfigFolder(options.config, out);
  if (config === null) return 2;
  const { until, why, by } = options;
  const request = { kind: options.inHand ? 'in_hand' : 'mute', target, until, why, by } as const;
  const result = await withMutes(options, async (parts) => mute({ ...parts, config }, request));
  if ('refused' in result) {
    out.error(result.field === undefined ? result.message : `--${result.message}`);
    return result.refused === 'usage' ? 2 : 1;
  }
  await out.write(options.json ? asJson([result.mute]) : inWords(result.mute, config));
  return 0;
}

/** Writes the mutes that stand, with `all` the past ones too. */
export async function muteList(
  options: FolderOptions & { all?: boolean; json?: boolean },
  out: Output,
): Promise<ExitCode> {
  const config = readConfigFolder(options.config, out);
  if (config === null) return 2;
  const mutes =
    (await whereDatabaseExists(options.data, async (db) =>
      readMutes({ db, clock: await openDatabaseClock(db) }, { past: options.all === true }),
    )) ?? [];
  if (options.json) await out.write(asJson(mutes));
  else if (mutes.length === 0) await out.write('お知らせの停止はありません。 ／ Nothing is muted.');
  else await out.write(textTable([HEAD, ...mutes.map((one) => rowOf(one, config))]).join('\n'));
  return 0;
}

/** Ends a mute now. Exit code 1 when none of this id stands. */
export async function muteLift(id: string, options: MuteOptions, out: Output): Promise<ExitCode> {
  const config = readConfigFolder(options.config, out);
  if (config === null) return 2;
  const number = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null;
  const by = options.by?.trim() ?? '';
  if (number === null || by === '') {
    out.error(
      number === null
        ? `found ${describe(id)}; allowed: a number of mute list`
        : '--by: found nothing; allowed: a name',
    );
    return 2;
  }
  const lifted = await withMutes(options, (parts) => lift(parts, number, by));
  if (lifted === null) {
    out.error(`no mute ${number} stands; see: inquiry-sla mute list`);
    return 1;
  }
  await out.write(options.json ? asJson([lifted]) : `解除しました ／ lifted: ${targetOf(lifted)}`);
  return 0;
}

type Parts = Omit<Parameters<typeof mute>[0], 'config'>;

function withMutes<T>({ data }: FolderOptions, use: (parts: Parts) => Promise<T>): Promise<T> {
  const logger = quietLog();
  return withDatabase(data, logger, async (db: Database) => {
    return use({ db, logger, clock: await openDatabaseClock(db) });
  });
}

const HEAD = ['id', '対象 target', '終わり until', '理由 why', '登録 by', '状態 state'];

function rowOf(one: Mute, config: Config): string[] {
  const state =
    one.liftedAt !== null
      ? `解除 lifted (${one.liftedBy})`
      : one.kind === 'in_hand'
        ? '対応中 in hand'
        : 'お知らせ停止中 muted';
  return [String(one.id), targetOf(one), localEnd(one, config), one.why, one.by, state];
}

function inWords(one: Mute, config: Config): string {
  return [
    `${one.kind === 'in_hand' ? '対応中にしました ／ in hand' : 'お知らせを停止しました ／ muted'}: ${targetOf(one)}`,
    `${localEnd(one, config)} まで ／ until then; 解除 ／ to end it before: inquiry-sla mute lift ${one.id} --by …`,
  ].join('\n');
}

const targetOf = ({ shop, inquiry }: Mute): string => (inquiry === null ? shop : `${shop}/${inquiry}`);

/** Local to the shop; a shop that is not configured any more is shown in the zone of ops. */
function localEnd({ shop, until }: Mute, { shops, service }: Config): string {
  return formatDue(until, openZone(shops.get(shop)?.timeZone ?? service.timeZone), 'ja', true);
}

function asJson(mutes: readonly Mute[]): string {
  const plain = mutes.map((one) => ({
    ...one,
    madeAt: isoUtc(one.madeAt),
    until: isoUtc(one.until),
    liftedAt: one.liftedAt === null ? null : isoUtc(one.liftedAt),
  }));
  return JSON.stringify({ mutes: plain });
}
