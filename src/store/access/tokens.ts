// Tokens: who may ask for what. A row is never deleted, because one row of any state closes the service.

import type { Instant } from '../../core/model.ts';
import type { Scope } from '../../core/scopes.ts';
import { prepared } from '../database.ts';
import type { Db } from '../schema.ts';
import { time } from '../sql-parameters.ts';

export interface Token {
  readonly id: number;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null: every shop. */
  readonly shops: readonly string[] | null;
  /** Groups of shops, whichever belong to them when it is used: then they count, not `shops`. Null: it is by shops. */
  readonly groups: readonly string[] | null;
  /** Who acts with it; null: several share it, and say who they are. */
  readonly person: string | null;
  readonly madeAt: Instant;
  /** Null: it ends only by being revoked. */
  readonly expiresAt: Instant | null;
  readonly revokedAt: Instant | null;
  /** To the minute. */
  readonly lastUsedAt: Instant | null;
}

export interface NewToken extends Pick<Token, 'name' | 'scopes' | 'shops' | 'groups' | 'person' | 'expiresAt'> {
  /** SHA-256 of the secret. */
  readonly hash: Buffer;
}

/** The columns of a Token. */
export const TOKEN = [
  'token.id',
  'token.name',
  'token.scopes',
  'token.shops',
  'token.groups',
  'token.person',
  'token.made_at as madeAt',
  'token.expires_at as expiresAt',
  'token.revoked_at as revokedAt',
  'token.last_used_at as lastUsedAt',
] as const;

export async function addToken(db: Db, token: NewToken, now: Instant): Promise<Token> {
  const { hash, name, scopes, shops, groups, person, expiresAt } = token;
  const expires_at = expiresAt === null ? null : time(expiresAt);
  return db
    .insertInto('token')
    .values({ hash, name, scopes, shops, groups, person, made_at: time(now), expires_at })
    .returning(TOKEN)
    .executeTakeFirstOrThrow();
}

/** Whether there ever was one, valid or not. */
export async function anyToken(db: Db): Promise<boolean> {
  return (await prepared(db).selectFrom('token').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export async function findToken(db: Db, hash: Buffer): Promise<Token | null> {
  return (await prepared(db).selectFrom('token').select(TOKEN).where('hash', '=', hash).executeTakeFirst()) ?? null;
}

/** In the order in which they were made. */
export async function listTokens(db: Db): Promise<Token[]> {
  return db.selectFrom('token').select(TOKEN).orderBy('id').execute();
}

/** Ends a token; null when there is none of this id that was not revoked before. */
export async function revoke(db: Db, id: number, now: Instant): Promise<Token | null> {
  const revoked = await db
    .updateTable('token')
    .set({ revoked_at: time(now) })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning(TOKEN)
    .executeTakeFirst();
  return revoked ?? null;
}

export async function markTokenUsed(db: Db, id: number, now: Instant): Promise<void> {
  await db
    .updateTable('token')
    .set({ last_used_at: time(now) })
    .where('id', '=', id)
    .execute();
}
