// Tokens: who may ask for what. Trap: a row is never deleted, because one row of any state closes the service.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Scope } from '../../core/scopes.ts';
import type { Db } from '../schema.ts';
import { textArray, time } from '../sql-parameters.ts';

export interface Token {
  readonly id: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null: every shop. */
  readonly shops: readonly string[] | null;
  readonly madeAt: Instant;
  /** Null: it ends only by being revoked. */
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
  /** To the minute. */
  readonly lastUsedAt: Instant | null;
}

export interface NewToken extends Pick<Token, 'name' | 'scopes' | 'shops' | 'expiresAt'> {
  /** SHA-256 of the secret. */
  readonly hash: Buffer;
}

/** The columns of a Token, of the alias `t`. */
export const TOKEN = sql`t.id, t.name, t.scopes, t.shops, t.made_at as "madeAt", t.expires_at as "expiresAt",
  t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt"`;

export async function addToken(db: Db, token: NewToken, now: Instant): Promise<Token> {
  const { hash, name, scopes, shops, expiresAt } = token;
  const { rows } = await sql<Token>`
    insert into token as t (hash, name, scopes, shops, made_at, expires_at)
    values (${hash}, ${name}, ${textArray(scopes)}, ${shops === null ? null : textArray(shops)}, ${time(now)},
      ${expiresAt === null ? null : time(expiresAt)})
    returning ${TOKEN}`.execute(db);
  return rows[0]!;
}

/** Whether there ever was one, valid or not. */
export async function anyToken(db: Db): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`select exists (select 1 from token) as any`.execute(db);
  return rows[0]!.any;
}

export async function findToken(db: Db, hash: Buffer): Promise<Token | null> {
  const { rows } = await sql<Token>`select ${TOKEN} from token t where t.hash = ${hash}`.execute(db);
  return rows[0] ?? null;
}

/** In the order in which they were made. */
export async function listTokens(db: Db): Promise<Token[]> {
  const { rows } = await sql<Token>`select ${TOKEN} from token t order by t.id`.execute(db);
  return rows;
}

/** Ends a token; null when there is none of this id that was not revoked before. */
export async function revoke(db: Db, id: number, now: Instant): Promise<Token | null> {
  const { rows } = await sql<Token>`
    update token t set revoked_at = ${time(now)} where t.id = ${id} and t.revoked_at is null
    returning ${TOKEN}`.execute(db);
  return rows[0] ?? null;
}

export async function markTokenUsed(db: Db, id: number, now: Instant): Promise<void> {
  await sql`update token set last_used_at = ${time(now)} where id = ${id}`.execute(db);
}
