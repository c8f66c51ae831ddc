// cli: `token create`, `token list`, `token revoke`. The running service sees a change with the next request.
// The new token alone goes to stdout, so that `$(inquiry-sla token create …)` takes it; words go to stderr.

import { userInfo } from 'node:os';
import type { Config } from '../../config/load.ts';
import { describe } from '../../config/values/faults.ts';
import type { Instant } from '../../core/model.ts';
import { formatDue } from '../../core/time/format.ts';
import { isoUtc } from '../../core/time/instant.ts';
import { openZone } from '../../core/time/zone.ts';
import {
  createToken,
  faultOf,
  readTokens,
  revokeToken,
  type Token,
  type TokenRequest,
} from '../../service/access/tokens.ts';
import { openDatabaseClock } from '../../store/database-clock.ts';
import type { ExitCode, Output } from '../io/io.ts';
import { type FolderOptions, quietLog, readConfigFolder, whereDatabaseExists, withDatabase } from '../io/settings.ts';
import { textTable } from '../io/text-table.ts';

interface TokenOptions extends FolderOptions {
  readonly json?: boolean | undefined;
}

/** Makes a token and shows it. Exit code 2 for a wrong or missing option. */
export async function tokenCreate(options: TokenOptions & TokenRequest, out: Output): Promise<ExitCode> {
  const config = readConfigFolder(options.config, out);
  if (config === null) return 2;
  const result = await withTokens(options, (parts) => createToken({ ...parts, config }, options, userInfo().username));
  if ('refused' in result) {
    out.error(result.refused);
    return 2;
  }
  const { token, secret, remark } = result;
  if (remark !== null) out.error(remark);
  if (options.json) await out.write(JSON.stringify({ token: plain(token), secret }));
  else {
    out.error(`トークン${token.id}（${token.name}）を作成しました。表示は今回だけです。`);
    out.error(`Token ${token.id} for ${token.name}: shown this once. Log in with it at ${loginUrl(config)}`);
    await out.write(secret);
  }
  return 0;
}

/** Writes every token there ever was; none of them can be read again. */
export async function tokenList(options: TokenOptions, out: Output): Promise<ExitCode> {
  const config = readConfigFolder(options.config, out);
  if (config === null) return 2;
  const read = await whereDatabaseExists(options.data, async (db) => ({
    now: (await openDatabaseClock(db)).now(),
    tokens: await readTokens({ db }),
  }));
  const { now, tokens } = read ?? { now: 0, tokens: [] };
  if (options.json) await out.write(JSON.stringify({ tokens: tokens.map(plain) }));
  else if (tokens.length === 0)
    await out.write(
      'トークンはありません。このコンピューターからだけ使えます。 ／ No token: only this machine has access.',
    );
  else await out.write(textTable([HEAD, ...tokens.map((one) => rowOf(one, now, config))]).join('\n'));
  return 0;
}

/** Ends a token and its sessions. Exit code 1 when none of this id stands. */
export async function tokenRevoke(id: string, options: TokenOptions, out: Output): Promise<ExitCode> {
  if (!/^[1-9]\d{0,14}$/.test(id)) {
    out.error(`found ${describe(id)}; allowed: a number of token list`);
    return 2;
  }
  const revoked = await withTokens(options, (parts) => revokeToken(parts, Number(id), userInfo().username));
  if (revoked === null) {
    out.error(`no token ${id} stands; see: inquiry-sla token list`);
    return 1;
  }
  await out.write(
    options.json ? JSON.stringify({ token: plain(revoked) }) : `取り消しました ／ revoked: ${id} ${revoked.name}`,
  );
  return 0;
}

type Parts = Parameters<typeof revokeToken>[0];

function withTokens<T>({ data }: FolderOptions, use: (parts: Parts) => Promise<T>): Promise<T> {
  const logger = quietLog();
  return withDatabase(data, logger, async (db) => {
    return use({ db, logger, clock: await openDatabaseClock(db) });
  });
}

const HEAD = [
  'id',
  '名前 name',
  '担当者 person',
  '権限 scopes',
  '店舗 shops',
  '作成 made',
  '期限 expires',
  '最終利用 last used',
  '状態 state',
];

const STATES = { revoked: '取り消し revoked', expired: '期限切れ expired', valid: '有効 valid' };

function rowOf(token: Token, now: Instant, { service }: Config): string[] {
  const zone = openZone(service.timeZone);
  const local = (at: Instant | null): string => (at === null ? '–' : formatDue(at, zone, 'ja', true));
  return [
    String(token.id),
    token.name,
    token.person ?? '共用 shared',
    token.scopes.join(', '),
    token.groups?.map((group) => `${group}（グループ group）`).join(', ') ?? token.shops?.join(', ') ?? '全店舗 all',
    local(token.madeAt),
    local(token.expiresAt),
    local(token.lastUsedAt),
    STATES[faultOf(token, now) ?? 'valid'],
  ];
}

const loginUrl = ({ service }: Config): string => `${service.publicUrl.replace(/\/$/, '')}/login`;

function plain(token: Token): object {
  const iso = (at: Instant | null): string | null => (at === null ? null : isoUtc(at));
  const { madeAt, expiresAt, revokedAt, lastUsedAt } = token;
  return {
    ...token,
    madeAt: iso(madeAt),
    expiresAt: iso(expiresAt),
    revokedAt: iso(revokedAt),
    lastUsedAt: iso(lastUsedAt),
  };
}
